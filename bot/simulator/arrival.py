"""Arrival: an SMS from a phone of the simulator goes the way of every SMS."""

from __future__ import annotations

from bot.desk import simulate
from bot.desk.desk import Desk
from bot.desk.receive import receive
from bot.ports import Inbound


class NotStored(RuntimeError):
    """The desk took a text and kept no row of it."""


def arrive(desk: Desk, *, number: str, text: str, provider_message_id: str) -> int:
    """Hand an SMS to the desk and return its row; the same id again is the same row."""
    receive(desk, Inbound(simulate.PROVIDER, provider_message_id, sender=number, text=text))
    row = simulate.row_of(desk, provider_message_id)
    if row is None:
        raise NotStored("the desk did not keep the text")
    return row

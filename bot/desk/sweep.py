"""Sweep: whatever a lost wake-up left behind is found again. Runs every few seconds."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.chase import chase
from bot.desk.deliver import deliver
from bot.desk.desk import Desk

LEFT_FOR = timedelta(seconds=5)


def sweep(desk: Desk) -> None:
    """Wake the drains of texts that still wait, take the steps that are due, and send what is due."""
    with desk.store.look() as work:
        left = work.messages.identifiers_waiting(desk.clock.now() - LEFT_FOR)
    for identifier_id in left:
        desk.jobs.wake_respond(identifier_id)
    chase(desk)
    deliver(desk)

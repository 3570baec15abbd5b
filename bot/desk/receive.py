"""Receive: an SMS is stored once, and whoever answers is woken. Thinking comes later."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.desk import Desk
from bot.helpline.records import Status
from bot.logs import log
from bot.ports import Inbound
from bot.text import phone
from bot.text.alphabet import tidy


def receive(desk: Desk, sms: Inbound) -> int | None:
    """
    Store an SMS and return its id; None when it was stored before.

    A short or lettered sender (adverts, the operator) is stored and not answered. Raises NotANumber.
    """
    sender = phone.parse(sms.sender)
    answered = sender.kind == "phone"
    now = desk.clock.now()
    with desk.store.begin() as work:
        identifier = work.identifiers.find_or_add(sender.number, sender.kind)
        if identifier.unreachable:
            # Whoever writes can be reached.
            work.identifiers.save(replace(identifier, unreachable=None))
        tidied = replace(sms, sender="", text=tidy(sms.text))
        status = Status.WAITING if answered else Status.IGNORED
        # A text that was long under way keeps its own time: what we answer then is unasked (safeguarding 8).
        message_id = work.messages.add_inbound(tidied, identifier.id, min(sms.sent_at or now, now), status)
        work.commit()
    log.info("sms_received", message=message_id, provider=sms.provider, status=status)
    if answered:
        # Also for a second copy: the first one's wake-up may have been lost.
        desk.jobs.wake_respond(identifier.id)
    return message_id

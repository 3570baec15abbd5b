"""
Missed: texts that a provider holds and that never reached us, because no webhook could be delivered.

A provider gives up on a webhook after seconds. It keeps the text, though, and can be asked: we ask every few minutes
from an hour before the last time it answered, and store what is new. The provider's id makes sure of "once".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.desk.desk import Desk
from bot.desk.receive import receive
from bot.logs import log
from bot.ports import CannotAsk, Inbound
from bot.text.phone import NotANumber

ASKED = "missed_asked_at."
OVERLAP = timedelta(hours=1)  # a text may show up in the provider's list later than one that came after it
LONGEST = timedelta(days=3)
HIDDEN = re.compile(r"\+\d*X+")


@runtime_checkable
class KeepsTexts(Protocol):
    """A provider that can be asked what it took for us."""

    name: str

    def inbound_since(self, since: datetime) -> Iterator[Inbound]:
        """Yield what people texted us since then; raises CannotAsk."""


def collect_missed(desk: Desk) -> int:
    """Store what the providers hold and we do not; return how many texts that were."""
    return sum(_collect(desk, route) for route in desk.routes.values() if isinstance(route, KeepsTexts))


def _collect(desk: Desk, route: KeepsTexts) -> int:
    # Real time: it is the provider's dates that count, and the simulator's clock does not move them.
    now = datetime.now(UTC)
    try:
        number = sum(_take_in(desk, sms) for sms in route.inbound_since(_since(desk, route.name, now)))
    except CannotAsk:
        log.warning("missed_texts_not_asked", provider=route.name)
        return 0
    with desk.store.begin() as unit:
        unit.marks.put(ASKED + route.name, now.isoformat())
        unit.commit()
    if number:
        log.warning("missed_texts_stored", provider=route.name, count=number)
    return number


def _since(desk: Desk, name: str, now: datetime) -> datetime:
    """Return from when to ask: an hour before we asked last, and no more than that the very first time."""
    with desk.store.begin() as unit:
        asked = unit.marks.get(ASKED + name)
    last = now if asked is None else datetime.fromisoformat(asked)
    return max(last - OVERLAP, now - LONGEST)


def _take_in(desk: Desk, sms: Inbound) -> bool:
    if HIDDEN.fullmatch(sms.sender):
        # With the digits hidden nobody can be answered, and it would pass for an advert.
        log.warning("missed_text_of_hidden_number", provider=sms.provider)
        return False
    with desk.store.begin() as unit:
        if unit.messages.by_provider_id(sms.provider, sms.provider_message_id):
            return False
    try:
        return receive(desk, sms) is not None
    except NotANumber:
        return False

"""Writers: several people may write from one number; who they say they are decides whose talk it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from bot.helpline.casework.records import Stint

Who = Literal["child", "parent", "other"]
ROLES: tuple[Who, ...] = ("child", "parent", "other")
UNKNOWN: Who = "child"  # whom the service is for; what is not known must not join two people's talks
ASK_AGAIN = timedelta(hours=12)


def is_same(known: str | None, said: str) -> bool:
    """Say whether the answer names the person who wrote so far."""
    return said == (known or UNKNOWN)


def must_ask(people: int, told_at: datetime | None, now: datetime) -> bool:
    """Say whether it is to be asked before a human is called: several people are known, and none has said lately."""
    return people > 1 and (told_at is None or now - told_at >= ASK_AGAIN)


def texts_of(stints: Sequence[Stint], person_id: int, first_person: int) -> list[tuple[int, int | None]]:
    """
    Return the spans (after, up to) of text ids that are this person's, oldest first.

    Without any stint everything is the first person's.
    """
    spans: list[tuple[int, int | None]] = []
    line = sorted(stints, key=lambda stint: (stint.after, stint.id))
    begins = [(0, first_person), *((stint.after, stint.person_id) for stint in line)]
    for place, (after, person) in enumerate(begins):
        until = begins[place + 1][0] if place + 1 < len(begins) else None
        if person == person_id and (until is None or until > after):
            spans.append((after, until))
    return spans


def is_in(spans: Sequence[tuple[int, int | None]], message_id: int) -> bool:
    """Say whether a text lies in one of the spans."""
    return any(after < message_id and (until is None or message_id <= until) for after, until in spans)

"""Drafts: which of our texts nobody has reviewed yet. With real people they would not be sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.answers.reviews import Reviews, may_be_said
from bot.desk import simulate
from bot.desk.desk import Desk
from bot.helpline.records import Message

CYRILLIC = range(0x0400, 0x0460)  # Turkmen is sent in Latin letters only


def drafts(desk: Desk, reviews: Reviews, rows: Iterable[Message], today: date) -> frozenset[int]:
    """Return the ids of the texts whose words were not read by people in the language they were sent in."""
    words = {row.id: row.text for row in rows if row.direction == "out"}
    subjects = simulate.subjects_of(desk, rows)
    return frozenset(
        row_id
        for row_id, item in subjects.items()
        if desk.library.has_text(item)
        and not may_be_said(desk.library, reviews, item, _language_of(words[row_id]), today)
    )


def _language_of(words: str) -> str:
    return "ru" if any(ord(char) in CYRILLIC for char in words) else "tk"

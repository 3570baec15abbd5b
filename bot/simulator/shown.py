"""Shown: a message as the simulator's clients see it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from bot.helpline.records import Message, Status

# Five words for what a phone's owner could know; the house's own words are more.
STATUS = {
    Status.DUE: "queued",
    Status.HELD: "queued",
    Status.SENDING: "queued",
    Status.SENT: "sent",
    Status.UNKNOWN: "sent",
    Status.DELIVERED: "delivered",
    Status.FAILED: "failed",
    Status.CANCELLED: "failed",
}
FINAL = ("received", "delivered")
WINDOW = 30  # the newest rows, which are looked at again even when their state seems final


def message(row: Message) -> dict[str, Any]:
    """Return the seven fields that clients rely on."""
    return {
        "id": row.id,
        "direction": row.direction,
        "text": row.text,
        "segments": row.segments,
        "encoding": row.encoding,
        "status": status(row),
        "at": None if row.at is None else row.at.astimezone(UTC).isoformat(),
    }


def status(row: Message) -> str:
    """Return where a text stands; what reached us was received."""
    return "received" if row.direction == "in" else STATUS[row.status]


@dataclass(frozen=True)
class Cursor:
    """
    How far a page has seen a thread: all before `start`, and from there on what `print` is the fingerprint of.

    Travels as a string that says nothing to the page.
    """

    start: int = 0
    print: int = -1

    @classmethod
    def read(cls, raw: Any) -> Cursor:
        """Read what we gave out; anything else is a page that has seen nothing."""
        try:
            start, fingerprint = (int(part) for part in str(raw).split("."))
        except ValueError:
            return cls()
        return cls(start, fingerprint) if 0 <= start < 2**62 else cls()

    def __str__(self) -> str:
        return f"{self.start}.{self.print}"


def cursor_after(rows: Sequence[Message], start: int) -> Cursor:
    """Return the cursor of a page that was shown these rows, which begin after row `start`."""
    unsure = next((at for at, row in enumerate(rows) if status(row) not in FINAL), len(rows))
    keep_from = max(min(unsure, len(rows) - WINDOW), 0)
    next_start = rows[keep_from - 1].id if keep_from else start
    return Cursor(next_start, fingerprint(rows[keep_from:]))


def fingerprint(rows: Sequence[Message]) -> int:
    """Return a number that changes when a row comes or its state changes."""
    return zlib.crc32(";".join(f"{row.id}{row.status}{row.failed_reason}" for row in rows).encode())

"""A clock that tests can move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # a Monday, 12:00 in Ashgabat


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at

    def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0, days: float = 0) -> datetime:
        """Move forward and return the new moment."""
        self.at += timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
        return self.at

    def set(self, at: datetime) -> None:
        """Jump to a moment."""
        self.at = at

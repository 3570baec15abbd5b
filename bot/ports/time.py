"""Time, and the jobs that wake somebody up in it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time that the service goes by (the simulator can move it)."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""


class Jobs(Protocol):
    """Wake-ups. Losing one is no harm: the sweep finds what is due. Call only after the commit."""

    def wake_respond(self, identifier_id: int) -> None:
        """Somebody's texts wait."""

    def wake_deliver(self, at: datetime | None = None) -> None:
        """Texts are due (now, or at a time)."""

    def wake_chase(self, at: datetime | None = None) -> None:
        """A case needs its next step (now, or at a time)."""

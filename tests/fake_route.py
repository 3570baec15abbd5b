"""A provider that does as a test tells it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from bot.ports import Accepted, CannotAsk, Parcel, SendFailed, SendUnknown


@dataclass
class FakeRoute:
    """
    Keeps what it was given.

    `fails`, `loses_answer` and `breaks` are how many of the next texts are refused, taken without saying so, or
    neither taken nor answered. While `is_silent` nobody can ask it anything.
    """

    name: str = "fake"
    segments_per_second: float = 0.0
    fails: int = 0
    loses_answer: int = 0
    breaks: int = 0
    is_silent: bool = False
    failure: SendFailed = field(default_factory=lambda: SendFailed("provider_busy", retryable=True))
    taken: dict[str, Parcel] = field(default_factory=dict)  # by the id that we gave
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def send(self, parcel: Parcel) -> Accepted:
        """Send; raises SendFailed or SendUnknown."""
        if self.fails:
            self.fails -= 1
            raise self.failure
        if self.breaks:
            self.breaks -= 1
            raise SendUnknown
        taken = Accepted(f"fake-{next(self.numbers)}")
        self.taken[taken.provider_message_id] = parcel
        if self.loses_answer:
            self.loses_answer -= 1
            raise SendUnknown
        return taken

    def look_up(self, parcel: Parcel) -> Accepted | None:
        """Say whether this text was taken; raises CannotAsk."""
        if self.is_silent:
            raise CannotAsk
        for known_as, taken in self.taken.items():
            if (taken.to, taken.text) == (parcel.to, parcel.text) and known_as not in parcel.known_ids:
                return Accepted(known_as)
        return None

    def is_up(self) -> bool:
        """Say whether a text would be taken."""
        return not self.is_silent

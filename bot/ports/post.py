"""Post: e-mail to an agency. It holds a link and no word of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class PostFailed(Exception):
    """The letter was not taken. Says nothing of whom it was for."""


@dataclass(frozen=True)
class Letter:
    """One e-mail."""

    to: str = field(repr=False)
    subject: str
    words: str = field(repr=False)


class Post(Protocol):
    """The way an e-mail goes."""

    def send(self, letter: Letter) -> None:
        """Send; raises PostFailed."""

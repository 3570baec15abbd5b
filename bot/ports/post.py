"""Post: e-mail to an agency. It holds a link and no word of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

WhyNot = Literal["no_server", "no_tls", "login_refused", "address_refused", "busy"]


class PostFailed(Exception):
    """The letter was not taken, and why. Says nothing of whom it was for."""

    def __init__(self, why: WhyNot = "no_server") -> None:
        super().__init__(why)
        self.why: WhyNot = why


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

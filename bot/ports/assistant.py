"""The assistant: what it is asked, and what it decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.deeds import Deed


@dataclass(frozen=True)
class Turn:
    """What the assistant is asked: words without a number, and the talk so far."""

    text: str = field(repr=False)
    language: str
    metadata: dict[str, Any] = field(default_factory=dict)
    choice: str | None = None  # a meaning picked by its digit ("affirm", "lawyer", "region:mary") instead of words


@dataclass(frozen=True)
class Reply:
    """What the assistant understood and decided."""

    deeds: tuple[Deed, ...]
    topic: str | None = None
    confidence: float | None = None
    top: tuple[tuple[str, float], ...] = ()  # the likeliest topics and their probabilities, the likeliest first

    @property
    def ranking(self) -> tuple[tuple[str, float], ...]:
        """The likeliest topics; the one understood alone when nothing else is told."""
        return self.top or (((self.topic, self.confidence or 0.0),) if self.topic else ())


class AssistantDown(Exception):
    """The assistant did not answer in time, or not sensibly."""


class Assistant(Protocol):
    """The client of Rasa."""

    def ask(self, turn: Turn) -> Reply:
        """Ask; raises AssistantDown."""

    def is_up(self) -> bool:
        """Say whether the assistant would answer now."""

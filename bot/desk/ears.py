"""Ears: how the desk hears danger and language, whatever they were trained from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.helpline import danger
from bot.helpline.danger import Alarm
from bot.text.language import Guess, identify


class Ears(Protocol):
    """What the desk listens with. Neither needs Rasa, a network or the database."""

    def danger(self, texts: Sequence[str]) -> Alarm | None:
        """Return the gravest danger heard in the texts, each alone and all joined."""

    def murmur(self, texts: Sequence[str]) -> float:
        """Return how likely danger is to the learned ear, however quietly (0 to 1)."""

    def language(self, text: str, known: str | None) -> Guess:
        """Return the language of a text; `known` is the conversation's so far."""


@dataclass(frozen=True)
class TrainedEars:
    """The real ones: phrases and the learned model for danger, the character model for language."""

    for_danger: danger.Ears
    for_language: Any  # the arrays of models/ears.npz that bot.text.language reads

    def danger(self, texts: Sequence[str]) -> Alarm | None:
        """Return the gravest danger heard in the texts, each alone and all joined."""
        return danger.screen(texts, self.for_danger)

    def murmur(self, texts: Sequence[str]) -> float:
        """Return how likely danger is to the learned ear, however quietly (0 to 1)."""
        return danger.murmur(texts, self.for_danger)

    def language(self, text: str, known: str | None) -> Guess:
        """Return the language of a text; `known` is the conversation's so far."""
        return identify(text, known, self.for_language)

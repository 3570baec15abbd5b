"""
Listen to one text as the service does, up to the decision: language, danger, Rasa, danger of the topic.

In process and one at a time, so that what is measured is understanding and not a network.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.helpline import danger
from bot.nlu.corpus import ROOT
from bot.text.alphabet import tidy
from bot.text.doubt import decide
from bot.text.language import EAR, identify
from bot.text.ngrams import LinearEar

MODELS = ROOT / "models"
TOLD = 3  # topics that the actions tell the desk (actions/talking.py)


@dataclass(frozen=True)
class Heard:
    """What the service made of one text."""

    language: str
    ranking: tuple[tuple[str, float], ...]
    action: str  # answer, choices, person, danger, danger_asked
    kind: str | None
    reason: str | None
    ms: float


class Assistant(Protocol):
    """Whatever ranks the topics of a text."""

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return topics with their probabilities, the likeliest first, without nlu_fallback."""


class RasaInProcess:
    """Rasa's own interpreter with a trained model, without its server."""

    def __init__(self, model: Path) -> None:
        os.environ["RASA_TELEMETRY_ENABLED"] = "false"
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
        warnings.showwarning = lambda *_, **__: None  # Rasa's pinned libraries warn about themselves
        import structlog  # noqa: PLC0415 (Rasa's environment only)
        from rasa.core.agent import Agent  # noqa: PLC0415 (half a minute, and only here)

        # Rasa logs every text that it reads; these are made up, but the time that it takes is measured.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))

        self._loop = asyncio.new_event_loop()
        self._agent = Agent.load(str(model))

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return topics with their probabilities, the likeliest first, without nlu_fallback."""
        parsed: dict[str, Any] = self._loop.run_until_complete(self._agent.parse_message(text))
        ranking = [(str(one["name"]), float(one["confidence"])) for one in parsed.get("intent_ranking", [])]
        return [(topic, chance) for topic, chance in ranking if topic != "nlu_fallback"]


@dataclass(frozen=True)
class Listener:
    """The ears and the assistant together."""

    languages: LinearEar
    dangers: danger.Ears
    assistant: Assistant

    def hear(self, typed: str, known: str | None = None) -> Heard:
        """Listen to one text; never raises."""
        began = time.perf_counter()
        text = tidy(typed)
        alarm = danger.screen([text], self.dangers)
        language = identify(text, known, self.languages).language
        ranking = self.assistant.rank(text.lstrip("/ ")) if text.lstrip("/ ") else []
        if ranking:
            murmured = danger.murmur([text], self.dangers)
            alarm = danger.gravest([alarm, danger.from_topic(ranking[:TOLD], murmured)])
        taken = (time.perf_counter() - began) * 1000
        return Heard(
            language=language,
            ranking=tuple(ranking),
            action=_action(alarm, ranking),
            kind=alarm.kind if alarm else None,
            reason=alarm.reason if alarm else None,
            ms=taken,
        )


def _action(alarm: danger.Alarm | None, ranking: Sequence[tuple[str, float]]) -> str:
    if alarm:
        return "danger" if alarm.level == "sure" else "danger_asked"
    return decide(ranking)


def load_listener(model: Path = MODELS / "goldaw.tar.gz", ears: Path = MODELS / "ears.npz") -> Listener:
    """Load what training left; raises FileNotFoundError when it was not trained."""
    with np.load(ears) as arrays:
        told = {name: arrays[name] for name in arrays.files}
    if not model.exists():
        raise FileNotFoundError(model)
    return Listener(LinearEar.from_arrays(told, EAR), danger.load_ears(ROOT / "content", told), RasaInProcess(model))

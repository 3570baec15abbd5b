"""
The topic model: which of the topics a text is about, with a probability that means what it says.

A linear model over several readings of a text (`bot.nlu.readings`), one topic against the rest, its margins turned
into probabilities by one temperature. `bot.nlu.topic_training` makes it; what is kept and read again is arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu.greeting import after_greeting
from bot.nlu.readings import READINGS, Reading, Text
from bot.nlu.sparse import Row

GREETING = "greet"
CLEAR = 0.5  # what follows a greeting counts when it is understood at least so well


@dataclass(frozen=True)
class Eye:
    """One reading's columns: where each bucket stands (-1: never seen), and how rare it is."""

    reading: Reading
    column: NDArray[np.int32]  # (BUCKETS,)
    rarity: NDArray[np.float32]  # (columns,)

    def row(self, text: Text) -> Row:
        """Return the columns found in a text, ascending, and their weights: of length `reading.weight` together."""
        once, counts = np.unique(self.column[self.reading.find(text)], return_counts=True)
        seen = once >= 0
        once, counts = once[seen], counts[seen]
        weights = (1.0 + np.log(counts, dtype=np.float32)) * self.rarity[once]
        length = float(np.sqrt(weights @ weights))
        scale = self.reading.weight / length if length else 0.0
        return once.astype(np.int64), (weights * scale).astype(np.float32)


@dataclass(frozen=True)
class TopicModel:
    """Shapes: weights (columns of all eyes, topics), bias (topics,)."""

    topics: tuple[str, ...]
    eyes: tuple[Eye, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float = 1.0

    def margins(self, typed: str) -> NDArray[np.float32]:
        """Return how far a text is on each topic's side."""
        where, weights = _row(self.eyes, Text.of(typed))
        return np.asarray(weights @ self.weights[where] + self.bias, dtype=np.float32)

    def rank(self, typed: str) -> list[tuple[str, float]]:
        """
        Return every topic with its probability, the likeliest first.

        A text that seems to be a greeting and goes on to ask something is ranked by what it asks.
        """
        ranking = self._rank(typed)
        rest = after_greeting(typed) if ranking[0][0] == GREETING else None
        asked = self._rank(rest) if rest else ranking
        return asked if asked[0][1] >= CLEAR else ranking

    def _rank(self, typed: str) -> list[tuple[str, float]]:
        chances = softmax(self.margins(typed) / self.temperature)
        return [(self.topics[number], float(chances[number])) for number in np.argsort(-chances)]

    def as_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `from_arrays` reads."""
        arrays: dict[str, NDArray[Any]] = {
            "topics": np.array(self.topics),
            "weights": self.weights.astype(np.float16),
            "bias": self.bias,
            "temperature": np.array(self.temperature),
            "readings": np.array([eye.reading.name for eye in self.eyes]),
        }
        for eye in self.eyes:
            arrays[f"{eye.reading.name}_column"] = eye.column
            arrays[f"{eye.reading.name}_rarity"] = eye.rarity
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], readings: Sequence[Reading] = READINGS) -> TopicModel:
        """Build the model again; raises ValueError when it was trained for other readings."""
        trained = [str(name) for name in arrays["readings"]]
        if trained != [reading.name for reading in readings]:
            raise ValueError(f"the model reads {trained}: train it again")
        return cls(
            topics=tuple(str(topic) for topic in arrays["topics"]),
            eyes=tuple(
                Eye(reading, arrays[f"{reading.name}_column"], arrays[f"{reading.name}_rarity"]) for reading in readings
            ),
            weights=arrays["weights"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            temperature=float(arrays["temperature"]),
        )


def softmax(margins: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return probabilities, over the last axis."""
    raised = np.exp(margins - margins.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _row(eyes: Sequence[Eye], text: Text) -> Row:
    rows, start = [], 0
    for eye in eyes:
        where, weights = eye.row(text)
        rows.append((where + start, weights))
        start += len(eye.rarity)
    return np.concatenate([where for where, _ in rows]), np.concatenate([weights for _, weights in rows])

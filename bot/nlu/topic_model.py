"""
The topic model: which of the topics a text is about, with a probability that means what it says.

A linear model over several readings of a text (`bot.nlu.readings`), one against the rest, its margins turned into
probabilities by one temperature that cross-validation chooses. Trained with scikit-learn; what is kept and read
again is arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu.readings import BUCKETS, READINGS, Reading, Text
from bot.nlu.sparse import Row, stack

FOLDS = 4
SEED = 7
COST = 0.3  # LinearSVC's C


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
        """Return every topic with its probability, the likeliest first."""
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


# ── training ───────────────────────────────────────────────────────────────────────────────────────


def train(
    typed: Sequence[str], topics: Sequence[str], readings: Sequence[Reading] = READINGS, folds: int = FOLDS
) -> TopicModel:
    """
    Train on texts and their topics; the same examples always make the same model.

    The temperature is the one under which texts that a fold has not seen are least surprising.
    """
    texts = [Text.of(one) for one in typed]
    model = _fit(texts, topics, readings)
    return replace(model, temperature=_temperature(texts, topics, readings, folds)) if folds else model


def _fit(texts: Sequence[Text], topics: Sequence[str], readings: Sequence[Reading]) -> TopicModel:
    from sklearn.svm import LinearSVC  # noqa: PLC0415 (only where models are made)

    eyes = tuple(_open_eye(reading, texts) for reading in readings)
    rows = stack((_row(eyes, text) for text in texts), sum(len(eye.rarity) for eye in eyes))
    machine = LinearSVC(C=COST, random_state=SEED).fit(rows, list(topics))
    return TopicModel(
        tuple(map(str, machine.classes_)),
        eyes,
        machine.coef_.T.astype(np.float32),
        machine.intercept_.astype(np.float32),
    )


def _open_eye(reading: Reading, texts: Sequence[Text]) -> Eye:
    seen_in = np.zeros(BUCKETS, dtype=np.int64)
    for text in texts:
        seen_in[np.unique(reading.find(text))] += 1
    seen = np.flatnonzero(seen_in)
    column = np.full(BUCKETS, -1, dtype=np.int32)
    column[seen] = np.arange(len(seen))
    rarity = 1.0 + np.log((1.0 + len(texts)) / (1.0 + seen_in[seen]))
    return Eye(reading, column, rarity.astype(np.float32))


def unseen_margins(
    texts: Sequence[Text], topics: Sequence[str], readings: Sequence[Reading], folds: int
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Return the topics in order and, for each text, the margins of a model that has not seen it."""
    names = tuple(sorted(set(topics)))
    margins = np.full((len(texts), len(names)), -3.0, dtype=np.float32)
    fold_of = _deal(topics, folds)
    for fold in range(folds):
        inside = [number for number in range(len(texts)) if fold_of[number] != fold]
        model = _fit([texts[number] for number in inside], [topics[number] for number in inside], readings)
        places = [names.index(topic) for topic in model.topics]
        for number in map(int, np.flatnonzero(fold_of == fold)):
            where, weights = _row(model.eyes, texts[number])
            margins[number, places] = weights @ model.weights[where] + model.bias
    return names, margins


def _deal(topics: Sequence[str], folds: int) -> NDArray[np.int64]:
    """Deal the texts out to folds, each topic evenly."""
    fold_of = np.zeros(len(topics), dtype=np.int64)
    chance = np.random.RandomState(SEED)
    for topic in sorted(set(topics)):
        members = np.flatnonzero(np.array(topics) == topic)
        chance.shuffle(members)
        fold_of[members] = np.arange(len(members)) % folds
    return fold_of


def _temperature(texts: Sequence[Text], topics: Sequence[str], readings: Sequence[Reading], folds: int) -> float:
    names, margins = unseen_margins(texts, topics, readings, folds)
    right = np.array([names.index(topic) for topic in topics])
    every = np.arange(len(right))

    def surprise(temperature: float) -> float:
        return float(-np.log(softmax(margins / temperature)[every, right] + 1e-9).mean())

    return min((float(value) for value in np.geomspace(0.03, 1.0, 40)), key=surprise)

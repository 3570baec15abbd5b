"""
Train the topic model: one linear machine over all readings, and the temperature that makes its confidence honest.

Every text is read once; each machine (one per fold, then the last over everything) only weighs what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu.readings import BUCKETS, READINGS, Reading, Text
from bot.nlu.sparse import stack
from bot.nlu.topic_model import Eye, TopicModel, softmax

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 4
SEED = 7
COST = 1.0  # LinearSVC's C, by cross-validation


@dataclass(frozen=True)
class Found:
    """What each reading found in each text: matrices of (texts, BUCKETS), counts dampened."""

    readings: tuple[Reading, ...]
    counts: tuple[csr_matrix, ...]

    @classmethod
    def in_texts(cls, texts: Sequence[Text], readings: Sequence[Reading]) -> Found:
        """Read every text."""
        return cls(tuple(readings), tuple(_counts(texts, reading) for reading in readings))

    def eyes(self, learnt: NDArray[np.int64]) -> tuple[Eye, ...]:
        """Open the eyes that have seen these texts and no others."""
        return tuple(_eye(reading, counts[learnt]) for reading, counts in zip(self.readings, self.counts, strict=True))

    def rows(self, eyes: Sequence[Eye], texts: NDArray[np.int64]) -> csr_matrix:
        """Return what the eyes see in these texts, as `TopicModel` sees it one text at a time."""
        from scipy.sparse import diags, hstack  # noqa: PLC0415 (only where models are made)

        seen = []
        for eye, counts in zip(eyes, self.counts, strict=True):
            columns = np.flatnonzero(eye.column >= 0)
            weighed = counts[texts][:, columns] @ diags(eye.rarity)
            lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
            seen.append(diags(eye.reading.weight / np.maximum(lengths, 1e-9)) @ weighed)
        return hstack(seen).tocsr().astype(np.float32)


def _counts(texts: Sequence[Text], reading: Reading) -> csr_matrix:
    def row(text: Text) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        once, counts = np.unique(reading.find(text), return_counts=True)
        return once.astype(np.int64), (1.0 + np.log(counts)).astype(np.float32)

    return stack((row(text) for text in texts), BUCKETS)


def _eye(reading: Reading, counts: csr_matrix) -> Eye:
    seen_in = np.bincount(counts.indices, minlength=BUCKETS)
    seen = np.flatnonzero(seen_in)
    column = np.full(BUCKETS, -1, dtype=np.int32)
    column[seen] = np.arange(len(seen))
    rarity = 1.0 + np.log((1.0 + counts.shape[0]) / (1.0 + seen_in[seen]))
    return Eye(reading, column, rarity.astype(np.float32))


# ── machines ───────────────────────────────────────────────────────────────────────────────────────


def train(
    typed: Sequence[str], topics: Sequence[str], readings: Sequence[Reading] = READINGS, *, calibrated: bool = True
) -> TopicModel:
    """
    Train on texts and their topics (three at least); the same examples always make the same model.

    The temperature is the one under which the texts of one fold surprise a machine that has not seen them least.
    """
    found = Found.in_texts([Text.of(one) for one in typed], readings)
    model = fit(found, np.arange(len(typed)), topics)
    if not calibrated:
        return model
    fold_of = deal(topics, FOLDS)
    names, margins = unseen_margins(found, topics, fold_of, folds=[0])
    unseen = np.flatnonzero(fold_of == 0)
    right = np.array([names.index(topics[int(number)]) for number in unseen])
    return replace(model, temperature=best_temperature(margins[unseen], right))


def fit(found: Found, learnt: NDArray[np.int64], topics: Sequence[str], machine: Any = None) -> TopicModel:
    """Fit one machine on some of the texts; `machine` is another linear classifier of scikit-learn's, to try."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 (only where models are made)

    eyes = found.eyes(learnt)
    machine = machine or LinearSVC(C=COST, random_state=SEED)
    machine.fit(found.rows(eyes, learnt), [topics[int(number)] for number in learnt])
    return TopicModel(
        tuple(map(str, machine.classes_)),
        eyes,
        machine.coef_.T.astype(np.float32),
        machine.intercept_.astype(np.float32),
    )


def unseen_margins(
    found: Found, topics: Sequence[str], fold_of: NDArray[np.int64], *, folds: Sequence[int], machine: Any = None
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Return the topics in order and, for each text of these folds, the margins of a model that has not seen it."""
    names = tuple(sorted(set(topics)))
    margins = np.full((len(topics), len(names)), -3.0, dtype=np.float32)
    for fold in folds:
        model = fit(found, np.flatnonzero(fold_of != fold), topics, machine)
        unseen = np.flatnonzero(fold_of == fold)
        places = [names.index(topic) for topic in model.topics]
        margins[np.ix_(unseen, places)] = found.rows(model.eyes, unseen) @ model.weights + model.bias
    return names, margins


def deal(topics: Sequence[str], folds: int) -> NDArray[np.int64]:
    """Deal the texts out to folds, each topic evenly."""
    fold_of = np.zeros(len(topics), dtype=np.int64)
    chance = np.random.RandomState(SEED)
    for topic in sorted(set(topics)):
        members = np.flatnonzero(np.array(topics) == topic)
        chance.shuffle(members)
        fold_of[members] = np.arange(len(members)) % folds
    return fold_of


def best_temperature(margins: NDArray[np.float32], right: NDArray[np.int64]) -> float:
    """Return the temperature under which the right topics are least surprising."""
    every = np.arange(len(right))

    def surprise(temperature: float) -> float:
        return float(-np.log(softmax(margins / temperature)[every, right] + 1e-9).mean())

    return min((float(value) for value in np.geomspace(0.03, 1.0, 40)), key=surprise)

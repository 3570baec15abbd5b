"""
The learned ear for danger: a small linear model over the letters and words of a skeleton, in plain numpy.

`bot.nlu.danger_ear` trains it with the very features made here and hands over arrays, so that nothing but numpy is
needed to listen.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 17
FEATURES = 2 << BITS  # letters in the lower half, words in the upper
RUNS = (2, 3, 4, 5)  # how many letters are looked at together; a space counts
STEM = 5  # Turkmen and Russian words end in many ways; their first letters carry the sense
LONGEST_WORD = 24
STRETCH = 32  # words that are judged at a time: a cry inside a long story must not drown in it
STEP = 16

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """What the model makes of a text."""

    kind: str
    level: str
    probability: float


@dataclass(frozen=True)
class LearnedEar:
    """The model. `kinds` names its columns; the first, "", is no danger."""

    kinds: tuple[str, ...]
    weights: Floats  # features × kinds, the rarity of each feature multiplied in
    rarity: Floats
    bias: Floats
    unsure: float
    sure: float

    @classmethod
    def read(cls, arrays: Mapping[str, Any]) -> LearnedEar | None:
        """Build from the arrays of `models/ears.npz`; None when they hold no danger ear."""
        if "danger_weights" not in arrays:
            return None
        unsure, sure = np.asarray(arrays["danger_thresholds"], dtype=float)
        return cls(
            kinds=tuple(str(kind) for kind in arrays["danger_kinds"]),
            weights=np.asarray(arrays["danger_weights"], dtype=np.float32),
            rarity=np.asarray(arrays["danger_rarity"], dtype=np.float32),
            bias=np.asarray(arrays["danger_bias"], dtype=np.float32),
            unsure=float(unsure),
            sure=float(sure),
        )

    def heard(self, skeleton: str) -> Heard | None:
        """Return the danger in the text's worst stretch, if it is loud enough."""
        best = max((self.probabilities(part) for part in stretches(skeleton)), key=_loudness, default=None)
        if best is None or (probability := _loudness(best)) < self.unsure:
            return None
        kind = self.kinds[1 + int(np.argmax(best[1:]))]
        return Heard(kind, "sure" if probability >= self.sure else "unsure", probability)

    def probabilities(self, skeleton: str) -> Floats:
        """Return how likely each kind is, "" first."""
        numbers, values = features(skeleton, self.rarity)
        scores = values @ self.weights[numbers] + self.bias
        grown = np.exp(scores - np.max(scores))
        return np.asarray(grown / grown.sum(), dtype=np.float32)


def _loudness(probabilities: Floats) -> float:
    return float(1 - probabilities[0])


def stretches(skeleton: str) -> Iterator[str]:
    """Yield the text, and overlapping stretches of it when it is long."""
    yield skeleton
    words = skeleton.split()
    if len(words) > STRETCH + STEP // 2:
        for start in range(0, len(words) - STEP, STEP):
            yield " ".join(words[start : start + STRETCH])


def features(skeleton: str, rarity: Floats | None = None) -> tuple[NDArray[np.int64], Floats]:
    """
    Return the numbers of the features that a text has, and their values.

    Letters and words have length one each, so that a long text weighs no more than a short one.
    """
    halves = [np.unique(half, return_counts=True) for half in (_letters(skeleton), _words(skeleton))]
    numbers = np.concatenate([half for half, _ in halves])
    values = [1 + np.log(counts) for _, counts in halves]
    if rarity is not None:
        values = [value * rarity[half] for value, (half, _) in zip(values, halves, strict=True)]
    values = [value / max(float(np.linalg.norm(value)), 1e-9) for value in values]
    return numbers, np.concatenate(values).astype(np.float32)


def _letters(skeleton: str) -> NDArray[np.int64]:
    text = " ".join(word[:LONGEST_WORD] for word in skeleton.split())
    points = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    runs, rolled = [], points
    for length in range(2, max(RUNS) + 1):
        if len(points) < length:
            break
        rolled = rolled[:-1] * np.uint64(1_000_003) + points[length - 1 :]
        if length in RUNS:
            runs.append(_spread(rolled + np.uint64(length)))
    return np.concatenate(runs) if runs else np.empty(0, dtype=np.int64)


def _spread(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Scatter hashes over the numbers of the lower half (Fibonacci hashing)."""
    return ((hashes * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - BITS)).astype(np.int64)


def _words(skeleton: str) -> NDArray[np.int64]:
    words = skeleton.split()
    stems = [word[:STEM] for word in words]
    names = [*(f"w {word}" for word in words), *(f"s {stem}" for stem in stems)]
    for apart in (1, 2, 3):
        # Words that stand near one another count as a pair whichever words are between.
        names += [f"{min(apart, 2)} {one} {other}" for one, other in zip(stems, stems[apart:], strict=False)]
    hashes = [zlib.crc32(name.encode()) & ((1 << BITS) - 1) for name in names]
    return np.asarray(hashes, dtype=np.int64) + (1 << BITS)

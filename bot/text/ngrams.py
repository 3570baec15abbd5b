"""
Read a text by its runs of characters: what the learned ears (language, danger) and the topic model all do first.

Runs are hashed with plain integer arithmetic, so that the same text falls into the same buckets in every process,
Python and numpy; a model is then nothing but arrays, stored in an `.npz` and never in a pickle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]

_STEP = np.uint64(0x100000001B3)
_SCATTER = np.uint64(0x9E3779B97F4A7C15)
_SPACE = ord(" ")


def runs(text: str, sizes: tuple[int, ...], buckets: int, *, inside_words: bool = False) -> NDArray[np.int64]:
    """
    Return the bucket of every run of characters of these sizes, in no particular order, repeats kept.

    The text is read with a space on both sides. With `inside_words` a run may begin or end with a space but holds
    none between. `buckets` is a power of two.
    """
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    spaces = np.concatenate(([0], np.cumsum(codes == _SPACE)))
    shift = np.uint64(64 - buckets.bit_length() + 1)
    found = []
    rolling = np.zeros(len(codes) + 1, dtype=np.uint64)
    for size in range(1, max(sizes) + 1):
        if size > len(codes):
            break
        starts = len(codes) - size + 1
        rolling = rolling[:starts] * _STEP + codes[size - 1 :] + np.uint64(1)
        if size not in sizes:
            continue
        hashed = ((rolling ^ (rolling >> np.uint64(29)) ^ np.uint64(size)) * _SCATTER) >> shift
        if inside_words and size > 2:
            between = spaces[size - 1 : size - 1 + starts] - spaces[1 : 1 + starts]
            hashed = hashed[between == 0]
        found.append(hashed)
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)


def weigh(found: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return each bucket once with its weight: one plus the logarithm of its count, the whole of length one."""
    once, counts = np.unique(found, return_counts=True)
    weights = 1.0 + np.log(counts, dtype=np.float32)
    length = float(np.sqrt((weights * weights).sum()))
    return once, (weights / length if length else weights).astype(np.float32)


@dataclass(frozen=True)
class LinearEar:
    """
    A linear model over runs of characters: for each label a sum of weights, one for each run it has heard.

    Shapes: weights (buckets, labels), bias (labels,).
    """

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    sizes: tuple[int, ...] = (1, 2, 3, 4)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Return the score of each label, in the order of `labels`."""
        buckets, weights = weigh(runs(text, self.sizes, len(self.weights)))
        return np.asarray(weights @ self.weights[buckets] + self.bias, dtype=np.float32)

    def chances(self, text: str) -> NDArray[np.float32]:
        """Return the probability of each label."""
        scores = self.scores(text)
        raised = np.exp(scores - np.max(scores))
        return np.asarray(raised / raised.sum(), dtype=np.float32)

    @classmethod
    def from_arrays(cls, arrays: Arrays, name: str) -> LinearEar:
        """Take the ear called `name` out of the arrays of an `.npz`; raises KeyError when it is not there."""
        return cls(
            labels=tuple(str(label) for label in arrays[f"{name}_labels"]),
            weights=np.asarray(arrays[f"{name}_weights"], dtype=np.float32),
            bias=np.asarray(arrays[f"{name}_bias"], dtype=np.float32),
            sizes=tuple(int(size) for size in np.asarray(arrays[f"{name}_sizes"], dtype=np.int64)),
        )

    def as_arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays that `from_arrays` reads."""
        return {
            f"{name}_labels": np.array(self.labels),
            f"{name}_weights": self.weights.astype(np.float16),
            f"{name}_bias": self.bias,
            f"{name}_sizes": np.array(self.sizes, dtype=np.int64),
        }

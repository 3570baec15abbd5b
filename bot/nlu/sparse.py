"""Lay texts out as sparse rows for scikit-learn, by the same runs of characters that are read later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.text.ngrams import runs, weigh

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Row = tuple[NDArray[np.int64], NDArray[np.float32]]  # columns and their weights


def rows_of_runs(texts: Sequence[str], sizes: tuple[int, ...], buckets: int) -> csr_matrix:
    """Return a matrix of (texts, buckets)."""
    return stack((weigh(runs(text, sizes, buckets)) for text in texts), buckets)


def stack(rows: Iterable[Row], columns: int) -> csr_matrix:
    """Stack rows into a matrix."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 (only where models are made)

    where, weights, ends = [], [], [0]
    for found, weight in rows:
        where.append(found)
        weights.append(weight)
        ends.append(ends[-1] + len(found))
    return csr_matrix((np.concatenate(weights), np.concatenate(where), ends), shape=(len(ends) - 1, columns))

"""Readings: the different eyes with which the topic model looks at one text."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.nlu.concepts import read_concepts
from bot.text.alphabet import LONGEST_TEXT, fold, tidy
from bot.text.ngrams import runs

BUCKETS = 1 << 18


@dataclass(frozen=True)
class Text:
    """A text as it was typed and its skeleton, made once for all readings."""

    original: str
    skeleton: str

    @classmethod
    def of(cls, typed: str) -> Text:
        """Prepare a text."""
        original = tidy(typed)
        return cls(original, fold(original)[:LONGEST_TEXT])


@dataclass(frozen=True)
class Reading:
    """One way to read: the buckets that it finds, and how much they count beside the other readings."""

    name: str
    find: Callable[[Text], NDArray[np.int64]]
    weight: float = 1.0


def skeleton_runs(text: Text) -> NDArray[np.int64]:
    """Runs of up to five characters inside words: they stand in for a stemmer in both languages."""
    return runs(text.skeleton, (1, 2, 3, 4, 5), BUCKETS, inside_words=True)


def skeleton_words(text: Text) -> NDArray[np.int64]:
    """Words and pairs of neighbouring words."""
    words = text.skeleton.split()
    return buckets_of([*words, *(f"{one} {two}" for one, two in zip(["<", *words], [*words, ">"], strict=True))])


def named_concepts(text: Text) -> NDArray[np.int64]:
    """Concepts that the words stand for, in either language."""
    return buckets_of(f"{concept}" for concept in read_concepts().found(text.skeleton))


def concept_pairs(text: Text) -> NDArray[np.int64]:
    """Pairs of concepts in one text: police and father, school and money."""
    once = sorted(set(read_concepts().found(text.skeleton)))
    return buckets_of(f"{one}&{two}" for place, one in enumerate(once) for two in once[place + 1 :])


def buckets_of(words: Iterable[str]) -> NDArray[np.int64]:
    """Return the bucket of each word, the same in every process."""
    return np.array([zlib.crc32(word.encode()) % BUCKETS for word in words], dtype=np.int64)


# Weights by cross-validation (docs/understanding.md).
READINGS = (
    Reading("skeleton_runs", skeleton_runs),
    Reading("skeleton_words", skeleton_words, 0.5),
    Reading("concepts", named_concepts, 0.4),
    Reading("concept_pairs", concept_pairs, 0.4),
)

"""
The learned ear for danger: a small linear model over the letters, words and meanings of a skeleton, in plain numpy.

`bot.nlu.danger_ear` trains it with the very features made here and hands over arrays, so that nothing but numpy is
needed to listen. Meanings are the lists of `content/danger/words.yml`: "father" and "hits" are one thing in Turkmen
and Russian, whoever said it first. Pairs of meanings were tried as features and left out: they fitted what was known
and cost ten points of recall on texts of other authors (docs/understanding.md).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.helpline.word_lists import LONGEST_WORD, WordTable, words_of, written_out
from bot.text.ngrams import runs

BUCKETS = 1 << 17
RUNS = (2, 3, 4, 5)  # how many letters are looked at together, inside words
STEM = 5  # Turkmen and Russian words end in many ways; their first letters carry the sense
STRETCH = 48  # words that are judged at a time: a cry inside a long story must not drown in it
STEP = 40
BLOCKS = {"letters": 1.0, "words": 0.7, "meanings": 0.5}  # how much each way of reading counts

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

_NOT_BEFORE = frozenset({"ne", "net", "nikogda", "not", "dont", "bez"})
_NOT_INSIDE = re.compile(r"[aeo]nok|amok|emok|[ae]mzok|.m[ae](y|dy|di|z|n\b|ndyr|ndir|se|sa|lid|li )|lanok")


@dataclass(frozen=True)
class Heard:
    """What the model makes of a text."""

    kind: str
    level: str
    probability: float


class Meanings:
    """Which meanings a text holds, and which are denied."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.names = sorted(lists)
        self._table = WordTable()
        for number, name in enumerate(self.names):
            for word in written_out(f"{{{name}}}", lists):
                self._table.add(word, number)

    def of(self, words: list[str]) -> Numbers:
        """Return the meanings, denied ones once more after all others; repeats kept."""
        many = len(self.names)
        known = {word: sorted(self._table.of(word)) for word in set(words)}
        named = [number for word in words for number in known[word]]
        denied = [
            many + number for place, word in enumerate(words) if _is_denied(words, place) for number in known[word]
        ]
        return np.asarray(named + denied, dtype=np.int64)


def _is_denied(words: list[str], place: int) -> bool:
    return (place > 0 and words[place - 1] in _NOT_BEFORE) or bool(_NOT_INSIDE.search(words[place]))


class Features:
    """Turns a skeleton into numbers of features and their values."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.meanings = Meanings(lists)
        self._starts = np.cumsum([0, BUCKETS, BUCKETS, 2 * len(self.meanings.names)])

    @property
    def size(self) -> int:
        """How many features there are."""
        return int(self._starts[-1])

    def numbers(self, skeleton: str) -> list[Numbers]:
        """Return the features of each block, repeats kept."""
        words = [word[:LONGEST_WORD] for word in words_of(skeleton)]
        blocks = (runs(" ".join(words), RUNS, BUCKETS, inside_words=True), _words(words), self.meanings.of(words))
        return [found + start for found, start in zip(blocks, self._starts, strict=False)]

    def row(self, skeleton: str, rarity: Floats) -> tuple[Numbers, Floats]:
        """Return each feature once and its value; a block is of one length, however long the text."""
        where, values = [], []
        for found, weight in zip(self.numbers(skeleton), BLOCKS.values(), strict=True):
            once, counts = np.unique(found, return_counts=True)
            value = (1 + np.log(counts)) * rarity[once]
            where.append(once)
            values.append(value * (weight / max(float(np.linalg.norm(value)), 1e-9)))
        return np.concatenate(where), np.concatenate(values).astype(np.float32)


def _words(words: list[str]) -> Numbers:
    stems = [word[:STEM] for word in words]
    names = [f"= {stem}" for stem in stems]
    for apart in (1, 2, 3, 4):
        # Words that stand near one another count as a pair, in either order and whatever is between.
        names += [" ".join(sorted(pair)) for pair in zip(stems, stems[apart:], strict=False)]
    return np.asarray([zlib.crc32(name.encode()) % BUCKETS for name in names], dtype=np.int64)


@dataclass(frozen=True)
class LearnedEar:
    """
    The model: one column of weights for each kind, and the last for no danger.

    A text is as dangerous as its likeliest kind speaks louder than the last column; `slope` and `offset` turn that
    into a probability.
    """

    features: Features
    kinds: tuple[str, ...]
    weights: Floats
    rarity: Floats
    bias: Floats
    slope: float
    offset: float
    unsure: float
    sure: float

    @classmethod
    def read(cls, arrays: Mapping[str, Any]) -> LearnedEar | None:
        """Build from the arrays of `models/ears.npz`; None when they hold no danger ear."""
        if "danger_weights" not in arrays:
            return None
        lists = dict(zip(map(str, arrays["danger_lists"]), map(str, arrays["danger_words"]), strict=True))
        slope, offset, unsure, sure = (float(number) for number in arrays["danger_scale"])
        return cls(
            features=Features(lists),
            kinds=tuple(str(kind) for kind in arrays["danger_kinds"]),
            weights=np.asarray(arrays["danger_weights"], dtype=np.float32),
            rarity=np.asarray(arrays["danger_rarity"], dtype=np.float32),
            bias=np.asarray(arrays["danger_bias"], dtype=np.float32),
            slope=slope,
            offset=offset,
            unsure=unsure,
            sure=sure,
        )

    def as_arrays(self, lists: Mapping[str, str]) -> dict[str, NDArray[Any]]:
        """Return the arrays that `read` reads; `lists` are the word lists that it was trained with."""
        return {
            "danger_lists": np.array(list(lists)),
            "danger_words": np.array(list(lists.values())),
            "danger_scale": np.array([self.slope, self.offset, self.unsure, self.sure]),
            "danger_kinds": np.array(self.kinds),
            "danger_weights": self.weights.astype(np.float16),
            "danger_rarity": self.rarity.astype(np.float16),
            "danger_bias": self.bias,
        }

    def heard(self, skeleton: str) -> Heard | None:
        """Return the danger in the text's worst stretch, if it is loud enough."""
        heard = self.listen(skeleton)
        return heard if heard.level else None

    def listen(self, skeleton: str) -> Heard:
        """Return what the text's worst stretch sounds like, however quietly; its level is "" below `unsure`."""
        score, kind = max(self.score(stretch) for stretch in stretches(skeleton))
        probability = self.probability(score)
        level = "sure" if probability >= self.sure else "unsure" if probability >= self.unsure else ""
        return Heard(kind, level, probability)

    def score(self, skeleton: str) -> tuple[float, str]:
        """Return how far the text is on danger's side, and the likeliest kind."""
        numbers, values = self.features.row(skeleton, self.rarity)
        scores = values @ self.weights[numbers] + self.bias
        likeliest = int(np.argmax(scores[:-1]))
        return float(scores[likeliest] - scores[-1]), self.kinds[likeliest]

    def probability(self, score: float) -> float:
        """Return how likely danger is at that score."""
        return float(1 / (1 + np.exp(-(self.slope * score + self.offset))))


def stretches(skeleton: str) -> Iterator[str]:
    """Yield the text, or overlapping stretches of it when it is long."""
    words = skeleton.split()
    if len(words) <= STRETCH + STEP // 2:
        yield skeleton
        return
    for start in range(0, len(words) - (STRETCH - STEP), STEP):
        yield " ".join(words[start : start + STRETCH])

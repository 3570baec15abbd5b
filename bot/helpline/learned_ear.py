"""
The learned ear for danger: a small linear model over the letters, words and meanings of a skeleton, in plain numpy.

`bot.nlu.danger_ear` trains it with the very features made here and hands over arrays, so that nothing but numpy is
needed to listen. Meanings are the lists of `content/danger/words.yml`: "father hits, at night" is one thing in
Turkmen and Russian, whoever said it first.
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
NEAR, FAR = 3, 8  # words apart at which two meanings count as one thing said
STRETCH = 48  # words that are judged at a time: a cry inside a long story must not drown in it
STEP = 40
BLOCKS = {"letters": 1.0, "words": 0.7, "meanings": 0.5, "pairs": 1.0}  # how much each way of reading counts

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
    """Which meanings a text holds: alone, denied, and in pairs."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.names = sorted(lists)
        self._table = WordTable()
        for number, name in enumerate(self.names):
            for word in written_out(f"{{{name}}}", lists):
                self._table.add(word, number)

    def of(self, words: list[str]) -> tuple[Numbers, Numbers]:
        """Return the meanings (denied ones after all others) and the pairs of them, repeats kept."""
        many = len(self.names)
        known = {word: sorted(self._table.of(word)) for word in set(words)}
        denied = [
            many + number for place, word in enumerate(words) if _is_denied(words, place) for number in known[word]
        ]
        numbers = np.asarray([number for word in words for number in known[word]], dtype=np.int64)
        places = np.repeat(np.arange(len(words)), [len(known[word]) for word in words])
        pairs = [np.zeros(0, dtype=np.int64)]
        for step in range(1, len(numbers)):
            apart = places[step:] - places[:-step]
            if int(apart[0]) > FAR and bool((apart > FAR).all()):
                break
            met = (apart > 0) & (apart <= FAR)
            one, other = numbers[:-step][met], numbers[step:][met]
            pairs.append((np.minimum(one, other) * many + np.maximum(one, other)) * 2 + (apart[met] > NEAR))
        return np.concatenate([numbers, np.asarray(denied, dtype=np.int64)]), np.concatenate(pairs)


def _is_denied(words: list[str], place: int) -> bool:
    return (place > 0 and words[place - 1] in _NOT_BEFORE) or bool(_NOT_INSIDE.search(words[place]))


class Features:
    """Turns a skeleton into numbers of features and their values."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.meanings = Meanings(lists)
        many = len(self.meanings.names)
        self._starts = np.cumsum([0, BUCKETS, BUCKETS, 2 * many, 2 * many * many])

    @property
    def size(self) -> int:
        """How many features there are."""
        return int(self._starts[-1])

    def numbers(self, skeleton: str) -> list[Numbers]:
        """Return the features of each block, repeats kept."""
        words = [word[:LONGEST_WORD] for word in words_of(skeleton)]
        blocks = (runs(" ".join(words), RUNS, BUCKETS, inside_words=True), _words(words), *self.meanings.of(words))
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
    The model: one column of weights tells danger from none, the others, one for each kind, which danger it is.

    `slope` and `offset` turn the first column's score into a probability.
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
        score, kind = max(self.score(stretch) for stretch in stretches(skeleton))
        probability = self.probability(score)
        if probability < self.unsure:
            return None
        return Heard(kind, "sure" if probability >= self.sure else "unsure", probability)

    def score(self, skeleton: str) -> tuple[float, str]:
        """Return how far the text is on danger's side, and the likeliest kind."""
        numbers, values = self.features.row(skeleton, self.rarity)
        scores = values @ self.weights[numbers] + self.bias
        return float(scores[0]), self.kinds[int(np.argmax(scores[1:]))]

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

"""
Concepts: words that mean the same, in both languages (`data/concepts`, which says how they are written).

What one language or one author teaches about `lawyer_person` then serves the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.nlu.corpus import ROOT
from bot.text.alphabet import fold

CONCEPTS = ROOT / "data" / "concepts"
LONGEST_STEM = 16

Slot = tuple[str, bool]  # a stem, and whether words that begin with it count


@dataclass(frozen=True)
class Concepts:
    """Finds concepts in a skeleton. `by_first`: phrases (of one word or more) under their first stem."""

    names: tuple[str, ...]
    by_first: Mapping[Slot, tuple[tuple[tuple[Slot, ...], int], ...]]

    def found(self, skeleton: str) -> list[int]:
        """Return the number of every concept named, in the order of the words; repeats kept."""
        words = skeleton.split()
        return [concept for place in range(len(words)) for concept in self._at(words, place)]

    def _at(self, words: list[str], place: int) -> Iterator[int]:
        seen = set()
        for slot in _stems(words[place]):
            for rest, concept in self.by_first.get(slot, ()):
                if concept not in seen and _fits(words, place + 1, rest):
                    seen.add(concept)
                    yield concept


def _stems(word: str) -> Iterator[Slot]:
    yield word, False
    for end in range(1, min(len(word), LONGEST_STEM) + 1):
        yield word[:end], True


def _fits(words: list[str], place: int, rest: tuple[Slot, ...]) -> bool:
    if place + len(rest) > len(words):
        return False
    following = zip(words[place : place + len(rest)], rest, strict=True)
    return all(word.startswith(stem) if open_end else word == stem for word, (stem, open_end) in following)


@lru_cache(maxsize=1)
def read_concepts(folder: Path = CONCEPTS) -> Concepts:
    """Read every file of concepts; a word's spelling does not matter."""
    lists = {
        name: words
        for path in sorted(folder.glob("*.yml"))
        for name, words in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items()
    }
    by_first: dict[Slot, list[tuple[tuple[Slot, ...], int]]] = {}
    for number, words in enumerate(lists.values()):
        for word in words.split():
            if slots := _slots(word):
                by_first.setdefault(slots[0], []).append((slots[1:], number))
    return Concepts(tuple(lists), {slot: tuple(phrases) for slot, phrases in by_first.items()})


def _slots(written: str) -> tuple[Slot, ...]:
    """Read `word`, `word*`, `one_two*`; folding may make two words of one (14den)."""
    slots: list[Slot] = []
    for piece in written.split("_"):
        stems = fold(piece).split()
        slots += [(stem, piece.endswith("*") and stem is stems[-1]) for stem in stems]
    return tuple(slots)

"""
When two messages are too alike: the rules that keep the examples many-voiced and the held-out rows unseen.

Within a topic no two examples share their first four words or reach a character-4-gram Jaccard of 0.6 on the
skeleton; no skeleton stands under two topics; no example comes that near to a held-out row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.nlu.corpus import Example, HeldOut

GRAM = 4
TOO_NEAR = 0.6
OPENING_WORDS = 4
FORMULA_WORDS = 4  # "salam, nähili" has no other words: nobody can write it unseen


@dataclass(frozen=True)
class Clash:
    """An example that must go, and why."""

    example: Example
    reason: str
    other: str


def grams(skeleton: str) -> frozenset[str]:
    """Return the character 4-grams of a skeleton; a shorter one is its own gram."""
    return frozenset(skeleton[i : i + GRAM] for i in range(max(1, len(skeleton) - GRAM + 1)))


def opening(skeleton: str) -> str | None:
    """Return the first four words, or None when there are fewer."""
    words = skeleton.split()
    return " ".join(words[:OPENING_WORDS]) if len(words) >= OPENING_WORDS else None


class Near:
    """Finds the skeleton most like a given one, by shared grams."""

    def __init__(self) -> None:
        self._skeletons: list[str] = []
        self._sizes: list[int] = []
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        self._by_opening: dict[str, int] = {}

    def add(self, skeleton: str) -> None:
        number = len(self._skeletons)
        own = grams(skeleton)
        self._skeletons.append(skeleton)
        self._sizes.append(len(own))
        for gram in own:
            self._by_gram[gram].append(number)
        if first := opening(skeleton):
            self._by_opening.setdefault(first, number)

    def clash(self, skeleton: str) -> tuple[str, str] | None:
        """Return (reason, the other skeleton) when one that was added is too near."""
        first = opening(skeleton)
        if first and first in self._by_opening:
            return "same four first words", self._skeletons[self._by_opening[first]]
        return self._alike(skeleton)

    def _alike(self, skeleton: str) -> tuple[str, str] | None:
        own = grams(skeleton)
        shared = Counter(number for gram in own for number in self._by_gram.get(gram, ()))
        for number, common in shared.most_common(8):
            likeness = common / (len(own) + self._sizes[number] - common)
            if likeness >= TOO_NEAR:
                return f"alike ({likeness:.2f})", self._skeletons[number]
        return None


def clashes(examples: Sequence[Example], held_out: Iterable[HeldOut] = ()) -> list[Clash]:
    """
    Return the examples that must go, in the order given: the first of two that are alike stays.

    Of a skeleton under two topics the first stays as well, and the reason names both, for a person to look.
    """
    topics_of: dict[str, Example] = {}
    within: dict[tuple[str, str], Near] = defaultdict(Near)
    seen_tests = _index(held_out)
    found = []
    for example in examples:
        clash = _first_clash(example, topics_of, within[example.topic, example.language], seen_tests)
        if clash:
            found.append(Clash(example, *clash))
        else:
            topics_of[example.skeleton] = example
            within[example.topic, example.language].add(example.skeleton)
    return found


def _first_clash(
    example: Example, topics_of: dict[str, Example], within: Near, seen_tests: Near
) -> tuple[str, str] | None:
    if not example.skeleton:
        return "nothing to read", ""
    if (other := topics_of.get(example.skeleton)) is not None:
        return ("said twice" if other.topic == example.topic else f"also under {other.topic}"), other.text
    if near := within.clash(example.skeleton):
        return near
    if (test := seen_tests.clash(example.skeleton)) and not is_formula(example.skeleton):
        return f"held-out row: {test[0]}", test[1]
    return None


def _index(held_out: Iterable[HeldOut]) -> Near:
    near = Near()
    for row in held_out:
        near.add(row.skeleton)
    return near


def is_formula(skeleton: str) -> bool:
    """Say whether a message is so short that two people who never met write the same."""
    return len(skeleton.split()) < FORMULA_WORDS


def unseen(rows: Iterable[HeldOut], examples: Iterable[Example]) -> list[HeldOut]:
    """Return the held-out rows that no example comes near to."""
    near = Near()
    for example in examples:
        near.add(example.skeleton)
    return [row for row in rows if not near.clash(row.skeleton)]

"""
The reviewed phrases that mean danger, and how they are found in a text.

People who do not program write them in `content/danger/`; the rules for them stand there, at the head of `words.yml`.
A phrase is compared with the skeleton of a text (`bot.text.alphabet.fold`), so one spelling stands for all:

    word           that word                         `a|b`     either word
    word*          every word that begins so         `{list}`  any word of a list in words.yml
    a b            b right after a                   `a .. b`  up to three words between
    a & b          both, in any order, at most eight words apart
    a b / c        in such a part: a b, or c
    !a b           b, but not right after a
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.helpline.word_lists import BadPhrase, WordTable, words_of, written_out

BETWEEN = 3  # words that `..` lets stand between
APART = 8  # words that `&` lets stand between
REACH = 6  # an `unless` counts this many words before and after the phrase

Span = tuple[int, int]


@dataclass(frozen=True)
class Slot:
    """One place in a phrase: the words that may stand there, after at most `gap` others, and not after `barred`."""

    words: int
    gap: int = 0
    barred: int | None = None


Sequence = tuple[Slot, ...]


Part = tuple[Sequence, ...]  # any of these


@dataclass(frozen=True)
class Phrase:
    """Parts that must all be heard near one another."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Entry:
    """One reviewed line of `content/danger/`: what is said, the kind and level it means, and when it does not."""

    name: str  # "self_harm/17"
    kind: str
    level: str
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...] = ()


class Phrases:
    """All entries, ready to listen."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._groups: dict[str, int] = {}  # "a|b*" → number of the group
        self._sizes: list[int] = []
        self._table = WordTable()
        self._by_rarest: dict[int, list[tuple[Entry, Phrase]]] = {}

    @classmethod
    def read(cls, kinds: Mapping[str, Mapping[str, Any]], lists: Mapping[str, str]) -> Phrases:
        """
        Build from the parsed files: each kind's `entries` and what excuses all of them (`unless`), and the named
        lists. Raises BadPhrase.
        """
        phrases = cls()
        for kind, told in kinds.items():
            for row in told["entries"]:
                phrases._add(kind, row, told.get("unless", ()), lists)
        return phrases

    def heard(self, skeleton: str) -> list[Entry]:
        """Return every entry that the text says, in no particular order."""
        places = self._places(words_of(skeleton))
        found: dict[str, Entry] = {}
        for group in list(places):
            for entry, phrase in self._by_rarest.get(group, ()):
                if entry.name not in found and self._says(entry, phrase, places):
                    found[entry.name] = entry
        return list(found.values())

    def _says(self, entry: Entry, phrase: Phrase, places: Mapping[int, list[int]]) -> bool:
        spans = list(_find(phrase, places))
        if not spans or not entry.unless:
            return bool(spans)
        excuses = [span for excuse in entry.unless for span in _find(excuse, places)]
        return any(not any(_near(span, excuse, REACH) for excuse in excuses) for span in spans)

    def _places(self, words: list[str]) -> dict[int, list[int]]:
        """Return where each group of words is met in the text."""
        places: dict[int, list[int]] = {}
        known: dict[str, set[int]] = {}
        for place, word in enumerate(words):
            if word not in known:
                known[word] = self._table.of(word)
            for group in known[word]:
                places.setdefault(group, []).append(place)
        return places

    # ── building ───────────────────────────────────────────────────────────────────────────────────

    def _add(self, kind: str, row: Mapping[str, Any], unless: Iterable[str], lists: Mapping[str, str]) -> None:
        entry = Entry(
            name=f"{kind}/{row['id']}",
            kind=kind,
            level=row["level"],
            phrases=tuple(self._phrase(text, lists) for text in row["phrases"]),
            unless=tuple(self._phrase(text, lists) for text in (*unless, *row.get("unless", ()))),
        )
        self.entries.append(entry)
        for phrase in entry.phrases:
            for group in self._calls(phrase):
                self._by_rarest.setdefault(group, []).append((entry, phrase))

    def _calls(self, phrase: Phrase) -> set[int]:
        """Return the groups of words one of which a text must hold to be worth a closer look."""
        ways = [{min((slot.words for slot in run), key=self._size) for run in part} for part in phrase.parts]
        return min(ways, key=lambda groups: sum(map(self._size, groups)))

    def _size(self, group: int) -> int:
        return self._sizes[group]

    def _phrase(self, text: str, lists: Mapping[str, str]) -> Phrase:
        try:
            parts = tuple(tuple(self._sequence(run, lists) for run in part.split(" / ")) for part in text.split("&"))
        except BadPhrase as bad:
            raise BadPhrase(f"{bad} in {text!r}") from None
        if not all(all(part) for part in parts):
            raise BadPhrase(f"nothing to hear in {text!r}")
        return Phrase(parts)

    def _sequence(self, text: str, lists: Mapping[str, str]) -> Sequence:
        slots: list[Slot] = []
        gap, barred = 0, None
        for written in text.split():
            if written == "..":
                gap = BETWEEN
            elif written.startswith("!"):
                barred = self._group(written[1:], lists)
            else:
                slots.append(Slot(self._group(written, lists), gap, barred))
                gap, barred = 0, None
        return tuple(slots)

    def _group(self, written: str, lists: Mapping[str, str]) -> int:
        names = written_out(written, lists)
        key = "|".join(sorted(names))
        if key not in self._groups:
            number = self._groups[key] = len(self._groups)
            self._sizes.append(len(names))
            for name in names:
                self._table.add(name, number)
        return self._groups[key]


# ── finding ────────────────────────────────────────────────────────────────────────────────────────


def _find(phrase: Phrase, places: Mapping[int, list[int]]) -> Iterator[Span]:
    """Yield where the phrase is said, first and last word."""
    heard = []
    for part in phrase.parts:
        runs = sorted(run for sequence in part for run in _runs(sequence, places))
        if not runs:
            return
        heard.append(runs)
    first, *others = heard
    for span in first:
        near = [_nearest(span, runs) for runs in others]
        if all(near):
            spans = [span, *(found for found in near if found)]
            yield min(start for start, _ in spans), max(end for _, end in spans)


def _runs(sequence: Sequence, places: Mapping[int, list[int]]) -> Iterator[Span]:
    """Yield each stretch of words that fits the sequence, in the order of their beginnings."""
    if any(slot.words not in places for slot in sequence):
        return
    head, *rest = sequence
    for start in places[head.words]:
        if not _is_barred(head, start, places):
            ends = {start}
            for slot in rest:
                ends = {
                    place
                    for end in ends
                    for place in _between(places[slot.words], end + 1, end + 1 + slot.gap)
                    if not _is_barred(slot, place, places)
                }
            if ends:
                yield start, min(ends)


def _is_barred(slot: Slot, place: int, places: Mapping[int, list[int]]) -> bool:
    return slot.barred is not None and bool(_between(places.get(slot.barred, []), place - 1, place - 1))


def _between(places: list[int], low: int, high: int) -> list[int]:
    begin = bisect_left(places, low)
    return places[begin : bisect_left(places, high + 1, begin)]


def _nearest(span: Span, runs: list[Span]) -> Span | None:
    """Return a run at most eight words away that has no end in common with `span` (it may lie inside)."""
    begin = bisect_left(runs, (span[0] - APART - 12, 0))
    for run in runs[begin:]:
        if run[0] > span[1] + APART + 1:
            return None
        if not {*run} & {*span} and _near(span, run, APART + 1):
            return run
    return None


def _near(one: Span, other: Span, reach: int) -> bool:
    return one[0] - other[1] <= reach and other[0] - one[1] <= reach

"""Regions: the velayats, the two cities of their rank, and their etraps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot.answers.content import BadContent, read_yaml
from bot.deeds import Ask
from bot.text.alphabet import fold

LONGEST = 40  # no name of a place is longer
SENTENCE = 300  # a place that is named stands early; a letter of 1,600 characters is not searched
# Behind a name, folded: at, from, to, of in Turkmen; the cases of Russian.
ENDINGS = ("", "da", "de", "dan", "den", "a", "e", "y", "i", "nyn", "nin", "yn", "in", "u", "om", "ye")


@dataclass(frozen=True)
class Region:
    """A place. `parent` is None at the level of a velayat; `spellings` serve to recognise it, never to write it."""

    id: str
    type: str  # city, velayat, etrap, town ...
    parent: str | None
    names: Mapping[str, str] = field(hash=False)
    spellings: tuple[str, ...] = ()
    also_words: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return the official name in tk, ru or en."""
        return self.names.get(language) or self.names["en"]


def read_regions(content: Path) -> dict[str, Region]:
    """Read regions.yml in its order (none: an empty map)."""
    path = content / "regions.yml"
    if not path.exists():
        return {}
    regions = {
        entry["id"]: Region(
            id=entry["id"],
            type=entry["type"],
            parent=entry.get("parent"),
            names=entry["name"],
            spellings=tuple(map(str, entry.get("spellings") or ())),
            also_words=tuple(map(str, entry.get("also_words") or ())),
        )
        for entry in read_yaml(path)
    }
    for region in regions.values():
        if region.parent and region.parent not in regions:
            raise BadContent(f"regions.yml: {region.id} lies in {region.parent}, which is not there")
    return regions


def velayats(regions: Mapping[str, Region]) -> list[Region]:
    """Return the places of the first level: what a person is asked to choose from."""
    return [region for region in regions.values() if region.parent is None]


def velayat_of(regions: Mapping[str, Region], region_id: str | None) -> str | None:
    """Return the velayat-level id of a place (itself when it is one; None when unknown)."""
    region = regions.get(region_id or "")
    return (region.parent or region.id) if region else None


def ask_region(question: str, context: dict[str, object]) -> Ask:
    """Return the question for the region; its digits stand in its own words, in this order."""
    places = ("ashgabat", "arkadag", "ahal", "balkan", "dasoguz", "lebap", "mary", "unknown")
    return Ask(question, tuple((f"region:{place}", "") for place in places), context=context, numbered=False)


def find_region(regions: Mapping[str, Region], text: str) -> str | None:
    """Return the place that the whole of a short text names ("Mary", "в Лебапе живу" is not one)."""
    return _by_spelling(tuple(regions.values())).get(fold(text).strip(" .,!?")) if len(text) <= LONGEST else None


def place_in(regions: Mapping[str, Region], text: str) -> str | None:
    """
    Return the first place that a sentence names, with the endings of both languages ("Maryda", "в Ашхабаде").

    Names that are ordinary words too (`also_words`) do not count in a sentence.
    """
    known = _by_spelling(tuple(regions.values()), in_sentence=True)
    words = re.findall(r"\w+", fold(text[:SENTENCE]))
    for start in range(len(words)):
        for length in (3, 2, 1):
            name = " ".join(words[start : start + length])
            for ending in ENDINGS:
                if name.endswith(ending) and (found := known.get(name.removesuffix(ending))):
                    return found
    return None


@lru_cache(maxsize=4)
def _by_spelling(regions: tuple[Region, ...], *, in_sentence: bool = False) -> dict[str, str]:
    """Map folded spellings to ids; the first place keeps a name that several bear."""
    found: dict[str, str] = {}
    for region in regions:
        for spelling in (*region.names.values(), *region.spellings, *(() if in_sentence else region.also_words)):
            found.setdefault(fold(spelling), region.id)
    return found

"""Regions: the velayats, the two cities of their rank, and their etraps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot.answers.content import BadContent, read_yaml
from bot.deeds import Ask
from bot.text.alphabet import fold

LONGEST = 40  # no name of a place is longer


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
    """
    Return the place that the whole of a short text names, also when its name is an ordinary word (kaka, tagta).

    Places in a sentence are found by the model's pipeline (bot.text.entities).
    """
    return _by_spelling(tuple(regions.values())).get(fold(text).strip(" .,!?")) if len(text) <= LONGEST else None


@lru_cache(maxsize=2)
def _by_spelling(regions: tuple[Region, ...]) -> dict[str, str]:
    """Map folded spellings to ids; the first place keeps a name that several bear."""
    found: dict[str, str] = {}
    for region in regions:
        for spelling in (*region.names.values(), *region.spellings, *region.also_words):
            found.setdefault(fold(spelling), region.id)
    return found

"""Regions: the velayats, the two cities of their rank, and their etraps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.answers.content import BadContent, read_yaml


@dataclass(frozen=True)
class Region:
    """A place. `parent` is None at the level of a velayat; `spellings` serve to recognise it, never to write it."""

    id: str
    type: str  # city, velayat, etrap, town ...
    parent: str | None
    names: Mapping[str, str]
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

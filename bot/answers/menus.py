"""Menus: groups of topics and the few words that stand beside a digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.answers.content import BadContent, read_yaml


@dataclass(frozen=True)
class Menus:
    """`groups`: group id → its topics in the order of asking. `labels`: group or topic id → English words."""

    groups: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]

    def group_of(self, topic: str) -> str | None:
        """Return the menu group in which a topic stands."""
        return next((group for group, topics in self.groups.items() if topic in topics), None)


def read_menus(content: Path) -> Menus:
    """Read menus.yml (none: no menus)."""
    path = content / "menus.yml"
    if not path.exists():
        return Menus({}, {})
    raw = read_yaml(path)
    groups = {group: tuple(topics) for group, topics in raw["groups"].items()}
    labels = {str(key): str(words) for key, words in raw["labels"].items()}
    for name in (*groups, *(topic for topics in groups.values() for topic in topics)):
        if name not in labels:
            raise BadContent(f"menus.yml: {name} has no label")
    return Menus(groups, labels)

"""Taxonomy: the lists that a case is described with, as a deployment's content/casework.yml has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LISTS = (
    "contact_types",
    "relations",
    "age_bands",
    "sexes",
    "dispositions",
    "closing_reasons",
    "not_counselling",
    "consent_givers",
    "consent_ways",
    "override_reasons",
    "flags",
    "identity_checks",
)
CATEGORIES = "categories"
NOT_COUNSELLING = "not_counselling"


class BadTaxonomy(ValueError):
    """The file does not say what it must; the message names the entry."""


class NotInList(ValueError):
    """A choice that the lists do not have. Names the list, never what was sent."""


@dataclass(frozen=True)
class Taxonomy:
    """`lists`: list → id → English. `categories`: category → English; `subcategories`: category → id → English."""

    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    subcategories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Taxonomy:
        """Read the parsed file; raises BadTaxonomy."""
        missing = [name for name in (*LISTS, CATEGORIES) if not raw.get(name)]
        if missing:
            raise BadTaxonomy(f"casework.yml: nothing under {', '.join(missing)}")
        groups = {str(name): entry for name, entry in raw[CATEGORIES].items()}
        wrong = [name for name, entry in groups.items() if not (entry.get("label") and entry.get("subcategories"))]
        if wrong:
            raise BadTaxonomy(f"casework.yml: {', '.join(wrong)} needs a label and subcategories")
        return cls(
            {name: {str(key): str(words) for key, words in raw[name].items()} for name in LISTS},
            {name: str(entry["label"]) for name, entry in groups.items()},
            {
                name: {str(key): str(words) for key, words in entry["subcategories"].items()}
                for name, entry in groups.items()
            },
        )

    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield (`list.id` or `categories.category[.subcategory]`, English) for everything."""
        for name, entries in self.lists.items():
            for key, words in entries.items():
                yield f"{name}.{key}", words
        for category, words in self.categories.items():
            yield f"{CATEGORIES}.{category}", words
            for key, sub in self.subcategories[category].items():
                yield f"{CATEGORIES}.{category}.{key}", sub

    def english(self, label: str) -> str | None:
        """Return the English of a label, None when there is no such entry."""
        return dict(self.labels()).get(label)

    def check(self, name: str, key: str | None) -> None:
        """Raise NotInList when a choice was made that the list does not have."""
        if key is not None and key not in self.lists.get(name, {}):
            raise NotInList(name)

    def check_category(self, category: str | None, subcategory: str | None) -> None:
        """Raise NotInList when there is no such category, or no such subcategory in it."""
        if category is not None and category not in self.categories:
            raise NotInList(CATEGORIES)
        if subcategory is not None and subcategory not in self.subcategories.get(category or "", {}):
            raise NotInList("subcategories")

"""Numbers: every digit that we send stands in a fact, in the directory, or on a list with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.answers.content import BadContent, Fact, read_yaml

NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)?")  # the digits of a case code (K4F2) follow a letter
FIELD = re.compile(r"\{\w*\}")

Allowed = Mapping[str, frozenset[str]]


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a text; a {field} is none."""
    return NUMBER.findall(FIELD.sub("", text))


def without_choices(numbers: Iterable[str]) -> list[str]:
    """Leave out the digits of numbered choices: 1, then 2, then 3 … in this order."""
    left, awaited = [], 1
    for number in numbers:
        if number == str(awaited):
            awaited += 1
        else:
            left.append(number)
    return left


def in_facts(facts: Iterable[Fact]) -> frozenset[str]:
    """Return every number that one of the facts holds."""
    words = (words for fact in facts for words in (fact.statement, *fact.numbers))
    return frozenset(number for each in words for number in numbers_in(each))


def read_allowed(content: Path) -> Allowed:
    """Read allowed_numbers.yml: item → numbers, each entry with its reason (none: nothing is allowed)."""
    path = content / "allowed_numbers.yml"
    allowed: dict[str, frozenset[str]] = {}
    for entry in read_yaml(path) if path.exists() else []:
        if not entry.get("why"):
            raise BadContent(f"allowed_numbers.yml: {entry['item']} gives no reason")
        for item in [entry["item"]] if isinstance(entry["item"], str) else entry["item"]:
            allowed[item] = allowed.get(item, frozenset()) | {str(number) for number in entry["numbers"]}
    return allowed

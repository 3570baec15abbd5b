"""Retention: what is kept how long, by class. Text goes, counts stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType


class BadRule(ValueError):
    """A rule that nobody may set: no such class, or not enough days. The words are for a person."""


@dataclass(frozen=True)
class Class:
    """One class of what is kept: its days unless a deployment chose others, and the fewest it may choose."""

    id: str
    days: int
    at_least: int
    about: str


CLASSES = {
    one.id: one
    for one in (
        Class("talk", 90, 1, "texts of talks without a case, after the last one"),
        Class("case", 365, 30, "words of a closed case: texts, summary, notes, tasks, referrals"),
        Class("danger", 1095, 365, "words of a closed case of danger"),
        Class("diversion", 1095, 365, "words of an ended diversion case: names, answers, notes, agreements"),
        Class("contact", 365, 30, "notes on calls and visits"),
        Class("number", 365, 1, "a number that has not written and has no open case of either kind"),
        Class("reading", 1095, 365, "who read what (the audit) and the timelines of closed cases of either kind"),
    )
}
DEFAULT: Mapping[str, int] = MappingProxyType({one.id: one.days for one in CLASSES.values()})


def rules(chosen: Mapping[str, int]) -> dict[str, int]:
    """Return the days of every class; raises BadRule."""
    for name, days in chosen.items():
        if name not in CLASSES:
            raise BadRule(f"no such class of data: {name}; there are {', '.join(CLASSES)}")
        if days < CLASSES[name].at_least:
            raise BadRule(f"{name}: at least {CLASSES[name].at_least} days")
    return {**DEFAULT, **chosen}


def read_rules(words: str) -> dict[str, int]:
    """
    Read a setting such as "talk=30, case=730"; raises BadRule.

    >>> read_rules("talk=30")["talk"]
    30
    """
    chosen: dict[str, int] = {}
    for part in filter(None, (one.strip() for one in words.split(","))):
        name, _, days = part.partition("=")
        if not days.strip().isdecimal():
            raise BadRule(f"{name.strip()}: a number of days is needed")
        chosen[name.strip()] = int(days)
    return rules(chosen)


def before(name: str, days: Mapping[str, int], now: datetime) -> datetime:
    """Return the moment before which what belongs to this class is erased."""
    return now - timedelta(days=days[name])


def class_of(kind: str | None) -> str:
    """Return the class of a case: of danger or not."""
    return "danger" if kind else "case"

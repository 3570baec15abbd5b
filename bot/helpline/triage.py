"""Triage: how urgent a matter is, and until when a human has to answer it. What is not known counts as risk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from bot.helpline.hours import Hours
from bot.helpline.records import Severity

NOW_KINDS = frozenset({"self_harm", "sexual_abuse", "violence_home", "trafficking", "missing_child", "homeless_now"})
SOON_KINDS = frozenset({"police_now", "police_violence", "blackmail"})
POLICE_KINDS = frozenset({"police_now", "police_violence"})
# First "are you safe now?", with a number to call as an option and never as an order.
ASKED_IF_SAFE = frozenset({"sexual_abuse", "violence_home", "trafficking", "homeless_now", "missing_child"})

RANK = {severity: rank for rank, severity in enumerate(Severity)}


def joined(kind: str | None, other: str | None) -> str | None:
    """Return the kind of a case in which both were heard: the first, but police once heard of keeps the police out."""
    return next((one for one in (kind, other) if one in POLICE_KINDS), kind or other)


def of_danger(kind: str | None, level: Literal["sure", "unsure"]) -> Severity:
    """Return the severity of a danger; an unsure one that was not denied is high, a kind nobody knows too."""
    return Severity.IMMINENT if level == "sure" and kind in NOW_KINDS else Severity.HIGH


def of_wish(urgency: str | None) -> Severity:
    """Return the severity of a wish for a human: medium on topics marked same_day (or worse), else low."""
    return Severity.MEDIUM if urgency in ("same_day", "immediate") else Severity.LOW


def worse(one: Severity, other: Severity) -> Severity:
    """Return the more urgent one."""
    return one if RANK[one] <= RANK[other] else other


def is_worse(one: Severity, other: Severity) -> bool:
    """Say whether `one` is more urgent than `other`."""
    return RANK[one] < RANK[other]


def ignores_hours(severity: Severity) -> bool:
    """Say whether nobody waits for the office to open."""
    return severity in (Severity.IMMINENT, Severity.HIGH)


def answer_by(severity: Severity, now: datetime, hours: Hours) -> datetime:
    """Return until when a human has to have answered: 5 min, 15 min, 4 working hours, the next working day."""
    if severity is Severity.IMMINENT:
        return now + timedelta(minutes=5)
    if severity is Severity.HIGH:
        return now + timedelta(minutes=15)
    if severity is Severity.MEDIUM:
        return hours.add(now, timedelta(hours=4))
    return hours.end_of_next_day(now)

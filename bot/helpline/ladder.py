"""Ladder: who is asked next when nobody has taken a case, and how long each is given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.helpline.hours import Hours
from bot.helpline.records import Severity, Worker
from bot.helpline.triage import ignores_hours

STEP = {
    Severity.IMMINENT: timedelta(minutes=2),
    Severity.HIGH: timedelta(minutes=5),
    Severity.MEDIUM: timedelta(minutes=30),
    Severity.LOW: timedelta(hours=2),
}
# When the ladder is exhausted the chiefs are asked again and again.
AGAIN = {
    Severity.IMMINENT: timedelta(minutes=5),
    Severity.HIGH: timedelta(minutes=15),
    Severity.MEDIUM: timedelta(hours=4),
    Severity.LOW: timedelta(hours=8),
}
# After TAKE the worker has this long to write; a text of the worker stops the clock.
FIRST_WORD = {
    Severity.IMMINENT: timedelta(minutes=3),
    Severity.HIGH: timedelta(minutes=10),
    Severity.MEDIUM: timedelta(hours=4),
    Severity.LOW: timedelta(hours=8),
}
SILENCE = timedelta(hours=24)
# Whose console is open sees an urgent offer at once, and is given less time than somebody with a phone in the pocket.
CONSOLE_OFFER = timedelta(seconds=60)


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: whom to write to, and how long to wait before the next."""

    name: Literal["offer", "supervisor", "everybody"]
    whom: tuple[Worker, ...]
    wait: timedelta


def next_rung(
    severity: Severity,
    candidates: Sequence[Worker],
    supervisors: Sequence[Worker],
    administrators: Sequence[Worker],
    asked: Collection[int],
) -> Rung:
    """
    Return the next step: the next worker on duty, then the supervisor, then supervisors and administrators again.

    `asked`: ids of those who were written to since the ladder began (or began anew).
    """
    for worker in candidates:
        if worker.id not in asked:
            return Rung("offer", (worker,), STEP[severity])
    for chief in supervisors:
        if chief.id not in asked:
            return Rung("supervisor", (chief,), STEP[severity])
    return Rung("everybody", (*supervisors, *administrators), AGAIN[severity])


def next_step_at(severity: Severity, now: datetime, wait: timedelta, hours: Hours) -> datetime:
    """Return when the next step is due; what is not urgent waits for the office to open."""
    return now + wait if ignores_hours(severity) else hours.add(now, wait)

"""Retain: every night what is past its day is erased, by class; counts stay, and the audit says what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.desk.desk import Desk
from bot.helpline import retention
from bot.logs import log
from bot.ports import UnitOfWork

LAST = "retention.last"  # the mark under which the last night stands


@dataclass(frozen=True)
class Line:
    """One class: its days, what it is about, and how much of it is past its day (or was erased)."""

    name: str
    days: int
    about: str
    due: int


def report(desk: Desk) -> dict[str, Any]:
    """Return what the next night will erase, and what the last one did; ready for JSON."""
    with desk.store.begin() as work:
        lines = [_line(desk, name, _count(work, name, _before(desk, name))) for name in retention.CLASSES]
        last = work.marks.get(LAST)
    return {"classes": [asdict(line) for line in lines], "last": last}


def retain(desk: Desk, actor: str = "system") -> dict[str, int]:
    """Erase what is past its day; each class in a transaction of its own, so that a fault in one stops no other."""
    now, done = desk.clock.now(), {}
    for name in retention.CLASSES:
        with desk.store.begin() as work:
            done[name] = _erase(work, name, _before(desk, name))
            if done[name]:
                work.audit.note(actor, "retained", f"class:{name}", now, {"erased": done[name]})
            work.commit()
    with desk.store.begin() as work:
        work.marks.put(LAST, {"at": now.isoformat(), "erased": done})
        work.audit.note(actor, "retention_run", "house", now, {"erased": done})
        work.commit()
    log.info("retention_done", count=sum(done.values()))
    return done


def _before(desk: Desk, name: str) -> datetime:
    return retention.before(name, desk.policy.retention, desk.clock.now())


def _line(desk: Desk, name: str, due: int) -> Line:
    return Line(name, desk.policy.retention[name], retention.CLASSES[name].about, due)


def _count(work: UnitOfWork, name: str, before: datetime) -> int:
    counts: dict[str, Callable[[], int]] = {
        "talk": lambda: work.forgetting.count_talks(before),
        "case": lambda: len(work.forgetting.closed_cases(before, in_danger=False)),
        "danger": lambda: len(work.forgetting.closed_cases(before, in_danger=True)),
        "diversion": lambda: len(work.forgetting.ended_diversions(before)),
        "contact": lambda: work.forgetting.count_contacts(before),
        "number": lambda: len(work.forgetting.silent_numbers(before)),
        "reading": lambda: work.forgetting.count_readings(before),
    }
    return counts[name]()


def _erase(work: UnitOfWork, name: str, before: datetime) -> int:
    if name in ("case", "danger"):
        cases = work.forgetting.closed_cases(before, in_danger=name == "danger")
        work.forgetting.erase_cases(cases)
        return len(cases)
    if name == "diversion":
        ended = work.forgetting.ended_diversions(before)
        work.forgetting.erase_diversions(ended)
        return len(ended)
    if name == "number":
        numbers = work.forgetting.silent_numbers(before)
        for identifier_id in numbers:
            work.identifiers.forget(identifier_id)
        return len(numbers)
    erases = {
        "talk": work.forgetting.erase_talks,
        "contact": work.forgetting.erase_contacts,
        "reading": work.forgetting.erase_readings,
    }
    return erases[name](before)

"""Closed: the cases that were closed, to be found again; what was written in them is read on their own pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.desk import Desk
from bot.helpline.records import Case, Severity, Worker
from bot.helpline.routing import is_chief
from bot.ports import UnitOfWork

PAGE = 50  # cases


@dataclass(frozen=True)
class ClosedCase:
    """A closed case as a list shows it: no words, no number. `may_open`: its code leads to it and to no other."""

    code: str
    severity: Severity
    kind: str | None
    topic: str | None
    region: str | None
    closed_at: datetime
    worker: str
    may_open: bool


@dataclass(frozen=True)
class ClosedCases:
    """A page of closed cases, and whether older ones follow."""

    rows: tuple[ClosedCase, ...]
    has_more: bool


def closed_cases(desk: Desk, worker: Worker, page: int = 1) -> ClosedCases:
    """Return a page of what was closed: one's own, for a supervisor everybody's; the newest first."""
    with desk.store.begin() as work:
        names = {one.id: one.name for one in work.workers.all()}
        mine = None if is_chief(worker) else worker.id
        found = work.cases.closed(mine, skip=(max(page, 1) - 1) * PAGE, limit=PAGE + 1)
        rows = tuple(_row(work, case, names) for case in found[:PAGE])
    return ClosedCases(rows, len(found) > PAGE)


def carries_its_code(work: UnitOfWork, case: Case) -> bool:
    """Say whether the code still leads to this case; codes are given again after a while."""
    holder = work.cases.by_code(case.code)
    return holder is not None and holder.id == case.id


def _row(work: UnitOfWork, case: Case, names: dict[int, str]) -> ClosedCase:
    return ClosedCase(
        case.code,
        case.severity,
        case.kind,
        case.topic,
        case.region,
        case.closed_at or case.opened_at,
        names.get(case.assignee_id or 0, ""),
        carries_its_code(work, case),
    )

"""Overview: what a supervisor looks at: who is on duty and what waits, texts that are held, who read what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.climb import on_duty_now
from bot.desk.desk import Desk
from bot.desk.presence import online
from bot.desk.queue import State, state_of, waits_since
from bot.desk.relay import held_in
from bot.helpline.records import Case, Worker
from bot.ports import UnitOfWork


@dataclass(frozen=True)
class Colleague:
    """A member of staff as the supervisor sees them now."""

    worker: Worker
    is_on_duty: bool
    is_online: bool
    codes: tuple[str, ...]
    oldest_wait: datetime | None
    state: State


@dataclass(frozen=True)
class Held:
    """A text that waits for a supervisor. `words` are secret."""

    code: str
    worker: str
    at: datetime
    words: str = field(repr=False)
    is_own: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the audit, ids turned into codes and names of the staff."""

    at: datetime
    who: str
    verb: str
    subject: str
    details: dict[str, Any]


def colleagues(desk: Desk) -> list[Colleague]:
    """Return the staff, those on duty first."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        staff = [worker for worker in work.workers.all() if worker.suspended_at is None]
        duty, there = on_duty_now(desk, work, now), online(work, now)
        cases = work.cases.all()
        written = work.casework.board.written_at([case.id for case in cases])
    waits = [(case, waits_since(case, written[case.id])) for case in cases]
    found = [_colleague(worker, waits, worker.id in duty, worker.id in there, now) for worker in staff]
    return sorted(found, key=lambda one: (not (one.is_on_duty or one.is_online), not one.codes, one.worker.name))


def held_texts(desk: Desk, worker: Worker) -> list[Held]:
    """Return the texts that wait for a supervisor's word, the oldest first."""
    with desk.store.begin() as work:
        names = {one.id: one.name for one in work.workers.all()}
        found = [
            Held(case.code, names.get(text.worker_id or 0, "?"), text.at, text.text, text.worker_id == worker.id)
            for case in work.cases.all()
            for text in held_in(work, case)
            if text.at
        ]
    return sorted(found, key=lambda one: one.at)


def audit_lines(desk: Desk, *, before: int | None = None, limit: int = 100) -> tuple[list[Line], int | None]:
    """Return the newest lines of the audit (those before a line's id), and the id to go on from."""
    with desk.store.begin() as work:
        rows = work.audit.latest(limit, before)
        names = {f"worker:{one.id}": one.name for one in work.workers.all()}
        lines = [
            Line(
                row["at"],
                names.get(row["actor"], row["actor"]),
                row["verb"],
                _subject(work, row, names),
                row["details"],
            )
            for row in rows
        ]
    return lines, rows[-1]["id"] if len(rows) == limit else None


def _colleague(
    worker: Worker, waits: list[tuple[Case, datetime | None]], is_on_duty: bool, is_online: bool, now: datetime
) -> Colleague:
    mine = [(case, since) for case, since in waits if case.assignee_id == worker.id]
    states = {state_of(case, since, now) for case, since in mine}
    worst: State = "red" if "red" in states else "amber" if "amber" in states else "green"
    oldest = min((since for _, since in mine if since), default=None)
    return Colleague(worker, is_on_duty, is_online, tuple(case.code for case, _ in mine), oldest, worst)


def _subject(work: UnitOfWork, row: dict[str, Any], names: dict[str, str]) -> str:
    kind, _, number = str(row["subject"]).partition(":")
    if kind == "case" and number.isdecimal():
        try:
            return work.cases.get(int(number)).code
        except LookupError:
            return ""
    return names.get(row["subject"], str(row["subject"]))

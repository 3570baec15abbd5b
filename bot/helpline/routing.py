"""Routing: who on duty is offered a case, the best placed first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.helpline.records import Case, Shift, Worker
from bot.helpline.triage import POLICE_KINDS

SUPERVISOR, ADMINISTRATOR, INSPECTOR = "supervisor", "administrator", "inspector"
CASE_ROLES = frozenset({"social_worker", "counsellor", "psychologist", "lawyer", INSPECTOR})

# Whose profession helps first, by kind of danger. Anybody on duty is better than nobody.
SKILL = {
    "self_harm": "psychologist",
    "sexual_abuse": "psychologist",
    "police_now": "lawyer",
    "police_violence": "lawyer",
}


@dataclass(frozen=True)
class Need:
    """What a case asks of a worker. `consented_roles`: the roles that a consent names, if any."""

    language: str
    region: str | None = None
    kind: str | None = None
    consented_roles: frozenset[str] = frozenset()


def is_chief(worker: Worker) -> bool:
    """Say whether the worker is a supervisor or an administrator."""
    return worker.role in (SUPERVISOR, ADMINISTRATOR)


def candidates(workers: Iterable[Worker], loads: Mapping[int, int], need: Need, on_duty: Iterable[int]) -> list[Worker]:
    """
    Return who may be offered the case, in the order of asking.

    Language first, then region, then profession, then who has room, then the fewest cases. `on_duty`: ids.
    """
    duty = set(on_duty)
    able = [worker for worker in workers if worker.id in duty and may_take(worker, need)]
    return sorted(able, key=lambda worker: _rank(worker, loads.get(worker.id, 0), need))


def may_take(worker: Worker, need: Need) -> bool:
    """
    Say whether a case may be shown to this worker at all.

    The inspector on minors' affairs is police: never a case of the police kinds, nor any other without a consent
    that names that role.
    """
    if worker.suspended_at is not None or worker.role not in CASE_ROLES:
        return False
    if INSPECTOR in (worker.role, *worker.skills):
        return need.kind not in POLICE_KINDS and INSPECTOR in need.consented_roles
    return True


def may_read(worker: Worker, case: Case, let_in: Container[int]) -> bool:
    """Say whether a case opens for a worker: their own, anybody's for who supervises, or one they were let into."""
    return case.assignee_id == worker.id or is_chief(worker) or case.id in let_in


def on_duty(workers: Iterable[Worker], shifts: Iterable[Shift], now: datetime, *, pin_required: bool) -> list[Worker]:
    """Return who is on duty: by shift or by their own word; where a PIN is required, only with an open one."""
    on_shift = {shift.worker_id for shift in shifts if shift.starts <= now < shift.ends}
    return [
        worker
        for worker in workers
        if worker.suspended_at is None
        and (worker.on_duty or worker.id in on_shift)
        and (has_open_pin(worker, now) or not (pin_required or worker.pin_hash))
    ]


def has_open_pin(worker: Worker, now: datetime) -> bool:
    """Say whether the worker opened the shift with the PIN and it still holds."""
    return worker.pin_ok_until is not None and worker.pin_ok_until > now


def chiefs(workers: Iterable[Worker], *roles: str) -> list[Worker]:
    """Return the supervisors (or the roles named) who can be reached, on duty or not, those on duty first."""
    wanted = roles or (SUPERVISOR,)
    found = [worker for worker in workers if worker.role in wanted and worker.suspended_at is None]
    return sorted(found, key=lambda worker: (not worker.on_duty, worker.id))


def _rank(worker: Worker, load: int, need: Need) -> tuple[bool, bool, bool, bool, int, int]:
    profession = SKILL.get(need.kind or "")
    return (
        need.language not in worker.languages,
        not _serves(worker, need.region),
        profession is not None and profession not in (worker.role, *worker.skills),
        load >= worker.capacity,
        load,
        worker.id,
    )


def _serves(worker: Worker, region: str | None) -> bool:
    return region is None or not worker.regions or "all" in worker.regions or region in worker.regions

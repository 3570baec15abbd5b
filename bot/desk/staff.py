"""Staff: who can be reached by SMS; added, listed, suspended, and a demo team for the simulator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.desk.desk import Desk
from bot.desk.scene import open_scene
from bot.desk.shift import hash_of
from bot.desk.take import give_back
from bot.helpline.records import Case, Status, Worker
from bot.helpline.routing import ADMINISTRATOR, CASE_ROLES, SUPERVISOR
from bot.ports import UnitOfWork
from bot.text import phone

ROLES = (*sorted(CASE_ROLES), SUPERVISOR, ADMINISTRATOR, "content_editor", "data_analyst")  # bot.helpline.privacy
DEMO = (
    ("Aýna Demo", "+99361000091", "social_worker", ("tk", "ru"), (), ()),
    ("Merdan Demo", "+99361000092", "social_worker", ("tk", "ru"), (), ()),
    ("Jeren Demo", "+99361000093", "psychologist", ("tk", "ru"), (), ("psychologist",)),
    ("Oraz Demo", "+99361000094", SUPERVISOR, ("tk", "ru"), (), ()),
    ("Maral Demo", "+99361000095", "counsellor", ("tk", "ru"), (), ()),
    ("Selbi Demo", "+99361000096", "content_editor", ("tk", "ru"), (), ()),
    ("Kerim Demo", "+99361000097", "data_analyst", ("tk", "ru"), (), ()),
    ("Bahar Demo", "+99361000098", ADMINISTRATOR, ("tk", "ru"), (), ()),
)
# They have a login only; the others are asked by SMS as well.
NOT_ON_CALL = frozenset({"Maral Demo", "Selbi Demo", "Kerim Demo", "Bahar Demo"})


class StaffError(ValueError):
    """Somebody cannot be added or found; the words are for the person at the command line."""


@dataclass(frozen=True)
class Newcomer:
    """Who is to be added. `regions` empty: everywhere."""

    name: str
    number: str = field(repr=False)
    role: str
    languages: tuple[str, ...] = ("tk",)
    regions: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    pin: str | None = field(default=None, repr=False)
    on_call: bool = True


def add_staff(desk: Desk, newcomer: Newcomer) -> Worker:
    """
    Add somebody. Where a PIN is required (or given) the PIN opens the shift; else they are on duty at once.

    Raises StaffError.
    """
    number = _checked(desk, newcomer)
    with desk.store.begin() as work:
        identifier = work.identifiers.find_or_add(number, "phone")
        if work.workers.by_identifier(identifier.id):
            raise StaffError("this number belongs to a member of staff already")
        added = work.workers.add(_worker(desk, newcomer, identifier.id))
        work.audit.note("command_line", "added_staff", f"worker:{added.id}", desk.clock.now())
        work.commit()
    return added


def list_staff(desk: Desk) -> list[dict[str, Any]]:
    """Return everybody who is not suspended, ready for JSON; on_duty by their own word or by a shift."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        on_shift = {shift.worker_id for shift in work.shifts.between(now, now)}
        return [_shown(work, worker, on_shift) for worker in work.workers.all()]


def suspend_staff(desk: Desk, who: str) -> Worker:
    """
    Close a lost phone at once, by number or name; open cases go back to the ladder. Raises StaffError.

    What it has written and nobody has read yet does not go out: it may be somebody else's by then.
    """
    with desk.store.begin() as work:
        worker = _found(work, who)
        now = desk.clock.now()
        suspended = replace(worker, suspended_at=now, on_duty=False, pin_ok_until=None)
        work.workers.save(suspended)
        work.audit.note("command_line", "suspended_staff", f"worker:{worker.id}", now)
        _take_back_words(work, worker)
        cases = [case for case in work.cases.all() if case.assignee_id == worker.id]
        people = {case.id: work.conversations.get(case.conversation_id).identifier_id for case in cases}
        work.commit()
    for case in cases:
        _give_back(desk, case, worker, people[case.id])
    return suspended


def resume_staff(desk: Desk, who: str) -> Worker:
    """Open a suspended phone again, off duty, its PIN to be given anew. Raises StaffError."""
    with desk.store.begin() as work:
        worker = _found(work, who)
        if worker.suspended_at is None:
            raise StaffError(f"{worker.name} is not suspended.")
        resumed = replace(worker, suspended_at=None, on_duty=False, pin_ok_until=None)
        work.workers.save(resumed)
        work.audit.note("command_line", "resumed_staff", f"worker:{worker.id}", desk.clock.now())
        work.commit()
    return resumed


def demo_staff(desk: Desk) -> list[Worker]:
    """Add the demo team if it is not there, and return it (simulator only)."""
    team = []
    for name, number, role, languages, regions, skills in DEMO:
        with desk.store.begin() as work:
            known = work.identifiers.find(number)
            worker = work.workers.by_identifier(known.id) if known else None
        team.append(
            worker
            or add_staff(
                desk, Newcomer(name, number, role, languages, regions, skills, on_call=name not in NOT_ON_CALL)
            )
        )
    return team


def _checked(desk: Desk, newcomer: Newcomer) -> str:
    if newcomer.role not in ROLES:
        raise StaffError(f"role must be one of: {', '.join(ROLES)}")
    unknown = [region for region in newcomer.regions if region != "all" and region not in desk.library.regions]
    if unknown:
        raise StaffError(f"no such region: {', '.join(unknown)}")
    if newcomer.pin is not None and not (newcomer.pin.isdecimal() and 4 <= len(newcomer.pin) <= 8):
        raise StaffError("a PIN has four to eight digits")
    if not newcomer.name.strip():
        raise StaffError("a name is needed")
    try:
        sender = phone.parse(newcomer.number)
    except phone.NotANumber:
        raise StaffError("this is no phone number") from None
    if sender.kind != "phone":
        raise StaffError("this is no phone number")
    return sender.number


def _worker(desk: Desk, newcomer: Newcomer, identifier_id: int) -> Worker:
    return Worker(
        id=0,
        name=newcomer.name.strip(),
        identifier_id=identifier_id,
        role=newcomer.role,
        languages=newcomer.languages,
        regions=newcomer.regions,
        skills=newcomer.skills,
        on_duty=newcomer.on_call and newcomer.pin is None and not desk.policy.pin_required,
        pin_hash=hash_of(newcomer.pin) if newcomer.pin else None,
    )


def _shown(work: UnitOfWork, worker: Worker, on_shift: Iterable[int]) -> dict[str, Any]:
    return {
        "name": worker.name,
        "phone": work.identifiers.get(worker.identifier_id).number,
        "role": worker.role,
        "languages": list(worker.languages),
        "regions": list(worker.regions),
        "on_duty": worker.suspended_at is None and (worker.on_duty or worker.id in set(on_shift)),
        "suspended": worker.suspended_at is not None,
    }


def find_staff(desk: Desk, who: str) -> Worker:
    """Return the one member of staff who has this number or this name; raises StaffError."""
    with desk.store.begin() as work:
        return _found(work, who)


def _found(work: UnitOfWork, who: str) -> Worker:
    """Return the one member of staff who has this number or this name."""
    if phone.is_phone(who):
        identifier = work.identifiers.find(phone.parse(who).number)
        worker = work.workers.by_identifier(identifier.id) if identifier else None
        found = [worker] if worker else []
    else:
        found = [worker for worker in work.workers.all() if worker.name.casefold() == who.strip().casefold()]
    if len(found) != 1:
        raise StaffError("nobody is known by this number or name" if not found else "more than one has this name")
    return found[0]


def _take_back_words(work: UnitOfWork, worker: Worker) -> None:
    for case in work.cases.all():
        for text in work.messages.for_case(case.id):
            if text.worker_id == worker.id and text.direction == "out" and text.status in (Status.DUE, Status.HELD):
                work.messages.change(text.id, status=Status.CANCELLED)


def _give_back(desk: Desk, case: Case, worker: Worker, identifier_id: int) -> None:
    """Put a case whose worker was suspended back on the ladder."""
    with open_scene(desk, identifier_id) as scene:
        give_back(scene, scene.work.cases.get(case.id, lock=True), worker, "command_line")

"""Own data: everything held on one person, handed out to that person after a supervisor made sure who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from bot.desk import erase
from bot.desk.desk import Desk
from bot.helpline.casework import writers
from bot.helpline.casework.records import IdentityCheck
from bot.helpline.privacy import mask_numbers
from bot.helpline.records import Case, Message, Person
from bot.helpline.routing import SUPERVISOR
from bot.ports import UnitOfWork
from bot.text import phone

VALID = timedelta(days=7)


class NoSuchPerson(LookupError):
    """Nobody has this code name."""


class NotChecked(PermissionError):
    """No supervisor has made sure who asks, or that was too long ago."""


def record_check(desk: Desk, worker_id: int, code_name: str, how: str) -> None:
    """Write down how a supervisor made sure who asks. Raises NotInList, NoSuchPerson, NotChecked."""
    desk.library.casework.check("identity_checks", how)
    now = desk.clock.now()
    with desk.store.begin() as work:
        worker, person = work.workers.get(worker_id), _person(work, code_name)
        if worker.role != SUPERVISOR or worker.suspended_at is not None:
            raise NotChecked("a supervisor makes sure who asks")
        work.casework.checks.add(IdentityCheck(0, person.id, now, worker_id, how, now + VALID))
        work.audit.note(f"worker:{worker_id}", "checked_identity", f"person:{person.id}", now, {"how": how})
        work.commit()


def export(desk: Desk, code_name: str, actor: str) -> dict[str, Any]:
    """Return everything held on a person, ready for JSON. Raises NoSuchPerson, NotChecked."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        person = _person(work, code_name)
        checks = [check for check in work.casework.checks.where(person_id=person.id) if check.until > now]
        if not checks:
            raise NotChecked("first a supervisor makes sure who asks")
        held = {
            "person": {"code_name": person.code_name, "since": person.created_at.isoformat(), "who": person.who},
            "identity_checked": {"at": checks[-1].at.isoformat(), "how": checks[-1].how},
            "numbers": [work.identifiers.get(number).number for number in work.persons.numbers_of(person.id)],
            "texts": [_text(text) for text in _texts(work, person)],
            "cases": [_case(work, case) for case in work.cases.of_person(person.id)],
        }
        work.audit.note(actor, "handed_out_own_data", f"person:{person.id}", now)
        work.commit()
    return held


def forget_person(desk: Desk, worker_id: int, code_name: str) -> None:
    """Erase what a person wrote, by a supervisor's hand and after the same check. Raises NoSuchPerson, NotChecked."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        person, worker = _person(work, code_name), work.workers.get(worker_id)
        checked = any(check.until > now for check in work.casework.checks.where(person_id=person.id))
        if worker.role != SUPERVISOR or not checked:
            raise NotChecked("first a supervisor makes sure who asks")
        numbers = work.persons.numbers_of(person.id)
    for identifier_id in numbers:
        erase.erase_person(desk, identifier_id, person.id, f"worker:{worker_id}")


def about_person(desk: Desk, code_name: str) -> dict[str, Any]:
    """Return what a supervisor sees before deciding: the masked numbers, codes of cases, and who made sure when."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        person = _person(work, code_name)
        numbers = [work.identifiers.get(number).number for number in work.persons.numbers_of(person.id)]
        checks = [check for check in work.casework.checks.where(person_id=person.id) if check.until > now]
        return {
            "code_name": person.code_name,
            "numbers": [phone.masked(number) if number else "" for number in numbers],
            "cases": [(case.code, case.status) for case in work.cases.of_person(person.id)],
            "checked": checks[-1] if checks else None,
        }


def _person(work: UnitOfWork, code_name: str) -> Person:
    person = work.persons.by_code_name(code_name.strip().casefold())
    if person is None:
        raise NoSuchPerson("nobody has this code name")
    return person


def _texts(work: UnitOfWork, person: Person) -> Iterator[Message]:
    """Yield what this person wrote and was written, and nothing of others who use the number."""
    for identifier_id in work.persons.numbers_of(person.id):
        conversation = work.conversations.of(identifier_id, person.created_at)
        spans = writers.texts_of(work.casework.stints.of(conversation.id), person.id, conversation.person_id)
        after = 0
        while texts := work.messages.of_identifier(identifier_id, after=after):
            yield from (text for text in texts if writers.is_in(spans, text.id))
            after = texts[-1].id


def _text(text: Message) -> dict[str, Any]:
    return {
        "at": text.at.isoformat() if text.at else None,
        "direction": text.direction,
        "text": text.text,
        "status": str(text.status),
    }


def _case(work: UnitOfWork, case: Case) -> dict[str, Any]:
    """Return a case as its person may read it: what was written down of them, without the staff's names."""
    sheet = asdict(work.casework.sheets.of(case.id))
    kept = ("contact_type", "category", "subcategory", "age_band", "sex", "dispositions", "summary")
    return {
        "code": case.code,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "status": case.status,
        "description": {name: sheet[name] for name in kept},
        "notes": [
            {"at": note.at.isoformat(), "words": mask_numbers(note.words)}
            for note in work.casework.notes.of_case(case.id)
        ],
        "consents": [
            {"at": one.at.isoformat(), "kind": one.kind, "giver": one.giver, "language": one.language}
            for one in work.casework.consents.of_case(case.id)
        ],
        "referrals": [
            {"made_at": one.made_at.isoformat(), "to": one.service_id or "our staff", "state": one.state}
            for one in work.casework.referrals.of_case(case.id)
        ],
    }

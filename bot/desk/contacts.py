"""Contacts: calls and visits are written down with the time at which they truly were, and count beside the texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.desk.at_case import NoSuchCase
from bot.desk.desk import Desk
from bot.helpline.casework import wrap_up
from bot.helpline.casework.records import Contact, Sheet
from bot.helpline.casework.taxonomy import NOT_COUNSELLING
from bot.helpline.casework.wrap_up import WrapUp
from bot.helpline.records import CaseAction
from bot.helpline.routing import SUPERVISOR, is_chief


class NotYet(ValueError):
    """A contact cannot have been in the future."""


@dataclass(frozen=True)
class Spoken:
    """A call or a visit as it is written down. `at` is when it began."""

    channel: str
    at: datetime
    form: WrapUp
    minutes: int = 0
    language: str | None = None
    region: str | None = None
    code: str | None = None  # of the case it belongs to
    words: str = field(default="", repr=False)


def record_contact(desk: Desk, worker_id: int, spoken: Spoken) -> int:
    """Write down a call or a visit. Raises NotInList, Incomplete, NotYet, NoSuchCase."""
    wrap_up.check(spoken.form, desk.library.casework)
    now = desk.clock.now()
    if spoken.at > now:
        raise NotYet("in the future")
    if spoken.channel not in ("phone", "walk_in"):
        raise ValueError("a contact was by phone or in person")
    with desk.store.begin() as work:
        worker = work.workers.get(worker_id)
        case = work.cases.by_code(spoken.code.upper()) if spoken.code else None
        if spoken.code and (case is None or not (case.assignee_id == worker_id or worker.role == SUPERVISOR)):
            raise NoSuchCase(spoken.code)
        contact = work.casework.contacts.add(_contact(spoken, worker_id, now, case.id if case else None))
        if case:
            work.cases.note(CaseAction(case.id, now, f"worker:{worker_id}", "spoke", {"contact": contact.id}))
        work.audit.note(f"worker:{worker_id}", "recorded_contact", f"contact:{contact.id}", now)
        work.commit()
    return contact.id


def record_not_counselling(desk: Desk, worker_id: int, channel: str, kind: str) -> int:
    """Count a call that was none (a test, silence, abuse) with one click, as being now."""
    desk.library.casework.check(NOT_COUNSELLING, kind)
    form = WrapUp(NOT_COUNSELLING, category="non_counselling", age_band="unknown", dispositions=("none",))
    contact_id = record_contact(desk, worker_id, Spoken(channel, desk.clock.now(), form))
    with desk.store.begin() as work:
        work.casework.contacts.save(replace(work.casework.contacts.get(contact_id), not_counselling=kind))
        work.commit()
    return contact_id


def list_contacts(desk: Desk, worker_id: int, since: datetime, until: datetime) -> list[Contact]:
    """Return the calls and visits of a time: one's own, for a supervisor everybody's."""
    with desk.store.begin() as work:
        worker = work.workers.get(worker_id)
        found = work.casework.contacts.between(since, until)
    sees_all = is_chief(worker)
    return [contact for contact in found if sees_all or contact.worker_id == worker_id]


def count_contacts(desk: Desk, since: datetime, until: datetime) -> dict[str, Any]:
    """Count calls, visits and cases by category; counselling and not apart. No words, no person."""
    with desk.store.begin() as work:
        contacts = work.casework.contacts.between(since, until)
        cases = [case for case in work.cases.all(open_only=False) if since <= case.opened_at < until]
        sheets = [work.casework.sheets.of(case.id) for case in cases]
    described: list[Contact | Sheet] = [*contacts, *sheets]
    idle = [one for one in described if one.contact_type == NOT_COUNSELLING]
    return {
        "by_channel": dict(Counter([contact.channel for contact in contacts] + ["sms"] * len(cases))),
        "counselling": len(described) - len(idle),
        "not_counselling": len(idle),
        "by_category": dict(Counter(one.category or "not_described" for one in described)),
    }


def _contact(spoken: Spoken, worker_id: int, now: datetime, case_id: int | None) -> Contact:
    form = spoken.form
    missing = tuple(name for name in wrap_up.NEEDED if not getattr(form, name))
    if missing:
        raise wrap_up.Incomplete(missing)
    return Contact(
        0,
        spoken.at,
        now,
        worker_id,
        "phone" if spoken.channel == "phone" else "walk_in",
        max(spoken.minutes, 0),
        form.contact_type,
        form.relation,
        form.category,
        form.subcategory,
        form.age_band,
        form.sex,
        spoken.language,
        spoken.region,
        form.dispositions,
        case_id=case_id,
        words=spoken.words.strip() or None,
    )

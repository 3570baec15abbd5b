"""Look: the list of cases, one case as its reader may see it, and the plan that a person is handed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.desk.desk import Desk
from bot.desk.diversion.begin import pilot_is_known
from bot.desk.diversion.hand_over import offer_on
from bot.desk.diversion.sitting import NoSuchCase, Sitting, sit
from bot.helpline.diversion import access, consents, dates, handover, machine
from bot.helpline.diversion.forms import Form, in_language
from bot.helpline.diversion.records import (
    HARMED,
    ROLES,
    Diversion,
    DiversionAction,
    File,
    Party,
    Sheet,
    Stage,
    Task,
)
from bot.helpline.records import Worker
from bot.ports import UnitOfWork
from bot.text.phone import masked


@dataclass(frozen=True)
class Row:
    """One line of the list: no name, no number, no words of anybody."""

    code: str
    stage: Stage
    stage_since: datetime
    region: str | None
    referred_by: str
    owner: str
    missing: tuple[str, ...]
    overdue: int
    next_due: datetime | None
    waits_for_approval: bool


@dataclass(frozen=True)
class Shown:
    """A case as one worker sees it: what the role may not see is not in it."""

    file: File
    parts: frozenset[str]
    missing: tuple[str, ...]
    overdue: frozenset[int]  # ids of tasks
    numbers: dict[int, str]  # party → masked number
    staff: dict[int, str]  # worker → name
    colleagues: tuple[Worker, ...]  # who may take part
    history: tuple[DiversionAction, ...]
    forms: dict[str, Form]  # as they are now
    versions: dict[int, Form]  # as they were when used
    pilot_known: bool
    may_change: bool
    may_assess: bool
    may_approve: bool
    offered_to: int | None  # the worker whom the case is offered to
    may_hand_over: bool
    receivers: tuple[Worker, ...]  # to whom this worker may hand it over
    now: datetime


@dataclass(frozen=True)
class Handed:
    """The plan for one person, to be printed: their own part, in their own language."""

    code: str
    party: Party
    measures: tuple[str, ...]
    words: str
    dates: tuple[tuple[str, Task], ...]  # what it is, and when


def list_diversions(desk: Desk, worker: Worker | None, *, open_only: bool = True) -> list[Row]:
    """Return the cases that a worker may see (without a worker: all, for the command line), the newest first."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        names = {one.id: one.name for one in work.workers.all()}
        files = [work.diversions.file(one.id) for one in work.diversions.all(open_only)]
    return [_row(file, names, now) for file in files if worker is None or access.parts_for(file, worker)]


def on_case(desk: Desk, worker: Worker, case_id: int) -> list[Row]:
    """Return the diversion cases that hang on a case of the helpline, those that the worker may see."""
    with desk.store.begin() as work:
        codes = {one.code for one in work.diversions.of_case(case_id)}
    return [row for row in list_diversions(desk, worker, open_only=False) if row.code in codes] if codes else []


def look(desk: Desk, worker: Worker, code: str) -> Shown:
    """Return a case as this worker may see it, and write into the audit that it was opened. Raises NoSuchCase."""
    with sit(desk, worker, code, may=access.may_see) as sitting:
        sitting.work.audit.note(
            sitting.actor, "diversion_opened", f"diversion:{sitting.file.diversion.id}", sitting.now
        )
        return _shown(sitting)


def row_of(desk: Desk, code: str) -> Row:
    """Return a case's line for the command line. Raises NoSuchCase."""
    found = [one for one in list_diversions(desk, None, open_only=False) if one.code == code]
    if not found:
        raise NoSuchCase("no such case")
    return found[0]


def plan_for(desk: Desk, worker: Worker, code: str, party_id: int) -> Handed:
    """
    Return what one person is handed, in their language.

    A person harmed is shown only what is owed to them and their own dates, and nothing once they have left.
    """
    with sit(desk, worker, code, may=_plan) as sitting:
        party = sitting.party(party_id)
        sitting.require(
            party.role != HARMED or consents.harmed_takes_part(sitting.file), "person_harmed_consents_first"
        )
        sitting.note("plan_printed", party=party.id)
        return _handed(sitting, party)


def as_json(row: Row) -> dict[str, Any]:
    """Return a line for a machine: codes, stages and counts."""
    return {
        "code": row.code,
        "stage": str(row.stage),
        "since": row.stage_since.isoformat(),
        "region": row.region,
        "referred_by": row.referred_by,
        "owner": row.owner,
        "missing": list(row.missing),
        "overdue": row.overdue,
        "next_due": row.next_due.isoformat() if row.next_due else None,
    }


def _row(file: File, names: dict[int, str], now: datetime) -> Row:
    case: Diversion = file.diversion
    coming = dates.next_due(file, now)
    return Row(
        code=case.code,
        stage=case.stage,
        stage_since=case.stage_since,
        region=case.region,
        referred_by=case.referred_by,
        owner=names.get(case.owner_id, ""),
        missing=tuple(machine.missing(file)),
        overdue=len(dates.overdue(file, now)),
        next_due=coming.due_at if coming else None,
        waits_for_approval=bool({"assessment_approved", "agreement_approved"} & set(machine.missing(file))),
    )


def _shown(sitting: Sitting) -> Shown:
    work, file, worker = sitting.work, sitting.file, sitting.worker
    parts = sitting.parts
    library, everybody = sitting.desk.library, work.workers.all()
    used = {one.form_id for one in file.consents} | {one.form_id for one in file.sheets}
    used |= {one.form_id for one in file.plans}
    offered = offer_on(work, file)
    return Shown(
        file=_cut(file, parts),
        parts=parts,
        missing=tuple(machine.missing(file)),
        overdue=frozenset(one.id for one in dates.overdue(file, sitting.now)),
        numbers=_numbers(work, file),
        staff={one.id: one.name for one in everybody},
        colleagues=tuple(one for one in everybody if one.role in ROLES and one.suspended_at is None),
        history=tuple(work.diversions.history(file.diversion.id)) if "history" in parts else (),
        forms=dict(library.forms),
        versions={form_id: work.diversions.form(form_id) for form_id in used},
        pilot_known=pilot_is_known(library.forms["eligibility"], file.diversion.region),
        may_change=access.may_change(file, worker),
        may_assess=access.may_assess(file, worker),
        may_approve=access.may_approve(file, worker, 0),
        offered_to=offered.to_worker if offered else None,
        may_hand_over=handover.may_offer(file, worker),
        receivers=_receivers(file, worker, everybody),
        now=sitting.now,
    )


def _receivers(file: File, worker: Worker, everybody: list[Worker]) -> tuple[Worker, ...]:
    if not handover.may_offer(file, worker):
        return ()
    return tuple(one for one in everybody if handover.may_receive(file.diversion, one))


def _numbers(work: UnitOfWork, file: File) -> dict[int, str]:
    """Return the masked numbers; one that was deleted at the person's wish is none."""
    known = {one.id: work.identifiers.get(one.identifier_id).number for one in file.parties if one.identifier_id}
    return {party_id: masked(number) for party_id, number in known.items() if number}


def _cut(file: File, parts: frozenset[str]) -> File:
    """Take out what a role does not see."""
    sheets = tuple(one if "answers" in parts else _without_answers(one) for one in file.sheets)
    return replace(
        file,
        consents=file.consents if "consents" in parts else (),
        sheets=sheets,
        plans=file.plans if "plan" in parts else (),
    )


def _without_answers(sheet: Sheet) -> Sheet:
    return replace(sheet, answers={}, note="", level="", score=0)


def _handed(sitting: Sitting, party: Party) -> Handed:
    file, plan = sitting.file, sitting.file.plan
    forms = sitting.desk.library.forms
    whole = access.sees_whole_plan(party)
    measures: tuple[str, ...] = ()
    if plan is not None:
        form = sitting.work.diversions.form(plan.form_id)
        named = form.body["measures"]
        measures = tuple(
            in_language(form.words("measures", name), party.language)
            for name in plan.measures
            if whole or (party.role == HARMED and named[name].get("owed_to_harmed"))
        )
    own = [one for one in access.own_dates(file, party) if one.progress != "cancelled"]
    kinds = {"invitation": ("meetings", "types"), "condition": ("conditions", "types")}
    lines = []
    for task in own:
        name, group = kinds[task.kind]
        lines.append((in_language(forms[name].words(group, task.about), party.language), task))
    words = plan.words if plan is not None and whole else ""
    return Handed(file.diversion.code, party, measures, words, tuple(lines))


def _plan(file: File, worker: Worker) -> bool:
    return "plan" in access.parts_for(file, worker)

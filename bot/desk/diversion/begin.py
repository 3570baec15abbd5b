"""Begin: a diversion case is opened, on a case of the helpline or for a referral from outside."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.diversion.sitting import NoSuchCase, NotAllowed, Sitting, note, sit
from bot.helpline import codes
from bot.helpline.diversion import access, consents, dates
from bot.helpline.diversion.forms import Form
from bot.helpline.diversion.records import INSPECTOR, ROLES, Diversion, File, Party, Progress, Stage, Task
from bot.helpline.hours import local
from bot.helpline.records import Case, Worker
from bot.helpline.routing import SUPERVISOR
from bot.logs import log
from bot.ports import UnitOfWork
from bot.text import phone

REFERRERS = ("commission", "inspector", "prosecutor", "court", "school", "parent", "helpline", "other")


@dataclass(frozen=True)
class Referral:
    """Who sends a child, and from where. `case_code`: the case of the helpline that it hangs on."""

    referred_by: str
    region: str | None
    language: str = "tk"
    case_code: str | None = None


@dataclass(frozen=True)
class Newcomer:
    """Somebody who takes part. `number` may be empty; `worker_id`: a member of staff in this role."""

    role: str
    name: str = field(repr=False)
    language: str = "tk"
    number: str = field(default="", repr=False)
    worker_id: int | None = None
    from_helpline: bool = False  # the number of the helpline's case, seen by nobody


def refer(desk: Desk, worker: Worker, referral: Referral) -> str:
    """Open a case and return its code. Raises NotAllowed, or NoSuchCase for a helpline case that is not theirs."""
    if not access.may_open_one(worker):
        raise NotAllowed("not_yours_to_open")
    if referral.referred_by not in REFERRERS:
        raise NotAllowed("no_such_body")
    if referral.region is not None and referral.region not in desk.library.regions:
        raise NotAllowed("no_such_region")
    now = desk.clock.now()
    with desk.store.begin() as work:
        case = _helpline_case(work, worker, referral.case_code) if referral.case_code else None
        opened = work.diversions.add(
            Diversion(
                id=0,
                code=_free_code(work),
                stage=Stage.REFERRED,
                opened_at=now,
                stage_since=now,
                referred_by=referral.referred_by,
                owner_id=worker.id,
                case_id=case.id if case else None,
                case_code=case.code if case else None,
                kind=case.kind if case else None,
                region=referral.region,
                language=referral.language,
            )
        )
        sitting = Sitting(desk, work, now, worker, work.diversions.file(opened.id))
        lay_out_steps(sitting)
        note(work, sitting.file, now, sitting.actor, "referred", by=referral.referred_by)
        work.commit()
    log.info("diversion_opened", case=opened.id, worker=worker.id)
    return opened.code


def add_party(desk: Desk, worker: Worker, code: str, newcomer: Newcomer) -> Party:
    """Let somebody take part; the inspector only where the consents name that role. Raises NotAllowed."""
    with sit(desk, worker, code) as sitting:
        sitting.require(sitting.file.is_open, "is_closed")
        sitting.require(newcomer.role in ROLES, "no_such_role")
        sitting.require(bool(newcomer.name.strip()), "name_needed")
        sitting.require(consents.may_join(sitting.file, newcomer.role), "inspector_needs_consent")
        party = Party(
            0,
            sitting.file.diversion.id,
            newcomer.role,
            newcomer.name.strip(),
            newcomer.language,
            _identifier(sitting, newcomer),
            _staff(sitting, newcomer),
        )
        sitting.keep(replace(sitting.file, parties=(*sitting.file.parties, party)))
        sitting.note("party_added", role=newcomer.role, party=sitting.file.parties[-1].id)
        return sitting.file.parties[-1]


def remove_party(desk: Desk, worker: Worker, code: str, party_id: int) -> None:
    """Let somebody leave: what they were to do is called off. The child leaves only by ending the case."""
    with sit(desk, worker, code) as sitting:
        party = sitting.party(party_id)
        sitting.require(party.role != "child" or sitting.file.diversion.stage is Stage.REFERRED, "child_stays")
        leave(sitting, party)
        sitting.note("party_left", role=party.role, party=party.id)


def leave(sitting: Sitting, party: Party) -> None:
    """Take somebody out of the case, and call off what is open for them."""
    gone = replace(party, left_at=sitting.now)
    file: File = sitting.file
    tasks = tuple(
        replace(one, progress=Progress.CANCELLED, settled_at=sitting.now, remind_at=None)
        if one.party_id == party.id and one.progress is Progress.OPEN
        else one
        for one in file.tasks
    )
    parties = tuple(gone if one.id == party.id else one for one in file.parties)
    sitting.keep(replace(file, parties=parties, tasks=tasks))


def lay_out_steps(sitting: Sitting) -> None:
    """Write down what each service has to do at this stage, and by when."""
    form = sitting.form("steps")
    stage = str(sitting.file.diversion.stage)
    for name, step in form.body["stages"].get(stage, {}).get("steps", {}).items():
        if step["who"] == INSPECTOR and not consents.inspector_may(sitting.file):
            continue
        day = local(sitting.now).date() + timedelta(days=int(step["days"]))
        sitting.add_task(
            Task(0, sitting.file.diversion.id, "step", f"{stage}/{name}", dates.end_of(day), step["who"], sitting.now)
        )


def pilot_is_known(form: Form, region: str | None) -> bool:
    """Say whether a pilot is known in this region (in all others it is not known here)."""
    return region is not None and region in form.body.get("pilots", ())


def _helpline_case(work: UnitOfWork, worker: Worker, code: str) -> Case:
    case = work.cases.by_code(code.strip().upper())
    if case is None or not (worker.role == SUPERVISOR or case.assignee_id == worker.id):
        raise NoSuchCase("no such case")
    return case


def _identifier(sitting: Sitting, newcomer: Newcomer) -> int | None:
    work, case_id = sitting.work, sitting.file.diversion.case_id
    if newcomer.from_helpline and case_id is not None:
        return work.conversations.get(work.cases.get(case_id).conversation_id).identifier_id
    if not newcomer.number.strip():
        return None
    try:
        sender = phone.parse(newcomer.number)
    except phone.NotANumber:
        raise NotAllowed("not_a_number") from None
    sitting.require(sender.kind == "phone", "not_a_number")
    return work.identifiers.find_or_add(sender.number, "phone").id


def _staff(sitting: Sitting, newcomer: Newcomer) -> int | None:
    """Return the member of staff, whose own role must be the one they take part in."""
    if newcomer.worker_id is None:
        return None
    found = next((one for one in sitting.work.workers.all() if one.id == newcomer.worker_id), None)
    sitting.require(found is not None and found.role == newcomer.role and not found.suspended_at, "no_such_worker")
    return newcomer.worker_id


def _free_code(work: UnitOfWork) -> str:
    while True:
        code = codes.draw_diversion(secrets.choice)
        if work.diversions.by_code(code) is None:
            return code

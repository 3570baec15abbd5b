"""Case file: what is written down of a case, as the panel beside its conversation shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.closed import carries_its_code
from bot.desk.desk import Desk
from bot.desk.referred import stands
from bot.helpline.casework import referrals
from bot.helpline.casework import tasks as task_rules
from bot.helpline.casework.records import Consent, Flag, Referral, Sheet, Task, Transfer
from bot.helpline.privacy import mask_numbers
from bot.helpline.records import Case, Worker
from bot.helpline.routing import may_read
from bot.ports import UnitOfWork


@dataclass(frozen=True)
class ShownTask:
    """A task with the name of who does it."""

    task: Task
    worker: str
    is_overdue: bool


@dataclass(frozen=True)
class ShownReferral:
    """
    A referral with the name of its receiver.

    `is_mine`: this worker is asked. `is_hidden`: no consent stands any more, so whoever was asked cannot read it.
    """

    referral: Referral
    worker: str | None
    is_mine: bool
    is_hidden: bool


@dataclass(frozen=True)
class Handed:
    """What waits for a worker's word: a transfer, or a referral with what is asked."""

    code: str
    by: str
    referral_id: int | None = None
    asked: str | None = field(default=None, repr=False)
    reason: str = field(default="", repr=False)
    is_accepted: bool = False  # the service was promised, and is not done


@dataclass(frozen=True)
class CaseFile:
    """Everything beside the conversation."""

    case: Case
    sheet: Sheet
    tasks: tuple[ShownTask, ...]
    watchers: tuple[tuple[int, str], ...]
    consents: tuple[Consent, ...]
    standing: Consent | None  # what a referral may stand on now; None: locked
    referrals: tuple[ShownReferral, ...]
    transfer: Transfer | None
    transfer_to: str | None
    flags: tuple[Flag, ...]
    repeat_of: str | None  # code of the case before
    may_open_repeat: bool
    is_shared: bool
    colleagues: tuple[tuple[int, str], ...]


def read_file(desk: Desk, worker: Worker, case_id: int) -> CaseFile:
    """Return the file. Whoever calls has made sure that the worker may read the case."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        case, shelves = work.cases.get(case_id), work.casework
        names = {one.id: one.name for one in work.workers.all()}
        sheet = shelves.sheets.of_case(case_id)[:1]
        consents = shelves.consents.of_case(case_id)
        offers = shelves.transfers.where(case_id=case_id, state="offered")
        repeat = work.cases.get(sheet[0].repeat_of) if sheet and sheet[0].repeat_of else None
        identifier_id = work.conversations.get(case.conversation_id).identifier_id
        return CaseFile(
            case=case,
            sheet=sheet[0] if sheet else Sheet(0, case_id),
            tasks=_tasks(shelves.tasks.of_case(case_id), names, now),
            watchers=tuple((one.worker_id, names[one.worker_id]) for one in shelves.watchers.of_case(case_id)),
            consents=tuple(consents),
            standing=referrals.allows(consents),
            referrals=tuple(
                ShownReferral(
                    one,
                    names.get(one.worker_id or 0),
                    one.worker_id == worker.id,
                    one.state in referrals.OPEN and not stands(work, one, case),
                )
                for one in shelves.referrals.of_case(case_id)
            ),
            transfer=offers[0] if offers else None,
            transfer_to=names[offers[0].to_worker] if offers else None,
            flags=tuple(one for one in shelves.flags.of_case(case_id) if one.until is None or one.until > now),
            repeat_of=repeat.code if repeat else None,
            may_open_repeat=repeat is not None and _may_open(work, worker, repeat),
            is_shared=len(work.persons.behind(identifier_id)) > 1,
            colleagues=_colleagues(work, worker),
        )


def handed_to(desk: Desk, worker_id: int) -> list[Handed]:
    """Return what waits for this worker's word: code and what is asked, nothing else of the case."""
    with desk.store.begin() as work:
        names = {one.id: one.first_name for one in work.workers.all()}
        offers = work.casework.transfers.where(to_worker=worker_id, state="offered")
        # Those of diversion cases stand on that page: bot.desk.diversion.hand_over.
        offered = [(work.cases.get(offer.case_id), offer) for offer in offers if offer.case_id]
        return [
            *(
                Handed(case.code, names[offer.from_worker], reason=mask_numbers(offer.reason or ""))
                for case, offer in offered
                if case.assignee_id == offer.from_worker
            ),
            *_asked_of(work, worker_id, names),
        ]


def _asked_of(work: UnitOfWork, worker_id: int, names: dict[int, str]) -> Iterator[Handed]:
    """Return the referrals that this worker may answer; what is asked may be read only while a consent stands."""
    for state in referrals.OPEN:
        for one in work.casework.referrals.where(worker_id=worker_id, state=state):
            case = work.cases.get(one.case_id)
            if stands(work, one, case):
                asked = mask_numbers(one.asked)
                yield Handed(case.code, names[one.made_by], one.id, asked, is_accepted=state == "accepted")


def _tasks(found: Iterable[Task], names: dict[int, str], now: datetime) -> tuple[ShownTask, ...]:
    shown = [ShownTask(one, names[one.worker_id], task_rules.is_overdue(one, now)) for one in found]
    return tuple(sorted(shown, key=lambda one: (one.task.state == "done", one.task.due_at)))


def _may_open(work: UnitOfWork, worker: Worker, case: Case) -> bool:
    return may_read(worker, case, work.casework.board.followed_by(worker.id)) and carries_its_code(work, case)


def _colleagues(work: UnitOfWork, worker: Worker) -> tuple[tuple[int, str], ...]:
    return tuple(
        (one.id, one.name) for one in work.workers.all() if one.id != worker.id and referrals.may_be_asked(one)
    )

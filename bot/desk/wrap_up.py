"""Wrap-up: the form at the end closes a case; one click closes what was no counselling; a closed one is reopened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.at_case import at_case
from bot.desk.close import close
from bot.desk.desk import Desk
from bot.desk.errand import CaseErrand
from bot.desk.escalate import free_code
from bot.desk.say import BACK
from bot.helpline import ladder
from bot.helpline.casework import wrap_up as rules
from bot.helpline.casework.taxonomy import NOT_COUNSELLING
from bot.helpline.casework.wrap_up import WrapUp
from bot.helpline.records import Case, Mode, Worker
from bot.helpline.routing import is_chief
from bot.logs import log


@dataclass(frozen=True)
class Left:
    """A case that was closed and is not wrapped up."""

    code: str
    closed_at: datetime
    worker: str


class StillOpen(ValueError):
    """The case is open, or the person has another one that is."""


def wrap_up(desk: Desk, worker_id: int, code: str, form: WrapUp) -> None:
    """
    Write down how it ended and close the case; a case closed by SMS is only written down.

    Raises NotInList, or Incomplete naming what is missing.
    """
    rules.check(form, desk.library.casework)
    with at_case(desk, worker_id, code) as errand:
        scene, shelf = errand.scene, errand.scene.work.casework.sheets
        sheet = rules.finished(rules.fill(shelf.of(errand.case.id), form), errand.worker.id, scene.now)
        shelf.save(sheet)
        scene.note(errand.case, "wrapped_up", actor=errand.actor, category=sheet.category)
        _close(errand, form.closing_reason or "helped")


def close_not_counselling(desk: Desk, worker_id: int, code: str, kind: str) -> None:
    """Close a test, a joke, silence or abuse with one click. A case of danger is never closed so."""
    desk.library.casework.check(NOT_COUNSELLING, kind)
    with at_case(desk, worker_id, code) as errand:
        if errand.case.kind:
            raise StillOpen("a case of danger needs a wrap-up")
        shelf = errand.scene.work.casework.sheets
        shelf.save(rules.not_counselling(shelf.of(errand.case.id), kind, errand.worker.id, errand.scene.now))
        errand.scene.note(errand.case, "wrapped_up", actor=errand.actor, category="non_counselling")
        _close(errand, NOT_COUNSELLING)


def to_wrap_up(desk: Desk, worker: Worker) -> list[Left]:
    """Return what was closed (by SMS) and not wrapped up: one's own, for a supervisor everybody's; the oldest first."""
    with desk.store.begin() as work:
        names = {one.id: one.name for one in work.workers.all()}
        left = work.casework.board.to_wrap_up(None if is_chief(worker) else worker.id)
        found = [work.cases.get(case_id) for case_id in left]
    return [Left(one.code, one.closed_at or one.opened_at, names.get(one.assignee_id or 0, "")) for one in found]


def reopen(desk: Desk, worker_id: int, code: str) -> str:
    """
    Take a closed case up again, as its owner; the person is told. Return its code (a new one if it was given away).

    Raises StillOpen.
    """
    with at_case(desk, worker_id, code) as errand:
        scene, case = errand.scene, errand.case
        if case.status != "closed" or scene.work.cases.open_of(case.conversation_id, case.person_id):
            raise StillOpen(code)
        reopened = _reopened(errand, case)
        errand.save(reopened, "reopened")
        shelf = scene.work.casework.sheets
        sheet = shelf.of(case.id)
        shelf.save(replace(sheet, reopened=sheet.reopened + 1, wrapped_up_at=None, wrapped_up_by=None))
        _take_up(errand, reopened)
        log.info("case_reopened", case=case.id, worker=worker_id)
        return reopened.code


def _close(errand: CaseErrand, reason: str) -> None:
    if errand.case.status != "closed":
        errand.case = close(errand.scene, errand.case, errand.actor, reason)


def _reopened(errand: CaseErrand, case: Case) -> Case:
    scene = errand.scene
    due = ladder.next_step_at(case.severity, scene.now, ladder.FIRST_WORD[case.severity], scene.desk.policy.hours)
    scene.wake("chase", due)
    holder = scene.work.cases.by_code(case.code)
    return replace(
        case,
        code=case.code if holder is None or holder.status == "closed" else free_code(scene),
        status="taken",
        assignee_id=errand.worker.id,
        taken_at=scene.now,
        step=1,
        next_step_at=due,
        closed_at=None,
        closed_reason=None,
    )


def _take_up(errand: CaseErrand, case: Case) -> None:
    """Let the worker answer again, and tell the person so; who asked us to be silent is not written to."""
    scene = errand.scene
    if scene.is_with(case) and scene.conversation.mode is not Mode.STOPPED:
        scene.remember(**{BACK: None})
        scene.switch(Mode.WORKER)
    if scene.work.identifiers.get(scene.conversation.identifier_id).number:  # else it was forgotten meanwhile
        scene.say("handover.reopened", case=case)

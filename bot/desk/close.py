"""Close: a worker ends a case. The assistant is back in silence, and says so with the person's next text."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.errand import CaseErrand
from bot.desk.relay import held_in
from bot.desk.say import BACK
from bot.desk.scene import Scene
from bot.desk.thread import take_back
from bot.desk.transfer import withdraw_open
from bot.helpline.records import Case, Mode, Purpose, Status
from bot.logs import log


def done(errand: CaseErrand) -> None:
    """Close the case; only a human can."""
    case = close(errand.scene, errand.case, errand.actor, "done")
    errand.case = case
    errand.answer("worker.closed", case=case, code=case.code)


def close(scene: Scene, case: Case, actor: str, reason: str) -> Case:
    """Close a case for a reason, whoever does it."""
    closed = replace(case, status="closed", closed_at=scene.now, closed_reason=reason, next_step_at=None)
    scene.work.cases.save(closed)
    scene.work.casework.sheets.of(case.id)  # so that a case which is not wrapped up is found: bot.store.board
    withdraw_open(scene, closed, actor)
    _drop_held(scene, closed, actor)
    scene.note(closed, "closed", actor=actor, reason=reason)
    scene.work.audit.note(actor, "closed_case", f"case:{case.id}", scene.now, {"reason": reason})
    take_back(scene, case.id, Purpose.SAFETY)
    if scene.is_with(case) and scene.open_case() is None:
        bring_back(scene, "closing.case_closed")
    log.info("case_closed", case=case.id, reason=reason)
    return closed


def _drop_held(scene: Scene, case: Case, actor: str) -> None:
    """Take away what waits for a supervisor: nobody decides on it any more, and who wrote it is told."""
    held = held_in(scene.work, case)
    for text in held:
        scene.work.messages.change(text.id, status=Status.CANCELLED)
    if held:
        scene.note(case, "dropped", actor=actor, messages=[text.id for text in held])
    for author in sorted({text.worker_id for text in held if text.worker_id is not None}):
        scene.tell(scene.work.workers.get(author), "worker.held_dropped", case=case, code=case.code)


def bring_back(scene: Scene, told_with: str) -> None:
    """Let the assistant answer again; the person is told with their next text, since this one would be unasked."""
    identifier = scene.work.identifiers.get(scene.conversation.identifier_id)
    scene.change(question=None)
    scene.switch(Mode.STOPPED if identifier.stopped_at else Mode.ASSISTANT)
    scene.remember(**{BACK: told_with})

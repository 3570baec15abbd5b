"""Undelivered: a text has failed for good. It is written down in plain words, and whoever must know is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk.climb import climb
from bot.desk.desk import Desk
from bot.desk.escalate import restart
from bot.desk.scene import Scene, language_of, open_scene, tell, wake
from bot.helpline.records import Case, Message, Purpose, Severity, Status
from bot.helpline.routing import ADMINISTRATOR, SUPERVISOR, chiefs
from bot.logs import log
from bot.ports import UnitOfWork

ALARM_AGAIN_AFTER = timedelta(hours=1)


def failed(desk: Desk, text: Message, reason: str, *, stop: bool = False, alarm: bool = False) -> None:
    """Mark a text as failed, its number as not to be written to, and tell the staff what they must know."""
    with desk.store.begin() as work:
        work.messages.change(text.id, status=Status.FAILED, failed_reason=reason)
        if stop:
            _leave_alone(work, text, reason, desk)
        if alarm:
            _alarm(desk, work, reason)
        work.commit()
    log.error("text_failed", message=text.id, reason=reason, purpose=text.purpose)
    _tell_case(desk, text, reason)
    wake(desk, [("deliver", None)])


def _leave_alone(work: UnitOfWork, text: Message, reason: str, desk: Desk) -> None:
    """Write to this number no more: it opted out at the provider, or it cannot be reached."""
    identifier = work.identifiers.get(text.identifier_id, lock=True)
    if reason == "opted_out":
        work.identifiers.save(replace(identifier, stopped_at=desk.clock.now()))
    else:
        work.identifiers.save(replace(identifier, unreachable=reason))


def _alarm(desk: Desk, work: UnitOfWork, reason: str) -> None:
    """Tell the administrators, once an hour and reason, that something only they can mend is broken."""
    name, now = f"alarm.{reason}", desk.clock.now()
    last = work.marks.get(name)
    work.audit.note("system", "alarm", f"provider:{reason}", now)
    if last is not None and now.timestamp() - last < ALARM_AGAIN_AFTER.total_seconds():
        return
    work.marks.put(name, now.timestamp())
    staff = work.workers.all()
    for chief in [*chiefs(staff, ADMINISTRATOR), *chiefs(staff, SUPERVISOR)]:
        words = desk.library.text(f"failures.{reason}", language_of(desk, chief))
        tell(desk, work, now, chief, "worker.alarm", purpose=Purpose.ALERT, reason=words)


def _tell_case(desk: Desk, text: Message, reason: str) -> None:
    """Write a failure on the case's timeline: a lost safety text goes to the top, a lost offer goes to the next one."""
    if text.case_id is None:
        return
    with desk.store.begin() as work:
        case = work.cases.get(text.case_id)
        person = work.conversations.get(case.conversation_id).identifier_id
    if case.status == "closed":
        return
    with open_scene(desk, person) as scene:
        case = scene.work.cases.get(case.id, lock=True)
        scene.note(case, "not_delivered", message=text.id, reason=reason, purpose=text.purpose)
        _go_on(scene, case, text, reason)


def _go_on(scene: Scene, case: Case, text: Message, reason: str) -> None:
    if text.purpose is Purpose.SAFETY:
        restart(scene, replace(case, severity=Severity.IMMINENT))
    elif text.purpose is Purpose.ALERT and case.status != "taken" and case.offered_to == text.worker_id:
        climb(scene, case)
    elif text.purpose is Purpose.WORKER and text.worker_id is not None and text.conversation_id is not None:
        worker = scene.work.workers.get(text.worker_id)
        words = scene.desk.library.text(f"failures.{reason}", language_of(scene.desk, worker))
        scene.tell(worker, "worker.not_delivered", case=case, code=case.code, reason=words)

"""Relay: a worker's words reach the person. Neither sees the other's number."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.errand import CaseErrand
from bot.desk.scene import OTHER_PERSON, Scene, tell_words
from bot.desk.staff_alerts import supervisors
from bot.desk.thread import take_back
from bot.helpline import ladder
from bot.helpline.privacy import holds_contact
from bot.helpline.records import Case, Message, Mode, Purpose, Status
from bot.helpline.routing import SUPERVISOR
from bot.ports import UnitOfWork

WAITS_FOR_SUPERVISOR = "waits_for_supervisor"  # why a text is held


def relay(errand: CaseErrand) -> None:
    """Send the words to the person; words that hold a way around us wait for a supervisor."""
    if not errand.is_owner:
        errand.answer("worker.take_first", case=errand.case, code=errand.case.code)
    elif not errand.order.words:
        errand.answer("worker.no_words", case=errand.case, code=errand.case.code)
    elif holds_contact(errand.order.words):
        _hold(errand)
    else:
        _send(errand)


def echo(errand: CaseErrand) -> None:
    """Send words that came without a code, and tell the worker where they went."""
    relay(errand)
    if errand.is_owner and not holds_contact(errand.order.words):
        errand.answer("worker.sent_to", case=errand.case, code=errand.case.code)


def send_held(errand: CaseErrand) -> None:
    """Let a held text go, by a supervisor's word."""
    held = held_in(errand.scene.work, errand.case)
    for text in held:
        if errand.scene.is_with(errand.case):
            errand.scene.work.messages.change(text.id, status=Status.DUE, due_at=errand.scene.now, failed_reason=None)
            errand.scene.wake("deliver")
            _stop_clock(errand, text)
        else:
            errand.scene.work.messages.change(text.id, failed_reason=OTHER_PERSON)
    _after_holding(errand, held, "released", "worker.held_sent")


def drop_held(errand: CaseErrand) -> None:
    """Take a held text away, by a supervisor's word."""
    held = held_in(errand.scene.work, errand.case)
    for text in held:
        errand.scene.work.messages.change(text.id, status=Status.CANCELLED)
    _after_holding(errand, held, "dropped", "worker.held_dropped")


def _send(errand: CaseErrand) -> None:
    """Put the words into the outbox; the worker's clock stops, and a safety text that lay ready is taken back."""
    scene = errand.scene
    message_id = _put(errand, Status.DUE)
    errand.save(_clock_stopped(scene, errand.case), "wrote", message=message_id)


def _put(errand: CaseErrand, status: Status) -> int:
    """Put the words into the outbox and return the row's id."""
    scene = errand.scene
    words = _with_name(errand)
    message_id = scene.send(words, purpose=Purpose.WORKER, case=errand.case, worker=errand.worker, status=status)
    if scene.is_with(errand.case):
        scene.switch(Mode.WORKER)
    else:
        scene.tell(errand.worker, "worker.other_writes", case=errand.case, code=errand.case.code)
    return message_id


def _stop_clock(errand: CaseErrand, text: Message) -> None:
    """Let the worker in charge count as having written, now that a text of theirs goes out."""
    scene, case = errand.scene, errand.case
    if case.status != "taken" or case.assignee_id != text.worker_id:
        return
    errand.case = _clock_stopped(scene, case)
    scene.work.cases.save(errand.case)


def _clock_stopped(scene: Scene, case: Case) -> Case:
    """Take back the safety text that lay ready, and return the case as one whose worker has written just now."""
    take_back(scene, case.id, Purpose.SAFETY)
    return replace(case, last_worker_text_at=scene.now, step=0, next_step_at=scene.now + ladder.SILENCE)


def _with_name(errand: CaseErrand) -> str:
    """Tell the first name, once: after the person has answered, so that it is known who holds the phone."""
    scene, case = errand.scene, errand.case
    written, last = scene.conversation.last_in_at, case.last_worker_text_at
    if scene.conversation.discreet or last is None or written is None or written <= last:
        return errand.order.words
    if any(line.verb == "named" and line.actor == errand.actor for line in scene.work.cases.timeline(case.id)):
        return errand.order.words
    scene.note(case, "named", actor=errand.actor)
    return f"{errand.worker.first_name}: {errand.order.words}"


def _hold(errand: CaseErrand) -> None:
    """Lay the words aside for a supervisor; the person reads nothing yet, so that the worker's clock runs on."""
    message_id = _put(errand, Status.HELD)
    errand.scene.work.messages.change(message_id, failed_reason=WAITS_FOR_SUPERVISOR)
    errand.save(errand.case, "wrote", message=message_id)
    errand.answer("worker.held", case=errand.case, code=errand.case.code)
    for chief in supervisors(errand.scene):
        scene, case = errand.scene, errand.case
        scene.tell(chief, "worker.judge", case=case, code=case.code, name=errand.worker.first_name)
        tell_words(scene.desk, scene.work, scene.now, chief, errand.order.words, case=case, wakes=scene.wakes)


def held_in(work: UnitOfWork, case: Case) -> list[Message]:
    """Return the texts of a case that wait for a supervisor, oldest first."""
    texts = work.messages.for_case(case.id)
    return [text for text in texts if text.status is Status.HELD and text.failed_reason == WAITS_FOR_SUPERVISOR]


def _after_holding(errand: CaseErrand, held: list[Message], verb: str, text_id: str) -> None:
    scene, case = errand.scene, errand.case
    scene.note(case, verb, actor=errand.actor, messages=[text.id for text in held])
    if not held:
        errand.answer("worker.nothing_held", case=case, code=case.code)
        return
    authors = {text.worker_id for text in held if text.worker_id is not None}
    for worker_id in sorted(authors | {errand.worker.id}):
        scene.tell(scene.work.workers.get(worker_id), text_id, case=case, code=case.code)


def may_judge(errand: CaseErrand) -> bool:
    """Say whether the worker may decide on held texts."""
    return errand.worker.role == SUPERVISOR or errand.is_chief

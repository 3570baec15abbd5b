"""Chase: what nobody has done in its time is done by the clock: the next worker, the supervisor, the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import erase, tasks, wish
from bot.desk.alarm import is_check
from bot.desk.answers_to import leave_unanswered
from bot.desk.climb import climb
from bot.desk.close import bring_back
from bot.desk.desk import Desk
from bot.desk.diversion import reminders
from bot.desk.scene import Scene, open_scene
from bot.desk.staff_alerts import supervisors
from bot.helpline import ladder
from bot.helpline.records import Case, Mode, Purpose
from bot.logs import log


def chase(desk: Desk) -> None:
    """Take every step that has fallen due. Another one who is at it is left alone."""
    with desk.store.hold("chase") as mine:
        if not mine:
            return
        now = desk.clock.now()
        with desk.store.begin() as work:
            people = {
                case.id: work.conversations.get(case.conversation_id).identifier_id for case in work.cases.due(now)
            }
            silent = [one.identifier_id for one in work.conversations.with_expired_question(now)]
        for case_id, identifier_id in people.items():
            _step(desk, case_id, identifier_id)
        for identifier_id in silent:
            _expire(desk, identifier_id)
        erase.erase_due(desk)
        tasks.tell_due(desk)
        reminders.remind_due(desk)
        reminders.pass_by(desk)


def _step(desk: Desk, case_id: int, identifier_id: int) -> None:
    with open_scene(desk, identifier_id) as scene:
        case = scene.work.cases.get(case_id, lock=True)
        if case.status == "closed" or case.next_step_at is None or case.next_step_at > scene.now:
            return  # somebody was quicker
        if case.status == "taken" and case.step == 0:
            _silence(scene, case)
        else:
            climb(scene, case)


def _silence(scene: Scene, case: Case) -> None:
    """
    After a day without a word the assistant is back; only a human closes the case.

    A danger is not given back to a machine: there the supervisors are told, and the person waits for a human.
    """
    spoken = _last_word(scene, case)
    if scene.now < spoken + ladder.SILENCE:
        scene.work.cases.save(replace(case, next_step_at=spoken + ladder.SILENCE))
        return
    scene.note(case, "silent_for_a_day")
    scene.work.cases.save(replace(case, next_step_at=scene.now + ladder.SILENCE))
    if case.kind:
        for chief in supervisors(scene):
            scene.tell(chief, "worker.silent_for_a_day", case=case, purpose=Purpose.ALERT, code=case.code)
    elif scene.conversation.mode is Mode.WORKER and scene.is_with(case):
        bring_back(scene, "closing.assistant_back")


def _last_word(scene: Scene, case: Case) -> datetime:
    moments = (case.taken_at, case.last_worker_text_at, scene.conversation.last_in_at)
    return max((moment for moment in moments if moment), default=case.opened_at)


def _expire(desk: Desk, identifier_id: int) -> None:
    """Close a question that has run out. Silence on the danger question is no answer: a case is opened."""
    with open_scene(desk, identifier_id) as scene:
        question = scene.conversation.question
        if question is None or question.expires_at is None or question.expires_at > scene.now:
            return
        if not is_check(question):
            scene.change(question=None)
            if wish.is_behind(question):
                wish.hand_over(scene, question.context)
            return
        case = leave_unanswered(scene)
        scene.say("safety.silence", purpose=Purpose.HOLDING, case=case)
    log.info("danger_question_unanswered", conversation=scene.conversation.id, case=case.id)

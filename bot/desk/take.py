"""Take: a worker takes a case, and sees the person's words; or passes it on to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk.alarm import alarm_of, is_running, with_worker
from bot.desk.answers_to import held_ids
from bot.desk.climb import asked_so_far, climb
from bot.desk.errand import CaseErrand
from bot.desk.pass_on import COMPLAINT, complain, relay
from bot.desk.presence import reads_at_console
from bot.desk.scene import Scene, language_of
from bot.desk.stints import spans_of
from bot.desk.unasked import is_own_word
from bot.helpline import ladder
from bot.helpline.casework import writers
from bot.helpline.complaints import is_complaint
from bot.helpline.records import Case, Message, Mode, Purpose, Status, Worker
from bot.helpline.routing import Need, may_take
from bot.logs import log

URGED = 1  # steps of a taken case after which its worker counts as silent, and a colleague may step in
SHOWN, SHOWN_IN_DANGER = 5, 20  # texts: an address may stand in the first of many
SHOWN_FROM = timedelta(hours=1)  # before the case was opened
UNREAD = (Status.IGNORED, Status.PAUSED)


def take(errand: CaseErrand) -> None:
    """Put the worker in charge: the bot is silent, the person's words follow, the others who were asked are told."""
    before = errand.case
    if before.assignee_id == errand.worker.id:
        errand.answer("worker.yours_already", case=before, code=before.code)
        return
    if before.status == "taken" and not (errand.is_chief or before.step > URGED):
        errand.answer("worker.taken_by_other", case=before, code=before.code)
        return
    case = _owned(errand, before)
    errand.save(case, "taken", before=before.assignee_id)
    case = _put_in_charge(errand, case)
    _tell_others(errand, case, before)
    show(errand, case)
    log.info("case_taken", case=case.id, worker=errand.worker.id)


def pass_case(errand: CaseErrand) -> None:
    """Give a case back: the next on the ladder is asked at once, and the person waits for a human again."""
    errand.case = give_back(errand.scene, errand.case, errand.worker, errand.actor)
    errand.answer("worker.passed", case=errand.case, code=errand.case.code)


def give_back(scene: Scene, case: Case, worker: Worker, actor: str) -> Case:
    """Take a case from its worker and ask the next one."""
    scene.note(case, "passed", actor=actor, worker=worker.id)
    if scene.conversation.mode is Mode.WORKER and scene.is_with(case):
        scene.switch(Mode.WAITING)
    return climb(scene, replace(case, assignee_id=None, taken_at=None, status="offered", offered_to=None))


def may_see(errand: CaseErrand) -> bool:
    """Say whether the worker may know that this case exists: it was offered to them, is theirs, or they supervise."""
    case = errand.case
    if case.status == "closed" and errand.order.verb != "who":
        return False
    if errand.may_change:
        return True
    if follows(errand.scene, case, errand.worker):
        return True
    # The inspector's limits hold for somebody who was asked before the case turned into one about police, too.
    allowed = may_take(errand.worker, Need(case.language, case.region, case.kind))
    return allowed and errand.worker.id in asked_so_far(errand.scene, case)


def follows(scene: Scene, case: Case, worker: Worker) -> bool:
    """Say whether a worker was let in by the owner, as a watcher. Who is only offered a case reads nothing of it."""
    return bool(scene.work.casework.watchers.where(case_id=case.id, worker_id=worker.id))


def _owned(errand: CaseErrand, case: Case) -> Case:
    scene = errand.scene
    due = ladder.next_step_at(case.severity, scene.now, ladder.FIRST_WORD[case.severity], scene.desk.policy.hours)
    scene.wake("chase", due)
    return replace(case, status="taken", assignee_id=errand.worker.id, taken_at=scene.now, step=1, next_step_at=due)


def _put_in_charge(errand: CaseErrand, case: Case) -> Case:
    """Silence the bot; what waited for the answer to a danger question is read by the worker now."""
    scene = errand.scene
    if not scene.is_with(case):
        return case  # somebody else writes from this number now: their talk goes on
    scene.settle([text for text in scene.waiting if text.id in held_ids(scene)], Status.PASSED_ON, case_id=case.id)
    asked = scene.conversation.question
    scene.change(question=None)
    scene.switch(Mode.WORKER)
    if is_running(asked):
        # A danger that was not denied: the worker is to write at once, else the safety text goes out.
        with_worker(scene, replace(alarm_of(asked), level="unsure"), case)
    return scene.work.cases.get(case.id)


def _tell_others(errand: CaseErrand, case: Case, before: Case) -> None:
    others = (asked_so_far(errand.scene, case) | {before.assignee_id}) - {errand.worker.id, None}
    for worker_id in sorted(one for one in others if one is not None):
        other = errand.scene.work.workers.get(worker_id)
        errand.scene.tell(other, "worker.taken_by_other", case=case, purpose=Purpose.WORKER, code=case.code)


def show(errand: CaseErrand, case: Case) -> None:
    """Send the worker what is known, then the person's words, numbers masked. Who reads at the console needs no SMS."""
    if reads_at_console(errand.scene, case):
        return
    scene, library = errand.scene, errand.scene.desk.library
    language = language_of(scene.desk, errand.worker)
    region = library.label(f"region.{case.region}", language) if case.region in library.regions else "?"
    errand.answer("worker.taken", case=case, code=case.code, spoken=case.language.upper(), region=region)
    spans = spans_of(scene, case.person_id)
    thread = scene.work.messages.thread(scene.conversation.id)
    shown = [text for text in thread if _is_shown(text, case) and writers.is_in(spans, text.id)]
    texts = [text for text in shown if not is_own_word(scene, [text])]
    if len(scene.work.persons.behind(scene.conversation.identifier_id)) > 1:
        errand.answer("worker.shared_phone", case=case, code=case.code)
    about_worker = [text for text in texts if is_complaint(text.text) and _wrote_before(errand, thread, text)]
    if about_worker:
        complain(scene, case, errand.worker.id, about_worker)
    texts = [text for text in texts if text not in about_worker]
    if texts:
        relay(scene, case, errand.worker, texts[-(SHOWN_IN_DANGER if case.kind else SHOWN) :])


def _wrote_before(errand: CaseErrand, thread: list[Message], text: Message) -> bool:
    """Say whether this worker had written to the person before the text: then it may be about this worker."""
    return any(one.direction == "out" and one.worker_id == errand.worker.id and one.id < text.id for one in thread)


def _is_shown(text: Message, case: Case) -> bool:
    if text.direction != "in" or text.status in UNREAD or text.kind == COMPLAINT:
        return False
    if not text.media_count and not any(char.isalpha() for char in text.text):
        return False  # digits that answered the bot
    return text.at is not None and text.at >= case.opened_at - SHOWN_FROM

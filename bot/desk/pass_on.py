"""Pass on: a human is in charge. The person's words go to that worker, and the bot is silent."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.presence import reads_at_console
from bot.desk.scene import Scene, tell_words
from bot.helpline import ladder
from bot.helpline.complaints import is_complaint
from bot.helpline.privacy import mask_numbers
from bot.helpline.records import Case, Message, Mode, Status, Worker
from bot.helpline.routing import ADMINISTRATOR, SUPERVISOR, chiefs

COMPLAINT = "complaint"  # kind of a text that the worker in charge never reads


def pass_on(scene: Scene, case: Case, texts: list[Message]) -> None:
    """Send the words to the worker in charge as `K4F2: …`; a complaint about the worker goes to the supervisor."""
    about_worker = [text for text in texts if is_complaint(text.text)]
    is_heard = bool(about_worker) and complain(scene, case, case.assignee_id, about_worker)
    if is_heard and scene.conversation.mode is not Mode.STOPPED:
        scene.say("handover.complaint", case=case)
    words = [text for text in texts if text not in about_worker]
    if words:
        _to_worker(scene, case, words)
    scene.settle(texts, Status.PASSED_ON, case_id=case.id)
    scene.note(case, "wrote", actor="person", texts=[text.id for text in words])


def relay(scene: Scene, case: Case, worker: Worker, texts: list[Message]) -> None:
    """Put the person's words for a worker into the outbox, numbers masked."""
    said = " / ".join(shown(scene, text, worker) for text in texts)
    tell_words(scene.desk, scene.work, scene.now, worker, f"{case.code}: {said}", case=case, wakes=scene.wakes)


def shown(scene: Scene, text: Message, worker: Worker) -> str:
    """Return what a worker is shown of a text."""
    words = mask_numbers(text.text)
    if not text.media_count:
        return words or "…"
    language = next(iter(worker.languages), scene.language)
    return f"{words} {scene.desk.library.text('worker.picture', language)}".strip()


def _to_worker(scene: Scene, case: Case, texts: list[Message]) -> None:
    assert case.assignee_id is not None  # the mode is `worker` only while a case has an owner
    if not reads_at_console(scene, case):
        relay(scene, case, scene.work.workers.get(case.assignee_id), texts)
    wait = ladder.FIRST_WORD[case.severity] if case.kind else ladder.SILENCE
    if case.kind and case.step:
        return  # the worker's clock runs already
    step = 1 if case.kind else 0
    scene.work.cases.save(replace(case, step=step, next_step_at=scene.now + wait))
    scene.wake("chase", scene.now + wait)


def complain(scene: Scene, case: Case, about: int | None, texts: list[Message]) -> bool:
    """Give what may be a complaint about a worker to the others in charge; say whether there is anybody."""
    staff = [worker for worker in scene.work.workers.all() if worker.id != about]
    told = chiefs(staff, SUPERVISOR) or chiefs(staff, ADMINISTRATOR)
    for chief in told:
        scene.tell(chief, "worker.complaint", case=case, code=case.code)
        relay(scene, case, chief, texts)
    scene.settle(texts, Status.PASSED_ON, kind=COMPLAINT)
    scene.work.audit.note("person", "complained", f"case:{case.id}", scene.now)
    return bool(told)


def case_in_charge(scene: Scene) -> Case | None:
    """Return the case whose worker is in charge of this talk, if one is."""
    if scene.conversation.mode is not Mode.WORKER:
        return None
    case = scene.open_case()
    return case if case and case.assignee_id is not None else None

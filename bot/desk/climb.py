"""Climb: one step up the ladder. The next worker is asked, then the supervisor, then everybody, until one takes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.hold_line import is_exhausted
from bot.desk.presence import online
from bot.desk.scene import Scene, language_of
from bot.helpline import ladder, routing
from bot.helpline.ladder import Rung
from bot.helpline.records import Case, CaseAction, Purpose, Severity, Worker
from bot.logs import log
from bot.ports import UnitOfWork

BEGINS = ("opened", "raised")  # timeline verbs with which the ladder begins anew
ASKING = (*BEGINS, "offered", "passed")
DAY = timedelta(days=1)


def climb(scene: Scene, case: Case) -> Case:
    """
    Ask the next one and say when the step after that is due.

    While a worker is in charge the clock runs against that worker: first a reminder, then the supervisors.
    """
    case = _urge(scene, case) if case.status == "taken" else _offer(scene, case)
    scene.work.cases.save(case)
    scene.wake("chase", case.next_step_at)
    log.info("case_step_taken", case=case.id, step=case.step, severity=case.severity)
    return case


def _offer(scene: Scene, case: Case) -> Case:
    rung = _next_rung(scene, case)
    for worker in rung.whom:
        offer_to(scene, case, worker)
    scene.note(case, "offered", rung=rung.name, workers=[worker.id for worker in rung.whom])
    if rung.name == "everybody":
        tell_the_truth(scene, case)
    return replace(
        case,
        status="offered" if rung.whom else case.status,
        offered_to=rung.whom[0].id if rung.whom else None,
        offered_at=scene.now,
        step=case.step + 1,
        next_step_at=_after(scene, case, _patience(scene, case, rung)),
    )


def _patience(scene: Scene, case: Case, rung: Rung) -> timedelta:
    """Return how long this rung is given: at an open console an urgent offer stands for a minute."""
    if case.severity is Severity.IMMINENT and rung.name == "offer" and rung.whom[0].id in online(scene.work, scene.now):
        return ladder.CONSOLE_OFFER
    return rung.wait


def offer_to(scene: Scene, case: Case, worker: Worker) -> None:
    """Write the first SMS: code, topic, severity; no number and no quotation."""
    language, library = language_of(scene.desk, worker), scene.desk.library
    scene.tell(
        worker,
        "worker.offer",
        case=case,
        purpose=Purpose.ALERT,
        code=case.code,
        severity=library.text(f"worker.severity_{case.severity}", language),
        about=_about(scene, case, language),
    )


def tell_the_truth(scene: Scene, case: Case) -> None:
    """Tell the person, once, that nobody has been reached yet and that we go on."""
    if is_exhausted(scene, case):
        return  # told already
    scene.note(case, "told_truth")
    danger = case.kind is not None
    scene.say("safety.nobody_yet" if danger else "handover.nobody_yet", purpose=Purpose.HOLDING, case=case)


def _urge(scene: Scene, case: Case) -> Case:
    """Remind the worker in charge; from the second time on the supervisors as well."""
    assert case.assignee_id is not None  # a taken case has an owner
    scene.tell(
        scene.work.workers.get(case.assignee_id), "worker.urge", case=case, purpose=Purpose.ALERT, code=case.code
    )
    chiefs = _chiefs(scene) if case.step else []
    for chief in chiefs:
        scene.tell(chief, "worker.silent", case=case, purpose=Purpose.ALERT, code=case.code)
    scene.note(case, "urged", worker=case.assignee_id, chiefs=[chief.id for chief in chiefs])
    wait = ladder.AGAIN[case.severity] if case.step else ladder.STEP[case.severity]
    return replace(case, step=case.step + 1, next_step_at=_after(scene, case, wait))


def _next_rung(scene: Scene, case: Case) -> Rung:
    staff = scene.work.workers.all()
    loads = {worker.id: scene.work.cases.load_of(worker.id) for worker in staff}
    need = routing.Need(case.language, case.region, case.kind)
    return ladder.next_rung(
        case.severity,
        routing.candidates(staff, loads, need, [worker.id for worker in _on_duty(scene, staff)]),
        routing.chiefs(staff, routing.SUPERVISOR),
        routing.chiefs(staff, routing.ADMINISTRATOR),
        asked_so_far(scene, case),
    )


def asked_so_far(scene: Scene, case: Case) -> set[int]:
    """Return the ids of those who were written to since the ladder began."""
    return asked_in(scene.work.cases.timeline(case.id))


def asked_in(timeline: Iterable[CaseAction]) -> set[int]:
    """Return the same from lines of a timeline; those with `ASKING` verbs are enough."""
    asked: set[int] = set()
    for line in timeline:
        if line.verb in BEGINS:
            asked.clear()
        asked.update(line.details.get("workers", ()) if line.verb == "offered" else ())
        asked.update({line.details["worker"]} if line.verb == "passed" else ())
    return asked


def on_duty_now(desk: Desk, work: UnitOfWork, now: datetime) -> set[int]:
    """Return the ids of those who can be asked by SMS now."""
    shifts = work.shifts.between(now - DAY, now + DAY)
    found = routing.on_duty(work.workers.all(), shifts, now, pin_required=desk.policy.pin_required)
    return {worker.id for worker in found}


def _on_duty(scene: Scene, staff: list[Worker]) -> list[Worker]:
    # Who has the console open gave both factors, which is more than a PIN.
    reachable = on_duty_now(scene.desk, scene.work, scene.now) | online(scene.work, scene.now)
    return [worker for worker in staff if worker.id in reachable and worker.suspended_at is None]


def _chiefs(scene: Scene) -> list[Worker]:
    staff = scene.work.workers.all()
    return [*routing.chiefs(staff, routing.SUPERVISOR), *routing.chiefs(staff, routing.ADMINISTRATOR)]


def _about(scene: Scene, case: Case, language: str) -> str:
    """Return what the worker is told it is about: the kind of danger, else the topic, else that a person is wanted."""
    library = scene.desk.library
    if case.kind:
        return library.text(f"worker.kind_{case.kind}", language)
    if case.reason == "safe_word":
        return library.text("worker.kind_unknown", language)
    if case.topic and case.topic in library.menus.labels:
        return library.label(case.topic, language)
    return library.text("worker.about_unknown", language)


def _after(scene: Scene, case: Case, wait: timedelta) -> datetime:
    return ladder.next_step_at(case.severity, scene.now, wait, scene.desk.policy.hours)

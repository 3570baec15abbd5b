"""Staff alerts: what happens around a case and its staff must know."""

from __future__ import annotations

from bot.desk.scene import Scene
from bot.helpline.records import Case, Purpose, Worker
from bot.helpline.routing import ADMINISTRATOR, SUPERVISOR, chiefs


def tell_case_staff(scene: Scene, text_id: str, verb: str) -> Case | None:
    """Tell the worker in charge (else the supervisors) something about the open case, and write it on the timeline."""
    case = scene.open_case()
    if case is None:
        return None
    scene.note(case, verb, actor="person")
    for worker in staff_of(scene, case):
        scene.tell(worker, text_id, case=case, purpose=Purpose.ALERT, code=case.code)
    return case


def staff_of(scene: Scene, case: Case) -> list[Worker]:
    """Return the worker in charge of a case, else those who stand in."""
    if case.assignee_id is not None:
        return [scene.work.workers.get(case.assignee_id)]
    return supervisors(scene)


def supervisors(scene: Scene) -> list[Worker]:
    """Return the supervisors, without one the administrators."""
    staff = scene.work.workers.all()
    return chiefs(staff, SUPERVISOR) or chiefs(staff, ADMINISTRATOR)

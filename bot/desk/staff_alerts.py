"""Staff alerts: what happens around a case and its staff must know."""

from __future__ import annotations

from bot.desk.scene import Scene
from bot.helpline.records import Case, Purpose, Worker
from bot.helpline.routing import ADMINISTRATOR, SUPERVISOR, chiefs


def tell_case_staff(scene: Scene, text_id: str, verb: str) -> Case | None:
    """Tell the worker in charge (else the supervisors) something about the open case, and write it on the timeline."""
    case = scene.open_case()
    if case is not None:
        _tell(scene, case, text_id, verb)
    return case


def tell_staff_of_number(scene: Scene, text_id: str, verb: str) -> Case | None:
    """Do so in the open case of everybody who uses this number; return that of who writes now."""
    for person in scene.work.persons.behind(scene.conversation.identifier_id):
        other = scene.work.cases.open_of(scene.conversation.id, person.id)
        if other is not None and not scene.is_with(other):
            _tell(scene, other, text_id, verb)
    return tell_case_staff(scene, text_id, verb)


def _tell(scene: Scene, case: Case, text_id: str, verb: str) -> None:
    scene.note(case, verb, actor="person")
    for worker in staff_of(scene, case):
        scene.tell(worker, text_id, case=case, purpose=Purpose.ALERT, code=case.code)


def staff_of(scene: Scene, case: Case) -> list[Worker]:
    """Return the worker in charge of a case, else those who stand in."""
    if case.assignee_id is not None:
        return [scene.work.workers.get(case.assignee_id)]
    return supervisors(scene)


def supervisors(scene: Scene) -> list[Worker]:
    """Return the supervisors, without one the administrators."""
    staff = scene.work.workers.all()
    return chiefs(staff, SUPERVISOR) or chiefs(staff, ADMINISTRATOR)

"""Notes: what a worker writes down, asks, or needs explained."""

from __future__ import annotations

from bot.desk import describe
from bot.desk.errand import CaseErrand, Errand
from bot.desk.scene import language_of
from bot.desk.shift import codes_of
from bot.desk.staff_alerts import supervisors
from bot.helpline.hours import local
from bot.helpline.records import Purpose


def note(errand: CaseErrand) -> None:
    """Write a note, sealed; the timeline has its number only."""
    describe.keep_note(errand, errand.order.words)
    errand.answer("worker.noted", case=errand.case, code=errand.case.code)


def who(errand: CaseErrand) -> None:
    """Say what is known of a case, in words of the helpline only."""
    scene, case = errand.scene, errand.case
    language = language_of(scene.desk, errand.worker)
    library = scene.desk.library
    errand.answer(
        "worker.who",
        case=case,
        code=case.code,
        name=scene.work.persons.get(case.person_id).code_name,
        severity=library.text(f"worker.severity_{case.severity}", language),
        spoken=case.language.upper(),
        region=library.label(f"region.{case.region}", language) if case.region in library.regions else "?",
        since=f"{local(case.opened_at):%d.%m %H:%M}",
    )


def who_all(errand: Errand) -> None:
    """Name the worker's open cases."""
    errand.answer("worker.your_cases", codes=codes_of(errand.scene, errand.worker) or "0")


def call_supervisor(errand: CaseErrand) -> None:
    """Ask the supervisors to stand by in a case."""
    scene, case = errand.scene, errand.case
    scene.note(case, "help_wanted", actor=errand.actor)
    for chief in supervisors(scene):
        scene.tell(
            chief, "worker.help_wanted", case=case, purpose=Purpose.ALERT, code=case.code, name=errand.worker.first_name
        )
    errand.answer("worker.help_called", case=case, code=case.code)


def manual(errand: Errand) -> None:
    """Explain the orders."""
    errand.answer("worker.manual")

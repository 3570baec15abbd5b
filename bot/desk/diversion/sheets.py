"""Sheets: forms are filled in, their level is computed, and a supervisor approves or gives them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.diversion.sitting import NoSuchCase, sit
from bot.helpline.diversion import access, consents, dates, forms
from bot.helpline.diversion.records import File, Sheet, Stage, Task
from bot.helpline.hours import local
from bot.helpline.records import Worker

WHEN = {"eligibility": (Stage.ELIGIBILITY,), "assessment": (Stage.ASSESSMENT,)}


def fill_in(desk: Desk, worker: Worker, code: str, form: str, *, answers: Mapping[str, str], note: str = "") -> Sheet:
    """
    Store the answers on the form's version of today, and compute what they say.

    Raises BadAnswers naming the question, or NotAllowed: an assessment is not begun before the consents are there.
    """
    with sit(desk, worker, code, may=access.may_assess) as sitting:
        sitting.require(form in WHEN, "no_such_form")
        sitting.require(sitting.file.diversion.stage in WHEN[form], "not_at_this_stage")
        sitting.require(form != "assessment" or consents.carries(sitting.file), "consents_first")
        version = sitting.form(form)
        result = forms.weigh(version, answers)
        asked = {one.id for domain in forms.domains(version) for one in domain.questions}
        sheet = Sheet(
            0,
            sitting.file.diversion.id,
            form,
            version.id,
            {name: answer for name, answer in answers.items() if name in asked},
            result.level,
            result.score,
            worker.id,
            sitting.now,
            note.strip(),
        )
        sitting.keep(replace(sitting.file, sheets=(*sitting.file.sheets, sheet)))
        sitting.note("filled_in", form=form, version=version.version, level=result.level)
        return sitting.file.sheets[-1]


def approve_sheet(desk: Desk, worker: Worker, code: str, sheet_id: int) -> None:
    """Approve an assessment: only a supervisor, never the one who wrote it. Its review is laid into the dates."""
    with sit(desk, worker, code, may=access.may_see) as sitting:
        sheet = _to_judge(sitting.file, sheet_id)
        sitting.require(access.may_approve(sitting.file, worker, sheet.by), "not_yours_to_approve")
        sitting.swap("sheets", replace(sheet, approved_by=worker.id, approved_at=sitting.now, returned_at=None))
        sitting.note("approved", form=sheet.form, level=sheet.level)
        days = int(sitting.work.diversions.form(sheet.form_id).body["levels"][sheet.level]["review_days"])
        due = dates.end_of(local(sitting.now).date() + timedelta(days=days))
        sitting.add_task(Task(0, sitting.file.diversion.id, "review", "assessment", due, "social_worker", sitting.now))


def return_sheet(desk: Desk, worker: Worker, code: str, sheet_id: int) -> None:
    """Give an assessment back to be done again."""
    with sit(desk, worker, code, may=access.may_see) as sitting:
        sheet = _to_judge(sitting.file, sheet_id)
        sitting.require(access.may_approve(sitting.file, worker, sheet.by), "not_yours_to_approve")
        sitting.swap("sheets", replace(sheet, returned_at=sitting.now))
        sitting.note("given_back", form=sheet.form)


def _to_judge(file: File, sheet_id: int) -> Sheet:
    sheet = file.sheet("assessment")
    if sheet is None or sheet.id != sheet_id or sheet.approved_at is not None or not file.is_open:
        raise NoSuchCase("no such sheet to judge")
    return sheet

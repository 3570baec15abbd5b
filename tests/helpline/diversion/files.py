"""A diversion case in memory, for the tests of its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.helpline.diversion.records import (
    Consent,
    Diversion,
    File,
    Party,
    Plan,
    Progress,
    Sheet,
    Stage,
    Task,
)

NOON = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # a Monday, 12:00 in Ashgabat
GIRL, MOTHER, HARMED, INSPECTOR = 1, 2, 3, 4
OWNER, CHIEF, PSYCHOLOGIST = 11, 12, 13


def a_file(stage: Stage = Stage.REFERRED, **columns: Any) -> File:
    """Return a case with a child, a mother and a person harmed."""
    case = Diversion(1, "DVKMR27", stage, NOON, NOON, "commission", OWNER, region="ashgabat_kopetdag")
    people = (
        Party(GIRL, 1, "child", "Maral", identifier_id=101),
        Party(MOTHER, 1, "parent", "Ogulgerek", identifier_id=102),
        Party(HARMED, 1, "person_harmed", "Serdar", identifier_id=103),
    )
    return File(replace(case, **columns), people)


def agreed(file: File, party_id: int, wording: str, consent_id: int, names: tuple[str, ...] = ()) -> File:
    """Return the file with one more consent."""
    consent = Consent(consent_id, 1, party_id, wording, 1, "tk", NOON, OWNER, names=names)
    return replace(file, consents=(*file.consents, consent))


def carried(stage: Stage = Stage.CONSENT, **columns: Any) -> File:
    """Return a case to which the child and the mother have agreed."""
    return agreed(agreed(a_file(stage, **columns), GIRL, "child_assent", 1), MOTHER, "parent_consent", 2)


def assessed(file: File, *, approved: bool = True) -> File:
    """Return the file with an assessment."""
    sheet = Sheet(1, 1, "assessment", 1, {}, "low", 3, OWNER, NOON, approved_at=NOON if approved else None)
    return replace(file, sheets=(*file.sheets, sheet))


def found(file: File, level: str) -> File:
    """Return the file with an answer to whether it may be tried."""
    return replace(file, sheets=(*file.sheets, Sheet(2, 1, "eligibility", 1, {}, level, 0, OWNER, NOON)))


def task(
    kind: str, days: float, progress: Progress = Progress.OPEN, *, party: int | None = GIRL, number: int = 1
) -> Task:
    """Return something that is due some days after noon."""
    due = NOON + timedelta(days=days)
    return Task(1, 1, kind, "attends_course", due, "child", NOON, party, progress=progress)  # type: ignore[arg-type]


def with_tasks(file: File, *tasks: Task) -> File:
    """Return the file with tasks of different ids."""
    return replace(file, tasks=tuple(replace(one, id=number) for number, one in enumerate(tasks, 1)))


def planned(file: File, *, agreed_by: tuple[int, ...] = (GIRL, MOTHER), approved: bool = True) -> File:
    """Return the file with an agreement."""
    plan = Plan(1, 1, 1, ("apology",), "", OWNER, NOON, agreed_by, approved_at=NOON if approved else None)
    return replace(file, plans=(plan,))

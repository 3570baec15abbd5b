"""The machine: from which stage a diversion case may go where, and what is missing before it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.helpline.diversion import consents
from bot.helpline.diversion.records import (
    CHILD,
    ENDS,
    HARMED,
    PARENT,
    SETTLED,
    Consent,
    File,
    Progress,
    Stage,
    Task,
)

NEXT = {
    Stage.REFERRED: Stage.ELIGIBILITY,
    Stage.ELIGIBILITY: Stage.CONSENT,
    Stage.CONSENT: Stage.ASSESSMENT,
    Stage.ASSESSMENT: Stage.CONFERENCE,
    Stage.CONFERENCE: Stage.AGREEMENT,
    Stage.AGREEMENT: Stage.CONDITIONS,
    Stage.CONDITIONS: Stage.COMPLETED,
}
AFTER_CONSENT = frozenset({Stage.ASSESSMENT, Stage.CONFERENCE, Stage.AGREEMENT, Stage.CONDITIONS})
MEDIATION = "mediation"  # the one kind of meeting that is nothing without the person harmed


class NotYet(ValueError):
    """A step cannot be taken; `missing` says what is missing first."""

    def __init__(self, *missing: str) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def missing(file: File) -> list[str]:
    """Return what is missing before the next stage, as ids: `child`, `assessment_approved` …"""
    found = {
        Stage.REFERRED: _referral,
        Stage.ELIGIBILITY: _eligibility,
        Stage.CONSENT: _consents,
        Stage.ASSESSMENT: _assessment,
        Stage.CONFERENCE: _conference,
        Stage.AGREEMENT: _agreement,
        Stage.CONDITIONS: _conditions,
    }.get(file.diversion.stage)
    if found is None:
        return []
    # A case that has lost its consents stands still, whatever else is there.
    lost = [] if file.diversion.stage not in AFTER_CONSENT else _consents(file)
    return lost + found(file)


def advance(file: File, now: datetime) -> File:
    """Go on to the next stage; raises NotYet."""
    stage = file.diversion.stage
    if stage in ENDS:
        raise NotYet("is_closed")
    if lacking := missing(file):
        raise NotYet(*lacking)
    return _to(file, NEXT[stage], now, None)


def close_without(file: File, reason: str, now: datetime) -> File:
    """End the case without diversion."""
    return _end(file, Stage.CLOSED, reason, now)


def breach(file: File, reason: str, now: datetime) -> File:
    """End the case because conditions were not kept: a person's decision, and only where one was missed."""
    if file.diversion.stage is not Stage.CONDITIONS:
        raise NotYet("not_in_conditions")
    late = [one for one in file.of_kind("condition") if one.progress not in SETTLED and one.due_at < now]
    if not late:
        raise NotYet("nothing_missed")
    return _end(file, Stage.BREACHED, reason, now)


def give(file: File, consent: Consent) -> File:
    """Add a consent; raises NotYet when it is not this person's to give."""
    party = file.party(consent.party_id)
    if not file.is_open:
        raise NotYet("is_closed")
    if party is None or party.left_at is not None or not consents.may_give(party, consent.wording):
        raise NotYet("not_theirs_to_give")
    return replace(file, consents=(*file.consents, consent))


def withdraw(file: File, consent_id: int, now: datetime) -> File:
    """
    Take a consent back. It may be done at any time, and nobody has to say why.

    Without the child's assent or a parent's consent the case goes back to the body that sent it, without prejudice.
    The person harmed, or the inspector, leaves the case and it goes on.
    """
    gone = tuple(
        replace(one, withdrawn_at=now) if one.id == consent_id and one.withdrawn_at is None else one
        for one in file.consents
    )
    carried_before = consents.was_carried(file)
    file = _uninvite(replace(file, consents=gone), now)
    wording = next((one.wording for one in gone if one.id == consent_id), None)
    ends = wording in consents.CARRYING and not consents.carries(file)
    if file.is_open and ends and (carried_before or file.diversion.stage is Stage.CONSENT):
        return _end(file, Stage.RETURNED, "consent_withdrawn", now)
    return file


def may_plan_begin(file: File) -> bool:
    """Say whether conditions may run: nothing begins before a supervisor approved assessment and agreement."""
    sheet, plan = file.sheet("assessment"), file.plan
    approved = bool(sheet and sheet.approved_at and plan and plan.approved_at)
    return approved and consents.carries(file)


# ── what each stage asks for ───────────────────────────────────────────────────────────────────────


def _referral(file: File) -> list[str]:
    lacking = [] if file.of_role(CHILD) else ["child"]
    return lacking + ([] if file.diversion.region else ["region"])


def _eligibility(file: File) -> list[str]:
    sheet = file.sheet("eligibility")
    if sheet is None:
        return ["eligibility"]
    return {"eligible": [], "not_clear": ["eligibility_not_clear"]}.get(sheet.level, ["not_eligible"])


def _consents(file: File) -> list[str]:
    lacking = []
    children = {child.id for child in file.of_role(CHILD)}
    if not children or not children <= {one.party_id for one in consents.standing(file, consents.ASSENT, CHILD)}:
        lacking.append("child_assent")
    if not file.of_role(PARENT):
        lacking.append("parent")
    if not consents.standing(file, consents.PARENTAL, PARENT):
        lacking.append("parent_consent")
    return lacking


def _assessment(file: File) -> list[str]:
    sheet = file.sheet("assessment")
    if sheet is None:
        return ["assessment"]
    return [] if sheet.approved_at else ["assessment_approved"]


def _conference(file: File) -> list[str]:
    held = [one for one in file.of_kind("meeting") if one.progress is Progress.DONE]
    return [] if held else ["meeting_held"]


def _agreement(file: File) -> list[str]:
    plan = file.plan
    if plan is None:
        return ["agreement"]
    lacking = [] if file.of_kind("condition") else ["conditions"]
    roles = {party.role for one in plan.agreed_by if (party := file.party(one))}
    lacking += [f"agreed_by_{role}" for role in (CHILD, PARENT) if role not in roles]
    return lacking + ([] if plan.approved_at else ["agreement_approved"])


def _conditions(file: File) -> list[str]:
    left = [one for one in file.of_kind("condition") if one.progress not in SETTLED]
    done = [one for one in file.of_kind("condition") if one.progress is Progress.DONE]
    return ["conditions_done"] if left or not done else []


# ── moving ─────────────────────────────────────────────────────────────────────────────────────────


def _end(file: File, stage: Stage, reason: str, now: datetime) -> File:
    if not file.is_open:
        raise NotYet("is_closed")
    return _to(file, stage, now, reason)


def _to(file: File, stage: Stage, now: datetime, reason: str | None) -> File:
    ended = now if stage in ENDS else None
    diversion = replace(file.diversion, stage=stage, stage_since=now, closed_at=ended, end_reason=reason)
    tasks = tuple(_cancelled(one, now) for one in file.tasks) if ended else file.tasks
    return replace(file, diversion=diversion, tasks=tasks)


def _uninvite(file: File, now: datetime) -> File:
    """Cancel what a person harmed was invited to once they no longer agree."""
    if consents.harmed_takes_part(file):
        return file
    harmed = {party.id for party in file.parties if party.role == HARMED}
    tasks = tuple(_cancelled(one, now) if one.party_id in harmed else one for one in file.tasks)
    return replace(file, tasks=tasks)


def _cancelled(task: Task, now: datetime) -> Task:
    if task.progress in SETTLED:
        return task
    return replace(task, progress=Progress.CANCELLED, settled_at=now, remind_at=None)

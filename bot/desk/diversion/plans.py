"""Plans: what was agreed on, the conditions with their days, and a supervisor's approval before any of it begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.desk.desk import Desk
from bot.desk.diversion.due import reminder_for
from bot.desk.diversion.sitting import NoSuchCase, Sitting, sit
from bot.helpline.diversion import access, dates
from bot.helpline.diversion.records import CHILD, HARMED, PARENT, File, Plan, Progress, Stage, Task
from bot.helpline.records import Worker


def write_agreement(
    desk: Desk, worker: Worker, code: str, *, measures: Iterable[str], words: str, agreed_by: Iterable[int]
) -> Plan:
    """Write down what was agreed on and who agreed. A changed agreement is a new one, to be approved anew."""
    with sit(desk, worker, code) as sitting:
        sitting.require(sitting.file.diversion.stage is Stage.AGREEMENT, "not_at_this_stage")
        form = sitting.form("measures")
        chosen = tuple(name for name in form.body["measures"] if name in set(measures))
        sitting.require(bool(chosen), "no_measure")
        who = tuple(sitting.party(party_id).id for party_id in dict.fromkeys(agreed_by))
        plan = Plan(0, sitting.file.diversion.id, form.id, chosen, words.strip(), worker.id, sitting.now, who)
        sitting.keep(replace(sitting.file, plans=(*sitting.file.plans, plan)))
        sitting.note("agreement_written", measures=list(chosen), agreed_by=list(who))
        return sitting.file.plans[-1]


def add_condition(
    desk: Desk, worker: Worker, code: str, *, about: str, day: date, party_id: int | None = None, words: str = ""
) -> Task:
    """
    Add what somebody does by a day: a person who takes part, or a service by its role.

    An approved agreement is not added to. Reminders begin when the conditions do.
    """
    with sit(desk, worker, code) as sitting:
        file = sitting.file
        sitting.require(file.diversion.stage is Stage.AGREEMENT, "not_at_this_stage")
        sitting.require(not (file.plan and file.plan.approved_at), "approved_already")
        types = sitting.form("conditions").body["types"]
        sitting.require(about in types, "no_such_condition")
        due = dates.end_of(day)
        sitting.require(due > sitting.now, "in_the_past")
        role = types[about]["who"]
        party = sitting.party(party_id) if party_id is not None else next(iter(file.of_role(role)), None)
        sitting.require(party is not None or role not in (CHILD, PARENT), "nobody_in_this_role")
        # The person harmed owes nothing to anybody.
        sitting.require(party is None or party.role != HARMED, "not_the_person_harmed")
        task = Task(
            0,
            file.diversion.id,
            "condition",
            about,
            due,
            party.role if party else role,
            sitting.now,
            party.id if party else None,
            words=words.strip(),
        )
        added = sitting.add_task(task)
        sitting.note("condition_added", about=about, task=added.id)
        return added


def approve_agreement(desk: Desk, worker: Worker, code: str, plan_id: int) -> None:
    """Approve the agreement: only a supervisor, never the one who wrote it."""
    with sit(desk, worker, code, may=access.may_see) as sitting:
        plan = _to_judge(sitting.file, plan_id)
        sitting.require(access.may_approve(sitting.file, worker, plan.by), "not_yours_to_approve")
        sitting.swap("plans", replace(plan, approved_by=worker.id, approved_at=sitting.now, returned_at=None))
        sitting.note("approved", form="agreement")


def return_agreement(desk: Desk, worker: Worker, code: str, plan_id: int) -> None:
    """Give the agreement back to be written again."""
    with sit(desk, worker, code, may=access.may_see) as sitting:
        plan = _to_judge(sitting.file, plan_id)
        sitting.require(access.may_approve(sitting.file, worker, plan.by), "not_yours_to_approve")
        sitting.swap("plans", replace(plan, returned_at=sitting.now))
        sitting.note("given_back", form="agreement")


def begin_reminding(sitting: Sitting) -> None:
    """From now on people are reminded of the conditions; before the plan was approved nobody was."""
    for task in sitting.file.of_kind("condition"):
        party = sitting.file.party(task.party_id)
        if party is not None and task.progress is Progress.OPEN:
            remind = reminder_for(sitting.file, party, task.due_at, sitting.now)
            changed = sitting.change_task(task, remind_at=remind)
            sitting.wakes += [("chase", at) for at in (changed.remind_at, changed.due_at) if at is not None]


def _to_judge(file: File, plan_id: int) -> Plan:
    plan = file.plan
    if plan is None or plan.id != plan_id or plan.approved_at is not None or not file.is_open:
        raise NoSuchCase("no such agreement to judge")
    return plan

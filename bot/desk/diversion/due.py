"""Due: what is to be done by a day is done, put off, or missed."""

from __future__ import annotations

from datetime import date, datetime

from bot.desk.desk import Desk
from bot.desk.diversion.sitting import sit, tell_owner
from bot.helpline.diversion import consents, dates
from bot.helpline.diversion.records import SETTLED, File, Party, Progress, Task
from bot.helpline.hours import local
from bot.helpline.records import Worker
from bot.ports import UnitOfWork

BY_A_WORKER = frozenset({Progress.DONE, Progress.MISSED, Progress.CANCELLED})
TOLD_AT = 2  # dates missed in a row


def settle_task(desk: Desk, worker: Worker, code: str, task_id: int, progress: Progress) -> None:
    """Write down what became of a condition, a step or a review."""
    with sit(desk, worker, code) as sitting:
        task = sitting.task(task_id)
        sitting.require(sitting.file.is_open, "is_closed")
        sitting.require(progress in BY_A_WORKER and task.kind not in ("meeting", "invitation"), "no_such_task")
        sitting.require(task.progress not in SETTLED, "done_already")
        changed = sitting.change_task(task, progress=progress, settled_at=sitting.now, remind_at=None)
        sitting.note(f"task_{progress}", kind=task.kind, about=task.about, task=task.id)
        if progress is Progress.MISSED:
            tell_if_missed_again(desk, sitting.work, sitting.file, changed, sitting.wakes)


def put_off(desk: Desk, worker: Worker, code: str, task_id: int, day: date) -> None:
    """Give something another day; the person is reminded anew."""
    with sit(desk, worker, code) as sitting:
        task = sitting.task(task_id)
        due = dates.end_of(day)
        sitting.require(sitting.file.is_open, "is_closed")
        sitting.require(task.kind in ("condition", "step", "review"), "no_such_task")
        sitting.require(task.progress not in SETTLED, "done_already")
        sitting.require(due > sitting.now, "in_the_past")
        party = sitting.file.party(task.party_id)
        remind = reminder_for(sitting.file, party, due, sitting.now) if party else None
        sitting.change_task(
            task, due_at=due, progress=Progress.OPEN, remind_at=remind, reminded_at=None, settled_at=None
        )
        sitting.wakes += [("chase", at) for at in (remind, due) if at is not None]
        sitting.note("task_put_off", kind=task.kind, about=task.about, task=task.id)


def reminder_for(file: File, party: Party, due_at: datetime, now: datetime) -> datetime | None:
    """Return when somebody is reminded, None when they did not agree to it."""
    return dates.remind_at(due_at, now) if consents.may_be_reminded(file, party) else None


def tell_if_missed_again(
    desk: Desk, work: UnitOfWork, file: File, task: Task, wakes: list[tuple[str, datetime | None]]
) -> None:
    """Tell the worker when somebody has missed a second date in a row (and a fourth)."""
    if task.party_id is None:
        return
    count = dates.missed_in_a_row(file.tasks, task.party_id)
    if count >= TOLD_AT and count % TOLD_AT == 0:
        tell_owner(desk, work, file, "worker.date_missed_twice", wakes, day=f"{local(task.due_at):%d.%m}")

"""Tasks: open, done, or missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.helpline.casework.records import Task


def is_overdue(task: Task, now: datetime) -> bool:
    """Say whether the task should be done by now and is not."""
    return task.state != "done" and task.due_at <= now


def miss(task: Task, now: datetime) -> Task:
    """Return the task as it stands when its time has come: missed, and told once."""
    if task.state != "open" or not is_overdue(task, now):
        return task
    return replace(task, state="missed", told_at=now)


def finish(task: Task, now: datetime) -> Task:
    """Return the task as done, late or not; a done one stays as it is."""
    return task if task.state == "done" else replace(task, state="done", done_at=now)


def postpone(task: Task, due_at: datetime) -> Task:
    """Return the task with a new time; a missed one is open again."""
    return replace(task, due_at=due_at, state="open", told_at=None) if task.state != "done" else task

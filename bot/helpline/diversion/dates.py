"""Dates: when somebody is reminded, what is overdue, and who missed twice running. Ashgabat's days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bot.helpline.diversion.records import SETTLED, File, Progress, Task
from bot.helpline.hours import ASHGABAT, local, next_day_time

BEFORE = timedelta(hours=24)
TOO_LATE = timedelta(hours=1)  # nobody is reminded of what begins within the hour
LAST_HOUR = 20  # a reminder is not put off to the very end of the day
DAY_ENDS = time(18)


def end_of(day: date) -> datetime:
    """Return when a day that something is due on ends."""
    return datetime.combine(day, DAY_ENDS, ASHGABAT)


def remind_at(due_at: datetime, now: datetime) -> datetime | None:
    """Return when to remind of it: the day before, by day; at once when that is over; None when it is too late."""
    at = due_at - BEFORE
    if local(at).hour >= LAST_HOUR:
        at = datetime.combine(local(at).date(), time(LAST_HOUR), ASHGABAT)
    at = next_day_time(max(at, now))
    return at.astimezone(now.tzinfo) if at <= due_at - TOO_LATE else None


def is_overdue(task: Task, now: datetime) -> bool:
    """Say whether its day has passed and it is not done."""
    return task.progress not in SETTLED and task.due_at < now


def overdue(file: File, now: datetime) -> list[Task]:
    """Return what is overdue, the longest first. An ended case has nothing overdue."""
    if not file.is_open:
        return []
    late = [task for task in file.tasks if is_overdue(task, now) and task.kind != "invitation"]
    return sorted(late, key=lambda one: one.due_at)


def next_due(file: File, now: datetime) -> Task | None:
    """Return what comes next."""
    ahead = [one for one in file.tasks if one.progress not in SETTLED and one.kind != "invitation" and one.due_at > now]
    return min(ahead, key=lambda one: one.due_at, default=None) if file.is_open else None


def missed_in_a_row(tasks: Iterable[Task], party_id: int) -> int:
    """Count how many dates somebody has missed running, the newest ones; a kept date ends the row."""
    own = [task for task in tasks if task.party_id == party_id and task.progress in _SPEAKING]
    count = 0
    for task in sorted(own, key=lambda one: (one.due_at, one.id), reverse=True):
        if task.progress is not Progress.MISSED:
            break
        count += 1
    return count


_SPEAKING = frozenset({Progress.MISSED, Progress.DONE, Progress.CONFIRMED, Progress.REPORTED})

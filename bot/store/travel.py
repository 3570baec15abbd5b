"""Time travel for the simulator: from one due moment to the next, so that a ladder climbs step by step."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, union_all

from bot.store.clock import StoreClock
from bot.store.jobs import SqlJobs
from bot.store.store import SqlStore
from bot.store.tables import case, conversation, message

MOST_STOPS = 200  # a mistake that keeps something due for ever must not keep the traveller for ever


def travel(store: SqlStore, clock: StoreClock, jobs: SqlJobs, seconds: float) -> datetime:
    """
    Move the service's time forward, and return what time it is once all that fell due has been done.

    Stops at each moment on the way at which something is due, and has a worker do it. Raises TickFailed.
    """
    arrival = clock.now() + timedelta(seconds=seconds)
    for _ in range(MOST_STOPS):
        stop = next_due_moment(store, after=clock.now())
        if stop is None or stop >= arrival:
            break
        clock.advance((stop - clock.now()).total_seconds())
        jobs.tick()
    clock.advance(max((arrival - clock.now()).total_seconds(), 0))
    jobs.tick()
    return clock.now()


def next_due_moment(store: SqlStore, after: datetime) -> datetime | None:
    """Return the first moment after `after` at which a text, a case's step or a question's end is due."""
    moments = union_all(
        select(message.c.due_at.label("at")).where(message.c.status == "due"),
        select(case.c.next_step_at).where(case.c.status != "closed"),
        select(conversation.c.question_expires_at),
    ).subquery()
    with store.engine.connect() as connection:
        first: datetime | None = connection.scalar(select(func.min(moments.c.at)).where(moments.c.at > after))
    return first

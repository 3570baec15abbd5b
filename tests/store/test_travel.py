"""Time travel stops wherever something falls due."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.helpline.records import Status
from bot.store.clock import StoreClock
from bot.store.jobs import Handlers, SqlJobs, run_worker, tasks, worker_app
from bot.store.travel import next_due_moment, travel


@pytest.fixture
def time_machine(store, database_url):
    """A clock and jobs as the gateway has them, and a worker with a clock of its own, that climbs a ladder."""
    clock, workers_clock = StoreClock(store), StoreClock(store)
    jobs, steps, stop = SqlJobs(database_url, clock), [], threading.Event()

    def chase() -> None:
        with store.begin() as work:
            for case in work.cases.due(workers_clock.now()):
                steps.append(case.step)
                next_step_at = case.next_step_at + timedelta(minutes=2) if case.step < 3 else None
                work.cases.save(replace(case, step=case.step + 1, next_step_at=next_step_at))
            work.commit()

    app = worker_app(database_url)
    tasks(app, Handlers(lambda _: None, lambda: None, chase, lambda: None, tick=workers_clock.refresh))
    thread = threading.Thread(target=run_worker, args=(app,), kwargs={"stop": stop})
    thread.start()
    yield clock, jobs, steps
    stop.set()
    thread.join(60)
    assert not thread.is_alive()
    jobs.close()


def test_an_hour_is_a_ladder_climbed_step_by_step(desk, store, time_machine):
    clock, jobs, steps = time_machine
    began = clock.now()
    desk.case(next_step_at=began + timedelta(minutes=2))
    arrived = travel(store, clock, jobs, 3600)
    assert steps == [0, 1, 2, 3]
    assert timedelta(minutes=60) <= arrived - began < timedelta(minutes=61)


def test_a_short_way_does_not_go_past_what_is_due_later(desk, store, time_machine):
    clock, jobs, steps = time_machine
    desk.case(next_step_at=clock.now() + timedelta(minutes=2))
    travel(store, clock, jobs, 60)
    assert steps == []
    travel(store, clock, jobs, 60)
    assert steps == [0]


def test_something_that_stays_due_for_ever_does_not_keep_the_traveller(desk, store, time_machine):
    clock, jobs, _ = time_machine
    desk.says("nobody sends this", due_at=clock.now() + timedelta(seconds=30))
    travel(store, clock, jobs, 60)


def test_the_next_stop_is_the_first_thing_due(desk, store, clock):
    now = clock.now()
    assert next_due_moment(store, now) is None
    desk.case(next_step_at=now + timedelta(minutes=3))
    desk.says("later", due_at=now + timedelta(minutes=2))
    desk.change(desk.says("gone", due_at=now + timedelta(minutes=1)), status=Status.SENT)
    assert next_due_moment(store, now) == now + timedelta(minutes=2)
    assert next_due_moment(store, now + timedelta(minutes=2)) == now + timedelta(minutes=3)

"""Jobs: a wake-up comes at once, only once, and is never missed when it is lost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot.store.jobs import Handlers, SqlJobs, TickFailed, requeue_stalled, run_worker, tasks, worker_app

PATIENCE_S = 60


class Work:
    """Handlers that note what they were asked to do."""

    def __init__(self) -> None:
        self.begun: list[object] = []
        self.done: list[object] = []
        self.fails = 0
        self.respond_takes_s = 0.0
        self.lets_go: threading.Event | None = None  # until then nobody is answered
        self.meets: threading.Barrier | None = None  # nobody is answered before so many are being answered
        self.threads: list[tuple[int, str]] = []  # who did what

    def respond(self, identifier_id: int) -> None:
        self.begun.append(("respond", identifier_id))
        time.sleep(self.respond_takes_s)
        if self.lets_go:
            self.lets_go.wait(PATIENCE_S)
        if self.meets:
            self.meets.wait(PATIENCE_S)
        if self.fails:
            self.fails -= 1
            raise ValueError("the words of somebody")
        self.done.append(("respond", identifier_id))

    def handlers(self) -> Handlers:
        return Handlers(
            respond=self.respond,
            deliver=lambda: self.note("deliver"),
            chase=lambda: self.note("chase"),
            sweep=lambda: self.note("sweep"),
            tick=lambda: self.note("tick"),
        )

    def note(self, one: str) -> None:
        self.done.append(one)
        self.threads.append((threading.get_ident(), one))

    def wait_for(self, one: object, seconds: float = PATIENCE_S) -> float:
        return self._wait(one, self.done, seconds)

    def wait_until_begun(self, one: object) -> None:
        self._wait(one, self.begun, PATIENCE_S)

    @staticmethod
    def _wait(one: object, noted: list[object], seconds: float) -> float:
        began = time.monotonic()
        while one not in noted:
            if time.monotonic() - began > seconds:
                pytest.fail(f"{one} did not come within {seconds} s; there were: {Counter(map(str, noted))}")
            time.sleep(0.005)
        return time.monotonic() - began


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def jobs(database_url, clock):
    opened = SqlJobs(database_url, clock)
    yield opened
    opened.close()


@contextmanager
def worker(url, work, **options):
    app = worker_app(url)
    tasks(app, work.handlers())
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(app,), kwargs={"stop": stop, **options})
    thread.start()
    try:
        yield app
    finally:
        stop.set()
        if work.lets_go:
            work.lets_go.set()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def queue(rows):
    return rows("SELECT task_name, args, queueing_lock FROM procrastinate_jobs ORDER BY id")


def test_a_wake_up_that_waits_is_not_deferred_twice(jobs, rows):
    for _ in range(3):
        jobs.wake_respond(7)
        jobs.wake_deliver()
        jobs.wake_chase()
    jobs.wake_respond(8)
    assert queue(rows) == [
        ("respond", {"identifier_id": 7}, "respond 7"),
        ("deliver", {}, "deliver"),
        ("chase", {}, "chase"),
        ("respond", {"identifier_id": 8}, "respond 8"),
    ]


def test_one_that_is_to_come_later_does_not_stand_in_the_way_of_now(jobs, rows, clock):
    for minutes in (5, 5, 10):
        jobs.wake_deliver(clock.now() + timedelta(minutes=minutes))
    jobs.wake_deliver()
    assert [name for name, *_ in queue(rows)] == ["deliver"] * 3
    assert len(rows("SELECT 1 FROM procrastinate_jobs WHERE scheduled_at IS NULL")) == 1


def test_later_is_counted_from_the_services_own_time(jobs, rows, clock):
    clock.advance(days=400)
    jobs.wake_chase(clock.now() + timedelta(minutes=2))
    [(seconds,)] = rows("SELECT extract(epoch FROM scheduled_at - now())::float FROM procrastinate_jobs")
    assert 110 < seconds <= 121


def test_a_moment_that_has_passed_is_now(jobs, rows, clock):
    jobs.wake_chase(clock.now() - timedelta(hours=1))
    assert rows("SELECT scheduled_at <= now() FROM procrastinate_jobs") == [(True,)]


def test_losing_the_database_loses_a_wake_up_and_nothing_else(clock, empty_database_url, secrets_in_logs):
    jobs = SqlJobs(empty_database_url, clock)  # without the queue's tables every deferring fails
    jobs.wake_respond(7)
    jobs.close()
    assert any("wake_up_lost" in line for line in secrets_in_logs.lines)


@pytest.mark.alone
def test_an_unreachable_database_holds_a_webhook_up_for_seconds_at_most(clock):
    jobs = SqlJobs("postgresql://nobody@127.0.0.1:1/nothing", clock)
    began = time.monotonic()
    jobs.wake_respond(7)
    assert time.monotonic() - began < 8
    jobs.close()  # or it goes on trying, and later tests hear it complain


@pytest.mark.alone
def test_a_wake_up_is_heard_within_milliseconds(database_url, work, jobs):
    with worker(database_url, work):
        work.wait_for("sweep")
        took = []
        for person in range(5):
            jobs.wake_respond(person)
            took.append(work.wait_for(("respond", person)))
    assert sorted(took)[2] < 0.5


def test_people_are_answered_side_by_side(database_url, work, jobs):
    work.meets = threading.Barrier(16)  # one after the other they would never meet
    with worker(database_url, work):
        for person in range(16):
            jobs.wake_respond(person)
        for person in range(16):
            work.wait_for(("respond", person))


def test_an_assistant_that_hangs_holds_up_neither_outbox_nor_ladder(database_url, work, jobs):
    work.lets_go = threading.Event()
    with worker(database_url, work, talks=1):
        for person in (1, 2):
            jobs.wake_respond(person)
        work.wait_until_begun(("respond", 1))
        jobs.wake_deliver()
        jobs.wake_chase()
        work.wait_for("deliver")
        work.wait_for("chase")
        assert ("respond", 2) not in work.begun


def test_the_sweep_comes_round_by_itself(database_url, work):
    with worker(database_url, work):
        work.wait_for("sweep")
        work.done.clear()
        work.wait_for("sweep")


def test_a_job_that_fails_says_so_without_words_and_the_next_goes_on(database_url, work, jobs, rows, secrets_in_logs):
    secrets_in_logs.register("the words of somebody")
    work.fails = 1
    with worker(database_url, work):
        jobs.wake_respond(7)
        jobs.wake_respond(8)
        work.wait_for(("respond", 8))
        jobs.wait_until_idle()
    assert rows("SELECT args FROM procrastinate_jobs WHERE status = 'failed'") == [({"identifier_id": 7},)]
    ours = [line for line in secrets_in_logs.lines if "job_failed" in line]
    assert len(ours) == 1
    assert "ValueError" in ours[0]
    assert "words" not in ours[0]


def test_finished_jobs_leave_no_rows(database_url, work, jobs, rows):
    with worker(database_url, work):
        jobs.wake_respond(7)
        work.wait_for(("respond", 7))
        jobs.wait_until_idle()
        assert rows("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'respond'") == []


def test_time_travel_waits_until_what_fell_due_is_done(database_url, work, jobs):
    with worker(database_url, work):
        jobs.tick()
    # The periodic sweep may come by meanwhile, in a thread of its own.
    [ticked_by] = {thread for thread, one in work.threads if one == "tick"}
    done = [one for thread, one in work.threads if thread == ticked_by]
    assert done[done.index("tick") :][:4] == ["tick", "chase", "sweep", "deliver"]


def test_time_travel_without_a_worker_gives_up(jobs):
    with pytest.raises(TickFailed):
        jobs.tick(timeout_s=0.2)


def test_a_dead_workers_jobs_are_given_back(database_url, work, jobs, rows, store):
    jobs.wake_respond(7)
    jobs.wake_respond(8)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )
        connection.exec_driver_sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = 1")
    jobs.wake_respond(8)  # this one has been woken again since
    with worker(database_url, work):
        work.wait_for(("respond", 7))
        work.wait_for(("respond", 8))
        jobs.wait_until_idle()
    assert Counter(work.done)[("respond", 8)] == 1


def test_a_living_workers_jobs_are_left_alone(database_url, work, jobs, rows):
    work.respond_takes_s = 1
    with worker(database_url, work):
        jobs.wake_respond(7)
        work.wait_until_begun(("respond", 7))
        other = worker_app(database_url)

        async def look() -> None:
            async with other.open_async():
                await requeue_stalled(other)

        asyncio.run(look())
        work.wait_for(("respond", 7))
        jobs.wait_until_idle()
    assert Counter(work.done)[("respond", 7)] == 1


def test_a_worker_that_is_asked_to_stop_finishes_what_it_has_in_hand(database_url, work, jobs):
    work.respond_takes_s = 1
    with worker(database_url, work):
        jobs.wake_respond(7)
        work.wait_until_begun(("respond", 7))
    assert ("respond", 7) in work.done

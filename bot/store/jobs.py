"""
Jobs: wake-ups on PostgreSQL (procrastinate). The message rows are the truth; a lost job is found by the sweep.

Who defers (the gateway, the desk) needs `SqlJobs` only and imports no task. Who runs them is bot/worker.py:

    app = worker_app(url)
    tasks(app, Handlers(
        respond=lambda identifier_id: respond(desk, identifier_id),
        deliver=lambda: deliver(desk),
        chase=lambda: chase(desk),
        sweep=lambda: sweep(desk),
        tick=clock.refresh,
        collect=lambda: collect_missed(desk),
    ))
    run_worker(app)

`respond` jobs have a queue and threads of their own, so that an assistant that hangs for everybody holds up neither
the outbox nor the ladder.
"""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Status as JobStatus
from psycopg_pool import PoolTimeout

from bot.logs import log
from bot.ports import Clock
from bot.store.engine import libpq_url

TALKS, HOUSE = "talks", "house"  # the queues
SWEEP_EVERY_S = 5
COLLECT_EVERY_MIN = 5
NIGHTLY = "15 22 * * *"  # 03:15 in Ashgabat, when fewest people write
POLL_EVERY_S = 1.0  # a job with a time of its own is not announced, it is found by polling
STALLED_AFTER_S = 30
KEEP_FAILED_HOURS = 72
DATABASE_AWAY = (ConnectorException, psycopg.Error, PoolTimeout)


class TickFailed(RuntimeError):
    """The work that fell due was not done."""


class JobFailed(RuntimeError):
    """A job did not succeed; the error itself was logged without its words."""


class WorkerStopped(RuntimeError):
    """The worker lost its database and has to be started again."""


@dataclass(frozen=True)
class Handlers:
    """What the tasks do. `tick` runs before a time traveller's round: there the worker reads the clock anew."""

    respond: Callable[[int], object]
    deliver: Callable[[], object]
    chase: Callable[[], object]
    sweep: Callable[[], object]
    tick: Callable[[], object] = lambda: None
    collect: Callable[[], object] = lambda: None  # texts whose webhook never came
    retain: Callable[[], object] = lambda: None  # what is past its day


class SqlJobs:
    """
    Defers wake-ups. A wake-up that waits already is not deferred twice; one that cannot be deferred is only logged.

    Times are those of the service's clock; the queue goes by real time, and travels with `tick`.
    """

    def __init__(self, url: str, clock: Clock, *, connections: int = 4) -> None:
        connector = SyncPsycopgConnector(
            conninfo=libpq_url(url), min_size=0, max_size=connections, timeout=3, name="jobs"
        )
        self._app = App(connector=connector)
        self._clock = clock
        self._opening = threading.Lock()
        self._is_open = False

    def wake_respond(self, identifier_id: int) -> None:
        """Somebody's texts wait."""
        self._wake("respond", queue=TALKS, lock=f"respond {identifier_id}", identifier_id=identifier_id)

    def wake_deliver(self, at: datetime | None = None) -> None:
        """Texts are due (now, or at a time)."""
        self._wake("deliver", queue=HOUSE, lock="deliver", at=at)

    def wake_chase(self, at: datetime | None = None) -> None:
        """A case needs its next step (now, or at a time)."""
        self._wake("chase", queue=HOUSE, lock="chase", at=at)

    def tick(self, timeout_s: float = 30) -> None:
        """
        Have a worker do all that is due by the service's clock, and wait until it is done.

        Raises TickFailed when no worker is there or its round failed.
        """
        job_id = self._open().configure_task("tick", queue=HOUSE).defer()
        self._wait(lambda: self._status(job_id) is None, timeout_s, lambda: self._status(job_id) == "failed")
        self.wait_until_idle(timeout_s)

    def wait_until_idle(self, timeout_s: float = 30) -> None:
        """Wait until no respond, deliver or chase job is running or due; raises TickFailed."""
        self._wait(lambda: self._busy() == 0, timeout_s)

    def close(self) -> None:
        """Close the connections."""
        self._app.close()
        self._is_open = False

    def _wake(self, name: str, *, queue: str, lock: str, at: datetime | None = None, **ids: int) -> None:
        when = None if at is None else datetime.now(UTC) + max(at - self._clock.now(), timedelta())
        # One that is to come later must not stand in the way of one that is wanted now.
        lock = lock if at is None else f"{lock} at {int(at.timestamp())}"
        try:
            self._open().configure_task(name, queue=queue, queueing_lock=lock, schedule_at=when).defer(**ids)
        except AlreadyEnqueued:
            pass
        except DATABASE_AWAY:
            log.warning("wake_up_lost", job=name)

    def _open(self) -> App:
        with self._opening:
            if not self._is_open:
                self._app.open()
                self._is_open = True
        return self._app

    def _ask(self, query: Any, **values: Any) -> Any:
        rows = self._open().connector.get_sync_connector().execute_query_all(query, **values)
        return next(iter(rows[0].values())) if rows else None

    def _status(self, job_id: int) -> str | None:
        status: str | None = self._ask(
            "SELECT status::text FROM procrastinate_jobs WHERE id = %(job_id)s", job_id=job_id
        )
        return status

    def _busy(self) -> int:
        return int(
            self._ask(
                """
                SELECT count(*) FROM procrastinate_jobs
                WHERE task_name IN ('respond', 'deliver', 'chase')
                AND (status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) <= now())
                """
            )
        )

    @staticmethod
    def _wait(is_done: Callable[[], bool], timeout_s: float, has_failed: Callable[[], bool] = lambda: False) -> None:
        give_up_at = time.monotonic() + timeout_s
        while not is_done():
            if has_failed() or time.monotonic() > give_up_at:
                raise TickFailed("the work that fell due was not done in time")
            time.sleep(0.02)


def worker_app(url: str) -> App:
    """Return the worker's end of the queue."""
    return App(connector=PsycopgConnector(conninfo=libpq_url(url), min_size=2, max_size=10, timeout=10, name="worker"))


def tasks(app: App, handlers: Handlers) -> None:
    """Register what the worker can do."""

    @app.task(name="respond", queue=TALKS)
    def respond(identifier_id: int) -> None:
        _do("respond", partial(handlers.respond, identifier_id))

    @app.task(name="deliver", queue=HOUSE)
    def deliver() -> None:
        _do("deliver", handlers.deliver)

    @app.task(name="chase", queue=HOUSE)
    def chase() -> None:
        _do("chase", handlers.chase)

    @app.periodic(cron=f"* * * * * */{SWEEP_EVERY_S}", periodic_id="sweep")
    @app.task(name="sweep", queue=HOUSE, queueing_lock="sweep")
    def sweep(timestamp: int) -> None:  # noqa: ARG001 (procrastinate says which round this is)
        _do("sweep", handlers.sweep)

    @app.periodic(cron=f"*/{COLLECT_EVERY_MIN} * * * *", periodic_id="collect")
    @app.task(name="collect", queue=HOUSE, queueing_lock="collect")
    def collect(timestamp: int) -> None:  # noqa: ARG001
        _do("collect", handlers.collect)

    @app.periodic(cron=NIGHTLY, periodic_id="retain")
    @app.task(name="retain", queue=HOUSE, queueing_lock="retain")
    def retain(timestamp: int) -> None:  # noqa: ARG001
        _do("retain", handlers.retain)

    @app.task(name="tick", queue=HOUSE)
    def tick() -> None:
        for part in (handlers.tick, handlers.chase, handlers.sweep, handlers.deliver):
            _do("tick", part)

    @app.periodic(cron="* * * * * */15", periodic_id="requeue")
    @app.task(name="requeue", queue=HOUSE, queueing_lock="requeue", pass_context=True)
    async def requeue(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
        await requeue_stalled(context.app)


async def requeue_stalled(app: App, stalled_after_s: float = STALLED_AFTER_S) -> None:
    """Give the jobs of dead workers back to the queue, and forget old failures."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_after_s):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # The same wake-up waits already.
            await app.job_manager.finish_job(job, JobStatus.FAILED, delete_job=True)
        log.info("job_requeued", job=job.id, kind=job.task_name)
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_aborted=True)


def run_worker(app: App, *, talks: int = 16, stop: threading.Event | None = None) -> None:
    """
    Run jobs until SIGTERM, SIGINT or `stop`: `talks` persons at a time, and the house's work beside them.

    Jobs in hand are finished first. Raises WorkerStopped when the queue was lost (the database went away).
    """
    asyncio.run(_run_worker(app, talks, stop))


async def _run_worker(app: App, talks: int, stop: threading.Event | None) -> None:
    house = 4
    loop = asyncio.get_running_loop()
    # procrastinate runs plain functions in the loop's own threads, of which there are six on two cores.
    loop.set_default_executor(ThreadPoolExecutor(talks + house, thread_name_prefix="job"))
    asked = asyncio.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, asked.set)
    options: dict[str, Any] = {
        "install_signal_handlers": False,
        "delete_jobs": "successful",
        "fetch_job_polling_interval": POLL_EVERY_S,
        "stalled_worker_timeout": STALLED_AFTER_S,
    }
    async with app.open_async():
        await requeue_stalled(app)
        lines = [
            asyncio.create_task(app.run_worker_async(queues=[TALKS], name="talks", concurrency=talks, **options)),
            asyncio.create_task(app.run_worker_async(queues=[HOUSE], name="house", concurrency=house, **options)),
        ]
        ends = [asyncio.create_task(asked.wait()), asyncio.create_task(_wait_for(stop))]
        await asyncio.wait([*lines, *ends], return_when=asyncio.FIRST_COMPLETED)
        was_asked = any(end.done() for end in ends)
        for task in (*lines, *ends):
            task.cancel()
        await asyncio.gather(*lines, *ends, return_exceptions=True)
    if not was_asked:
        raise WorkerStopped("the worker lost its queue")


async def _wait_for(stop: threading.Event | None) -> None:
    while stop is None or not stop.is_set():
        await asyncio.sleep(0.1 if stop else 3600)


def _do(name: str, work: Callable[[], object]) -> None:
    try:
        work()
    except Exception as error:
        # Said here by name and place; the queue would log the error's own words, which may quote a person's.
        log.exception("job_failed", job=name)
        raise JobFailed(type(error).__name__) from None

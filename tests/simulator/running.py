"""The service as it runs, but for Rasa: PostgreSQL, jobs, worker, desk, web application; a scripted assistant."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.answers.library import Library
from bot.deeds import Ask, Deed, OpenCase, Say
from bot.desk.desk import Desk, Policy
from bot.desk.ears import TrainedEars
from bot.desk.staff import demo_staff
from bot.helpline.danger import load_ears
from bot.main import app_of
from bot.ports import Assistant, Reply, Turn
from bot.providers.simulated import SimulatedRoute
from bot.settings import Settings
from bot.simulator.booth import EXTENSION
from bot.store.clock import StoreClock
from bot.store.jobs import SqlJobs, run_worker, tasks, worker_app
from bot.store.store import SqlStore
from bot.wiring import CONTENT, House, load_library
from bot.worker import handlers

CHILD, PARENT = "+99361000001", "+99361000002"
FIRST_WORKER, SECOND_WORKER = "+99361000091", "+99361000092"
YES_NO = (("affirm", "label.yes"), ("deny", "label.no"))


@dataclass
class ScriptedAssistant:
    """Knows two things: a lawyer, and the wish to talk with a human."""

    asked: list[Turn] = field(default_factory=list)

    def ask(self, turn: Turn) -> Reply:
        """Answer by the words, or by the meaning of the digit."""
        self.asked.append(turn)
        if turn.choice == "affirm":
            return Reply((OpenCase("lawyer", "wish", region="ashgabat"),), topic="affirm")
        if "adam" in turn.text or "челов" in turn.text:
            return Reply((Ask("consent.ask", YES_NO, context={"topic": "lawyer"}),), topic="talk_to_person")
        deeds: tuple[Deed, ...] = (Say("lawyer"),)
        return Reply(deeds, topic="lawyer", confidence=0.9)

    def is_up(self) -> bool:
        """Say that it would answer."""
        return True


@cache
def library() -> Library:
    """Return the words of the service, read once for all tests."""
    return load_library(Settings(_env_file=None))  # type: ignore[call-arg]


@cache
def ears() -> TrainedEars:
    """Return ears that hear danger by its phrases, and language by its letters."""
    return TrainedEars(load_ears(CONTENT), None)


@contextmanager
def running(store: SqlStore, url: str, assistant: Assistant | None = None, *, works: bool = True) -> Iterator[House]:
    """Yield the parts of a service whose worker runs in a thread of this process (`works` false: nobody works)."""
    settings = Settings(_env_file=None, simulator=True)  # type: ignore[call-arg]
    clock = StoreClock(store)
    jobs = SqlJobs(url, clock)
    desk = Desk(
        store=store,
        clock=clock,
        jobs=jobs,
        assistant=assistant or ScriptedAssistant(),
        routes={"simulated": SimulatedRoute(store, clock, jobs)},
        library=library(),
        ears=ears(),
        provider="simulated",
        policy=Policy(daily_segment_cap=10_000),
    )
    house = House(settings, url, store, clock, jobs, desk)
    demo_staff(desk)
    with working(house) if works else nullcontext():
        yield house
    jobs.close()


@contextmanager
def working(house: House) -> Iterator[None]:
    """Have a worker work for as long as the block runs."""
    stop = threading.Event()
    app = worker_app(house.url)
    tasks(app, handlers(house, house.desk))
    worker = threading.Thread(target=run_worker, args=(app,), kwargs={"stop": stop, "talks": 4})
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join(60)
        assert not worker.is_alive(), "it would go on working in the next test"


class Silent(WSGIRequestHandler):
    """Werkzeug's own log would fill a failing test's page."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    server.daemon_threads = False  # who is still answered when the test is over is waited for
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        app.extensions[EXTENSION].waiting.end()
        server.shutdown()
        server.server_close()
        thread.join(60)


def app_for(house: House) -> Flask:
    """Return the web application, as `make run` serves it."""
    app = app_of(house)
    app.testing = True
    return app

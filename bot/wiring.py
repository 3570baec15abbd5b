"""Wiring: the one place where the parts of the service are chosen, real or simulated, and put together."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from bot.answers.library import Library
from bot.assistant.rasa import RasaAssistant
from bot.desk.desk import Desk, Policy
from bot.desk.ears import TrainedEars
from bot.desk.reviewing import readings
from bot.helpline.danger import load_ears
from bot.helpline.hours import Hours
from bot.helpline.retention import read_rules
from bot.ports import Clock, SmsRoute
from bot.production import SHIFTS_AHEAD, always_wrong, missing_in_content, missing_in_settings, missing_on_the_rota
from bot.providers.kannel_http import KannelRoute
from bot.providers.post import make_post
from bot.providers.simulated import SimulatedRoute
from bot.providers.twilio import TwilioRoute
from bot.settings import ROOT, Settings, UnsafeSettings
from bot.store.clock import StoreClock, SystemClock
from bot.store.embedded import database
from bot.store.engine import StoreProblem
from bot.store.jobs import SqlJobs
from bot.store.migrate import current, head, migrate
from bot.store.sealing import BadKey
from bot.store.store import SqlStore, open_store
from bot.store.travel import travel
from bot.text.language import EAR
from bot.text.ngrams import LinearEar

if TYPE_CHECKING:
    from bot.store.logins import Accounts

CONTENT, LOCALES = ROOT / "content", ROOT / "locales"
EARS = ROOT / "models" / "ears.npz"


class ModelDoesNotFit(RuntimeError):
    """The trained ears are of another version of the code. The words are for a person at a terminal."""


class OldTables(StoreProblem):
    """The database is at another revision than the code."""


@dataclass(frozen=True)
class House:
    """The parts of one process."""

    settings: Settings
    url: str
    store: SqlStore
    clock: Clock
    jobs: SqlJobs
    desk: Desk

    @cached_property
    def accounts(self) -> Accounts:
        """The logins of the console."""
        from bot.store.logins import Accounts  # noqa: PLC0415 (workers and commands need no login library)

        return Accounts(self.store.engine, self.store.seal)

    @property
    def advance(self) -> Callable[[float], datetime] | None:
        """The way to move the service's time; None where time is real."""
        clock = self.clock
        if not isinstance(clock, StoreClock):
            return None
        return lambda seconds: travel(self.store, clock, self.jobs, seconds)


@contextmanager
def open_house(settings: Settings, *, serves_people: bool = True, connections: int = 10) -> Iterator[House]:
    """
    Yield the parts of this process and close them afterwards; an embedded database runs as long as somebody uses it.

    In production a process that serves people starts only when nothing is missing; a command (`serves_people`
    false) may run before, since it is with commands that staff are added and texts reviewed.
    Raises UnsafeSettings, StoreProblem, BadKey, BadContent or ModelDoesNotFit, each with words for a person.
    """
    check_settings(settings)
    with contextlib.ExitStack() as closing:
        url = closing.enter_context(database(settings))
        fit_tables(settings, url)
        store = open_store(url, settings, connections=connections)
        closing.callback(store.close)
        clock: Clock = StoreClock(store) if settings.simulator else SystemClock()
        jobs = SqlJobs(url, clock)
        closing.callback(jobs.close)
        house = House(settings, url, store, clock, jobs, make_desk(settings, store, clock, jobs))
        if serves_people and settings.in_production:
            refuse_if(missing_in_house(settings, store, house.desk.library))
        yield house


def fit_tables(settings: Settings, url: str) -> None:
    """Bring the tables of an embedded database up to date; raise OldTables when those of a real one are not."""
    if settings.database_url is None:
        migrate(url)
    elif current(url) != head():
        raise OldTables("The database's tables do not fit this code; bring them up to date: python -m bot migrate")


def make_desk(settings: Settings, store: SqlStore, clock: Clock, jobs: SqlJobs) -> Desk:
    """Put the desk together."""
    return Desk(
        store=store,
        clock=clock,
        jobs=jobs,
        assistant=RasaAssistant(settings),
        routes={settings.provider: make_route(settings, store, clock, jobs)},
        library=load_library(settings),
        ears=trained_ears(),
        provider=settings.provider,
        policy=policy_of(settings),
        post=make_post(settings),
    )


def make_route(settings: Settings, store: SqlStore, clock: Clock, jobs: SqlJobs) -> SmsRoute:
    """Return the way our texts go."""
    if settings.provider == "twilio":
        return TwilioRoute(settings)
    if settings.provider == "kannel":
        return KannelRoute(settings)
    return SimulatedRoute(store, clock, jobs)


def policy_of(settings: Settings) -> Policy:
    """Return what the deployment chose, in the desk's words."""
    days = read_rules(settings.keep_days)
    return Policy(
        default_language=settings.default_language,
        simple_letters=True if settings.simple_letters else None,
        daily_segment_cap=settings.daily_segment_cap,
        pin_required=settings.in_production,
        safe_words=settings.safe_words,
        reporting=settings.policy_reporting,
        hours=Hours(
            weekdays=frozenset(day - 1 for day in settings.open_days),
            opens=settings.opens,
            closes=settings.closes,
            holidays=frozenset(settings.holidays),
        ),
        keep_days=days["talk"],
        retention=days,
        public_base_url=settings.public_base_url.rstrip("/"),
    )


def load_library(settings: Settings) -> Library:
    """Read the words of the service."""
    return Library.load(CONTENT, LOCALES, in_production=settings.in_production)


def trained_ears(path: Path = EARS) -> TrainedEars:
    """
    Read what the worker hears with. Without trained ears the phrases and the letters listen alone.

    Raises ModelDoesNotFit.
    """
    arrays: Mapping[str, Any] | None = None
    try:
        if path.exists():
            with np.load(path, allow_pickle=False) as file:
                arrays = dict(file)
        return TrainedEars(load_ears(CONTENT, arrays), LinearEar.from_arrays(arrays, EAR) if arrays else None)
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise ModelDoesNotFit(
            f"{path.name} does not fit this code ({type(error).__name__}); train again: make model"
        ) from None


# ── may it start? ──────────────────────────────────────────────────────────────────────────────────


def check_settings(settings: Settings) -> None:
    """Raise UnsafeSettings, naming everything, when these settings must not be used."""
    refuse_if(faults_of_settings(settings))


def faults_of_settings(settings: Settings) -> list[str]:
    """Return what is wrong with the settings alone."""
    found = always_wrong(settings)
    if settings.in_production:
        found += missing_in_settings(settings, SystemClock().now().date())
    return found


def faults(settings: Settings) -> list[str]:
    """Return everything that keeps the service from starting: settings, content, staff."""
    found = faults_of_settings(settings)
    if not settings.in_production:
        return found
    library = load_library(settings)
    try:
        with database(settings) as url, contextlib.closing(open_store(url, settings)) as store:
            return found + missing_in_house(settings, store, library)
    except (StoreProblem, BadKey) as fault:
        return [*found, str(fault), *missing_in_content(library, {}, settings, SystemClock().now().date())]


def missing_in_house(settings: Settings, store: SqlStore, library: Library) -> list[str]:
    """Return what production still needs of content and staff."""
    now = SystemClock().now()
    with store.begin() as work:
        content = missing_in_content(library, readings(work), settings, now.date())
        shifts = work.shifts.between(now, now + SHIFTS_AHEAD)
        return content + missing_on_the_rota(work.workers.all(), shifts, now)


def refuse_if(found: list[str]) -> None:
    """Raise UnsafeSettings with one line for each fault."""
    if found:
        raise UnsafeSettings("\n".join(f"  ✗ {fault}" for fault in found))

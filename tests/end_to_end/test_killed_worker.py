"""
The worker is killed with SIGKILL between every two steps, and another one takes over: nothing is lost, nothing is
sent twice. What counts is what the provider has.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.helpline.records import Status
from bot.settings import Settings
from bot.store.store import SqlStore, open_store
from tests.end_to_end.crashing import work_until_killed
from tests.twilio_stand_in import TwilioStandIn

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

NEVER = "at no point"
LOOKED = "deliver.deliver: after deliver is let go"
A_MINUTE_LATER_S = 61
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.end_to_end.crashing"])


@dataclass(frozen=True)
class Life:
    """What came of one text: what the phone was sent, whether the first worker was killed, the points passed."""

    sent: Counter[str]
    was_killed: bool
    points: list[str]


@dataclass
class Workplace:
    """Where workers live and die: a database, the stand-in for Twilio, and one phone for each life."""

    settings: dict[str, Any]
    twilio: TwilioStandIn
    rows: SqlStore
    folder: Path
    lives: int = field(default=0)

    def new_phone(self) -> str:
        """Return a number that nobody has texted from."""
        self.lives += 1
        return f"+99361000{100 + self.lives}"

    def live(self, text: str, dies_at: str = NEVER) -> Life:
        """
        Have somebody text, a worker begin and die, and another one take over; return what came of it.

        The second worker's clock is a minute ahead, so that it need not wait to ask the provider.
        """
        phone, log = self.new_phone(), self.folder / f"life-{self.lives}"
        first = self.worker(dies_at, log)
        self.twilio.somebody_texts(phone, text)
        until(lambda: first.exitcode is not None or self.is_settled(phone, log))
        if dies_at != NEVER:
            first.join(10)
        if first.exitcode is None:
            first.terminate()
            first.join(60)
        was_killed = first.exitcode == -signal.SIGKILL
        if was_killed:
            log = log.with_suffix(".second")
            second = self.worker(NEVER, log, A_MINUTE_LATER_S)
            until(lambda: self.is_settled(phone, log))
            end(second)
        else:
            assert first.exitcode == 0
        return Life(self.sent_to(phone), was_killed, list(dict.fromkeys(log.read_text().splitlines())))

    def worker(self, dies_at: str, log: Path, ahead_s: float = 0) -> Any:
        """Start a worker process."""
        process = FORKS.Process(target=work_until_killed, args=(self.settings, dies_at, log, ahead_s))
        process.start()
        return process

    def is_settled(self, phone: str, log: Path) -> bool:
        """Say whether nothing waits, nothing is under way, and the worker has looked for both."""
        if not log.exists() or LOOKED not in log.read_text():
            return False
        with self.rows.begin() as work:
            owner = work.identifiers.find(phone)
            texts = work.messages.of_identifier(owner.id) if owner else []
        waiting = {Status.WAITING, Status.IN_HAND, Status.DUE, Status.SENDING, Status.UNKNOWN}
        return any(one.direction == "out" for one in texts) and not any(one.status in waiting for one in texts)

    def sent_to(self, phone: str) -> Counter[str]:
        """Count the texts that the provider has for a phone."""
        return Counter(one["body"] for one in self.twilio.messages(To=phone))


def end(process: Any) -> None:
    """Have a worker end well."""
    process.terminate()
    process.join(60)
    assert process.exitcode == 0


def until(is_so: Callable[[], bool], within_s: float = 90) -> None:
    give_up_at = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < give_up_at, "it did not settle"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def workplace(
    twilio_web: Path,
    twilio_environment: dict[str, str],
    twilio: TwilioStandIn,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Workplace]:
    names = {name.lower(): value for name, value in twilio_environment.items() if name.lower() in Settings.model_fields}
    rows = open_store(twilio_environment["DATABASE_URL"], Settings(_env_file=None))  # type: ignore[call-arg]
    yield Workplace(names, twilio, rows, tmp_path_factory.mktemp("lives"))
    rows.close()


@pytest.mark.parametrize("text", ["Какие у меня права?", "не хочу жить", "СТОП"], ids=["question", "danger", "command"])
def test_a_worker_killed_between_any_two_steps_loses_and_doubles_nothing(workplace: Workplace, text: str) -> None:
    unharmed = workplace.live(text)
    assert unharmed.sent
    assert set(unharmed.sent.values()) == {1}
    lives = {point: workplace.live(text, point) for point in unharmed.points}
    wrong = {point: life.sent for point, life in lives.items() if life.sent != unharmed.sent}
    assert wrong == {}
    # A point that is passed by chance (the periodic round came by) need not be reached again; nearly all must be.
    assert sum(life.was_killed for life in lives.values()) >= max(6, len(lives) - 3)


def test_a_text_that_the_provider_took_is_asked_for_before_it_is_sent_again(workplace: Workplace) -> None:
    """The one point at which nobody here can know: the provider has accepted, and we have not written it down."""
    life = workplace.live("Какие у меня права?", "deliver._send: after send")
    assert life.was_killed
    assert set(life.sent.values()) == {1}

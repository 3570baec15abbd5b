"""
Killed between any two steps: no text is lost, none is sent twice.

A conversation is held once without a crash, and then again and again, killed at the first, second, third … point at
which a process can die: before and after each commit, each wake-up, each call of the assistant and of the provider.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from bot.store.store import SqlStore
from tests.clock import FakeClock
from tests.conversations.harness import Helpline

WORKER = "+99361000011"
FINAL = {"answered", "passed_on", "ignored", "set_aside", "paused"}


class Killed(BaseException):
    """SIGKILL: no handler of ours runs. (That locks and transactions end is what PostgreSQL does, too.)"""


class Killer:
    """Counts the points at which a process can die, and kills it at one of them, once."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.passed = at, 0

    def point(self) -> None:
        """Die here, if here is where."""
        self.passed += 1
        if self.passed == self.at:
            raise Killed

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """Return the act with a point before and one after it."""

        def dangerous(*given: Any, **more: Any) -> Any:
            self.point()
            done = act(*given, **more)
            self.point()
            return done

        return dangerous


def haunt(helpline: Helpline, killer: Killer) -> None:
    """Put points around everything that leaves a trace outside the process."""
    begin = helpline.store.begin

    def begin_haunted() -> Any:
        work = begin()
        work.commit = killer.around(work.commit)
        return work

    helpline.store.begin = begin_haunted
    helpline.assistant.ask = killer.around(helpline.assistant.ask)
    helpline.route.send = killer.around(helpline.route.send)
    helpline.jobs.wake_respond = killer.around(helpline.jobs.wake_respond)


def survive(helpline: Helpline, act: Callable[[], object]) -> None:
    """Do something; when that kills the process, the provider hands the text over again and a new process sweeps."""
    try:
        act()
    except Killed:
        helpline.jobs.people.clear()
        helpline.jobs.times.clear()
        act_again = helpline.last_sms
        if act_again:
            act_again()
        helpline.later(seconds=35)
        helpline.later(seconds=35)


def an_ordinary_talk(helpline: Helpline) -> None:
    """A question, a digit, a command."""
    child = helpline.phone()
    for words in ("Нужен адвокат?", "1", "МЕНЮ"):
        say(helpline, child, words)


def a_danger_and_a_worker(helpline: Helpline) -> None:
    """Danger, an answer to whether one is safe, a worker who takes it and writes, and an answer to the worker."""
    child, worker = helpline.phone(), helpline.phone(WORKER)
    say(helpline, child, "kakam uryar")
    say(helpline, child, "1")
    say(helpline, worker, f"TAKE {helpline.case().code}")
    say(helpline, worker, f"{helpline.case().code} Men bärde")
    say(helpline, child, "sag boluň")


def an_unsure_danger(helpline: Helpline) -> None:
    """A danger that is asked about and denied: the held text is answered."""
    child = helpline.phone()
    say(helpline, child, "всё надоело, нужен адвокат")
    say(helpline, child, "2")


def say(helpline: Helpline, phone: Any, words: str) -> None:
    """Text, and let the service work; the provider repeats a text that was not acknowledged."""
    sms_id = f"in-{phone.number}-{words}"
    helpline.last_sms = lambda: helpline.hand_over(phone.number, sms_id, words)
    survive(helpline, helpline.last_sms)
    helpline.last_sms = None
    survive(helpline, helpline.work)
    helpline.later(seconds=1)


TALKS = [an_ordinary_talk, a_danger_and_a_worker, an_unsure_danger]


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.__name__)
def test_killed_at_any_point_no_text_is_lost_and_none_is_sent_twice(talk, store):
    killer = Killer()
    expected = received(hold(store, talk, killer))
    assert killer.passed > 20
    for at in range(1, killer.passed + 1):
        helpline = hold(store, talk, Killer(at))
        assert received(helpline) == expected, f"killed at point {at}"
        tokens = Counter(parcel.token for parcel in helpline.route.taken.values())
        assert set(tokens.values()) == {1}, f"a text was sent twice, killed at point {at}"
        assert set(helpline.phone().statuses) <= FINAL, f"a text was lost, killed at point {at}"
        assert len(helpline.cases(open_only=False)) <= 1


def hold(store: SqlStore, talk: Callable[[Helpline], None], killer: Killer) -> Helpline:
    """Hold the talk on an empty database, with the killer about."""
    empty(store)
    helpline = Helpline(store, FakeClock())
    helpline.worker("Aýna Myradowa", WORKER)
    haunt(helpline, killer)
    talk(helpline)
    return helpline


def empty(store: SqlStore) -> None:
    """Empty the database. A new one for each run would cost minutes."""
    with store.engine.begin() as connection:
        # The timeline refuses to be emptied, and rightly.
        connection.execute(text("SET LOCAL session_replication_role = 'replica'"))
        connection.execute(text("TRUNCATE identifier, person, mark RESTART IDENTITY CASCADE"))
    store.__dict__.pop("begin", None)


def received(helpline: Helpline) -> Counter[str]:
    """Return what the child's phone received, in any order: after a crash a later text may overtake."""
    return Counter(helpline.phone().received())

"""Those who wait for news: how long, how many, and what lets them go."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator

import pytest

from bot.simulator.waiting import Waiting, end_with_the_process, settled


def waits(room: Waiting, seconds: float) -> float:
    """Wait for news that never comes and return how long it took."""
    began = time.monotonic()
    room.wait_for(lambda: None, bool, seconds)
    return time.monotonic() - began


def test_news_that_is_there_is_told_at_once() -> None:
    assert Waiting(1).wait_for(lambda: ["news"], bool, 10) == ["news"]


@pytest.mark.alone
def test_nothing_is_looked_at_more_often_than_ten_times_a_second() -> None:
    looks: list[float] = []
    Waiting(1).wait_for(lambda: looks.append(time.monotonic()), bool, 1)
    assert 3 <= len(looks) <= 12


def test_a_look_that_fails_gives_its_place_back() -> None:
    room, looks = Waiting(1), iter([None])

    def look() -> None:
        next(looks)

    with pytest.raises(StopIteration):
        room.wait_for(look, bool, 1)
    assert waits(room, 0.3) >= 0.3


@pytest.mark.alone
def test_a_server_that_stops_lets_everybody_go() -> None:
    room = Waiting(1)
    threading.Timer(0.2, room.end).start()
    assert waits(room, 5) < 2
    assert waits(room, 5) < 1


@pytest.fixture
def stopped() -> Iterator[list[int]]:
    """Have a server's handler for SIGTERM, and yield what it was told."""
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    yield told
    signal.signal(signal.SIGTERM, before)


@pytest.mark.alone
def test_sigterm_reaches_those_who_wait_and_then_the_server(stopped: list[int]) -> None:
    room = Waiting(1)
    end_with_the_process(room)
    signal.raise_signal(signal.SIGTERM)
    assert stopped == [signal.SIGTERM]
    assert waits(room, 5) < 1


def test_where_no_server_listens_sigterm_is_left_alone() -> None:
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    end_with_the_process(Waiting(1))
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_rows_that_become_visible_late_are_told_with_the_rest() -> None:
    """A transaction with a lower id ends after one with a higher id."""
    seen = iter([[3], [2, 3], [2, 3]])
    assert settled(lambda: next(seen)) == [2, 3]

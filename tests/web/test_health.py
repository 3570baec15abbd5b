"""What machines ask about the service."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store.store import SqlStore
from bot.web import health
from bot.web.health import HEARTBEAT, Remembered, beat, database_answers, worker_beats
from tests.web.app import client

UP = {"database": True, "worker": True, "assistant": True, "provider": True}


def ask(path: str, **down: bool) -> Any:
    """Ask about a service of which some parts are down."""
    parts = {name: (lambda up=up: up) for name, up in (UP | down).items()}
    return client(parts=parts).get(path)


def test_ready_when_every_part_is() -> None:
    assert ask("/health/ready").status_code == 200


@pytest.mark.parametrize("part", UP)
def test_not_ready_names_the_part(part: str) -> None:
    answer = ask("/health/ready", **{part: False})
    assert answer.status_code == 503
    assert [name for name, word in answer.json["parts"].items() if word != "ready"] == [part]


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("assistant", 200),  # what is stored now is answered later
        ("worker", 200),
        ("provider", 200),
        ("database", 503),  # what cannot be stored is better sent to another machine
    ],
)
def test_webhooks_keep_coming_in_while_a_text_can_be_stored(part: str, status: int) -> None:
    assert ask("/health/webhook", **{part: False}).status_code == status


def test_alive_whatever_is_down() -> None:
    assert ask("/health/live", **dict.fromkeys(UP, False)).status_code == 200


def test_a_part_that_breaks_is_not_ready() -> None:
    def broken() -> bool:
        raise RuntimeError("no")

    assert client(parts={"database": broken}).get("/health/ready").status_code == 503


@pytest.mark.parametrize(
    ("answer", "every_s", "after_s", "asked"),
    [
        (True, 1, 0.5, 1),
        (True, 1, 1.5, 2),
        (True, 30, 29, 1),  # a provider outside is not pestered
        (True, 30, 31, 2),
        (False, 30, 0.5, 1),
        (False, 30, 1.5, 2),  # but a no is asked again soon
    ],
)
def test_an_answer_holds_for_a_while(
    monkeypatch: pytest.MonkeyPatch, answer: bool, every_s: float, after_s: float, asked: int
) -> None:
    times: list[bool] = []
    now = 1000.0
    monkeypatch.setattr(health.time, "monotonic", lambda: now)
    part = Remembered("", lambda: times.append(answer) or answer, every_s)
    assert part.is_ready() is answer
    now += after_s
    assert part.is_ready() is answer
    assert len(times) == asked


def test_a_worker_is_known_by_its_heartbeat(store: SqlStore) -> None:
    assert not worker_beats(store)
    beat(store)
    assert worker_beats(store)


def test_a_worker_that_fell_silent_is_not_ready(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.marks.put(HEARTBEAT, "2026-01-01T00:00:00+00:00")
        unit.commit()
    assert not worker_beats(store)


def test_the_database_answers(store: SqlStore) -> None:
    assert database_answers(store)

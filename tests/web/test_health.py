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


def test_a_part_is_not_asked_more_than_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    part = Remembered("database", lambda: asked.append(1) is None)
    assert [part.is_ready() for _ in range(5)] == [True] * 5
    assert len(asked) == 1
    monkeypatch.setattr(health, "ASKED_AGAIN_AFTER_S", 0.0)
    part.is_ready()
    assert len(asked) == 2


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

"""The JSON contract, against the real desk on PostgreSQL with a worker that works."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot import simulator
from bot.store.clock import StoreClock, SystemClock
from bot.store.jobs import SqlJobs
from bot.store.store import SqlStore
from bot.text.segments import count_segments, encoding_of
from bot.web.furnish import furnish
from bot.wiring import House
from tests.simulator.running import CHILD, FIRST_WORKER, SECOND_WORKER, app_for

MESSAGES, ADVANCE = "/simulator/api/messages", "/simulator/api/advance"
FIELDS = {"id", "direction", "text", "segments", "encoding", "status", "at"}
PATIENCE_S = 60


def texts(doors: FlaskClient, text: str, phone: str = CHILD, **more: Any) -> int:
    """Text something and return the row."""
    answer = doors.post(MESSAGES, json={"phone": phone, "text": text, **more})
    assert answer.status_code == 201, answer.text
    assert answer.json.keys() == {"id"}
    return int(answer.json["id"])


def reads(doors: FlaskClient, phone: str = CHILD, **query: Any) -> list[dict[str, Any]]:
    """Return a phone's messages."""
    answer = doors.get(MESSAGES, query_string={"phone": phone, **query})
    assert answer.status_code == 200, answer.text
    return list(answer.json)


def receives(doors: FlaskClient, phone: str = CHILD, after: int = 0) -> dict[str, Any]:
    """Return the first text of the service after a row, waiting for it."""
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        rows = reads(doors, phone, after=after, wait=2)
        for row in rows:
            if row["direction"] == "out":
                return row
        after = rows[-1]["id"] if rows else after
    raise AssertionError("nothing came")


def becomes(doors: FlaskClient, status: str, phone: str = CHILD) -> dict[str, Any]:
    """Wait until the newest text of the service has this status."""
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        ours = [row for row in reads(doors, phone) if row["direction"] == "out"]
        if ours and ours[-1]["status"] == status:
            return ours[-1]
        time.sleep(0.05)
    raise AssertionError(f"did not become {status}: {[row['status'] for row in ours]}")


# ── a text is taken, and answered ────────────────────────────────────────────────────────────────────


def test_a_text_is_answered_and_the_answer_delivered(doors: FlaskClient) -> None:
    sent = texts(doors, "maňa aklawçy gerek")
    answer = receives(doors, after=sent)
    assert answer.keys() == FIELDS
    assert answer["id"] > sent
    assert becomes(doors, "delivered")["id"] >= answer["id"]


def test_each_row_says_what_it_costs_and_when_it_was(doors: FlaskClient, house: House) -> None:
    sent = texts(doors, "maňa aklawçy gerek")
    receives(doors, after=sent)
    rows = reads(doors)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    for row in rows:
        assert (row["segments"], row["encoding"]) == (count_segments(row["text"]), encoding_of(row["text"]))
        at = datetime.fromisoformat(row["at"])
        assert at.utcoffset() == timedelta(0)
        assert abs(house.clock.now() - at) < timedelta(minutes=1)
    assert (rows[0]["direction"], rows[0]["status"], rows[0]["text"]) == ("in", "received", "maňa aklawçy gerek")


def test_after_is_exclusive(doors: FlaskClient) -> None:
    first, second = texts(doors, "salam"), texts(doors, "salam ýene")
    rows = reads(doors, after=first)
    assert first not in [row["id"] for row in rows]
    assert second in [row["id"] for row in rows]


def test_an_unknown_phone_has_no_messages(doors: FlaskClient) -> None:
    assert reads(doors, "+99361000055") == []


def test_the_same_provider_id_is_the_same_text(doors: FlaskClient) -> None:
    first = texts(doors, "salam", provider_message_id="SM1")
    assert texts(doors, "salam", provider_message_id="SM1") == first
    assert [row["id"] for row in reads(doors) if row["direction"] == "in"] == [first]


def test_ten_equal_posts_at_once_are_one_row_and_one_answer(house: House, doors: FlaskClient) -> None:
    app = app_for(house)

    def post(_: int) -> int:
        return texts(app.test_client(), "maňa aklawçy gerek", provider_message_id="SM7")

    with ThreadPoolExecutor(10) as crowd:
        rows = set(crowd.map(post, range(10)))
    assert len(rows) == 1
    receives(doors, after=rows.pop())
    house.jobs.wait_until_idle()
    assert [row["direction"] for row in reads(doors)].count("in") == 1


def test_without_a_provider_id_equal_words_are_two_texts(doors: FlaskClient) -> None:
    assert texts(doors, "salam") != texts(doors, "salam")


def test_a_number_may_be_written_as_people_write_it(doors: FlaskClient) -> None:
    sent = texts(doors, "salam", phone="8 61 00-00-01")
    assert reads(doors, CHILD)[0]["id"] == sent


def test_a_worker_is_known_by_the_number(doors: FlaskClient) -> None:
    sent = texts(doors, "?", phone=FIRST_WORKER)
    assert "TAKE" in receives(doors, FIRST_WORKER, after=sent)["text"]


# ── waiting ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.alone
def test_without_wait_the_answer_comes_at_once(doors: FlaskClient) -> None:
    began = time.monotonic()
    assert reads(doors, "+99361000055") == []
    assert time.monotonic() - began < 1


@pytest.mark.alone
def test_wait_ends_when_nothing_comes(doors: FlaskClient) -> None:
    began = time.monotonic()
    assert reads(doors, "+99361000055", wait=1) == []
    assert 1 <= time.monotonic() - began < 3


@pytest.mark.alone
def test_wait_ends_with_the_first_news(house: House, doors: FlaskClient) -> None:
    app = app_for(house)
    soon = threading.Timer(0.5, lambda: texts(app.test_client(), "salam"))
    soon.start()
    began = time.monotonic()
    assert reads(doors, wait=10)
    assert time.monotonic() - began < 5
    soon.join()


@pytest.mark.alone
def test_when_the_room_is_full_the_next_reader_does_not_wait(house: House) -> None:
    app = Flask("goldaw", static_folder=None)
    furnish(app, house.settings, parts={"database": lambda: True})
    assert house.advance
    app.register_blueprint(simulator.blueprint(house.desk, house.advance, room=1))
    first = threading.Thread(target=lambda: reads(app.test_client(), "+99361000055", wait=3))
    first.start()
    time.sleep(0.5)
    began = time.monotonic()
    assert reads(app.test_client(), "+99361000056", wait=3) == []
    assert time.monotonic() - began < 1
    first.join()


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────


def test_time_moves_and_says_where_it_is(house: House, doors: FlaskClient) -> None:
    before = house.clock.now()
    answer = doors.post(ADVANCE, json={"seconds": 3600})
    assert answer.status_code == 200
    assert answer.json.keys() == {"now"}
    assert timedelta(hours=1) <= datetime.fromisoformat(answer.json["now"]) - before < timedelta(hours=1, minutes=1)


def test_advance_answers_when_the_ladder_has_moved(doors: FlaskClient) -> None:
    """Danger is offered to one worker; two minutes later the next one has it, without any further waiting."""
    sent = texts(doors, "ýaşasym gelmeýär")
    receives(doors, after=sent)
    offered = receives_either(doors)
    other = SECOND_WORKER if offered == FIRST_WORKER else FIRST_WORKER
    assert not [row for row in reads(doors, other) if row["direction"] == "out"]
    assert doors.post(ADVANCE, json={"seconds": 130}).status_code == 200
    assert [row for row in reads(doors, other) if row["direction"] == "out"]


def receives_either(doors: FlaskClient) -> str:
    """Return which of the workers was written to."""
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        for phone in (FIRST_WORKER, SECOND_WORKER, "+99361000093"):
            if reads(doors, phone):
                return phone
        time.sleep(0.1)
    raise AssertionError("no worker was written to")


# ── what cannot be ───────────────────────────────────────────────────────────────────────────────────

BAD_POSTS = [
    ({"text": "salam"}, "phone", "no number"),
    ({"phone": "", "text": "salam"}, "phone", "an empty number"),
    ({"phone": 99361000001, "text": "salam"}, "phone", "a number that is no string loses its plus and zeros"),
    ({"phone": "+993", "text": "salam"}, "phone", "too short"),
    ({"phone": CHILD}, "text", "no text"),
    ({"phone": CHILD, "text": None}, "text", "null is no text"),
    ({"phone": CHILD, "text": "a" * 1601}, "text", "longer than a provider hands over"),
    ({"phone": CHILD, "text": "\ud800"}, "text", "half a character cannot be kept"),
    ({"phone": CHILD, "text": "salam", "provider_message_id": 7}, "provider_message_id", "an id is a string"),
    ({"phone": CHILD, "text": "salam", "provider_message_id": ""}, "provider_message_id", "an empty id is none"),
    ({"phone": CHILD, "text": "salam", "provider_message_id": "x" * 101}, "provider_message_id", "too long"),
    ([], "JSON object", "a list"),
    (None, "JSON object", "null"),
]


@pytest.mark.parametrize(("body", "says", "reason"), BAD_POSTS, ids=[row[2] for row in BAD_POSTS])
def test_a_bad_text_is_refused_with_words(quiet_doors: FlaskClient, body: object, says: str, reason: str) -> None:
    answer = quiet_doors.post(MESSAGES, json=body)
    assert answer.status_code == 400, reason
    assert says in answer.json["error"]


def test_a_form_is_refused(quiet_doors: FlaskClient) -> None:
    """Another site's page can make a browser send a form, but not JSON."""
    assert quiet_doors.post(MESSAGES, data={"phone": CHILD, "text": "salam"}).status_code == 400


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({}, "phone"),
        ({"phone": "nobody"}, "phone"),
        ({"phone": "0805"}, "phone"),
        ({"phone": CHILD, "after": "x"}, "after"),
        ({"phone": CHILD, "after": "-1"}, "after"),
        ({"phone": CHILD, "wait": "soon"}, "wait"),
        ({"phone": CHILD, "wait": "-1"}, "wait"),
        ({"phone": CHILD, "wait": "nan"}, "wait"),
    ],
)
def test_a_bad_question_is_refused_with_words(quiet_doors: FlaskClient, query: dict[str, str], says: str) -> None:
    answer = quiet_doors.get(MESSAGES, query_string=query)
    assert answer.status_code == 400
    assert says in answer.json["error"]


@pytest.mark.parametrize("seconds", [None, "60", -1, True, float("nan"), float("inf"), 10**400, 400 * 24 * 3600, {}])
def test_a_bad_journey_is_refused_and_time_stands(quiet_doors: FlaskClient, store: SqlStore, seconds: object) -> None:
    answer = quiet_doors.post(ADVANCE, json={"seconds": seconds})
    assert answer.status_code == 400
    assert "seconds" in answer.json["error"]
    assert StoreClock(store).now() - datetime.now(UTC) < timedelta(minutes=1)


def test_a_journey_without_a_worker_says_so(quiet_doors: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqlJobs.tick, "__defaults__", (0.5,))
    answer = quiet_doors.post(ADVANCE, json={"seconds": 60})
    assert answer.status_code == 503
    assert "worker" in answer.json["error"]


def test_there_is_no_simulator_where_time_is_real(house: House) -> None:
    without = app_for(replace(house, clock=SystemClock())).test_client()
    for path in ("/simulator/", MESSAGES + "?phone=" + CHILD.replace("+", "%2B"), "/simulator/static/main.js"):
        assert without.get(path).status_code == 404
    assert without.post(MESSAGES, json={"phone": CHILD, "text": "salam"}).status_code == 404
    assert without.post(ADVANCE, json={"seconds": 1}).status_code == 404

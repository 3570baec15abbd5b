"""What the page asks beside the contract: all phones in one poll, networks, cases, marks."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.desk.simulate import GOOD, Network, network_at
from bot.helpline.records import Status
from bot.ports import Inbound
from bot.store.store import SqlStore
from bot.wiring import House
from tests.simulator.running import CHILD, FIRST_WORKER, PARENT, app_for
from tests.simulator.test_contract import ADVANCE, becomes, reads, receives, receives_either, texts

FEED, NETWORK = "/simulator/api/feed", "/simulator/api/network"
WORKS: dict[str, Any] = {"is_off": False, "loses": False, "delay_s": 0, "doubles": False}


def feed(doors: FlaskClient, phones: dict[str, str], wait: float = 0) -> dict[str, Any]:
    """Ask for news."""
    answer = doors.post(FEED, json={"phones": phones, "wait": wait})
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def switches(doors: FlaskClient, phone: str = CHILD, **network: Any) -> None:
    """Set a phone's network."""
    assert doors.put(NETWORK, json={"phone": phone, **WORKS, **network}).status_code == 200


def newest(doors: FlaskClient, phone: str = CHILD) -> dict[str, Any]:
    """Return the newest text of the service."""
    return next(row for row in reversed(reads(doors, phone)) if row["direction"] == "out")


# ── news ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_that_has_seen_nothing_is_told_everything(doors: FlaskClient) -> None:
    texts(doors, "salam")
    texts(doors, "привет", phone=PARENT)
    news = feed(doors, {CHILD: "", PARENT: ""})["phones"]
    assert [news[phone]["messages"][0]["text"] for phone in (CHILD, PARENT)] == ["salam", "привет"]


def test_a_page_that_has_seen_all_is_told_nothing(doors: FlaskClient, house: House) -> None:
    receives(doors, after=texts(doors, "aklawçy gerek"))
    becomes(doors, "delivered")
    house.jobs.wait_until_idle()
    cursor = feed(doors, {CHILD: ""})["phones"][CHILD]["cursor"]
    assert feed(doors, {CHILD: cursor})["phones"] == {}


def test_a_receipt_is_news(doors: FlaskClient) -> None:
    """The row was seen as sent; the page is told when it is delivered."""
    switches(doors, delay_s=60)
    receives(doors, after=texts(doors, "aklawçy gerek"))
    becomes(doors, "sent")
    cursor = feed(doors, {CHILD: ""})["phones"][CHILD]["cursor"]
    assert doors.post(ADVANCE, json={"seconds": 61}).status_code == 200
    becomes(doors, "delivered")
    [changed] = feed(doors, {CHILD: cursor})["phones"].values()
    assert "delivered" in [row["status"] for row in changed["messages"]]


@pytest.mark.alone
def test_one_poll_waits_for_all_phones(doors: FlaskClient, house: House) -> None:
    app = app_for(house)
    seen = {phone: thread["cursor"] for phone, thread in feed(doors, {CHILD: "", PARENT: ""})["phones"].items()}
    soon = threading.Timer(0.5, lambda: texts(app.test_client(), "salam", phone=PARENT))
    soon.start()
    began = time.monotonic()
    news = feed(doors, {CHILD: "", PARENT: ""} | seen, wait=10)
    assert list(news["phones"]) == [PARENT]
    assert time.monotonic() - began < 8
    soon.join()


@pytest.mark.parametrize("cursor", ["x", "1", "-1.2", "9" * 40 + ".1", None, 7, [1]])
def test_a_cursor_that_is_not_ours_is_a_page_that_has_seen_nothing(quiet_doors: FlaskClient, cursor: Any) -> None:
    texts(quiet_doors, "salam")
    assert feed(quiet_doors, {CHILD: cursor})["phones"][CHILD]["messages"]


def test_a_long_thread_is_not_sent_again_for_each_tick(quiet_doors: FlaskClient, store: SqlStore) -> None:
    """Only what can still change is looked at again."""
    with store.begin() as work:
        owner = work.identifiers.find_or_add(CHILD, "phone")
        for at in range(450):
            sms = Inbound("simulated", f"old-{at}", CHILD, "köne hat")
            work.messages.add_inbound(sms, owner.id, datetime.now(UTC), Status.ANSWERED)
        work.commit()
    thread = feed(quiet_doors, {CHILD: ""})["phones"][CHILD]
    assert len(thread["messages"]) == 450
    texts(quiet_doors, "täze hat")
    assert len(feed(quiet_doors, {CHILD: thread["cursor"]})["phones"][CHILD]["messages"]) <= 40


def test_phones_are_limited(quiet_doors: FlaskClient) -> None:
    many = {f"+993610000{at:02}": "" for at in range(13)}
    assert quiet_doors.post(FEED, json={"phones": many}).status_code == 400


# ── networks ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_phone_that_is_off_is_tried_again_when_it_is_on(doors: FlaskClient) -> None:
    switches(doors, is_off=True)
    receives(doors, after=texts(doors, "aklawçy gerek"))
    time.sleep(1)
    assert newest(doors)["status"] == "queued"
    switches(doors)
    assert doors.post(ADVANCE, json={"seconds": 320}).status_code == 200
    becomes(doors, "delivered")


def test_a_phone_that_stays_off_fails_with_a_reason_in_plain_words(doors: FlaskClient) -> None:
    """A safety text is tried for a few minutes only; then somebody has to know."""
    switches(doors, is_off=True)
    receives(doors, after=texts(doors, "ýaşasym gelmeýär"))
    assert doors.post(ADVANCE, json={"seconds": 400}).status_code == 200
    rows = doors.post(f"{FEED}?language=en", json={"phones": {CHILD: ""}}).json["phones"][CHILD]["messages"]
    failed = [row for row in rows if row["status"] == "failed"]
    assert failed
    assert all(row["reason"] and "_" not in row["reason"] for row in failed)


def test_what_must_not_come_unasked_is_held_and_says_so(doors: FlaskClient) -> None:
    """The phone was off for a quarter of an hour: the answer waits for the person's next text (safeguarding 8)."""
    switches(doors, is_off=True)
    receives(doors, after=texts(doors, "aklawçy gerek"))
    assert doors.post(ADVANCE, json={"seconds": 1200}).status_code == 200
    rows = feed(doors, {CHILD: ""})["phones"][CHILD]["messages"]
    assert {row["status"] for row in rows if row["stage"] == "held"} == {"queued"}


def test_a_lost_text_gets_no_receipt(doors: FlaskClient) -> None:
    switches(doors, loses=True)
    receives(doors, after=texts(doors, "aklawçy gerek"))
    becomes(doors, "sent")
    assert doors.post(ADVANCE, json={"seconds": 120}).status_code == 200
    assert newest(doors)["status"] == "sent"


def test_a_switch_is_remembered_and_shown(doors: FlaskClient, house: House) -> None:
    switches(doors, delay_s=300, doubles=True)
    texts(doors, "salam")
    shown = feed(doors, {CHILD: ""})["phones"][CHILD]["network"]
    assert shown == WORKS | {"delay_s": 300, "doubles": True}
    assert network_at(house.desk, CHILD) == Network(delay_s=300, doubles=True)
    switches(doors)
    assert network_at(house.desk, CHILD) == GOOD


def test_no_number_stands_in_a_mark(doors: FlaskClient, house: House) -> None:
    switches(doors, is_off=True)
    with house.store.begin() as work:
        names = list(work.marks.named("simulated_network."))
    assert names
    assert not any("99361" in name for name in names)


@pytest.mark.parametrize(
    "network", [{"is_off": "yes"}, {"loses": 1}, {"delay_s": -1}, {"delay_s": "x"}, {"doubles": None}, {"phone": "x"}]
)
def test_a_bad_switch_is_refused_with_words(quiet_doors: FlaskClient, network: dict[str, Any]) -> None:
    answer = quiet_doors.put(NETWORK, json={"phone": CHILD, **WORKS, **network})
    assert answer.status_code == 400
    assert next(iter(network)) in answer.json["error"]


# ── cases and marks ──────────────────────────────────────────────────────────────────────────────────


def test_a_shown_persons_case_is_shown_with_its_next_step(doors: FlaskClient) -> None:
    receives(doors, after=texts(doors, "ýaşasym gelmeýär"))
    offered_to = receives_either(doors)
    [case] = feed(doors, {CHILD: "", offered_to: ""})["cases"]
    assert (case["severity"], case["status"]) == ("imminent", "offered")
    assert case["worker"]
    assert case["next_step_at"]


def test_another_persons_case_is_not_shown(doors: FlaskClient) -> None:
    receives(doors, after=texts(doors, "ýaşasym gelmeýär"))
    receives_either(doors)
    assert feed(doors, {PARENT: "", FIRST_WORKER: ""})["cases"] == []


def test_an_answer_that_nobody_reviewed_carries_a_mark(doors: FlaskClient) -> None:
    answer = receives(doors, after=texts(doors, "aklawçy gerek"))
    rows = feed(doors, {CHILD: ""})["phones"][CHILD]["messages"]
    marks = {row["id"]: row["is_draft"] for row in rows}
    assert marks[answer["id"]]
    assert not any(marks[row["id"]] for row in rows if row["direction"] == "in")

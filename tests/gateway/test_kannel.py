"""Kannel brings an SMS, or a report on one of ours (its requests as recorded from 1.4.5)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from bot.desk.desk import Desk
from bot.gateway.forged import forged_by_day
from bot.helpline.records import Message, Purpose, Status
from bot.ports import Outbound
from bot.store.store import SqlStore
from tests.gateway.door import CHILD, app_for, make_desk, rows
from tests.quiet import LogLines

SECRET = "a-secret-that-is-long-enough-for-kannel"
INBOUND, STATUS = f"/sms/kannel/{SECRET}/inbound", f"/sms/kannel/{SECRET}/status"
RECORDED = {
    "User-Agent": "Kannel/1.4.5",
    "Content-Type": 'text/plain; charset="UTF-8"',
    "X-Kannel-From": CHILD,
    "X-Kannel-To": "0800",
    "X-Kannel-Time": "2026-11-22 14:25:34",
    "X-Kannel-SMSC": "op",
    "X-Kannel-Coding": "0",
    "X-Kannel-Service": "default",
}
ID = "4aa0fb91-55c4-4f8a-9237-0615921ddf55"


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return make_desk(store)


@pytest.fixture
def kannel(desk: Desk, secrets_in_logs: LogLines) -> FlaskClient:
    secrets_in_logs.register(SECRET)
    return app_for(desk, kannel_secret=SECRET).test_client()


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ('text/plain; charset="UTF-8"', b"Ma\xc5\x88a k\xc3\xb6mek gerek", "Maňa kömek gerek"),
        ("text/plain; charset=UTF-16BE", "Мне страшно".encode("utf-16-be"), "Мне страшно"),
        ("text/plain; charset=ISO-8859-1", b"k\xf6mek", "kömek"),
        ("text/plain", b"Salam", "Salam"),
        ("text/plain; charset=no-such-thing", b"Salam", "Salam"),  # better read badly than lost
        ("text/plain; charset=UTF-8", b"k\xf6mek", "k\ufffdmek"),
        ("text/plain", b"", ""),
    ],
)
def test_a_text_is_stored_in_the_letters_it_was_written_in(
    kannel: FlaskClient, store: SqlStore, content_type: str, body: bytes, text: str
) -> None:
    answer = kannel.post(f"{INBOUND}?id={ID}", data=body, headers=RECORDED | {"Content-Type": content_type})
    assert (answer.status_code, answer.text) == (204, ""), "what we answer would be sent to the person"
    [row] = rows(store)
    assert (row.provider, row.provider_message_id, row.text) == ("kannel", ID, text)


def test_the_same_id_again_is_the_same_text(kannel: FlaskClient, store: SqlStore) -> None:
    for _ in range(3):
        assert kannel.post(f"{INBOUND}?id={ID}", data=b"Salam", headers=RECORDED).status_code == 204
    assert len(rows(store)) == 1


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (f"/sms/kannel/not-the-secret/inbound?id={ID}", "another secret"),
        (f"/sms/kannel/{SECRET}x/inbound?id={ID}", "nearly the secret"),
        (f"/sms/kannel/кто/inbound?id={ID}", "letters that no secret has"),
    ],
)
def test_who_does_not_know_the_secret_is_not_let_in(kannel: FlaskClient, store: SqlStore, path: str, why: str) -> None:
    assert kannel.post(path, data=b"Salam", headers=RECORDED).status_code == 403, why
    assert rows(store) == []
    assert sum(forged_by_day(store).values()) == 1


def test_without_a_secret_in_the_settings_nobody_is_let_in(desk: Desk) -> None:
    closed = app_for(desk).test_client()
    assert closed.post(f"/sms/kannel/x/inbound?id={ID}", data=b"", headers=RECORDED).status_code == 403
    assert closed.post(f"/sms/kannel//inbound?id={ID}", data=b"", headers=RECORDED).status_code == 404


@pytest.mark.parametrize(
    ("query", "headers"),
    [("", RECORDED), (f"?id={ID}", {"Content-Type": "text/plain"}), (f"?id={ID}", RECORDED | {"X-Kannel-From": "+"})],
    ids=["no id", "no sender", "a sender that is none"],
)
def test_a_broken_post_says_what_is_missing(kannel: FlaskClient, query: str, headers: dict[str, str]) -> None:
    answer = kannel.post(INBOUND + query, data=b"Salam", headers=headers)
    assert answer.status_code == 400
    assert "X-Kannel-From" in answer.text


def test_a_post_that_is_too_long_is_not_read(kannel: FlaskClient) -> None:
    assert kannel.post(f"{INBOUND}?id={ID}", data=b"x" * 20_000, headers=RECORDED).status_code == 413


# ── reports ────────────────────────────────────────────────────────────────────────────────────────


def sent_text(desk: Desk) -> Message:
    """Return a text of ours that Kannel has taken."""
    now = desk.clock.now()
    with desk.store.begin() as unit:
        identifier = unit.identifiers.find_or_add(CHILD, "phone")
        row = unit.messages.add_outbound(Outbound(identifier.id, "Salam!", Purpose.REPLY, now), "kannel", now)
        unit.messages.change(row, status=Status.SENT, provider_message_id="try-1", attempts=1, sending_since=now)
        unit.commit()
        return unit.messages.get(row)


@pytest.mark.parametrize(
    ("states", "ends"),
    [
        ([8, 1], Status.DELIVERED),  # taken by the operator, then delivered
        ([1, 8], Status.DELIVERED),  # the other way round: this is how it came when it was recorded
        ([4, 8], Status.SENT),
        ([2], Status.DUE),  # Kannel does not say why: once more
        ([16], Status.DUE),
        ([0], Status.SENT),  # a state that is none
    ],
)
def test_a_report_moves_a_text_forward(kannel: FlaskClient, desk: Desk, states: list[int], ends: Status) -> None:
    text = sent_text(desk)
    for state in states:
        assert kannel.get(f"{STATUS}?token={text.token}&id=try-1&state={state}").status_code == 204
    with desk.store.begin() as unit:
        assert unit.messages.get(text.id).status is ends


def test_a_report_on_no_text_of_ours_is_taken_and_forgotten(kannel: FlaskClient) -> None:
    assert kannel.get(f"{STATUS}?token=nobody&id=x&state=1").status_code == 204

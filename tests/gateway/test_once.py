"""However often and however fast Twilio hands over one SMS, it is one row, and one wake-up that matters."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import TestResponse

from bot.desk.desk import Desk
from bot.gateway.twilio import RETRY_KEY
from bot.store.store import SqlStore
from tests.gateway.door import CHILD, INBOUND, Twilio, app_for, make_desk, rows, sms

AT_ONCE = 10


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return make_desk(store)


def at_once(desk: Desk, forms: list[dict[str, str]], **headers: str) -> list[TestResponse]:
    """Post all forms in the same moment, each from a thread of its own."""
    app, start = app_for(desk), threading.Barrier(len(forms))

    def post(form: dict[str, str]) -> TestResponse:
        twilio = Twilio(app.test_client())
        start.wait(10)
        return twilio.posts(INBOUND, form, headers=headers)

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(post, forms))


@pytest.mark.parametrize("known", [False, True], ids=["a number that nobody knew", "a number that we know"])
def test_ten_equal_posts_at_once_are_one_row(desk: Desk, store: SqlStore, known: bool) -> None:
    before = 0
    if known:
        Twilio(app_for(desk).test_client()).posts(INBOUND, sms("before", number=99))
        before = 1
    answers = at_once(desk, [sms()] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {200}
    assert len(rows(store)) == before + 1


def test_ten_posts_of_ten_texts_of_a_new_number_are_ten_rows(desk: Desk, store: SqlStore) -> None:
    answers = at_once(desk, [sms(f"text {n}", number=n) for n in range(AT_ONCE)])
    assert {answer.status_code for answer in answers} == {200}
    assert {text.text for text in rows(store)} == {f"text {n}" for n in range(AT_ONCE)}
    assert len({text.identifier_id for text in rows(store)}) == 1


def test_a_retry_is_known_by_its_own_key_too(desk: Desk, store: SqlStore) -> None:
    retry = {RETRY_KEY: "5d4b9b33-6c5b-4f0f-a1f2-000000000001"}
    answers = at_once(desk, [sms(number=n) for n in range(AT_ONCE)], **retry)
    assert {answer.status_code for answer in answers} == {200}
    assert len(rows(store)) == 1


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (sms("Other words", number=2), "what was written must not be lost by a key that was given twice"),
        (sms(number=2, sender="+99361000002"), "nor what somebody else wrote"),
    ],
)
def test_a_key_that_was_given_twice_costs_no_text(
    desk: Desk, store: SqlStore, second: dict[str, str], why: str
) -> None:
    twilio = Twilio(app_for(desk).test_client())
    for form in (sms(number=1), second):
        assert twilio.posts(INBOUND, form, headers={RETRY_KEY: "the same"}).status_code == 200
    assert len(rows(store, CHILD)) + len(rows(store, "+99361000002")) == 2, why


def test_equal_words_sent_twice_are_two_texts(desk: Desk, store: SqlStore) -> None:
    twilio = Twilio(app_for(desk).test_client())
    for number, key in ((1, "first"), (2, "second")):
        twilio.posts(INBOUND, sms("1", number=number), headers={RETRY_KEY: key})
    assert len(rows(store)) == 2

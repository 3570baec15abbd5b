"""Twilio says what became of a text of ours. It says so twice and out of order; we only move forward."""

from __future__ import annotations

import itertools

import pytest

from bot.desk.desk import Desk
from bot.helpline.records import Message, Purpose, Status
from bot.ports import Outbound
from bot.store.store import SqlStore
from tests.gateway.door import ACCOUNT, CHILD, OURS, STATUS, Twilio, app_for, make_desk

SID = "SM" + "b" * 32


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return make_desk(store)


@pytest.fixture
def twilio(desk: Desk) -> Twilio:
    return Twilio(app_for(desk).test_client())


def sent_text(desk: Desk, status: Status = Status.SENT, sid: str | None = SID, attempts: int = 1) -> Message:
    """Return a text of ours that Twilio has taken."""
    now = desk.clock.now()
    with desk.store.begin() as unit:
        identifier = unit.identifiers.find_or_add(CHILD, "phone")
        row = unit.messages.add_outbound(Outbound(identifier.id, "Salam!", Purpose.REPLY, now), "twilio", now)
        unit.messages.change(row, status=status, provider_message_id=sid, attempts=attempts, sending_since=now)
        unit.commit()
        return unit.messages.get(row)


def says(twilio: Twilio, text: Message, word: str, code: str = "", sid: str = SID) -> int:
    """Post a status callback."""
    form = {"AccountSid": ACCOUNT, "MessageSid": sid, "MessageStatus": word, "From": OURS, "To": CHILD}
    if code:
        form["ErrorCode"] = code
    return twilio.posts(f"{STATUS}?token={text.token}", form).status_code


def now_stands(desk: Desk, text: Message) -> Message:
    """Return the text as it is now."""
    with desk.store.begin() as unit:
        return unit.messages.get(text.id)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (["queued", "sending", "sent", "delivered"], Status.DELIVERED),  # as it should be
        (["delivered", "sent", "queued"], Status.DELIVERED),  # the other way round
        (["sent"], Status.SENT),  # where abroad it often ends
        (["delivered", "delivered"], Status.DELIVERED),  # twice
        (["delivered", "undelivered"], Status.DELIVERED),  # what arrived has arrived
        (["receiving"], Status.SENT),  # a word that says nothing about our text
        (["a new word"], Status.SENT),
        ([""], Status.SENT),
    ],
)
def test_a_text_only_moves_forward(desk: Desk, twilio: Twilio, words: list[str], ends: Status) -> None:
    text = sent_text(desk)
    assert {says(twilio, text, word) for word in words} == {204}
    assert now_stands(desk, text).status is ends


def test_whatever_the_order_a_delivered_text_ends_as_delivered(desk: Desk, twilio: Twilio) -> None:
    for order in itertools.permutations(["queued", "sent", "delivered"]):
        text = sent_text(desk, sid=None)
        for word in order:
            says(twilio, text, word, sid=f"SM{text.id:032x}")
        assert now_stands(desk, text).status is Status.DELIVERED, order


def test_the_reason_of_a_failure_is_kept_in_plain_words(desk: Desk, twilio: Twilio) -> None:
    text = sent_text(desk)
    says(twilio, text, "undelivered", "30005")
    failed = now_stands(desk, text)
    assert (failed.status, failed.failed_reason) == (Status.FAILED, "no_such_number")


def test_a_phone_that_was_off_is_tried_again(desk: Desk, twilio: Twilio) -> None:
    text = sent_text(desk)
    says(twilio, text, "undelivered", "30003")
    again = now_stands(desk, text)
    assert (again.status, again.failed_reason) == (Status.DUE, "phone_off")
    assert again.due_at is not None
    assert again.due_at > desk.clock.now()


@pytest.mark.parametrize("late", ["undelivered", "failed", "sent", "queued"])
def test_while_a_text_waits_for_its_second_try_words_about_the_first_are_old(
    desk: Desk, twilio: Twilio, late: str
) -> None:
    text = sent_text(desk)
    says(twilio, text, "undelivered", "30003")
    waits = now_stands(desk, text)
    desk.clock.advance(60)  # type: ignore[attr-defined]
    says(twilio, text, late, "30003")
    assert now_stands(desk, text) == waits


def test_a_first_try_that_arrived_after_all_saves_the_second(desk: Desk, twilio: Twilio) -> None:
    text = sent_text(desk)
    says(twilio, text, "undelivered", "30003")
    says(twilio, text, "delivered")
    assert now_stands(desk, text).status is Status.DELIVERED


def test_the_second_try_fails_before_its_own_answer_is_written_down(desk: Desk, twilio: Twilio) -> None:
    text = sent_text(desk)
    says(twilio, text, "undelivered", "30003")
    with desk.store.begin() as unit:
        unit.messages.change(text.id, status=Status.SENDING, attempts=2)
        unit.commit()
    says(twilio, text, "undelivered", "30003")  # once more about the first
    assert now_stands(desk, text).status is Status.SENDING
    says(twilio, text, "undelivered", "30005", sid="SM" + "c" * 32)
    assert now_stands(desk, text).status is Status.FAILED


def test_a_late_word_about_the_first_try_does_not_fail_the_second(desk: Desk, twilio: Twilio) -> None:
    text = sent_text(desk)
    says(twilio, text, "undelivered", "30003")
    second = "SM" + "c" * 32
    with desk.store.begin() as unit:
        unit.messages.change(text.id, status=Status.SENT, provider_message_id=second, attempts=2)
        unit.commit()
    says(twilio, text, "undelivered", "30003", sid=SID)
    assert now_stands(desk, text).status is Status.SENT
    says(twilio, text, "delivered", sid=second)
    assert now_stands(desk, text).status is Status.DELIVERED


@pytest.mark.parametrize("before", [Status.SENDING, Status.UNKNOWN])
def test_a_receipt_settles_a_text_of_which_nobody_knew_whether_it_was_sent(
    desk: Desk, twilio: Twilio, before: Status
) -> None:
    text = sent_text(desk, status=before, sid=None)
    says(twilio, text, "sent")
    settled = now_stands(desk, text)
    assert (settled.status, settled.provider_message_id) == (Status.SENT, SID)


def test_without_our_token_the_text_is_known_by_twilios_id(desk: Desk, twilio: Twilio) -> None:
    text = sent_text(desk)
    form = {"AccountSid": ACCOUNT, "MessageSid": SID, "MessageStatus": "delivered"}
    assert twilio.posts(STATUS, form).status_code == 204  # a Messaging Service has an address of its own
    assert now_stands(desk, text).status is Status.DELIVERED


def test_a_receipt_for_no_text_of_ours_is_taken_and_forgotten(twilio: Twilio) -> None:
    form = {"AccountSid": ACCOUNT, "MessageSid": SID, "MessageStatus": "delivered"}
    assert twilio.posts(f"{STATUS}?token=nobody", form).status_code == 204


@pytest.mark.parametrize(
    ("path", "signed_for"),
    [
        (f"{STATUS}?token=a", f"https://sms.example.org{STATUS}?token=b"),  # a token that was not signed
        (f"{STATUS}?token=a", f"https://sms.example.org{STATUS}"),
        (STATUS, f"https://sms.example.org{STATUS}?token=a"),
    ],
)
def test_the_token_is_part_of_what_is_signed(twilio: Twilio, path: str, signed_for: str) -> None:
    form = {"AccountSid": ACCOUNT, "MessageSid": SID, "MessageStatus": "delivered"}
    assert twilio.posts(path, form, signed_for=signed_for).status_code == 403


def test_a_receipt_without_an_id_is_broken(twilio: Twilio) -> None:
    assert twilio.posts(STATUS, {"AccountSid": ACCOUNT, "MessageStatus": "delivered"}).status_code == 400

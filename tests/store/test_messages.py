"""Texts: stored once, sealed, found again by the questions that the desk asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.helpline.records import Purpose, Status
from bot.ports import Inbound
from bot.store.loaded import NoSuchRow
from bot.store.messages import NoSuchColumn
from tests.store.conftest import CHILD, PARENT


def test_a_text_is_read_back_as_it_came(desk, store, clock):
    message_id = desk.hears("Salam, kömek gerek", "m1")
    with store.begin() as work:
        message = work.messages.get(message_id)
    assert (message.text, message.direction, message.status) == ("Salam, kömek gerek", "in", Status.WAITING)
    assert (message.at, message.provider_message_id) == (clock.now(), "m1")
    assert (message.segments, message.encoding) == (1, "gsm7")


def test_a_provider_that_repeats_itself_is_heard_once(desk):
    assert desk.hears("Salam", "m1") is not None
    assert desk.hears("Salam", "m1") is None


def test_ten_equal_posts_at_once_leave_one_row(desk, store, clock):
    identifier, _ = desk.someone()
    sms = Inbound("twilio", "SM1", CHILD, "Salam")

    def post(_: int) -> int | None:
        with store.begin() as work:
            added = work.messages.add_inbound(sms, identifier.id, clock.now(), Status.WAITING)
            work.commit()
        return added

    with ThreadPoolExecutor(10) as pool:
        added = [one for one in pool.map(post, range(10)) if one is not None]
    with store.begin() as work:
        assert [message.id for message in work.messages.waiting(identifier.id)] == added
    assert len(added) == 1


def test_the_same_id_of_another_provider_is_another_text(desk, store, clock):
    desk.hears("Salam", "m1")
    with store.begin() as work:
        identifier = work.identifiers.find(CHILD)
        assert work.messages.add_inbound(Inbound("kannel", "m1", CHILD, "Salam"), identifier.id, clock.now(), "waiting")


@pytest.mark.parametrize(
    ("second", "rows_left"),
    [
        ({"provider_message_id": "m2", "retry_key": "k1"}, 1),  # the provider tries again, under a new id
        ({"provider_message_id": "m2", "retry_key": "k2"}, 2),  # the person says it again
        ({"provider_message_id": "m2", "retry_key": ""}, 2),  # a provider that has no such keys
        ({"provider_message_id": "m2", "retry_key": "k1", "text": "Kömek"}, 2),  # a key used twice loses no text
    ],
)
def test_a_retry_that_is_marked_as_one_is_heard_once(desk, store, clock, second, rows_left):
    identifier, _ = desk.someone()
    first = Inbound("twilio", "m1", CHILD, "Salam", retry_key="k1")
    with store.begin() as work:
        for sms in (first, replace(first, **second)):
            work.messages.add_inbound(sms, identifier.id, clock.now(), Status.WAITING)
        assert len(work.messages.waiting(identifier.id)) == rows_left


def test_texts_that_came_before_the_talk_belong_to_it(desk, store):
    early = desk.hears("Salam", "m1")
    _, conversation = desk.someone()
    late = desk.hears("Kömek", "m2")
    with store.begin() as work:
        assert [message.id for message in work.messages.thread(conversation.id)] == [early, late]


def test_a_text_that_crossed_the_beginning_of_its_talk_belongs_to_it(desk, store):
    message_id = desk.hears("Salam", "m1")
    _, conversation = desk.someone()
    _, elsewhere = desk.someone(PARENT)
    desk.change(message_id, conversation_id=None)
    with store.begin() as work:
        assert [message.id for message in work.messages.thread(conversation.id)] == [message_id]
        assert work.messages.thread(elsewhere.id) == []


def test_nothing_is_kept_of_a_unit_of_work_without_commit(desk, store, clock):
    identifier, _ = desk.someone()
    with store.begin() as work:
        work.messages.add_inbound(Inbound("simulated", "m1", CHILD, "Salam"), identifier.id, clock.now(), "waiting")
    with store.begin() as work:
        assert work.messages.waiting(identifier.id) == []


def test_waiting_texts_are_those_nobody_has_answered_oldest_first(desk, store):
    first, second, third = (desk.hears(f"text {n}", f"m{n}") for n in range(3))
    desk.change(first, status=Status.IN_HAND)
    desk.change(second, status=Status.ANSWERED)
    desk.hears("from the parent", "m9", number=PARENT)
    with store.begin() as work:
        identifier = work.identifiers.find(CHILD)
        assert [message.id for message in work.messages.waiting(identifier.id)] == [first, third]


def test_the_outbox_sends_safety_first_then_the_oldest(desk, store, clock):
    later = clock.now() + timedelta(minutes=5)
    reminder = desk.says("reminder", Purpose.REMINDER)
    reply = desk.says("reply", Purpose.REPLY)
    second_reply = desk.says("second reply", Purpose.REPLY)
    alert = desk.says("alert", Purpose.ALERT)
    desk.says("safety, but later", Purpose.SAFETY, due_at=later)
    desk.says("held", Purpose.SAFETY, status=Status.HELD)
    safety = desk.says("safety", Purpose.SAFETY)
    sent = []
    for _ in range(6):
        with store.begin() as work:
            due = work.messages.next_due(clock.now())
            if due is None:
                break
            work.messages.change(due.id, status=Status.SENDING, sending_since=clock.now())
            work.commit()
            sent.append(due.id)
    assert sent == [safety, alert, reply, second_reply, reminder]


def test_two_senders_never_take_the_same_text(desk, store, clock):
    first, second = desk.says("one"), desk.says("two")
    with store.begin() as here, store.begin() as there:
        assert here.messages.next_due(clock.now()).id == first
        assert there.messages.next_due(clock.now()).id == second


def test_the_outbox_knows_when_it_is_wanted_next(desk, store, clock):
    with store.begin() as work:
        assert work.messages.earliest_due() is None
    desk.says("later", due_at=clock.now() + timedelta(minutes=9))
    desk.says("sooner", due_at=clock.now() + timedelta(minutes=3))
    with store.begin() as work:
        assert work.messages.earliest_due() == clock.now() + timedelta(minutes=3)


def test_texts_stuck_between_us_and_the_provider_are_found(desk, store, clock):
    stuck, unknown, fresh, sent = (desk.says(text) for text in ("a", "b", "c", "d"))
    long_ago = clock.now() - timedelta(minutes=5)
    desk.change(stuck, status=Status.SENDING, sending_since=long_ago)
    desk.change(unknown, status=Status.UNKNOWN, sending_since=long_ago)
    desk.change(fresh, status=Status.SENDING, sending_since=clock.now())
    desk.change(sent, status=Status.SENT, sending_since=long_ago)
    with store.begin() as work:
        found = work.messages.stuck_sending(clock.now() - timedelta(minutes=1))
    assert [message.id for message in found] == [stuck, unknown]


def test_a_receipt_finds_its_text_by_token_or_by_the_providers_id(desk, store):
    message_id = desk.says("Salam")
    desk.change(message_id, provider_message_id="SM9", status=Status.SENT)
    with store.begin() as work:
        token = work.messages.get(message_id).token
        assert work.messages.by_token(token).id == message_id
        assert work.messages.by_provider_id("simulated", "SM9").id == message_id
        assert work.messages.by_token("another") is None
        assert work.messages.by_provider_id("twilio", "SM9") is None


def test_tokens_are_too_random_to_guess(desk, store):
    ids = [desk.says("Salam") for _ in range(5)]
    with store.begin() as work:
        tokens = {work.messages.get(one).token for one in ids}
    assert len(tokens) == 5
    assert all(len(token) >= 32 for token in tokens)


def test_what_a_number_wrote_lately_is_what_the_loop_guard_sees(desk, store, clock):
    desk.hears("old", "m1")
    clock.advance(minutes=6)
    recent = desk.hears("new", "m2")
    desk.says("not theirs")
    with store.begin() as work:
        identifier = work.identifiers.find(CHILD)
        found = work.messages.inbound_since(identifier.id, clock.now() - timedelta(minutes=5))
    assert [message.id for message in found] == [recent]


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        (Status.DUE, 3),  # it will be sent
        (Status.DELIVERED, 3),  # it was
        (Status.UNKNOWN, 3),  # it may have been, and the bill will say so
        (Status.FAILED, 1),  # nobody bills it
        (Status.CANCELLED, 1),  # it never left
    ],
)
def test_the_daily_cap_counts_segments_that_are_billed(desk, store, clock, status, counted):
    desk.says("ş" * 134, status=Status.SENT)
    clock.advance(days=2)
    desk.says("short")
    desk.change(desk.says("ş" * 134), status=status)
    desk.hears("incoming is free", "m1")
    with store.begin() as work:
        identifier = work.identifiers.find(CHILD)
        assert work.messages.segments_sent_since(identifier.id, clock.now() - timedelta(days=1)) == counted


def test_a_long_thread_shows_its_newest_texts_oldest_first(desk, store):
    ids = [desk.hears(f"text {n}", f"m{n}") for n in range(5)]
    _, conversation = desk.someone()
    with store.begin() as work:
        assert [one.id for one in work.messages.thread(conversation.id, limit=3)] == ids[2:]


def test_a_phone_screen_asks_for_what_came_after_an_id(desk, store):
    ids = [desk.hears(f"text {n}", f"m{n}") for n in range(4)]
    with store.begin() as work:
        identifier = work.identifiers.find(CHILD)
        assert [one.id for one in work.messages.of_identifier(identifier.id, after=ids[1])] == ids[2:]
        assert [one.id for one in work.messages.of_identifier(identifier.id, limit=1)] == ids[:1]


def test_a_case_has_its_texts(desk, store):
    case = desk.case()
    inside = desk.says("Salam", case_id=case.id)
    desk.says("another matter")
    with store.begin() as work:
        assert [one.id for one in work.messages.for_case(case.id)] == [inside]


def test_the_sweep_finds_numbers_whose_texts_wait_too_long(desk, store, clock):
    desk.hears("old", "m1", number=PARENT)
    desk.hears("old, in hand when its worker died", "m2", status=Status.IN_HAND)
    desk.hears("old, answered", "m3", number="+99361000004", status=Status.ANSWERED)
    clock.advance(20)
    desk.hears("fresh", "m4", number="+99361000005")
    with store.begin() as work:
        waiting = work.messages.identifiers_waiting(clock.now() - timedelta(seconds=10))
        assert waiting == [work.identifiers.find(number).id for number in (PARENT, CHILD)]


def test_a_change_of_words_is_sealed_and_counted_again(desk, store):
    message_id = desk.says("short")
    desk.change(message_id, text="ş" * 71)
    with store.begin() as work:
        message = work.messages.get(message_id)
    assert (message.text, message.segments, message.encoding) == ("ş" * 71, 2, "ucs2")


def test_an_erased_text_keeps_its_counts(desk, store):
    message_id = desk.says("ş" * 71)
    desk.change(message_id, text="")
    with store.begin() as work:
        message = work.messages.get(message_id)
    assert (message.text, message.segments) == ("", 2)


def test_a_change_of_purpose_changes_the_place_in_the_outbox(desk, store, clock):
    desk.says("reply")
    raised = desk.says("was a reminder", Purpose.REMINDER)
    desk.change(raised, purpose=Purpose.SAFETY)
    with store.begin() as work:
        assert work.messages.next_due(clock.now()).id == raised


def test_a_change_that_cannot_be_made_is_refused(desk, store):
    with store.begin() as work:
        with pytest.raises(NoSuchColumn, match="statuss"):
            work.messages.change(1, statuss="sent")
        with pytest.raises(NoSuchRow):
            work.messages.change(999, status="sent")
        with pytest.raises(NoSuchRow):
            work.messages.get(999)


def test_a_moment_without_a_zone_is_refused(desk):
    with pytest.raises(Exception, match="time zone"):
        desk.says("Salam", due_at=datetime(2026, 11, 16, 12, 0))  # noqa: DTZ001


def test_every_field_of_a_message_survives_the_store(desk, store, clock):
    case, before = desk.case(), desk.hears("Salam", "m1")
    message_id = desk.says("Salam", case_id=case.id, in_reply_to=before)
    columns = {
        "topic": "lawyer",
        "confidence": 0.75,
        "kind": "danger",
        "media_count": 2,
        "attempts": 3,
        "screened_at": clock.now(),
        "sending_since": clock.now(),
        "failed_reason": "number_unreachable",
        "status": Status.FAILED,
        "due_at": None,
    }
    desk.change(message_id, **columns)
    with store.begin() as work:
        message = work.messages.get(message_id)
    assert {name: getattr(message, name) for name in columns} == columns
    assert (message.case_id, message.in_reply_to, message.purpose) == (case.id, before, Purpose.REPLY)

"""The outbox asks before it sends a second time, and is not fooled by equal words. Against the fake provider."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.deliver import deliver
from bot.desk.desk import Desk
from bot.helpline.records import Message, Purpose, Status
from bot.ports import Outbound, SendFailed
from bot.store.store import SqlStore
from tests.clock import FakeClock
from tests.fake_route import FakeRoute
from tests.gateway.door import CHILD, make_desk

WORDS = "Çaganyň hukuklary barada: 1 hawa, 2 ýok"


@pytest.fixture
def route() -> FakeRoute:
    return FakeRoute()


@pytest.fixture
def desk(store: SqlStore, route: FakeRoute) -> Desk:
    return make_desk(store, routes={"fake": route})


@pytest.fixture
def clock(desk: Desk) -> FakeClock:
    assert isinstance(desk.clock, FakeClock)
    return desk.clock


def put(desk: Desk, purpose: Purpose = Purpose.REPLY) -> int:
    """Put a text into the outbox, in answer to one that has just come."""
    now = desk.clock.now()
    with desk.store.begin() as unit:
        identifier = unit.identifiers.find_or_add(CHILD, "phone")
        row = unit.messages.add_outbound(Outbound(identifier.id, WORDS, purpose, now), "fake", now)
        unit.commit()
        return row


def stands(desk: Desk, row: int) -> Message:
    """Return a text as it is now."""
    with desk.store.begin() as unit:
        return unit.messages.get(row)


def deliver_for(desk: Desk, clock: FakeClock, minutes: int) -> None:
    """Let the outbox work for a while."""
    for _ in range(minutes * 2):
        deliver(desk)
        clock.advance(30)
    deliver(desk)


def test_a_text_whose_answer_was_lost_is_found_and_not_sent_again(
    desk: Desk, route: FakeRoute, clock: FakeClock
) -> None:
    route.loses_answer = 1
    row = put(desk)
    deliver_for(desk, clock, 5)
    assert len(route.taken) == 1
    assert stands(desk, row).status is Status.SENT


def test_a_text_that_never_got_there_is_sent_again(desk: Desk, route: FakeRoute, clock: FakeClock) -> None:
    route.breaks = 1
    row = put(desk)
    deliver_for(desk, clock, 5)
    assert len(route.taken) == 1
    assert stands(desk, row).status is Status.SENT


@pytest.mark.parametrize("fault", ["breaks", "loses_answer"])
def test_equal_words_of_a_moment_ago_are_not_taken_for_the_text(
    desk: Desk, route: FakeRoute, clock: FakeClock, fault: str
) -> None:
    first = put(desk)
    deliver(desk)
    clock.advance(20)
    setattr(route, fault, 1)
    second = put(desk)
    deliver_for(desk, clock, 5)
    assert len(route.taken) == 2, "two texts were put, two were taken"
    ids = {stands(desk, row).provider_message_id for row in (first, second)}
    assert ids == set(route.taken)


def test_the_first_try_is_not_taken_for_the_second(desk: Desk, route: FakeRoute, clock: FakeClock) -> None:
    row = put(desk)
    deliver(desk)
    with desk.store.begin() as unit:
        unit.messages.change(row, status=Status.DUE, due_at=clock.now() + timedelta(minutes=5))  # it was undelivered
        unit.commit()
    clock.advance(minutes=5)
    route.breaks = 1
    deliver_for(desk, clock, 5)
    assert len(route.taken) == 2
    assert stands(desk, row).provider_message_id == list(route.taken)[-1]


def test_while_nobody_can_be_asked_only_a_danger_text_goes_again(
    desk: Desk, route: FakeRoute, clock: FakeClock
) -> None:
    route.breaks, route.is_silent = 2, True
    reply, danger = put(desk), put(desk, Purpose.SAFETY)
    deliver_for(desk, clock, 5)
    assert stands(desk, danger).status is Status.SENT
    assert stands(desk, reply).status is Status.UNKNOWN
    assert len(route.taken) == 1


def test_what_is_refused_for_a_while_is_tried_three_times(desk: Desk, route: FakeRoute, clock: FakeClock) -> None:
    route.fails, route.failure = 99, SendFailed("provider_busy", retryable=True)
    row = put(desk)
    deliver_for(desk, clock, 20)
    failed = stands(desk, row)
    assert (failed.status, failed.failed_reason, failed.attempts) == (Status.FAILED, "provider_busy", 3)

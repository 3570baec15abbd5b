"""The network behind the browser phones: what its switches do, seen from every process."""

from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.simulate import Network, set_network
from bot.helpline.records import Message, Purpose, Status
from bot.ports import Accepted, Outbound, Parcel, SendFailed
from bot.providers.simulated import SimulatedRoute, hand_over, under_way
from bot.store.store import SqlStore
from tests.clock import FakeClock
from tests.gateway.door import CHILD, WokenUp, make_desk


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return make_desk(store)


@pytest.fixture
def clock(desk: Desk) -> FakeClock:
    assert isinstance(desk.clock, FakeClock)
    return desk.clock


@pytest.fixture
def route(desk: Desk) -> SimulatedRoute:
    return SimulatedRoute(desk.store, desk.clock, desk.jobs)


def in_outbox(desk: Desk) -> Message:
    """Put a text into the outbox and take it in hand, as the outbox does before it sends."""
    now = desk.clock.now()
    with desk.store.begin() as unit:
        identifier = unit.identifiers.find_or_add(CHILD, "phone")
        row = unit.messages.add_outbound(Outbound(identifier.id, "Salam!", Purpose.REPLY, now), "simulated", now)
        unit.messages.change(row, status=Status.SENDING, sending_since=now, attempts=1)
        unit.commit()
        return unit.messages.get(row)


def send(desk: Desk, route: SimulatedRoute) -> tuple[Message, Parcel, Accepted]:
    """Send a text and write down that it was taken."""
    text = in_outbox(desk)
    parcel = Parcel(CHILD, text.text, str(text.token), "gsm7", desk.clock.now())
    taken = route.send(parcel)
    with desk.store.begin() as unit:
        unit.messages.change(text.id, status=Status.SENT, provider_message_id=taken.provider_message_id)
        unit.commit()
    return text, parcel, taken


def status_of(desk: Desk, text: Message) -> Status:
    """Return where a text stands now."""
    with desk.store.begin() as unit:
        return unit.messages.get(text.id).status


def test_a_text_reaches_a_good_phone_at_once(desk: Desk, route: SimulatedRoute) -> None:
    text, _, _ = send(desk, route)
    assert status_of(desk, text) is Status.SENT
    assert hand_over(desk) == 1
    assert status_of(desk, text) is Status.DELIVERED


def test_a_slow_network_brings_it_when_its_time_has_come(desk: Desk, route: SimulatedRoute, clock: FakeClock) -> None:
    set_network(desk, CHILD, Network(delay_s=60))
    text, _, _ = send(desk, route)
    clock.advance(59)
    assert hand_over(desk) == 0
    assert status_of(desk, text) is Status.SENT
    clock.advance(1)
    hand_over(desk)
    assert status_of(desk, text) is Status.DELIVERED


def test_nothing_is_heard_of_a_lost_text_again(desk: Desk, route: SimulatedRoute, clock: FakeClock) -> None:
    set_network(desk, CHILD, Network(loses=True))
    text, parcel, taken = send(desk, route)
    clock.advance(minutes=30)
    hand_over(desk)
    assert status_of(desk, text) is Status.SENT
    assert route.look_up(parcel) == taken, "the provider had it all the same"


def test_a_phone_that_is_off_is_tried_again_later(desk: Desk, route: SimulatedRoute) -> None:
    set_network(desk, CHILD, Network(is_off=True))
    with pytest.raises(SendFailed) as caught:
        send(desk, route)
    assert (caught.value.reason, caught.value.retryable) == ("phone_off", True)


def test_a_doubled_receipt_changes_nothing(desk: Desk, route: SimulatedRoute) -> None:
    set_network(desk, CHILD, Network(doubles=True))
    text, _, _ = send(desk, route)
    hand_over(desk)
    assert status_of(desk, text) is Status.DELIVERED


def test_a_receipt_settles_a_text_whose_sender_was_killed(desk: Desk, route: SimulatedRoute) -> None:
    text = in_outbox(desk)
    route.send(Parcel(CHILD, text.text, str(text.token), "gsm7", desk.clock.now()))
    # Nobody wrote down that it was taken.
    assert status_of(desk, text) is Status.SENDING
    hand_over(desk)
    assert status_of(desk, text) is Status.DELIVERED


def test_other_processes_see_the_same_network(desk: Desk, store: SqlStore) -> None:
    here, there = (SimulatedRoute(store, desk.clock, WokenUp()) for _ in range(2))
    parcel = Parcel(CHILD, "Salam!", "token", "gsm7", desk.clock.now())
    taken = here.send(parcel)
    assert there.look_up(parcel) == taken


def test_a_text_that_was_handed_to_it_twice_is_counted(desk: Desk, route: SimulatedRoute) -> None:
    parcel = Parcel(CHILD, "Salam!", "token", "gsm7", desk.clock.now())
    route.send(parcel)
    route.send(parcel)
    with desk.store.begin() as unit:
        assert under_way(unit.marks)["token"].times == 2


def test_no_mark_holds_a_number_or_a_text(desk: Desk, route: SimulatedRoute) -> None:
    send(desk, route)
    with desk.store.begin() as unit:
        marks = str(unit.marks.named(""))
    assert CHILD not in marks
    assert "Salam" not in marks

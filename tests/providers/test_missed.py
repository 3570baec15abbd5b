"""A text whose webhook never reached us is found at Twilio and stored, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.desk import Desk
from bot.desk.receive import receive
from bot.ports import CannotAsk, Inbound
from bot.providers.missed import ASKED, collect_missed
from bot.providers.twilio import TwilioRoute
from bot.store.store import SqlStore
from tests.fake_route import FakeRoute
from tests.gateway.door import CHILD, WokenUp, make_desk, rows
from tests.twilio_stand_in import OUR_NUMBER, POOL_NUMBER, TwilioStandIn, twilio_stand_in


@pytest.fixture
def twilio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwilioStandIn]:
    """A stand-in whose webhooks reach nobody."""
    with twilio_stand_in(tmp_path_factory.mktemp("twilio")) as stand_in:
        yield stand_in


@pytest.fixture
def jobs() -> WokenUp:
    return WokenUp()


@pytest.fixture
def desk(store: SqlStore, jobs: WokenUp, twilio: TwilioStandIn) -> Desk:
    return make_desk(store, jobs, {"twilio": TwilioRoute(twilio.settings())})


def test_what_twilio_holds_and_we_do_not_is_stored_and_answered(
    desk: Desk, store: SqlStore, twilio: TwilioStandIn, jobs: WokenUp
) -> None:
    twilio.somebody_texts(CHILD, "Kömek gerek")
    twilio.somebody_texts(CHILD, "Hawa")
    assert collect_missed(desk) == 2
    assert {text.text for text in rows(store)} == {"Kömek gerek", "Hawa"}
    assert len(jobs.respond) == 2


def test_it_is_stored_once_however_often_we_ask(desk: Desk, store: SqlStore, twilio: TwilioStandIn) -> None:
    twilio.somebody_texts(CHILD, "Kömek gerek")
    assert [collect_missed(desk) for _ in range(3)] == [1, 0, 0]
    assert len(rows(store)) == 1


def test_what_came_by_webhook_is_not_stored_again(desk: Desk, store: SqlStore, twilio: TwilioStandIn) -> None:
    kept = twilio.somebody_texts(CHILD, "Kömek gerek")
    receive(desk, Inbound("twilio", kept["sid"], sender=CHILD, text="Kömek gerek"))
    assert collect_missed(desk) == 0
    assert len(rows(store)) == 1


def test_our_own_texts_and_other_numbers_are_not_taken_for_it(
    desk: Desk, store: SqlStore, twilio: TwilioStandIn
) -> None:
    twilio.somebody_texts(CHILD, "to another number of the account", to=POOL_NUMBER)
    twilio._post(f"/2010-04-01/Accounts/{'AC' + '0' * 32}/Messages.json", To=CHILD, From=OUR_NUMBER, Body="from us")
    assert collect_missed(desk) == 0


class Holding(FakeRoute):
    """A provider that can be asked, and that notes since when it was."""

    def __init__(self, *held: Inbound, answers: bool = True) -> None:
        super().__init__(name="fake")
        self.held, self.answers, self.since = held, answers, datetime.min.replace(tzinfo=UTC)

    def inbound_since(self, since: datetime) -> Iterator[Inbound]:
        """Yield what is held; raises CannotAsk."""
        self.since = since
        if not self.answers:
            raise CannotAsk
        yield from self.held


def ago(since: datetime) -> timedelta:
    """Return how long ago a moment was."""
    return datetime.now(UTC) - since


def asked_at(store: SqlStore, when: datetime | None = None) -> str | None:
    """Return (or set) when the provider answered last."""
    with store.begin() as unit:
        if when is not None:
            unit.marks.put(f"{ASKED}fake", when.isoformat())
            unit.commit()
        found: str | None = unit.marks.get(f"{ASKED}fake")
        return found


@pytest.mark.parametrize(
    ("silent_for", "asks_back"),
    [
        (None, timedelta(hours=1)),  # the first time: not what the number was used for before
        (timedelta(minutes=5), timedelta(hours=1, minutes=5)),
        (timedelta(days=1), timedelta(days=1, hours=1)),  # a day without network is asked for whole
        (timedelta(days=30), timedelta(days=3)),
    ],
)
def test_it_asks_from_an_hour_before_the_last_answer(
    store: SqlStore, silent_for: timedelta | None, asks_back: timedelta
) -> None:
    if silent_for:
        asked_at(store, datetime.now(UTC) - silent_for)
    route = Holding()
    collect_missed(make_desk(store, routes={"fake": route}))
    assert abs(ago(route.since) - asks_back) < timedelta(minutes=1)


def test_a_provider_that_does_not_answer_is_asked_for_the_same_time_again(store: SqlStore) -> None:
    collect_missed(make_desk(store, routes={"fake": Holding(answers=False)}))
    assert asked_at(store) is None


def test_a_sender_that_is_no_number_does_not_stop_the_rest(store: SqlStore) -> None:
    held = [Inbound("fake", f"id-{n}", sender=sender, text="Salam") for n, sender in enumerate(["+++", CHILD])]
    assert collect_missed(make_desk(store, routes={"fake": Holding(*held)})) == 1
    assert len(rows(store)) == 1


def test_a_number_that_the_provider_has_hidden_is_not_taken_for_a_name(store: SqlStore) -> None:
    held = Inbound("fake", "id-1", sender="+9936100XXXX", text="Salam")
    assert collect_missed(make_desk(store, routes={"fake": Holding(held)})) == 0
    assert rows(store, "+9936100XXXX") == []

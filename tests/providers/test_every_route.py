"""What every provider has to do: the same questions to Twilio (npm emulate), the simulated network, and the fake."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.helpline.records import Status
from bot.ports import Parcel, SmsRoute
from bot.providers.simulated import SimulatedRoute
from bot.providers.twilio import TwilioRoute
from bot.store.store import SqlStore
from tests.clock import FakeClock
from tests.fake_route import FakeRoute
from tests.twilio_stand_in import TwilioStandIn, twilio_stand_in

NUMBER, OTHER_NUMBER = "+99361000001", "+99361000002"


@pytest.fixture(scope="module")
def twilio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwilioStandIn]:
    with twilio_stand_in(tmp_path_factory.mktemp("twilio")) as stand_in:
        yield stand_in


@pytest.fixture(params=["fake", "simulated", "twilio"])
def route(request: pytest.FixtureRequest) -> SmsRoute:
    if request.param == "twilio":
        return TwilioRoute(request.getfixturevalue("twilio").settings())
    if request.param == "simulated":
        store: SqlStore = request.getfixturevalue("store")
        return SimulatedRoute(store, FakeClock(), NoJobs())
    return FakeRoute()


class NoJobs:
    """Wakes nobody."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def parcel(text: str | None = None, to: str = NUMBER) -> Parcel:
    """Return a text that is like no other."""
    words = text or f"Ýagşy günler! {secrets.token_hex(4)}"
    return Parcel(to, words, secrets.token_urlsafe(24), "ucs2", first_tried_at=datetime.now(UTC))


def test_a_text_is_taken_under_an_id_of_its_own(route: SmsRoute) -> None:
    taken = [route.send(parcel()) for _ in range(3)]
    assert len({one.provider_message_id for one in taken}) == 3
    assert {one.status for one in taken} <= {Status.SENT, Status.DELIVERED}


def test_a_text_that_was_taken_is_known(route: SmsRoute) -> None:
    sent = parcel()
    taken = route.send(sent)
    found = route.look_up(sent)
    assert found is not None
    assert found.provider_message_id == taken.provider_message_id


def test_a_text_that_was_never_sent_is_not_known(route: SmsRoute) -> None:
    route.send(parcel())
    assert route.look_up(parcel()) is None


def test_the_same_words_to_somebody_else_are_another_text(route: SmsRoute) -> None:
    sent = parcel()
    route.send(sent)
    assert route.look_up(parcel(sent.text, to=OTHER_NUMBER)) is None


def test_the_same_words_once_more_are_not_the_text_that_we_know(route: SmsRoute) -> None:
    first = parcel()
    known = route.send(first).provider_message_id
    second = replace(parcel(first.text), known_ids=frozenset({known}))
    assert route.look_up(second) is None
    again = route.send(second)
    found = route.look_up(second)
    assert found is not None
    assert found.provider_message_id == again.provider_message_id != known


@pytest.mark.parametrize(
    "text",
    [
        "Maňa kömek gerek, çaga näme üçin ýylgyrýar?",  # all letters of Turkmen
        "Что делать, если ребёнка зовут в полицию?",
        "a" * 1600,  # the longest
        "1 hawa\n2 ýok",
        "100 % = + & ? # / \\ \" '",  # all that a form or an address could trip over
        "🌿👩‍👧",  # beyond the basic plane
        "  two spaces at both ends  ",
    ],
)
def test_a_text_arrives_as_it_was_written(route: SmsRoute, text: str, request: pytest.FixtureRequest) -> None:
    sent = replace(parcel(text), known_ids=frozenset())
    taken = route.send(sent)
    if isinstance(route, TwilioRoute):
        kept = {one["sid"]: one["body"] for one in request.getfixturevalue("twilio").messages(To=NUMBER)}
        assert kept[taken.provider_message_id] == text
    assert route.look_up(sent) is not None


def test_a_provider_that_works_says_so(route: SmsRoute) -> None:
    assert route.is_up()
    assert route.segments_per_second >= 0
    assert route.name in ("fake", "simulated", "twilio")

"""Kannel's smsbox as it answers (recorded from 1.4.5), and what we make of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.ports import CannotAsk, Parcel, SendFailed, SendUnknown
from bot.providers.kannel_http import KannelRoute
from bot.providers.set_up import ProviderNotSetUp
from bot.settings import Settings
from tests.providers.broken_server import Play, broken_server
from tests.twilio_stand_in import free_port

NUMBER, WORDS, SECRET = "+99361000001", "Ýagşy günler", "a-secret-that-is-long-enough-for-kannel"
PARCEL = Parcel(NUMBER, WORDS, "our-token", "ucs2")
TAKEN = Play(status=202, body="0: Accepted for delivery")
PATIENCE_S = 60  # for a server that answers; one that hangs is given up sooner


def settings(url: str, **others: Any) -> Settings:
    """Return settings that send by the Kannel at `url`."""
    chosen: dict[str, Any] = {
        "provider": "kannel",
        "kannel_url": url,
        "kannel_username": "goldaw",
        "kannel_password": "password",
        "kannel_from": "0800",
        "kannel_secret": SECRET,
        "kannel_timeout_s": PATIENCE_S,
    }
    return Settings(_env_file=None, **chosen | others)  # type: ignore[call-arg]


@contextmanager
def playing(play: Play, **others: Any) -> Iterator[KannelRoute]:
    """Yield a route to a Kannel that plays."""
    with broken_server(play) as url:
        yield KannelRoute(settings(url, **others, **({"kannel_timeout_s": 2} if play.hangs else {})))


@pytest.mark.parametrize(("encoding", "coding"), [("gsm7", "0"), ("ucs2", "2")])
def test_the_words_are_posted_and_nothing_stands_in_the_address(encoding: str, coding: str) -> None:
    play = Play(status=202, body="0: Accepted for delivery")
    with playing(play) as route:
        route.send(Parcel(NUMBER, WORDS, "our-token", encoding))
    [asked] = play.requests
    assert asked.path == "/cgi-bin/sendsms"
    assert asked.body == WORDS
    assert asked.headers["X-Kannel-To"] == NUMBER
    assert asked.headers["X-Kannel-Coding"] == coding, "Kannel does not choose by itself, and sends ? for ş"


def test_each_try_has_an_id_and_a_report_of_its_own() -> None:
    play = Play(status=202, body="0: Accepted for delivery")
    with playing(play) as route:
        ids = [route.send(PARCEL).provider_message_id for _ in range(2)]
    assert len(set(ids)) == 2
    for known_as, asked in zip(ids, play.requests, strict=True):
        report = urlsplit(asked.headers["X-Kannel-DLR-Url"])
        assert report.path == f"/sms/kannel/{SECRET}/status"
        assert report.query.endswith("&state=%d"), "Kannel fills this in itself"
        assert parse_qs(report.query)["token"] == ["our-token"]
        assert parse_qs(report.query)["id"] == [known_as]


@pytest.mark.parametrize(
    ("status", "reason", "flags"),
    [
        (503, "provider_busy", "retryable"),  # "Temporal failure, try again later."
        (403, "wrong_login", "alarm"),  # "Authorization failed for sendsms"
        (400, "no_such_number", ""),  # "Empty receiver number not allowed, rejected"
        (404, "wrong_login", "alarm"),  # whatever is there is no Kannel
        (302, "wrong_login", "alarm"),
    ],
)
def test_a_refusal_is_a_failure_with_a_reason(status: int, reason: str, flags: str) -> None:
    with playing(Play(status=status, body=f"no {NUMBER}")) as route, pytest.raises(SendFailed) as caught:
        route.send(PARCEL)
    assert caught.value.reason == reason
    assert " ".join(name for name in ("retryable", "stop", "alarm") if getattr(caught.value, name)) == flags
    assert caught.value.__context__ is None


@pytest.mark.parametrize("play", [Play(hangs=True), Play(hangs_up=True), Play(status=500)])
def test_after_the_post_went_out_silence_is_not_a_no(play: Play) -> None:
    with playing(play) as route, pytest.raises(SendUnknown):
        route.send(PARCEL)
    assert len(play.requests) == 1


def test_what_never_went_out_may_be_tried_again() -> None:
    route = KannelRoute(settings(f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(SendFailed) as caught:
        route.send(PARCEL)
    assert (caught.value.reason, caught.value.retryable) == ("not_connected", True)
    assert not route.is_up()


def test_kannel_cannot_be_asked() -> None:
    with playing(TAKEN) as route:
        assert route.is_up()
        with pytest.raises(CannotAsk):
            route.look_up(PARCEL)


@pytest.mark.parametrize("missing", ["kannel_username", "kannel_password", "kannel_from", "kannel_secret"])
def test_a_missing_setting_is_named(missing: str) -> None:
    with pytest.raises(ProviderNotSetUp, match=missing.upper()):
        KannelRoute(settings("http://127.0.0.1:1", **{missing: ""}))

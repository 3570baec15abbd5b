"""What we make of Twilio's refusals, and of its silence; and that no failure quotes a number or a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.helpline.records import Status
from bot.ports import CannotAsk, Parcel, SendFailed, SendUnknown
from bot.providers.set_up import ProviderNotSetUp
from bot.providers.twilio import TwilioRoute
from bot.providers.twilio_words import STATUSES, status_of
from bot.settings import Settings
from tests.providers.broken_server import Play, broken_server
from tests.quiet import LogLines
from tests.twilio_stand_in import ACCOUNT, OUR_NUMBER, free_port

NUMBER, WORDS, OUR_TOKEN = "+99361000001", "Words of a person", "our-own-random-token"
PARCEL = Parcel(NUMBER, WORDS, OUR_TOKEN, "gsm7", first_tried_at=datetime.now(UTC))
SID = "SM" + "a" * 32
PATIENCE_S = 60  # for a server that answers; one that hangs is given up sooner


def settings(base: str, **others: Any) -> Settings:
    """Return settings that send to `base`."""
    chosen: dict[str, Any] = {
        "provider": "twilio",
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_tokens": "first,second",
        "twilio_from": OUR_NUMBER,
        "twilio_api_base": base,
        "twilio_timeout_s": PATIENCE_S,
    }
    return Settings(_env_file=None, **chosen | others)  # type: ignore[call-arg]


@contextmanager
def playing(play: Play, **others: Any) -> Iterator[TwilioRoute]:
    """Yield a route to a server that plays."""
    with broken_server(play) as base:
        yield TwilioRoute(settings(base, **others, **({"twilio_timeout_s": 2} if play.hangs else {})))


def error(code: int | None) -> str:
    """Return what Twilio writes, with the number and the text in it."""
    return json.dumps({"code": code, "message": f"'{NUMBER}' cannot get '{WORDS}'", "status": 400, "more_info": "…"})


def outcome(play: Play) -> Exception:
    """Send and return how it went wrong."""
    with playing(play) as route, pytest.raises((SendFailed, SendUnknown)) as caught:
        route.send(PARCEL)
    return caught.value


@pytest.mark.parametrize(
    ("status", "code", "reason", "flags"),
    [
        (400, 21211, "no_such_number", "stop"),
        (400, 21614, "landline", "stop"),  # a number that gets no SMS
        (400, 21610, "opted_out", "stop"),  # Twilio's own STOP list
        (400, 30004, "barred", "stop"),
        (400, 30005, "no_such_number", "stop"),
        (400, 30006, "landline", "stop"),
        (429, 20429, "too_fast", "retryable"),
        (429, 30001, "too_fast", "retryable"),
        (400, 30003, "phone_off", "retryable"),
        (400, 30008, "unknown", "retryable"),  # the operator does not say what it was
        (429, 21611, "too_fast", "retryable"),
        (401, 20003, "wrong_login", "alarm"),
        (403, None, "wrong_login", "alarm"),  # nothing said, but a door that is closed is ours to open
        (404, 20404, "wrong_login", "alarm"),  # an account that is not there
        (302, None, "wrong_login", "alarm"),  # TWILIO_API_BASE points to some web page
        (400, 21408, "country_closed", "alarm"),
        (400, 21606, "sender_refused", "alarm"),
        (400, 21608, "account_stopped", "alarm"),
        (400, 21612, "sender_refused", "alarm"),
        (400, 30002, "account_stopped", "alarm"),
        (400, 30007, "filtered", "alarm"),
        (400, 21617, "too_long", "alarm"),
        (400, 30036, "expired", "alarm"),
        (400, 99999, "unknown", ""),  # tomorrow's code
    ],
)
def test_a_refusal_is_a_failure_with_a_reason(status: int, code: int | None, reason: str, flags: str) -> None:
    failure = outcome(Play(status=status, body=error(code)))
    assert isinstance(failure, SendFailed)
    assert failure.reason == reason
    assert " ".join(name for name in ("retryable", "stop", "alarm") if getattr(failure, name)) == flags


def test_twilio_says_when_to_try_again() -> None:
    failure = outcome(Play(status=429, body=error(20429), headers={"Retry-After": "17"}))
    assert isinstance(failure, SendFailed)
    assert failure.retry_after_s == 17


@pytest.mark.parametrize(
    ("play", "why"),
    [
        (Play(status=500, body=error(20500)), "it broke with our text in its hands"),
        (Play(status=503, body="<html>"), "or what stands before it did"),
        (Play(hangs=True), "a read timeout says nothing about what was done"),
        (Play(hangs_up=True), "nor does a connection that ended"),
        (Play(status=201, body="<html>welcome to the hotel</html>"), "a page that is not Twilio's"),
        (Play(status=201, body="{}"), "an answer without an id"),
    ],
)
def test_after_the_post_went_out_silence_is_not_a_no(play: Play, why: str) -> None:
    assert isinstance(outcome(play), SendUnknown), why
    assert len(play.requests) == 1, "it must not be sent again by the client itself"


@pytest.mark.parametrize("base", ["http://127.0.0.1:{port}", "http://no-such-host.invalid", "http://[::1]:{port}"])
def test_what_never_went_out_may_be_tried_again(base: str) -> None:
    route = TwilioRoute(settings(base.format(port=free_port())))
    with pytest.raises(SendFailed) as caught:
        route.send(PARCEL)
    assert caught.value.retryable
    assert caught.value.reason == "not_connected"


@pytest.mark.parametrize(
    "play",
    [
        Play(status=400, body=error(21211)),
        Play(status=500, body=error(None)),
        Play(hangs=True),
        Play(status=201, body=f"no json but {NUMBER}"),
    ],
)
def test_no_failure_holds_a_number_or_a_text(play: Play, secrets_in_logs: LogLines) -> None:
    secrets_in_logs.register(WORDS, OUR_TOKEN)
    failure: BaseException | None = outcome(play)
    while failure is not None:
        assert NUMBER not in f"{failure!r} {failure} {vars(failure)}"
        assert WORDS not in f"{failure!r} {failure} {vars(failure)}"
        assert failure.__cause__ is None
        failure = failure.__context__


@pytest.mark.parametrize(
    "play",
    [Play(status=500), Play(status=401, body=error(20003)), Play(hangs=True), Play(status=200, body="[]")],
)
def test_who_cannot_be_asked_is_not_taken_for_a_no(play: Play) -> None:
    with playing(play) as route:
        with pytest.raises(CannotAsk) as caught:
            route.look_up(PARCEL)
        assert not route.is_up()
    assert caught.value.__context__ is None


# ── what is asked of Twilio ────────────────────────────────────────────────────────────────────────


def form_of(**others: Any) -> dict[str, str]:
    """Return the form that a send posts."""
    play = Play(body=json.dumps({"sid": SID, "status": "queued"}))
    with playing(play, **others) as route:
        route.send(PARCEL)
    return {name: values[0] for name, values in parse_qs(play.requests[0].body).items()}


def test_our_token_is_in_the_callback_and_nothing_of_the_person_is() -> None:
    form = form_of(public_base_url="https://sms.example.org/")
    assert form["StatusCallback"] == f"https://sms.example.org/sms/twilio/status?token={OUR_TOKEN}"


def test_what_a_callback_may_cost_in_time_stands_behind_the_hash() -> None:
    assert form_of(twilio_webhook_options="rc=3&rp=all")["StatusCallback"].endswith("#rc=3&rp=all")


def test_a_text_goes_out_unchanged_unwatched_and_not_for_ever() -> None:
    form = form_of()
    assert form["From"] == OUR_NUMBER
    assert form["ValidityPeriod"] == "3600"
    assert (form["RiskCheck"], form["ShortenUrls"], form["SmartEncoded"]) == ("disable", "false", "false")
    assert "ContentRetention" not in form


def test_a_deployment_may_have_twilio_keep_less() -> None:
    form = form_of(twilio_content_retention="discard", twilio_address_retention="obfuscate")
    assert (form["ContentRetention"], form["AddressRetention"]) == ("discard", "obfuscate")


def test_a_messaging_service_chooses_the_number() -> None:
    form = form_of(twilio_from="", twilio_messaging_service_sid="MG1")
    assert form["MessagingServiceSid"] == "MG1"
    assert "From" not in form


@pytest.mark.parametrize("missing", ["twilio_account_sid", "twilio_auth_tokens", "twilio_from"])
def test_a_missing_setting_is_named(missing: str) -> None:
    with pytest.raises(ProviderNotSetUp, match=missing.upper()):
        TwilioRoute(settings("http://127.0.0.1:1", **{missing: ""}))


# ── what Twilio says of a text ─────────────────────────────────────────────────────────────────────


def listed(*messages: dict[str, Any]) -> Play:
    """Play a list of messages."""
    now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    usual = {
        "sid": SID,
        "to": NUMBER,
        "body": WORDS,
        "direction": "outbound-api",
        "status": "sent",
        "date_created": now,
    }
    return Play(status=200, body=json.dumps({"messages": [usual | message for message in messages]}))


@pytest.mark.parametrize(
    ("word", "code", "status", "reason"),
    [
        ("queued", None, Status.SENT, None),
        ("sent", None, Status.SENT, None),
        ("delivered", None, Status.DELIVERED, None),
        ("undelivered", 30003, Status.FAILED, "phone_off"),
        ("failed", None, Status.FAILED, "unknown"),
        ("something new", None, Status.SENT, None),  # it has it, whatever it calls that
    ],
)
def test_a_text_that_twilio_has_comes_with_its_state(
    word: str, code: int | None, status: Status, reason: str | None
) -> None:
    with playing(listed({"status": word, "error_code": code})) as route:
        found = route.look_up(PARCEL)
    assert found is not None
    assert (found.provider_message_id, found.status, found.reason) == (SID, status, reason)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"body": "other words"}, "another text"),
        ({"to": "+99361000002"}, "to somebody else: not every page of a list is filtered"),
        ({"direction": "inbound"}, "the person may have quoted us"),
        ({"date_created": "Mon, 05 Jan 2026 10:00:00 +0000"}, "the same words, but long before we tried"),
    ],
)
def test_what_only_looks_like_our_text_is_not_it(message: dict[str, Any], why: str) -> None:
    with playing(listed(message)) as route:
        assert route.look_up(PARCEL) is None, why


def test_a_trial_account_writes_a_line_before_ours() -> None:
    with playing(listed({"body": f"Sent from your Twilio trial account - {WORDS}"})) as route:
        assert route.look_up(PARCEL) is not None


@pytest.mark.parametrize(
    ("message", "others"),
    [
        ({"body": ""}, {"twilio_content_retention": "discard"}),  # the words are erased there
        ({"to": "+9936100XXXX"}, {"twilio_address_retention": "obfuscate"}),  # the number is
    ],
)
def test_what_twilio_has_forgotten_it_cannot_tell(message: dict[str, Any], others: dict[str, str]) -> None:
    with playing(listed(message), **others) as route, pytest.raises(CannotAsk):
        route.look_up(PARCEL)


def test_states_that_say_nothing_about_our_text_are_passed_over() -> None:
    assert status_of("receiving") is None
    assert status_of("Delivered") is Status.DELIVERED
    assert set(STATUSES.values()) == {Status.SENT, Status.DELIVERED, Status.FAILED}

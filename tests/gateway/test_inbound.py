"""An SMS comes in by Twilio: verified, read, stored once, answered before anybody thinks."""

from __future__ import annotations

import pytest
from twilio.request_validator import RequestValidator

from bot.desk.desk import Desk
from bot.gateway.forged import forged_by_day
from bot.gateway.twilio import MOST_BYTES
from bot.helpline.records import Status
from bot.store.store import SqlStore
from tests.gateway.door import BASE, CHILD, INBOUND, OLD_TOKEN, STATUS, Twilio, WokenUp, app_for, make_desk, rows, sms
from tests.quiet import LogLines

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@pytest.fixture
def jobs() -> WokenUp:
    return WokenUp()


@pytest.fixture
def desk(store: SqlStore, jobs: WokenUp) -> Desk:
    return make_desk(store, jobs)


@pytest.fixture
def twilio(desk: Desk) -> Twilio:
    return Twilio(app_for(desk).test_client())


def test_a_signed_sms_is_stored_and_answered_with_nothing_to_say(
    twilio: Twilio, store: SqlStore, jobs: WokenUp, secrets_in_logs: LogLines
) -> None:
    secrets_in_logs.register("Kömek gerek")
    answer = twilio.posts(INBOUND, sms("Kömek gerek"))
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/xml", EMPTY)
    [kept] = rows(store)
    assert (kept.text, kept.status, kept.provider) == ("Kömek gerek", Status.WAITING, "twilio")
    assert jobs.respond == [kept.identifier_id]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Kömek ", "a space at the end is part of what was signed"),
        ("  \n ", "nothing but space"),
        ("", "an empty text"),
        ("да & нет = ? + %", "letters that a form could trip over"),
        ("Ýa\u0301ş 👩‍👧", "combining marks and joined pictures"),
        ("x" * 1600, "the longest that Twilio hands over"),
    ],
)
def test_a_text_is_verified_as_it_came(twilio: Twilio, store: SqlStore, text: str, why: str) -> None:
    assert twilio.posts(INBOUND, sms(text)).status_code == 200, why
    assert len(rows(store)) == 1


def test_pictures_are_counted(twilio: Twilio, store: SqlStore) -> None:
    twilio.posts(INBOUND, sms("", NumMedia="2", MediaUrl0="https://api.twilio.com/x"))
    assert rows(store)[0].media_count == 2


def test_a_number_of_pictures_that_is_none_does_not_cost_the_text(twilio: Twilio, store: SqlStore) -> None:
    assert twilio.posts(INBOUND, sms(NumMedia="many")).status_code == 200
    assert rows(store)[0].media_count == 0


def test_an_advert_is_stored_and_not_answered(twilio: Twilio, store: SqlStore, jobs: WokenUp) -> None:
    assert twilio.posts(INBOUND, sms("SALE", sender="TMCELL")).status_code == 200
    assert rows(store, "TMCELL")[0].status is Status.IGNORED
    assert jobs.respond == []


def test_the_yesterdays_token_still_holds(desk: Desk) -> None:
    assert Twilio(app_for(desk).test_client(), token=OLD_TOKEN).posts(INBOUND, sms()).status_code == 200


def test_a_number_of_the_messaging_service_is_ours(desk: Desk, store: SqlStore) -> None:
    app = app_for(desk, twilio_from="", twilio_messaging_service_sid="MG1")
    pool = sms(To="+99312000077", MessagingServiceSid="MG1")
    assert Twilio(app.test_client()).posts(INBOUND, pool).status_code == 200
    assert len(rows(store)) == 1


@pytest.mark.parametrize(
    ("public", "signed"),
    [
        ("https://sms.example.org", "https://sms.example.org"),
        ("https://sms.example.org/", "https://sms.example.org"),
        ("https://sms.example.org", "https://sms.example.org:443"),  # Twilio is not consistent about the port
        ("https://sms.example.org:8443", "https://sms.example.org:8443"),
        ("https://sms.example.org:8443", "https://sms.example.org"),
        ("https://example.org/helpline", "https://example.org/helpline"),  # a proxy takes the first part away
    ],
)
def test_the_public_address_counts_whatever_the_proxy_made_of_it(desk: Desk, public: str, signed: str) -> None:
    twilio = Twilio(app_for(desk, public_base_url=public).test_client())
    assert twilio.posts(INBOUND, sms(), signed_for=signed + INBOUND).status_code == 200


def test_what_stands_behind_the_hash_at_twilio_may_be_signed_or_not(desk: Desk) -> None:
    twilio = Twilio(app_for(desk, twilio_webhook_options="rc=3&rp=all").test_client())
    assert twilio.posts(INBOUND, sms(number=1), signed_for=f"{BASE}{INBOUND}#rc=3&rp=all").status_code == 200
    assert twilio.posts(INBOUND, sms(number=2), signed_for=f"{BASE}{INBOUND}").status_code == 200
    assert twilio.posts(INBOUND, sms(number=3), signed_for=f"{BASE}{INBOUND}#rc=9").status_code == 403


# ── forged ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("forgery", "why"),
    [
        ({"signature": ""}, "no signature"),
        ({"signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}, "some signature"),
        ({"signature": "ключ"}, "one that is not even base64"),
        ({"signed_for": f"http://sms.example.org{INBOUND}"}, "another scheme"),
        ({"signed_for": f"https://evil.example.org{INBOUND}"}, "another host"),
        ({"signed_for": f"{BASE}{STATUS}"}, "signed for the other door"),
        ({"signed_for": f"{BASE}{INBOUND}?x=1"}, "signed with a query that is not there"),
        ({"headers": {"X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"}}, "an algorithm that is none"),
    ],
)
def test_a_forged_post_gets_403_and_leaves_nothing(
    twilio: Twilio, store: SqlStore, jobs: WokenUp, forgery: dict[str, str], why: str
) -> None:
    assert twilio.posts(INBOUND, sms(), **forgery).status_code == 403, why  # type: ignore[arg-type]
    assert rows(store) == []
    assert jobs.respond == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"Body": "Kömek"}, "other words"),
        ({"Body": "Kömek gerek "}, "one space more"),
        ({"From": "+99361000002"}, "another sender"),
        ({"Extra": "1"}, "one field more"),
    ],
)
def test_a_form_that_was_changed_on_the_way_is_forged(
    twilio: Twilio, store: SqlStore, changed: dict[str, str], why: str
) -> None:
    signature = RequestValidator(twilio.token).compute_signature(BASE + INBOUND, sms())
    assert twilio.posts(INBOUND, sms() | changed, signature=signature).status_code == 403, why
    assert rows(store) == []


def test_a_post_for_another_account_is_not_ours(twilio: Twilio, store: SqlStore) -> None:
    assert twilio.posts(INBOUND, sms(AccountSid="AC" + "2" * 32)).status_code == 403
    assert rows(store) == []


def test_without_a_token_in_the_settings_nothing_is_signed(desk: Desk) -> None:
    twilio = Twilio(app_for(desk, twilio_auth_tokens="").test_client(), token="")
    assert twilio.posts(INBOUND, sms()).status_code == 403


def test_forged_posts_are_counted_and_nothing_of_them_is_kept(twilio: Twilio, store: SqlStore) -> None:
    for _ in range(3):
        twilio.posts(INBOUND, sms(), signature="forged")
    forged = forged_by_day(store)
    assert {len(day) for day in forged} == {len("2026-11-16")}
    assert 1 <= sum(forged.values()) <= 3  # one write a second: the rest goes with the next
    with store.begin() as unit:
        assert CHILD not in str(unit.marks.named(""))


# ── broken ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"MessageSid": "", "SmsSid": ""}, "no id: it could not be stored once"),
        ({"MessageSid": "SM'; DROP TABLE message;--"}, "an id that is none"),
        ({"From": ""}, "nobody to answer"),
        ({"From": "+++"}, "no number and no name"),
        ({"Body": None}, "no words at all"),
    ],
)
def test_a_broken_post_gets_400_and_says_what_is_missing(
    twilio: Twilio, form: dict[str, str | None], why: str, store: SqlStore
) -> None:
    whole = {name: value for name, value in (sms() | form).items() if value is not None}
    answer = twilio.posts(INBOUND, whole)
    assert answer.status_code == 400, why
    assert answer.mimetype == "text/plain"
    assert rows(store) == []


def test_a_post_that_is_too_long_is_not_read(twilio: Twilio) -> None:
    assert twilio.posts(INBOUND, sms("x" * (MOST_BYTES + 1))).status_code == 413


@pytest.mark.parametrize("path", [INBOUND, STATUS])
def test_only_posts_are_taken(twilio: Twilio, path: str) -> None:
    assert twilio.client.get(path).status_code == 405


class NoStore:
    """A database that is away."""

    def begin(self) -> None:
        """Fail."""
        raise ConnectionError(f"no route for {CHILD}")


def test_when_it_cannot_be_stored_twilio_is_told_so() -> None:
    twilio = Twilio(app_for(make_desk(NoStore())).test_client())  # type: ignore[arg-type]
    answer = twilio.posts(INBOUND, sms())
    assert answer.status_code == 500  # so that it tries again, then the fallback address
    assert CHILD not in answer.text


def test_a_forged_post_is_refused_also_while_the_database_is_away() -> None:
    twilio = Twilio(app_for(make_desk(NoStore())).test_client())  # type: ignore[arg-type]
    assert twilio.posts(INBOUND, sms(), signature="forged").status_code == 403

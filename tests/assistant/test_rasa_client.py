"""The client of Rasa: what it asks, what it makes of an answer, and that it never hangs or leaks."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.assistant.rasa import RasaAssistant, encode
from bot.deeds import Remember, Say
from bot.ports import AssistantDown, Turn
from bot.settings import Settings
from tests.assistant.stand_in import StandIn, stand_in
from tests.twilio_stand_in import free_port

SAY = {"deed": "say", "text": "lawyer", "part": 0, "fields": {}}


@pytest.fixture
def rasa() -> Iterator[StandIn]:
    with stand_in() as state:
        state.says({"deeds": [SAY], "understood": {"topic": "lawyer", "confidence": 0.9}})
        yield state


def client(rasa: StandIn, token: str = "", patience_s: float = 60) -> RasaAssistant:
    return RasaAssistant(
        Settings(
            rasa_url=rasa.url,
            actions_url=f"{rasa.url}/webhook",
            assistant_timeout_s=patience_s,
            rasa_token=SecretStr(token),
        )
    )


def test_words_travel_with_language_and_the_talk_and_nothing_else(rasa: StandIn) -> None:
    client(rasa).ask(Turn("нужен адвокат", "ru", {"last_topic": "lawyer", "misses": 1}))
    (asked,) = rasa.asked
    assert asked["message"] == "нужен адвокат"
    assert asked["metadata"] == {"language": "ru", "last_topic": "lawyer", "misses": 1}
    assert set(asked) == {"sender", "message", "metadata"}


def test_every_turn_has_a_sender_of_its_own(rasa: StandIn) -> None:
    assistant = client(rasa)
    for _ in range(3):
        assistant.ask(Turn("salam", "tk"))
    assert len({asked["sender"] for asked in rasa.asked}) == 3


def test_the_answer_becomes_deeds(rasa: StandIn) -> None:
    remember = {"deed": "remember", "talk": {"misses": 0}}
    rasa.says({"deeds": [SAY, remember], "understood": {"topic": "lawyer", "confidence": 0.9}})
    reply = client(rasa).ask(Turn("?", "tk"))
    assert reply.deeds == (Say("lawyer"), Remember({"misses": 0}))
    assert (reply.topic, reply.confidence) == ("lawyer", 0.9)


@pytest.mark.parametrize(
    ("turn", "message", "reason"),
    [
        (Turn("", "tk", choice="affirm"), "/affirm", "a choice is an intent"),
        (Turn("1", "tk", choice="region:mary"), '/inform{"region": "mary"}', "or a detail"),
        (Turn("1", "tk", choice="guide:called.14_15.2"), '/inform{"guide": "called.14_15.2"}', "or a step"),
        (Turn("/restart", "tk"), "restart", "a person's slash is no command"),
        (Turn(" / /\t//session_start", "tk"), "session_start", "however many"),
        (Turn("///", "tk"), "-", "nothing is left"),
        (Turn("1/2", "tk"), "1/2", "a slash inside stays"),
    ],
)
def test_a_choice_is_a_command_and_words_never_are(turn: Turn, message: str, reason: str) -> None:
    assert encode(turn) == message, reason


@pytest.mark.parametrize("choice", ['x{"a": 1}', "a b", "", "region:ma ry", 'region:"'])
def test_a_choice_that_is_not_ours_is_refused(rasa: StandIn, choice: str) -> None:
    with pytest.raises(ValueError, match="not a choice"):
        encode(Turn("", "tk", choice=choice))


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"[]", 200, "an action failed: no message at all"),
        (b'[{"recipient_id": "x", "text": "hello"}]', 200, "words instead of deeds"),
        (b'[{"custom": {"deeds": []}}]', 200, "no deed"),
        (b'[{"custom": {"deeds": [{"deed": "explode"}]}}]', 200, "a deed that nobody knows"),
        (b'[{"custom": {}}]', 200, "an answer of another kind"),
        (b'{"custom": 1}', 200, "no list"),
        (b"<html>", 200, "no JSON"),
        (b"[]", 500, "a failure"),
        (b"[]", 403, "the wrong token"),
    ],
)
def test_what_is_no_sensible_answer_is_an_outage(rasa: StandIn, body: bytes, status: int, reason: str) -> None:
    rasa.body, rasa.status = body, status
    with pytest.raises(AssistantDown):
        client(rasa).ask(Turn("?", "tk"))


@pytest.mark.alone
def test_a_slow_answer_is_an_outage_in_time(rasa: StandIn) -> None:
    rasa.takes_s = 5
    began = time.monotonic()
    with pytest.raises(AssistantDown):
        client(rasa, patience_s=1).ask(Turn("?", "tk"))
    assert time.monotonic() - began < 3


def test_a_connection_that_breaks_is_an_outage(rasa: StandIn) -> None:
    rasa.hangs_up = True
    with pytest.raises(AssistantDown):
        client(rasa).ask(Turn("?", "tk"))


def test_nobody_there_is_an_outage() -> None:
    assistant = RasaAssistant(Settings(rasa_url=f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(AssistantDown):
        assistant.ask(Turn("?", "tk"))
    assert not assistant.is_up()


def test_an_outage_quotes_nobody(rasa: StandIn) -> None:
    rasa.body = b"not json"
    with pytest.raises(AssistantDown) as raised:
        client(rasa).ask(Turn("meniň syrym", "tk"))
    assert "syrym" not in repr(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_the_token_is_shown_when_there_is_one(rasa: StandIn) -> None:
    client(rasa, token="open").ask(Turn("?", "tk"))
    client(rasa).ask(Turn("?", "tk"))
    assert rasa.headers[0]["Authorization"] == "Bearer open"
    assert "Authorization" not in rasa.headers[1]


def test_it_is_up_when_both_servers_answer(rasa: StandIn) -> None:
    assert client(rasa).is_up()
    rasa.status = 500
    assert not client(rasa).is_up()


def test_it_is_not_up_without_the_action_server(rasa: StandIn) -> None:
    alone = RasaAssistant(Settings(rasa_url=rasa.url, actions_url=f"http://127.0.0.1:{free_port()}/webhook"))
    assert not alone.is_up()

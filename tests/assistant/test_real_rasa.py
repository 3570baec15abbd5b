"""Against the real Rasa and the real action server: every rule once, a kill in the middle of a talk, quiet logs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.deeds import Ask, OpenCase, Say
from bot.ports import AssistantDown, Turn
from tests.actions.test_rules import RULES, actions_of, intents_of
from tests.assistant.real_rasa import RealRasa

pytestmark = pytest.mark.slow
QUESTION = {"consent": "consent.ask", "case_region": "case_region.ask", "service_region": "service_region.ask"}
SECRETS = ("meniň uly syrym bar", "никому не говори это", "мой страшный секрет")


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealRasa]:
    assistant = RealRasa(tmp_path_factory.mktemp("rasa"))
    assert assistant.model.exists(), "no model: run `.venv-rasa/bin/python -m bot.nlu.train`"
    try:
        assistant.start()
        yield assistant
    finally:
        assistant.stop()


def metadata_of(rule: dict[str, Any]) -> dict[str, str]:
    """Return the request's metadata under which a rule holds."""
    slots = [slot for condition in rule.get("condition", []) for slot in condition["slot_was_set"]]
    held = {name: value for slot in slots for name, value in slot.items()}
    question = held.pop("open_question", None)
    return {**held, **({"question": f"{question}.ask"} if question else {})}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["rule"])
def test_every_rule_leads_every_intent_to_its_action(rasa: RealRasa, rule: dict[str, Any]) -> None:
    (action,) = actions_of(rule)
    for intent in sorted(intents_of(rule)):
        (answer,) = rasa.post(f"/{intent}", **metadata_of(rule))
        assert answer["custom"]["understood"]["action"] == action, intent  # type: ignore[index]


def test_words_are_answered(rasa: RealRasa) -> None:
    reply = rasa.client().ask(Turn("мне нужен адвокат, это бесплатно?", "ru"))
    assert reply.topic == "lawyer"
    assert reply.deeds[0] == Say("lawyer")


def test_a_talk_goes_on_after_rasa_was_killed_and_started_again(rasa: RealRasa) -> None:
    client = rasa.client()
    asked = client.ask(Turn("позовите мне живого человека", "ru", {"last_topic": "lawyer"})).deeds[-1]
    assert isinstance(asked, Ask)
    known = {"question": asked.question, "context": asked.context, "last_topic": "lawyer"}

    rasa.kill("rasa")
    with pytest.raises(AssistantDown):
        client.ask(Turn("", "ru", known, choice="affirm"))
    assert not client.is_up()
    rasa.start_rasa()
    assert rasa.is_up()

    where = client.ask(Turn("", "ru", known, choice="affirm")).deeds[-1]
    assert isinstance(where, Ask)
    assert where.question == "case_region.ask"
    opened = client.ask(
        Turn("", "ru", {"question": where.question, "context": where.context}, choice="region:mary")
    ).deeds[-1]
    assert opened == OpenCase("lawyer", "asked", consent=True, region="mary")


def test_without_the_action_server_the_assistant_is_down_and_comes_back(rasa: RealRasa) -> None:
    rasa.kill("actions")
    client = rasa.client()
    for secret in SECRETS:
        with pytest.raises(AssistantDown):
            client.ask(Turn(secret, "ru"))
    assert not client.is_up()
    rasa.start_actions()
    assert client.ask(Turn("salam", "tk")).deeds


def test_a_stranger_is_refused(rasa: RealRasa) -> None:
    body = {"sender": "x", "message": "/greet"}
    for address in ("/webhooks/rest/webhook", "/model/parse"):
        assert httpx.post(f"{rasa.rasa_url}{address}", json=body, timeout=60).status_code in (401, 403)


@pytest.mark.parametrize("before", ["", "/", "//", '/inform{"region": "', "/greet ", "/nowhere{", "/restart "])
def test_neither_process_writes_a_word_of_a_text(rasa: RealRasa, before: str) -> None:
    for secret in SECRETS:
        rasa.post(before + secret)
        rasa.post(f"{before}{secret}", question=secret, mode=secret)
    for secret in SECRETS:
        for word in secret.split():
            assert len(word) < 4 or word not in rasa.said()


def test_both_listen_on_loopback_alone(rasa: RealRasa) -> None:
    for port in (rasa.rasa_port, rasa.actions_port):
        wanted = f":{port:04X}"
        listening = [
            line.split()[1]
            for table in ("/proc/net/tcp", "/proc/net/tcp6")
            for line in Path(table).read_text().splitlines()[1:]
            if line.split()[1].endswith(wanted) and line.split()[3] == "0A"
        ]
        assert listening == [f"0100007F{wanted}"]


def test_rasa_forgets_every_turn(rasa: RealRasa) -> None:
    shown = {"Authorization": "Bearer a token of the tests"}
    rasa.post("никому не говори это")
    # Rasa's own interface shows what it remembers of a sender; the token opens it as a query.
    answer = httpx.get(
        f"{rasa.rasa_url}/conversations/x/tracker", params={"token": "a token of the tests"}, headers=shown, timeout=60
    )
    assert answer.status_code == 200
    assert [event for event in answer.json()["events"] if event["event"] == "user"] == []

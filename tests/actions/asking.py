"""Ask an action without Rasa: a tracker as Rasa would send it, and the deeds that come back."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.session import ActionSessionStart
from actions.talking import TalkAction
from bot.deeds import Ask, Deed, OpenCase, Remember, Say, from_json

SURE, UNSURE = 0.93, 0.2


def tracker(
    text: str = "?",
    *,
    intent: str = "lawyer",
    sure: float = SURE,
    others: tuple[tuple[str, float], ...] = (),
    **said: Any,
) -> Tracker:
    """Return a tracker; `said` is the request's metadata, `entities` among it those found in the text."""
    entities = said.pop("entities", {})
    ranking = [{"name": name, "confidence": chance} for name, chance in ((intent, sure), *others)]
    latest = {
        "text": text,
        "intent": ranking[0],
        "intent_ranking": ranking,
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }
    slots = {"session_started_metadata": {"language": "ru", "mode": "assistant", **said}}
    return Tracker("x", slots, latest, [], False, None, {}, "action_listen")


def chosen(meaning: str, **said: Any) -> Tracker:
    """Return the tracker of a choice by its digit: "affirm", "region:mary"."""
    name, _, value = meaning.partition(":")
    text = f"/inform{json.dumps({name: value})}" if value else f"/{name}"
    entities = {name: value} if value else {}
    return tracker(text, intent="inform" if value else name, sure=1.0, entities=entities, **said)


def answered(action: TalkAction, asked: Tracker) -> dict[str, Any]:
    """Run the action and return what it hands to the desk."""
    dispatcher = CollectingDispatcher()
    assert action.run(dispatcher, asked, {}) == []
    assert len(dispatcher.messages) == 1, "an action hands over exactly one message"
    return dispatcher.messages[0]["custom"]


def deeds(action: TalkAction, asked: Tracker) -> list[Deed]:
    """Run the action and return its deeds, through JSON as they travel."""
    return [from_json(raw) for raw in json.loads(json.dumps(answered(action, asked)["deeds"]))]


def said(found: list[Deed]) -> list[tuple[str, int]]:
    """Return what is said, as (text, part)."""
    return [(deed.text, deed.part) for deed in found if isinstance(deed, Say)]


def asked_of(found: list[Deed]) -> Ask:
    """Return the one question among deeds."""
    (question,) = [deed for deed in found if isinstance(deed, Ask)]
    return question


def meanings(found: list[Deed]) -> list[str]:
    """Return what the digits of the question mean."""
    return [means for means, _ in asked_of(found).options]


def remembered(found: list[Deed]) -> dict[str, Any]:
    """Return everything that is remembered."""
    return {name: value for deed in found if isinstance(deed, Remember) for name, value in deed.talk.items()}


def opened(found: list[Deed]) -> OpenCase:
    """Return the one case that is opened."""
    (case,) = [deed for deed in found if isinstance(deed, OpenCase)]
    return case


def slots_after_start(**said: Any) -> dict[str, Any]:
    """Return the slots that the beginning of a turn lays."""
    events = ActionSessionStart().run(CollectingDispatcher(), tracker(**said), {})
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}

"""What every action of the talk shares: it reads a turn and returns deeds, which travel to the desk as JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.library import library
from actions.turn import Turn
from bot.answers import offers
from bot.deeds import Deed, Remember, Say, to_json
from bot.logs import log
from bot.text.doubt import decide

Deeds = Iterable[Deed]


class TalkAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """An action of the talk. A subclass says its name and its deeds; nothing here sends or stores anything."""

    action_name = ""
    needs_certainty = True  # False: an answer to an open question is taken however surely the words were understood

    def name(self) -> str:
        """Return the name that the rules call it by."""
        return self.action_name

    @abstractmethod
    def deeds(self, turn: Turn) -> Deeds:
        """Say what is to be done."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: ARG002
        """
        Hand the deeds over.

        An action that fails says nothing at all: the desk takes silence for an outage and holds the line.
        """
        try:
            turn = Turn.of(tracker, library())
            deeds = [*remembered(turn), *self.decide(turn)]
            told = {**understood(turn), "action": self.action_name}
            answer = {"deeds": [to_json(deed) for deed in deeds], "understood": told}
            dispatcher.utter_message(json_message=answer)
        except Exception as error:
            log.error("action_failed", part=self.action_name, exc_info=error)
        return []

    def decide(self, turn: Turn) -> Deeds:
        """Act if the words were understood surely enough, else ask, offer choices, or a person."""
        if not self.needs_certainty or turn.is_choice:
            return self.deeds(turn)
        return self.deeds(turn) if decide(turn.ranking) == "answer" else unclear(turn)


def understood(turn: Turn) -> dict[str, Any]:
    """Return topic and confidence for the desk's records, with the three likeliest topics."""
    topic = turn.intent if turn.intent in turn.library.topics else turn.ranking[0][0] if turn.ranking else None
    return {
        "topic": topic,
        "confidence": 1.0 if turn.is_choice else round(turn.confidence, 4),
        "top": [[name, round(confidence, 4)] for name, confidence in turn.ranking[:3]],
    }


def remembered(turn: Turn) -> Deeds:
    """Remember what this text told about the person, so that it is not asked again."""
    return [Remember(turn.told)] if turn.told else []


def unclear(turn: Turn) -> Deeds:
    """
    Ask again, then offer three topics, then a person; never "I do not understand" a third time.

    Where three topics are likely enough they are offered at once.
    """
    nearest = turn.nearest()
    likely = decide(turn.ranking) == "choices"
    if turn.misses >= 2 or (turn.misses and not nearest):
        return [offers.may_a_person_write(None, "consent.unclear", "not_understood"), Remember({"misses": 0})]
    if nearest and (turn.misses or likely):
        return [offers.choices("choices.unclear", nearest), Remember({"misses": 2})]
    return [Say("unclear.again"), Remember({"misses": 1})]

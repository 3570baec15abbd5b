"""An assistant for tests: the real rules and the real actions, with only the understanding of words scripted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.session import open_question
from bot.assistant.rasa import encode, read
from bot.ports import Reply, Turn
from tests.actions.asking import tracker
from tests.actions.test_rules import RULES, actions_of, intents_of


@dataclass
class RuledAssistant:
    """`understands`: words → (intent, confidence). Everything after understanding is as in production."""

    understands: dict[str, tuple[str, float]] = field(default_factory=dict)
    entities: dict[str, dict[str, str]] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.actions = ActionExecutor()
        self.actions.register_package("actions")

    def ask(self, turn: Turn) -> Reply:
        """Choose the action by the rules, run it, and read its answer as the client does."""
        message = encode(turn)
        intent, sure, entities = self._understood(turn, message)
        said = json.loads(json.dumps({**turn.metadata, "language": turn.language}))
        asked = tracker(message, intent=intent, sure=sure, others=NEAR, entities=entities, **said)
        action = action_for("nlu_fallback" if sure < 0.5 else intent, said)
        self.ran.append(action)
        dispatcher = CollectingDispatcher()
        self.actions.actions[action](dispatcher, asked, {})
        return read(dispatcher.messages)

    def is_up(self) -> bool:
        """Say yes."""
        return True

    def _understood(self, turn: Turn, message: str) -> tuple[str, float, dict[str, str]]:
        if turn.choice is None:
            intent, sure = self.understands.get(turn.text, ("out_of_scope", 0.3))
            return intent, sure, self.entities.get(turn.text, {})
        name, _, value = turn.choice.partition(":")
        return ("inform", 1.0, {name: value}) if value else (name, 1.0, {})


NEAR = (("questioning", 0.02), ("complaint", 0.01), ("child_support", 0.01))


def action_for(intent: str, said: dict[str, Any]) -> str:
    """Choose as RulePolicy does: of the rules that hold, the one with the most conditions."""
    slots = {"open_question": open_question(said), "mode": said.get("mode") or "assistant"}
    holding = [rule for rule in RULES if intent in intents_of(rule) and _holds(rule, slots)]
    best = max(holding, key=lambda rule: len(rule.get("condition", [])))
    (action,) = actions_of(best)
    return action


def _holds(rule: dict[str, Any], slots: dict[str, str]) -> bool:
    wanted = [slot for condition in rule.get("condition", []) for slot in condition["slot_was_set"]]
    return all(slots[name] == value for each in wanted for name, value in each.items())

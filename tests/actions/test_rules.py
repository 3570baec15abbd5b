"""The rules read as protocol: every intent is met, every action is there, every rule says a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.session import QUESTIONS, open_question
from bot.answers.content import read_topics
from tests.actions.asking import slots_after_start

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = [
    rule
    for path in sorted((ROOT / "data" / "rules").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
]


def intents_of(rule: dict[str, Any]) -> set[str]:
    steps = [step for step in rule["steps"] if "intent" in step or "or" in step]
    return {each["intent"] for step in steps for each in step.get("or", [step])}


def actions_of(rule: dict[str, Any]) -> set[str]:
    return {step["action"] for step in rule["steps"] if "action" in step}


def intents() -> set[str]:
    return {name if isinstance(name, str) else next(iter(name)) for name in DOMAIN["intents"]}


def test_every_topic_is_an_intent() -> None:
    assert intents() == {*read_topics(ROOT / "content"), "inform"}


def test_every_intent_is_met_by_a_rule_that_needs_no_open_question() -> None:
    met = set().union(*(intents_of(rule) for rule in RULES if "condition" not in rule))
    assert intents() | {"nlu_fallback"} == met


def test_every_action_of_a_rule_is_there_and_every_action_of_ours_is_used() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    there = {name for name, run in executor.actions.items() if type(run.__self__).__module__.startswith("actions.")}
    used = set().union(*map(actions_of, RULES)) | {"action_session_start", "action_default_fallback"}
    assert used == there == set(DOMAIN["actions"])


def test_every_rule_is_a_sentence() -> None:
    for rule in RULES:
        assert len(rule["rule"].split()) >= 5, rule["rule"]
        assert rule["rule"][0].isupper(), rule["rule"]
    assert len({rule["rule"] for rule in RULES}) == len(RULES)


def test_every_condition_is_on_a_slot_with_that_value() -> None:
    for rule in RULES:
        for condition in rule.get("condition", []):
            for slot in condition["slot_was_set"]:
                ((name, value),) = slot.items()
                assert value in DOMAIN["slots"][name]["values"], rule["rule"]


def test_the_questions_that_rules_wait_for_are_the_slots_values() -> None:
    assert {"none", "other", *QUESTIONS} == set(DOMAIN["slots"]["open_question"]["values"])


@pytest.mark.parametrize(
    ("question", "kind", "reason"),
    [
        ("consent.ask", "consent", "its subject"),
        ("consent.unreviewed", "consent", "all questions of consent are one kind"),
        (None, "none", "nothing is asked"),
        ("offer.next", "other", "its digits mean intents, no rule waits for them"),
    ],
)
def test_the_open_question_is_laid_into_its_slot(question: str | None, kind: str, reason: str) -> None:
    assert open_question({"question": question}) == kind, reason


def test_a_turn_begins_with_what_the_desk_knows() -> None:
    slots = slots_after_start(question="service_region.ask", mode="waiting")
    assert (slots["open_question"], slots["mode"]) == ("service_region", "waiting")


@pytest.mark.parametrize("question", ["consent.ask", "case_region.ask"])
def test_who_waits_already_does_not_open_a_second_case(question: str) -> None:
    assert slots_after_start(question=question, mode="waiting")["open_question"] == "other"
    assert slots_after_start(question=question, mode="assistant")["open_question"] == question.split(".", maxsplit=1)[0]


def test_no_slot_takes_words_from_a_text() -> None:
    for name, slot in DOMAIN["slots"].items():
        assert slot["type"] == "categorical", name
        assert slot["mappings"] == [{"type": "custom"}], name

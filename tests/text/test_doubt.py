"""How sure is sure enough."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.text.doubt import ANSWER_FROM, choices, decide

CONFIG = Path(__file__).resolve().parents[2] / "config.yml"


@pytest.mark.parametrize(
    ("ranking", "decision", "why"),
    [
        ([("lawyer", 0.9), ("complaint", 0.05)], "answer", "one is plainly meant"),
        ([("lawyer", 0.4), ("complaint", 0.3), ("menu", 0.1)], "choices", "one of three is"),
        ([("lawyer", 0.2), ("complaint", 0.1), ("menu", 0.05)], "person", "nobody can tell"),
        ([], "person", "nothing was read"),
        ([("nlu_fallback", 0.5), ("lawyer", 0.9)], "answer", "the fallback is no topic"),
        ([("out_of_scope", 0.8)], "answer", "that it is none of ours is an answer as well"),
    ],
)
def test_we_answer_offer_choices_or_a_person(ranking: list[tuple[str, float]], decision: str, why: str) -> None:
    assert decide(ranking) == decision, why


def test_only_topics_are_offered_as_choices() -> None:
    ranking = [
        ("nlu_fallback", 0.5),
        ("lawyer", 0.3),
        ("out_of_scope", 0.2),
        ("menu", 0.1),
        ("greet", 0.1),
        ("thank", 0.1),
    ]
    assert choices(ranking) == ["lawyer", "menu", "greet"]


def test_the_rules_fall_back_exactly_where_we_do_not_answer() -> None:
    pipeline = {part["name"]: part for part in yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]}
    assert pipeline["FallbackClassifier"]["threshold"] == ANSWER_FROM
    assert pipeline["FallbackClassifier"]["ambiguity_threshold"] == 0

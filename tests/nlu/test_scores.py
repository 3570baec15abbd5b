"""Counting what was understood."""

from __future__ import annotations

import pytest

from bot.nlu.corpus import HeldOut
from bot.nlu.evaluation.listener import Heard
from bot.nlu.evaluation.scores import Scored, confusions, summary, wilson


def one(
    topic: str,
    top: list[str],
    *,
    action: str = "answer",
    also: set[str] | None = None,
    lang: str = "tk",
    **more: object,
) -> Scored:
    row = HeldOut("text", lang, "ascii", topic, frozenset(also or ()), urgent=more.get("urgent"))  # type: ignore[arg-type]
    heard = Heard("tk", tuple((name, 0.9 - place / 10) for place, name in enumerate(top)), action, None, None, 2.0)
    return Scored(row, heard)


def test_the_first_the_three_and_what_is_also_right_are_counted() -> None:
    result = summary(
        [
            one("lawyer", ["lawyer", "greet", "menu"]),
            one("lawyer", ["greet", "menu", "lawyer"]),
            one("lawyer", ["complaint", "greet", "menu"], also={"complaint"}),
            one("lawyer", ["greet", "menu", "thank"]),
        ]
    )
    assert (result["n"], result["top1"], result["top3"]) == (4, 0.5, 0.75)
    assert result["by_lang"]["tk"]["n"] == 4
    assert result["by_style"]["tk/ascii"]["top1"] == 0.5


def test_a_row_without_a_topic_counts_for_the_language_only() -> None:
    result = summary([one("", ["greet"], lang="other"), one("greet", ["greet"])])
    assert (result["n"], result["top1"], result["language"]) == (2, 1.0, 0.5)


def test_danger_is_scored_against_the_topic_or_against_the_row() -> None:
    result = summary(
        [
            one("self_harm", ["self_harm"], action="danger"),
            one("self_harm", ["menu"], action="answer"),
            one("menu", ["menu"], action="danger_asked"),
            one("menu", ["menu"], urgent=True, action="danger_asked"),
        ]
    )["danger"]
    assert (result["n"], result["recall"], result["false_alarm"]) == (3, 0.6667, 1.0)
    assert result["by_kind"]["self_harm"] == {"n": 2, "recall": 0.5}


@pytest.mark.parametrize(
    ("top", "action", "refused"),
    [("out_of_scope", "answer", 1.0), ("lawyer", "choices", 1.0), ("lawyer", "answer", 0.0), ("lawyer", "danger", 0.0)],
)
def test_out_of_scope_is_refused_unless_answered_as_in_scope(top: str, action: str, refused: float) -> None:
    assert summary([one("out_of_scope", [top], action=action)])["out_of_scope"] == {"n": 1, "refused": refused}


def test_rows_are_reported_as_the_contract_says() -> None:
    row = summary([one("lawyer", ["lawyer", "greet", "menu", "thank"])])["rows"][0]
    assert row == {
        "text": "text",
        "intent": "lawyer",
        "lang": "tk",
        "got_lang": "tk",
        "top": [["lawyer", 0.9], ["greet", 0.8], ["menu", 0.7]],
        "action": "answer",
        "danger": False,
        "kind": None,
    }


def test_confusions_are_the_wrong_first_topics() -> None:
    scored = [one("lawyer", ["greet"]), one("lawyer", ["greet"]), one("menu", ["menu"])]
    assert confusions(scored) == [(2, "lawyer", "greet", "text")]


def test_an_interval_is_wide_when_rows_are_few() -> None:
    assert wilson(10, 10) == (0.7225, 1.0)
    assert wilson(0, 0) is None


def test_an_empty_set_is_scored_without_numbers() -> None:
    result = summary([])
    assert (result["n"], result["top1"], result["ms"]) == (0, None, {"p50": None, "p95": None})

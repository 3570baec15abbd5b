"""`content check` finds what it is there to find."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers.check import check
from bot.answers.report import write_report
from tests.answers.shelf import ANSWERS, FACTS, TEXTS, small_library

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({}, "unanswered: no answer"),
        ({}, "lawyer/short/all [ru]: not translated"),
        ({"answers": ANSWERS.replace("[lawyer_must]", "[lawyer_must, nowhere]")}, "lawyer: unknown fact nowhere"),
        (
            {"answers": ANSWERS.replace("[lawyer_must]", "[secret]")},
            "lawyer: fact secret may not be stated (use: staff)",
        ),
        (
            {"answers": ANSWERS.replace("facts: [lawyer_must]", "facts: []")},
            "lawyer: stands on no fact and on no safe advice",
        ),
        (
            {"answers": ANSWERS.replace("5 boards", "7 boards")},
            "lawyer/more2/all [en]: the number 7 stands in none of its facts",
        ),
        (
            {"answers": ANSWERS.replace("As far as we know, up", "Up")},
            "detention_length: rests on hedged facts only, and never says so",
        ),
        (
            {"answers": ANSWERS.replace("[colony_visits, police_stop]", "[nobody]")},
            "lawyer: related to nobody",
        ),
        (
            {"answers": ANSWERS.replace("A lawyer must help.", "Is it a lawyer?")},
            "lawyer/simpler/all [en]: asks",
        ),
        (
            {"texts": TEXTS + 'safety.late: {all: "' + "Go to people whom you trust. " * 3 + 'Call 03."}'},
            "safety.late [en]: the number 03",
        ),
    ],
)
def test_an_error_is_named(tmp_path: Path, changed: dict[str, str], error: str) -> None:
    found = check(small_library(tmp_path, **changed), {}, TODAY).errors
    assert any(line.startswith(error) for line in found), found


@pytest.mark.parametrize(
    ("context", "words", "error"),
    [
        ("lawyer/short/all", "Адвокат " * 30, "lawyer/short [ru, child]: with its choices"),
        ("lawyer/more2/all", "Адвокат " * 30, "lawyer/more2 [ru, child]: 240 units, more than two SMS"),
        (
            "lawyer/more1/child",
            "Вы можете попросить.",
            'lawyer/more1/child [ru]: speaks formally ("Вы")',
        ),
        (
            "detention_length/short/all",
            "До 72 часов.",
            "detention_length/short/all [ru]: the English says",
        ),
    ],
)
def test_a_fault_of_a_translation_is_named(tmp_path: Path, context: str, words: str, error: str) -> None:
    found = check(small_library(tmp_path, {"ru": {context: words}}), {}, TODAY).errors
    assert any(line.startswith(error) for line in found), found


def test_a_safety_text_names_whom_to_call_in_its_first_lines(tmp_path: Path) -> None:
    late = "Иди к людям, которым доверяешь, и не оставайся без помощи, пожалуйста. Звони 03."
    texts = TEXTS + 'safety.late: {all: "Call 03."}'
    found = check(small_library(tmp_path, {"ru": {"safety.late": late}}, texts=texts), {}, TODAY).errors
    assert "safety.late [ru]: the number to call stands after the first 70 units" in found


def test_an_avoided_word_is_named_with_what_to_say_instead(tmp_path: Path) -> None:
    listed = 'avoid: [{language: ru, words: ["преступник*"], say: "ребёнок", why: "Never."}]\nterms: []'
    translated = {"ru": {"lawyer/short/all": "Преступнику нужен адвокат."}}
    found = check(small_library(tmp_path, translated, glossary=listed), {}, TODAY).errors
    assert 'lawyer/short/all [ru]: "Преступнику" is avoided (Never.; say "ребёнок")' in found


def test_a_number_may_be_allowed_with_a_reason(tmp_path: Path) -> None:
    numbers = "- {item: lawyer, numbers: [7], why: Counted by us.}"
    answers = ANSWERS.replace("5 boards", "7 boards")
    found = check(small_library(tmp_path, answers=answers, allowed_numbers=numbers), {}, TODAY).errors
    assert not [line for line in found if "number 7" in line]


def test_what_nobody_read_is_a_warning(tmp_path: Path) -> None:
    assert "lawyer: law unread, tk unread, ru unread" in check(small_library(tmp_path), {}, TODAY).warnings


def test_the_counts_follow_the_contract(tmp_path: Path) -> None:
    said = check(small_library(tmp_path, facts=FACTS), {}, TODAY).as_json()
    assert said["topics"] == 6
    assert said["answered"] == {"tk": 0, "ru": 0}
    assert said["facts"] == {"state": 1, "hedge": 1, "staff": 1}
    assert said["only_safe_advice"] == ["colony_visits", "police_stop", "thank"]
    assert isinstance(said["errors"], list)


def test_the_report_shows_source_translation_and_facts_side_by_side(tmp_path: Path) -> None:
    page = write_report(small_library(tmp_path, {"ru": {"lawyer/short/all": "Нужен <адвокат>."}}), {}, TODAY)
    assert "A lawyer must take part." in page
    assert "Нужен &lt;адвокат&gt;." in page
    assert "A lawyer must take part; there are 5 boards." in page
    assert "<script" not in page
    assert "http" not in page.split("<body>")[0]

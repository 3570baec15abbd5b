"""The library finds words by id, part, audience and language."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.answers.content import BadContent
from bot.answers.library import Library, UnknownText
from tests.answers.shelf import small_library

RUSSIAN = {"ru": {"lawyer/short/all": "Нужен адвокат.", "lawyer/more1/parent": "Ребёнок может попросить его."}}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return small_library(tmp_path, RUSSIAN)


def test_an_answer_is_given_in_the_language_of_the_reader(library: Library) -> None:
    assert library.text("lawyer", "ru") == "Нужен адвокат."
    assert library.text("lawyer", "en") == "A lawyer must take part."


@pytest.mark.parametrize(
    ("text_id", "part", "audience", "words", "reason"),
    [
        ("lawyer", 1, "child", "You may ask for one.", "a child reads the child's wording"),
        ("lawyer", 1, "parent", "Your child may ask for one.", "a parent reads the parent's"),
        ("lawyer", 1, "adult", "Your child may ask for one.", "any adult is spoken to as a parent is"),
        ("lawyer", 1, None, "You may ask for one.", "nobody known: a topic for all speaks to the child"),
        ("lawyer", 0, "parent", "A lawyer must take part.", "one wording serves all"),
        ("colony_visits", 0, "child", "Ask at the colony.", "the only wording there is serves all"),
        ("lawyer", -1, None, "A lawyer must help.", "part -1 is the simpler wording"),
        ("consent.ask", 0, None, "May one write to you?", "a text of the service speaks to a child first"),
        ("consent.ask", 0, "parent", "May one write?", "and to a parent when one is known"),
    ],
)
def test_the_wording_follows_the_reader(
    library: Library, text_id: str, part: int, audience: str | None, words: str, reason: str
) -> None:
    assert library.text(text_id, "en", audience=audience, part=part) == words, reason


def test_a_topic_for_parents_speaks_to_a_parent_when_nobody_is_known(library: Library) -> None:
    assert library.reader("colony_visits", None) == "parent"
    assert library.reader("colony_visits", "child") == "child"


def test_a_gap_is_filled_with_english_and_noted_outside_production(library: Library) -> None:
    assert library.text("lawyer", "tk") == "A lawyer must take part."
    assert ("lawyer/short/all", "tk") in library.missing


def test_in_production_a_gap_is_an_unknown_text(library: Library) -> None:
    strict = dataclasses.replace(library, in_production=True)
    assert strict.text("lawyer", "ru") == "Нужен адвокат."
    with pytest.raises(UnknownText):
        strict.text("lawyer", "tk")


@pytest.mark.parametrize(("text_id", "part"), [("nothing", 0), ("lawyer", 3), ("colony_visits", -1), ("unanswered", 0)])
def test_what_nobody_wrote_is_unknown(library: Library, text_id: str, part: int) -> None:
    with pytest.raises(UnknownText):
        library.text(text_id, "en", part=part)


def test_parts_are_counted_with_the_short_one(library: Library) -> None:
    assert [library.parts(topic) for topic in ("lawyer", "colony_visits", "unanswered")] == [3, 1, 0]


def test_what_an_answer_offers_next_stands_on_its_topic(library: Library) -> None:
    assert library.topic("lawyer").related == ("colony_visits", "police_stop")
    assert library.topic("colony_visits").offer == "service"
    assert library.topic("unanswered").offer is None


def test_a_field_is_filled_in(library: Library) -> None:
    assert library.text("services.checked", "en", date="22.11.2026") == "Checked on 22.11.2026."
    with pytest.raises(KeyError):
        library.text("services.checked", "en")


def test_a_label_is_a_topic_a_group_or_a_text(library: Library) -> None:
    assert [library.label(name, "en") for name in ("lawyer", "police", "label.yes")] == ["Lawyer", "Police", "Yes"]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"answers": "lawyer: {more: []}"}, "lawyer has no short part"),
        ({"answers": 'lawyer: {short: {grandfather: "x"}}'}, "needs words under all, child or parent"),
        ({"texts": 'yes: {all: "Yes"}'}, "must be named subject.name"),
        ({"menus": "groups: {police: [lawyer]}\nlabels: {police: Police}"}, "lawyer has no label"),
        ({"topics": "justice: {lawyer: [}"}, "topics.yml cannot be read"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path: Path, changed: dict[str, str], named: str) -> None:
    with pytest.raises(BadContent, match=named):
        small_library(tmp_path, **changed)

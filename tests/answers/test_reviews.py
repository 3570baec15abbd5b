"""Only what people read, in the version they read, goes out in production."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answers import reviews
from bot.answers.library import Library
from bot.answers.reviews import ASPECTS, Review, Reviews
from bot.deeds import Ask, Remember, Say
from tests.answers.shelf import ANSWERS, FACTS, small_library

TODAY = date(2026, 11, 22)
RUSSIAN = {
    "lawyer/short/all": "Нужен адвокат.",
    "lawyer/more1/child": "Ты можешь его попросить.",
    "lawyer/more1/parent": "Ребёнок может его попросить.",
    "lawyer/more2/all": "Есть 5 коллегий.",
    "lawyer/simpler/all": "Адвокат поможет.",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return small_library(tmp_path, {"ru": RUSSIAN})


def read_by_people(library: Library, item: str = "lawyer", on: date = TODAY, by_machine: bool = False) -> Reviews:
    return reviews.latest(
        Review(item, aspect, reviews.version(library, item, aspect), "Jeren", on, by_machine) for aspect in ASPECTS
    )


def test_what_nobody_read_may_not_be_said(library: Library) -> None:
    assert not reviews.may_be_said(library, {}, "lawyer", "ru", TODAY)


def test_what_people_read_may_be_said(library: Library) -> None:
    assert reviews.may_be_said(library, read_by_people(library), "lawyer", "ru", TODAY)


def test_a_machine_never_opens_the_gate(library: Library) -> None:
    read = read_by_people(library, by_machine=True)
    assert reviews.state(library, read, "lawyer", "law", TODAY) == "machine"
    assert not reviews.may_be_said(library, read, "lawyer", "ru", TODAY)


def test_a_machine_does_not_undo_what_a_person_read(library: Library) -> None:
    person = read_by_people(library)
    machine = read_by_people(library, on=TODAY + timedelta(days=1), by_machine=True)
    assert reviews.may_be_said(library, reviews.latest([*person.values(), *machine.values()]), "lawyer", "ru", TODAY)


@pytest.mark.parametrize(
    ("changed", "lost", "reason"),
    [
        ({"answers": ANSWERS.replace("must take part.", "has to take part.")}, {"law", "ru", "tk"}, "English changed"),
        ({"facts": FACTS.replace("there are 5 boards", "there are six")}, {"law"}, "only the fact changed"),
    ],
)
def test_a_changed_text_loses_its_review(
    library: Library, tmp_path: Path, changed: dict[str, str], lost: set[str], reason: str
) -> None:
    read = read_by_people(library)
    after = small_library(tmp_path, **changed)
    found = {aspect for aspect in ASPECTS if reviews.state(after, read, "lawyer", aspect, TODAY) == "changed"}
    assert found == lost, reason


def test_a_changed_translation_loses_only_its_own_review(library: Library, tmp_path: Path) -> None:
    read = read_by_people(library)
    after = small_library(tmp_path, {"ru": {"lawyer/short/all": "Адвокат обязан участвовать."}})
    assert reviews.state(after, read, "lawyer", "ru", TODAY) == "changed"
    assert reviews.state(after, read, "lawyer", "law", TODAY) == "reviewed"


def test_after_a_year_a_review_is_stale_and_the_text_still_goes_out(library: Library) -> None:
    read = read_by_people(library, on=TODAY - timedelta(days=400))
    assert reviews.state(library, read, "lawyer", "law", TODAY) == "stale"
    assert reviews.may_be_said(library, read, "lawyer", "ru", TODAY)


def test_an_unread_answer_is_replaced_by_the_offer_of_a_person(library: Library) -> None:
    deeds = (Say("lawyer"), Remember({"last_topic": "lawyer"}), Ask("offer.next", (("more_detail", "label.more"),)))
    held = reviews.held_back(deeds, library, {}, "ru", TODAY)
    assert held[0] == Remember({"last_topic": "lawyer"})
    assert isinstance(held[1], Ask)
    assert (held[1].question, held[1].context["topic"]) == ("consent.unreviewed", "lawyer")


def test_a_read_answer_and_the_texts_of_the_service_pass(library: Library) -> None:
    deeds = (Say("lawyer"), Say("talk.no_more"))
    assert reviews.held_back(deeds, library, read_by_people(library), "ru", TODAY) == deeds


def test_production_waits_for_the_texts_between_a_child_and_help(library: Library) -> None:
    assert reviews.unread_gate_texts(library, {}, TODAY) == ["consent.ask", "consent.unreviewed"]
    read = {**read_by_people(library, "consent.ask"), **read_by_people(library, "consent.unreviewed")}
    assert reviews.unread_gate_texts(library, read, TODAY) == []

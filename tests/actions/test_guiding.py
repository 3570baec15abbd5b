"""The guided talk: numbered choices only, a warning first, never what was done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from actions.guiding import AGES, STAGES, ActionGuideAge, ActionGuideStage, steps
from actions.library import library
from actions.wayfinding import ActionFollowChoice
from bot.deeds import Ask
from tests.actions.asking import asked_of, chosen, deeds, meanings, remembered, said

ROOT = Path(__file__).resolve().parents[2]
STAGE = {"question": "guide_stage.ask", "context": {}}
AGE = {"question": "guide_age.ask", "context": {"stage": "called"}}


def test_it_begins_with_a_warning_and_a_numbered_question() -> None:
    found = deeds(ActionFollowChoice(), chosen("guide:start"))
    assert said(found) == [("guide.warning", 0)]
    assert meanings(found) == ["stage:called", "stage:open", "stage:know"]


def test_how_matters_stand_is_followed_by_the_age_band() -> None:
    question = asked_of(deeds(ActionGuideStage(), chosen("stage:open", **STAGE)))
    assert question.question == "guide_age.ask"
    assert question.context == {"stage": "open"}


def test_the_age_band_is_followed_by_the_first_step() -> None:
    found = deeds(ActionGuideAge(), chosen("age_band:14_15", **AGE))
    assert said(found) == [("criminal_responsibility_age", 0)]
    assert meanings(found) == ["guide:called.14_15.1", "talk_to_person"]


def test_the_age_band_is_not_kept() -> None:
    assert "age" not in remembered(deeds(ActionGuideAge(), chosen("age_band:14_15", **AGE)))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("age", AGES)
def test_every_way_through_ends_and_offers_a_person_at_each_step(stage: str, age: str) -> None:
    meaning, walked = f"guide:{stage}.{age}.0", []
    for _ in range(20):
        found = deeds(ActionFollowChoice(), chosen(meaning))
        walked += said(found)
        assert "talk_to_person" in meanings(found)
        if len(meanings(found)) == 1:
            break
        meaning = meanings(found)[0]
    assert walked == list(steps(stage, age))
    assert len(walked) <= 12


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("age", AGES)
def test_every_step_is_a_part_that_exists(stage: str, age: str) -> None:
    for text, part in steps(stage, age):
        for audience in ("child", "parent"):
            for language in ("tk", "ru"):
                assert library().text(text, language, audience=audience, part=part)


@pytest.mark.parametrize("meaning", ["guide:", "guide:called", "guide:called.99.1", "guide:x.y.z"])
def test_a_step_that_is_not_there_begins_again(meaning: str) -> None:
    action = ActionFollowChoice()
    asked = chosen(meaning) if meaning != "guide:" else chosen("guide:?")
    assert said(deeds(action, asked)) == [("guide.warning", 0)]


def test_an_age_without_a_stage_begins_again() -> None:
    assert said(deeds(ActionGuideAge(), chosen("age_band:14_15", question="guide_age.ask"))) == [("guide.warning", 0)]


def test_every_question_of_the_guide_is_answered_by_a_digit() -> None:
    for found in (
        deeds(ActionFollowChoice(), chosen("guide:start")),
        deeds(ActionGuideStage(), chosen("stage:know", **STAGE)),
        deeds(ActionGuideAge(), chosen("age_band:adult", **AGE)),
    ):
        question = asked_of(found)
        assert isinstance(question, Ask)
        assert question.options


def test_no_text_of_the_guide_asks_what_was_done() -> None:
    act = r"что (?:ты|вы) (?:с?делал|натворил)|what did you do|первый раз|näme etdiň|ilkinji gezek"
    asks_for_the_act = re.compile(act, re.IGNORECASE)
    for text_id in ("guide.warning", "guide_stage.ask", "guide_age.ask", "guide.adult", "guide.end"):
        for language in ("en", "tk", "ru"):
            for audience in ("child", "parent"):
                assert not asks_for_the_act.search(library().text(text_id, language, audience=audience))


def test_the_first_text_warns_not_to_write_details() -> None:
    assert "Не пиши" in library().text("guide.warning", "ru")
    assert "ýazma" in library().text("guide.warning", "tk")

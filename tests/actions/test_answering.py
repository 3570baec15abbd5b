"""Answers, more, simpler, and what happens when nobody understood."""

from __future__ import annotations

import pytest

from actions.answering import ActionAnswer, ActionCourtesy, ActionMore, ActionSimpler
from actions.missing import ActionNoneOfThese, ActionUnclear, ActionWrongAnswer
from tests.actions.asking import UNSURE, answered, asked_of, chosen, deeds, meanings, remembered, said, tracker

NEAR = (("questioning", 0.1), ("greet", 0.09), ("detention_length", 0.05), ("complaint", 0.01))


def test_a_question_is_answered_and_remembered_with_its_neighbours() -> None:
    found = deeds(ActionAnswer(), tracker(intent="lawyer", others=NEAR))
    assert said(found) == [("lawyer", 0)]
    assert remembered(found) == {
        "last_topic": "lawyer",
        "parts_said": 1,
        "misses": 0,
        "nearest": ["questioning", "detention_length", "complaint"],
    }


def test_the_desk_hears_topic_confidence_and_the_three_likeliest() -> None:
    told = answered(ActionAnswer(), tracker(intent="lawyer", others=NEAR))["understood"]
    assert told == {
        "topic": "lawyer",
        "confidence": 0.93,
        "top": [["lawyer", 0.93], ["questioning", 0.1], ["greet", 0.09]],
        "action": "action_answer",
    }


def test_a_topic_picked_by_its_digit_is_answered() -> None:
    assert said(deeds(ActionAnswer(), chosen("questioning"))) == [("questioning", 0)]


def test_more_goes_on_where_the_talk_stopped() -> None:
    assert said(deeds(ActionMore(), chosen("more_detail", last_topic="lawyer", parts_said=2))) == [("lawyer", 2)]


def test_more_after_a_topic_that_does_not_exist_any_more_asks_what_is_meant() -> None:
    assert said(deeds(ActionMore(), chosen("more_detail", last_topic="gone", parts_said=2))) == [("more_detail", 0)]


def test_simpler_says_the_simpler_wording() -> None:
    asked = tracker(intent="not_understood", last_topic="lawyer", parts_said=1)
    assert said(deeds(ActionSimpler(), asked)) == [("lawyer", -1)]


@pytest.mark.parametrize("intent", ["greet", "goodbye", "thank", "service_cost", "confidentiality", "about_service"])
def test_courtesies_are_answered_in_their_own_words(intent: str) -> None:
    assert said(deeds(ActionCourtesy(), tracker(intent=intent))) == [(intent, 0)]


def test_thanks_leave_the_last_topic_in_mind() -> None:
    assert "last_topic" not in remembered(deeds(ActionCourtesy(), tracker(intent="thank", last_topic="lawyer")))


# ── three steps: ask again, three choices, a person ─────────────────────────────────────────────────


def unclear(misses: int, sure: float = UNSURE, others: tuple[tuple[str, float], ...] = NEAR):
    return deeds(ActionUnclear(), tracker(intent="lawyer", sure=sure, others=others, misses=misses))


def test_the_first_unclear_text_is_asked_again() -> None:
    found = unclear(0)
    assert said(found) == [("unclear.again", 0)]
    assert remembered(found) == {"misses": 1}


def test_the_second_unclear_text_gets_three_choices_and_a_way_out() -> None:
    found = unclear(1)
    assert meanings(found) == ["lawyer", "questioning", "detention_length", "topic:none"]
    assert remembered(found) == {"misses": 2}


def test_the_third_unclear_text_is_offered_a_person_and_never_a_third_apology() -> None:
    found = unclear(2)
    assert said(found) == []
    assert asked_of(found).question == "consent.unclear"
    assert remembered(found) == {"misses": 0}


def test_a_text_with_likely_topics_gets_its_choices_at_once() -> None:
    assert asked_of(unclear(0, sure=0.4)).question == "choices.unclear"


def test_a_text_that_is_near_no_topic_is_offered_a_person_the_second_time() -> None:
    alone = deeds(ActionUnclear(), tracker(intent="greet", sure=0.1, misses=1))
    assert asked_of(alone).question == "consent.unclear"


def test_an_answer_is_not_given_when_the_words_were_not_understood_surely() -> None:
    assert said(deeds(ActionAnswer(), tracker(intent="lawyer", sure=UNSURE))) == [("unclear.again", 0)]


def test_a_choice_by_digit_needs_no_certainty() -> None:
    assert said(deeds(ActionAnswer(), chosen("lawyer", misses=2))) == [("lawyer", 0)]


def test_a_clear_answer_ends_the_row_of_misses() -> None:
    assert remembered(deeds(ActionAnswer(), tracker(intent="lawyer", misses=2)))["misses"] == 0


# ── wrong answer ────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_answer_is_followed_by_the_three_nearest_topics() -> None:
    asked = tracker("net", intent="wrong_answer", last_topic="lawyer", nearest=["questioning", "lawyer"])
    found = deeds(ActionWrongAnswer(), asked)
    listed = meanings(found)
    assert listed[0] == "questioning"
    assert "lawyer" not in listed, "the wrong topic is not offered again"
    assert len(listed) == 4
    assert listed[-1] == "topic:none"


def test_words_beside_the_complaint_come_first() -> None:
    asked = tracker(
        "net ya sprosil pro alimenty", intent="wrong_answer", last_topic="lawyer", others=(("child_support", 0.05),)
    )
    assert meanings(deeds(ActionWrongAnswer(), asked))[0] == "child_support"


def test_the_second_wrong_answer_is_followed_by_a_person() -> None:
    found = deeds(ActionWrongAnswer(), tracker(intent="wrong_answer", last_topic="lawyer", misses=2))
    assert asked_of(found).question == "consent.unclear"
    assert asked_of(found).context["topic"] == "lawyer"


def test_none_of_the_three_is_followed_by_a_person() -> None:
    assert asked_of(deeds(ActionNoneOfThese(), chosen("topic:none"))).question == "consent.unclear"

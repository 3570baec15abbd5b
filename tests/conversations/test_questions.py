"""One numbered question is open at a time, and a digit is never guessed: safeguarding 18."""

import pytest

from bot.deeds import Ask, Say
from tests.conversations.harness import says

CHOICES = Ask(
    "choices.unclear", (("lawyer", "lawyer"), ("questioning", "questioning"), ("topic:none", "none_of_these"))
)


@pytest.fixture
def asked(child, helpline):
    """A child who was asked to choose."""
    helpline.assistant.deeds["soragym bar"] = [CHOICES]
    child.texts("soragym bar")
    child.unread()
    return child


def test_a_digit_travels_to_the_assistant_as_the_meaning_it_picks(asked, helpline):
    asked.texts("1")
    asked.receives("lawyer")
    assert helpline.assistant.asked[-1].choice == "lawyer"


@pytest.mark.parametrize("text", ["2", "2.", "№2", "iki", "два"])
def test_a_number_may_be_written_in_many_ways(asked, helpline, text):
    asked.texts(text)
    assert helpline.assistant.asked[-1].choice == "questioning"


def test_a_digit_that_is_no_choice_is_asked_back_and_the_question_stays(asked, helpline):
    asked.texts("7")
    asked.receives("questions.not_an_option", "1, 2, 3")
    asked.texts("1")
    asked.receives("lawyer")


def test_an_orphan_digit_is_asked_back(child, helpline):
    child.texts("3")
    child.receives("questions.which", "3")
    assert helpline.assistant.asked == []


def test_a_late_digit_is_asked_back(asked, helpline):
    helpline.later(minutes=31)
    asked.texts("1")
    asked.receives("questions.which")
    assert len(helpline.assistant.asked) == 1


def test_a_digit_in_time_counts_even_if_it_is_read_late(asked, helpline):
    helpline.later(minutes=29)
    asked.sends("1")
    helpline.clock.advance(minutes=3)
    helpline.work()
    assert helpline.assistant.asked[-1].choice == "lawyer"


def test_a_digit_written_before_the_question_was_asked_is_asked_back(child, helpline):
    helpline.assistant.deeds["soragym bar"] = [CHOICES]
    child.sends("soragym bar")
    child.sends("1")
    helpline.clock.advance(seconds=3)
    helpline.work()
    child.unread()
    assert child.conversation.question is not None
    assert helpline.assistant.asked[-1].choice is None


def test_a_text_that_crossed_the_question_gets_no_second_list_of_digits(child, helpline):
    helpline.assistant.deeds["soragym bar"] = [CHOICES]
    helpline.assistant.deeds["garaşýaryn"] = [Say("talk.no_more"), Ask("choices.wrong", (("privacy", "privacy"),))]
    child.sends("1 2")
    child.sends("soragym bar", "MENÝU", "garaşýaryn")
    helpline.clock.advance(seconds=3)
    helpline.work()
    assert child.conversation.question.name == "choices.unclear"


def test_a_new_question_after_new_words_replaces_the_old_one(asked, helpline):
    helpline.clock.advance(seconds=30)
    helpline.assistant.deeds["başga"] = [Ask("choices.wrong", (("privacy", "privacy"),))]
    asked.texts("başga")
    asked.texts("1")
    assert helpline.assistant.asked[-1].choice == "privacy"


def test_bes_is_five_while_a_number_is_awaited_and_stop_when_nothing_was_asked(asked, helpline):
    asked.texts("bes")
    asked.receives("questions.not_an_option")
    helpline.later(minutes=31)
    asked.texts("bes")
    asked.receives("stop.done")


def test_an_age_in_words_reaches_the_assistant_as_a_number(child, helpline):
    helpline.assistant.deeds["salam"] = [Ask("guide_age.ask", ())]
    child.texts("salam")
    child.texts("bäş")
    assert helpline.assistant.asked[-1].text == "5"


def test_danger_outranks_an_open_question_and_replaces_it(asked, ayna, helpline):
    asked.texts("kakam uryar")
    asked.receives("safety.violence_home")
    asked.texts("1")
    asked.receives("safety.is_safe")
    assert helpline.assistant.asked[-1].choice is None


def test_while_danger_is_asked_about_no_other_question_goes_out(child, helpline):
    child.texts("всё надоело")
    child.unread()
    child.texts("УДАЛИТЬ")
    child.receives("safety.check_again")
    assert child.conversation.question.name == "safety.check"


def test_while_the_assistant_is_away_a_digit_waits_for_its_question(asked, helpline):
    helpline.assistant.down = True
    asked.texts("1")
    asked.receives("holding.assistant_down")
    helpline.assistant.down = False
    helpline.later(minutes=1)
    asked.receives("lawyer")


@pytest.fixture
def agreed(child, helpline):
    """A child who agreed that a human writes, and is asked for the region."""
    regions = (("region:mary", ""), ("region:ahal", ""))
    helpline.assistant.deeds["да, пишите"] = [
        Ask("case_region.ask", regions, context={"consent": True, "topic": "lawyer"}, numbered=False)
    ]
    child.texts("да, пишите")
    child.unread()
    return child


@pytest.mark.parametrize("texts", [["МЕНЮ"], ["УДАЛИТЬ", "2"], ["ЯЗЫК", "2"], ["всё надоело", "2"]])
def test_a_yes_to_a_human_is_kept_when_another_question_takes_the_place_of_the_region(agreed, helpline, texts):
    for text in texts:
        agreed.texts(text)
    case = helpline.case()
    assert (case.topic, case.severity, case.kind) == ("lawyer", "low", None)
    assert any(says(text, "handover.tomorrow") for text in agreed.unread())


@pytest.mark.parametrize("answer", ["1", "3"])
def test_a_danger_that_is_not_denied_is_the_one_case(agreed, helpline, answer):
    agreed.texts("всё надоело")
    agreed.texts(answer)
    assert helpline.case().kind == "self_harm"


def test_who_stops_after_a_yes_is_not_written_to(agreed, helpline):
    agreed.texts("СТОП")
    helpline.later(minutes=40)
    assert helpline.cases() == []

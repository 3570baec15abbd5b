"""Whole talks: the real desk, store, rules and actions; only the understanding of words is scripted."""

from __future__ import annotations

import dataclasses

import pytest

from bot.text.segments import count_segments
from tests.actions.ruled import RuledAssistant
from tests.conversations.harness import Helpline, Phone, WorkersPhone

WORDS = {
    "нужен адвокат": ("lawyer", 0.95),
    "позовите человека": ("talk_to_person", 0.95),
    "да": ("affirm", 0.95),
    "нет": ("deny", 0.95),
    "это не то": ("wrong_answer", 0.95),
    "проще": ("not_understood", 0.95),
    "сколько могут держать": ("detention_length", 0.95),
    "как решить без суда": ("diversion_eligibility", 0.95),
    "где центр помощи": ("find_service", 0.95),
    "что ты умеешь": ("menu", 0.95),
    "пиши по-туркменски": ("change_language", 0.95),
    "что с моим обращением": ("case_status", 0.95),
}


@pytest.fixture
def helpline(store, clock) -> Helpline:
    built = Helpline(store, clock)
    built.assistant = RuledAssistant(WORDS, {"живу в Мары": {"region": "mary_city"}})  # type: ignore[assignment]
    built.desk = dataclasses.replace(built.desk, assistant=built.assistant)
    return built


@pytest.fixture
def ayna(helpline: Helpline) -> WorkersPhone:
    return helpline.worker("Aýna Myradowa", "+99361000011")


@pytest.fixture
def child(helpline: Helpline, ayna: WorkersPhone) -> Phone:
    """A child who has been told who we are."""
    phone = helpline.phone()
    phone.texts("нужен адвокат")
    phone.unread()
    return phone


def test_an_answer_goes_on_by_its_digit(child: Phone) -> None:
    child.texts("1")
    child.receives("Адвоката можешь пригласить ты или родители")
    child.texts("1")
    child.receives("Без денег")


def test_who_wants_a_person_is_asked_then_the_region_then_a_case_opens(child: Phone, ayna: WorkersPhone) -> None:
    child.texts("2")
    child.receives("consent.ask")
    child.texts("1")
    child.receives("case_region.ask")
    child.texts("7")
    [case] = child.helpline.cases()
    assert (case.topic, case.region, case.kind) == ("lawyer", "mary", None)
    assert child.unread(), "the person hears what happens next"
    ayna.receives(case.code)


def test_the_region_is_asked_once_in_a_persons_life(child: Phone, helpline: Helpline) -> None:
    child.texts("где центр помощи")
    child.receives("service_region.ask")
    child.texts("6")
    child.receives("Коллегия адвокатов")
    child.texts("позовите человека")
    child.receives("consent.ask")
    child.texts("да")
    [case] = helpline.cases()
    assert case.region == "lebap"


def test_a_region_in_words_opens_the_case_too(child: Phone, helpline: Helpline) -> None:
    child.texts("позовите человека")
    child.texts("да")
    child.texts("живу в Мары")
    [case] = helpline.cases()
    assert case.region == "mary"


def test_after_the_case_is_open_a_second_text_opens_no_other(child: Phone, helpline: Helpline) -> None:
    for text in ("позовите человека", "да", "живу в Мары", "нужен адвокат", "да"):
        child.texts(text)
    assert len(helpline.cases()) == 1


def test_a_question_instead_of_a_region_is_answered_and_the_case_still_opens(child: Phone, helpline: Helpline) -> None:
    child.texts("позовите человека")
    child.texts("да")
    child.unread()
    child.texts("сколько могут держать")
    child.receives("detention_length")
    [case] = helpline.cases()
    assert (case.topic, case.region) == ("lawyer", None)


def test_a_no_is_respected_and_information_goes_on(child: Phone, helpline: Helpline) -> None:
    child.texts("позовите человека")
    child.receives("consent.ask")
    child.texts("2")
    child.receives("consent.declined")
    assert helpline.cases() == []
    child.texts("сколько могут держать")
    child.receives("detention_length")


def test_three_texts_that_nobody_understands_end_with_the_offer_of_a_person(child: Phone) -> None:
    child.texts("ыва")
    child.receives("unclear.again")
    child.texts("фыв")
    listed = child.receives("choices.unclear")
    assert "1 " in listed
    assert "4 Ничего из этого" in listed
    child.texts("олд")
    child.receives("consent.unclear")


def test_one_of_the_three_is_answered_by_its_digit(child: Phone) -> None:
    child.texts("ыва")
    child.texts("фыв")
    child.unread()
    child.texts("1")
    child.receives("questioning")


def test_none_of_the_three_is_followed_by_a_person(child: Phone) -> None:
    child.texts("ыва")
    child.texts("фыв")
    child.unread()
    child.texts("4")
    child.receives("consent.unclear")


def test_a_wrong_answer_is_followed_by_three_topics_and_then_by_a_person(child: Phone) -> None:
    child.texts("это не то")
    child.receives("choices.wrong", "Допрос")
    child.texts("это не то")
    child.receives("consent.unclear")


def test_simpler_words_are_said_on_request(child: Phone) -> None:
    child.texts("проще")
    child.receives("ему должен помогать адвокат")


def test_the_menu_leads_to_an_answer_by_digits_alone(child: Phone) -> None:
    child.texts("что ты умеешь")
    assert count_segments(child.receives("1 Полиция")) == 1
    child.texts("1")
    page = child.receives("Адвокат", "Ещё")
    assert count_segments(page) == 1
    child.texts(next(line.split()[0] for line in page.splitlines() if "Допрос" in line))
    child.receives("questioning")


def test_the_guided_talk_goes_by_digits_and_keeps_no_age(child: Phone) -> None:
    child.texts("как решить без суда")
    offered = child.receives("diversion_eligibility")
    child.texts(next(line.split()[0] for line in offered.splitlines() if "По шагам" in line))
    child.receives("guide.warning")
    child.texts("1")
    child.receives("guide_age.ask")
    child.texts("2")
    child.receives("criminal_responsibility_age")
    for expected in ("questioning", "Адвоката можешь пригласить", "right_to_silence", "diversion_meaning"):
        child.texts("1")
        child.receives(expected)
    assert child.conversation.talk.age is None
    child.texts("2")
    child.receives("consent.ask")


def test_the_language_changes_for_good(child: Phone) -> None:
    child.texts("пиши по-туркменски")
    child.receives("Bolýar, türkmençe ýazaryn")
    assert child.conversation.language == "tk"
    assert child.conversation.language_chosen


def test_every_text_of_a_talk_keeps_two_segments(child: Phone) -> None:
    for text in (
        "что ты умеешь",
        "1",
        "1",
        "как решить без суда",
        "позовите человека",
        "1",
        "8",
        "что с моим обращением",
    ):
        child.texts(text)
    assert [text for text in child.received() if count_segments(text) > 2] == []


def test_a_yes_is_not_lost_when_the_region_never_comes(child: Phone, helpline: Helpline) -> None:
    child.texts("позовите человека")
    child.texts("да")
    helpline.later(minutes=31)
    [case] = helpline.cases()
    assert (case.topic, case.region) == ("lawyer", None)

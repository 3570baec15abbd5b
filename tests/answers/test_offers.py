"""What follows an answer: the next part, a person, a service, a related topic."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import menus, offers
from bot.answers.library import Library
from bot.deeds import Ask, Remember, Say
from tests.answers.shelf import small_library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return small_library(tmp_path)


def meanings(deeds: tuple[object, ...]) -> list[str]:
    return [means for deed in deeds if isinstance(deed, Ask) for means, _ in deed.options]


def test_a_routine_answer_offers_more_then_a_person_then_what_is_related(library: Library) -> None:
    assert meanings(offers.answer(library, "lawyer")) == ["more_detail", "talk_to_person", "colony_visits"]


def test_a_topic_of_danger_is_never_offered_as_related(library: Library) -> None:
    assert "police_stop" in library.topic("lawyer").related
    assert "police_stop" not in meanings(offers.answer(library, "lawyer"))


def test_a_matter_of_today_offers_the_person_first(library: Library) -> None:
    assert meanings(offers.answer(library, "detention_length")) == ["talk_to_person", "more_detail"]


def test_a_topic_of_danger_asks_nothing_because_the_desk_does(library: Library) -> None:
    assert meanings(offers.answer(library, "police_stop")) == []


def test_an_answer_that_offers_services_offers_those(library: Library) -> None:
    assert meanings(offers.answer(library, "colony_visits")) == ["find_service"]


def test_a_topic_without_an_answer_offers_a_person(library: Library) -> None:
    (asked,) = offers.answer(library, "unanswered")
    assert isinstance(asked, Ask)
    assert (asked.question, asked.context["topic"]) == ("consent.unreviewed", "unanswered")


def test_an_answer_is_remembered_with_what_it_might_have_been(library: Library) -> None:
    told = offers.answer(library, "lawyer", ["police_stop"])[1]
    assert told == Remember({"misses": 0, "last_topic": "lawyer", "parts_said": 1, "nearest": ["police_stop"]})


def test_a_thank_you_does_not_put_the_topic_out_of_mind(library: Library) -> None:
    assert offers.answer(library, "thank") == (Say("thank"), Remember({"misses": 0}))


def test_more_goes_on_until_all_is_said(library: Library) -> None:
    assert offers.more(library, "lawyer", 1)[:2] == (Say("lawyer", 1), Remember({"parts_said": 2}))
    last = offers.more(library, "lawyer", 2)
    assert last[0] == Say("lawyer", 2)
    assert "more_detail" not in meanings(last)
    assert offers.more(library, "lawyer", 3)[0] == Say("talk.no_more")


def test_more_of_nothing_asks_what_is_meant(library: Library) -> None:
    assert offers.more(library, None, 0) == (Say("more_detail"),)


@pytest.mark.parametrize(
    ("topic", "said", "part", "reason"),
    [
        ("lawyer", 1, -1, "the short part has a simpler wording"),
        ("lawyer", 2, 1, "a further part is said once more"),
        ("detention_length", 1, 0, "nobody wrote it simpler: the short part again"),
    ],
)
def test_simpler_says_the_last_thing_again(library: Library, topic: str, said: int, part: int, reason: str) -> None:
    assert offers.simpler(library, topic, said)[0] == Say(topic, part), reason


def test_at_most_three_topics_are_offered_and_a_way_out() -> None:
    asked = offers.choices("choices.unclear", ["a", "b", "c", "d"])
    assert [means for means, _ in asked.options] == ["a", "b", "c", "topic:none"]


def test_the_first_menu_leads_to_groups_and_to_a_person(library: Library) -> None:
    assert menus.main(library.menus).options == (("menu:police", "police"), ("talk_to_person", "person"))


def test_a_page_of_the_menu_fits_one_sms_and_leads_on(library: Library) -> None:
    shown: list[str] = []
    number = 0
    while True:
        asked = menus.page(library.menus, "police", number, lambda name: "ш" * 16)
        text = "\n".join(f"{digit} {'ш' * 16}" for digit, _ in enumerate(asked.options, 1))
        assert len(text) <= 70 + 19 * (len(asked.options) == 1)
        shown += [label for _, label in asked.options if label != "next_page"]
        if asked.options[-1][0] != f"menu:police.{number + 1}":
            break
        number += 1
    assert shown == list(library.menus.groups["police"])
    assert number > 0


def test_a_page_that_is_not_there_is_the_last_one(library: Library) -> None:
    asked = menus.page(library.menus, "police", 99, lambda name: name)
    assert asked.options[-1][1] == "unanswered"

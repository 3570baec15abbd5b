"""Menu, language, services, the desk's own commands."""

from __future__ import annotations

import pytest

from actions.finding import ActionFindService, ActionTakeServiceRegion
from actions.wayfinding import ActionChangeLanguage, ActionCommand, ActionFollowChoice, ActionMenu
from bot.deeds import Do, FindService, SetLanguage
from tests.actions.asking import asked_of, chosen, deeds, meanings, remembered, said, tracker


def test_the_menu_leads_to_groups_and_a_person() -> None:
    listed = meanings(deeds(ActionMenu(), tracker(intent="menu")))
    assert listed[0] == "menu:police"
    assert listed[-1] == "talk_to_person"


def test_a_digit_of_the_menu_leads_to_a_page_and_that_to_the_next() -> None:
    first = deeds(ActionFollowChoice(), chosen("menu:police"))
    assert meanings(first)[0] == "police_stop"
    onward = meanings(first)[-1]
    assert onward == "menu:police.1"
    assert set(meanings(deeds(ActionFollowChoice(), chosen(onward)))).isdisjoint(meanings(first))


@pytest.mark.parametrize("page", ["nowhere", "police.99", "police.x"])
def test_a_page_that_is_not_there_is_no_failure(page: str) -> None:
    assert meanings(deeds(ActionFollowChoice(), chosen(f"menu:{page}")))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("po russki pishi", "ru"),
        ("пиши по-русски", "ru"),
        ("rusça ýaz", "ru"),
        ("türkmençe ýaz", "tk"),
        ("туркменче", "tk"),
    ],
)
def test_the_language_asked_for_is_set(text: str, language: str) -> None:
    found = deeds(ActionChangeLanguage(), tracker(text, intent="change_language"))
    assert SetLanguage(language) in found
    assert said(found) == [("talk.language_set", 0)]


def test_a_language_that_is_not_named_is_asked_for() -> None:
    assert meanings(deeds(ActionChangeLanguage(), tracker("dili çalyş", intent="change_language"))) == [
        "language:tk",
        "language:ru",
    ]


def test_who_writes_is_remembered() -> None:
    assert remembered(deeds(ActionFollowChoice(), chosen("who:parent"))) == {"who": "parent"}


@pytest.mark.parametrize(("intent", "command"), [("stop_messages", "stop"), ("delete_my_data", "delete")])
def test_stopping_and_forgetting_are_the_desks_to_do(intent: str, command: str) -> None:
    assert deeds(ActionCommand(), tracker(intent=intent)) == [Do(command)]


def test_who_looks_for_a_service_is_asked_where() -> None:
    assert asked_of(deeds(ActionFindService(), tracker(intent="find_service"))).question == "service_region.ask"


def test_who_named_a_place_is_not_asked_where() -> None:
    found = deeds(ActionFindService(), tracker("x", intent="find_service", entities={"region": "mary"}, who="parent"))
    assert FindService("mary", "parent", topic=None) in found
    assert remembered(found)["region"] == "mary"


def test_a_known_place_is_used_again() -> None:
    found = deeds(ActionFindService(), tracker(intent="find_service", region="lebap", last_topic="lawyer"))
    assert FindService("lebap", None, topic="lawyer") in found
    assert meanings(found) == ["talk_to_person"]


def test_the_police_number_is_not_given_to_who_has_trouble_with_the_police() -> None:
    found = deeds(ActionFindService(), tracker(intent="find_service", region="mary", last_topic="police_ill_treatment"))
    assert ("services.emergency_no_police", 0) in said(found)
    assert ("services.emergency", 0) not in said(found)


@pytest.mark.parametrize(("meaning", "region"), [("region:mary", "mary"), ("region:unknown", None)])
def test_the_region_finds_services(meaning: str, region: str | None) -> None:
    found = deeds(ActionTakeServiceRegion(), chosen(meaning, question="service_region.ask"))
    assert FindService(region, None) in found


@pytest.mark.parametrize(
    ("entities", "told", "reason"),
    [
        ({"age": "15"}, {"age": 15}, "an age is a number"),
        ({"age": "long ago"}, {}, "words are not kept"),
        ({"age": "400"}, {}, "no age"),
        ({"relation": "own_child"}, {"who": "parent"}, "my son: a parent writes"),
        ({"relation": "stranger"}, {}, "nothing we know"),
        ({"region": "nowhere"}, {}, "no place of ours"),
    ],
)
def test_only_ids_and_numbers_are_remembered_of_a_text(
    entities: dict[str, str], told: dict[str, object], reason: str
) -> None:
    found = deeds(ActionMenu(), tracker("my secret", intent="menu", entities=entities))
    assert remembered(found) == told, reason

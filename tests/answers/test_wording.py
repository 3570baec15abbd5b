"""What may not stand in a text: each rule with a text that breaks it and a near one that does not."""

from __future__ import annotations

import pytest

from bot.answers import glossary, numbers, wording
from bot.answers.content import Fact
from bot.answers.glossary import Avoided


@pytest.mark.parametrize(
    ("text", "language", "audience", "part_of_the_problem"),
    [
        ("Ты не виноват.", "ru", "child", "fixes the sex"),
        ("Хорошо, что ты рассказала.", "ru", "child", "fixes the sex"),
        ("Ты не один.", "ru", "child", "fixes the sex"),
        ("Вы можете попросить.", "ru", "child", "formally"),
        ("Напишите имена.", "ru", "all", "formally"),
        ("Ты можешь попросить.", "ru", "parent", "familiarly"),
        ("Твой адвокат поможет.", "ru", "all", "familiarly"),
        ("Siz sorap bilersiňiz.", "tk", "child", "formally"),
        ("Çagaňyzyň hukugy bar.", "tk", "all", "formally"),
        ("Sen sorap bilersiň.", "tk", "parent", "familiarly"),
        ("Can you come?", "en", "all", "asks"),
        ("See https://example.org", "en", "all", "link"),
        ("Read minjust.gov.tm", "en", "all", "link"),
        ("Article 81 of the Code.", "en", "all", "article"),
        ("По статье 81 кодекса.", "ru", "all", "article"),
        ("Kodeksiň 81-nji maddasy.", "tk", "all", "article"),
    ],
)
def test_a_fault_is_found(text: str, language: str, audience: str, part_of_the_problem: str) -> None:
    assert any(part_of_the_problem in problem for problem in wording.problems(text, language, audience))


@pytest.mark.parametrize(
    ("text", "language", "audience", "reason"),
    [
        ("Это не твоя вина.", "ru", "child", "says the same of everybody"),
        ("Если полиция задержала тебя, попроси адвоката.", "ru", "child", "the police did, not the reader"),
        ("Опека думает о защите ребёнка.", "ru", "child", "«защите» is a noun"),
        ("Адвокат помогает.", "ru", "all", "speaks to nobody"),
        ("Adwokat hökman gatnaşýar.", "tk", "all", "speaks to nobody"),
        ("Seniň adwokatyň bar.", "tk", "child", "sen is right for a child"),
        ("Çagaňyz soralanda adwokat bolmaly.", "tk", "parent", "siz is right for a parent"),
        ("Конвенция о правах ребёнка защищает.", "ru", "all", "the name of a law is no article"),
    ],
)
def test_a_good_text_passes(text: str, language: str, audience: str, reason: str) -> None:
    assert list(wording.problems(text, language, audience)) == [], reason


def test_a_text_of_the_service_may_ask_one_question() -> None:
    assert list(wording.problems("May one write?", "en", "all", may_ask=True)) == []
    assert list(wording.problems("Who? Where?", "en", "all", may_ask=True))


AVOIDED = [
    Avoided("tk", ("zorla*", "kyn çaga*"), "Rape: never for to force.", "mejbur etmek"),
    Avoided("ru", ("вор|x", "инвалид"), "Names a child by one act."),
]


@pytest.mark.parametrize(
    ("text", "language", "hit", "reason"),
    [
        ("Seni zorlamaly däl", "tk", True, "any ending counts"),
        ("KYN  ÇAGALAR", "tk", True, "a phrase, in capitals, with two spaces"),
        ("Инвалид", "ru", True, "the word itself"),
        ("ребёнок с инвалидностью", "ru", False, "a longer word is another word"),
        ("zorlamak", "ru", False, "another language's word"),
    ],
)
def test_avoided_words_are_found_as_words(text: str, language: str, hit: bool, reason: str) -> None:
    assert bool(list(glossary.found_in(text, language, AVOIDED))) is hit, reason


@pytest.mark.parametrize(
    ("found", "left", "reason"),
    [
        (["1", "2", "3"], [], "three choices"),
        (["1", "2", "14", "15", "3", "16"], ["14", "15", "16"], "ages between the choices"),
        (["2", "3"], ["2", "3"], "choices begin with one"),
        (["03", "02"], ["03", "02"], "numbers to call are no choices"),
    ],
)
def test_digits_of_choices_need_no_source(found: list[str], left: list[str], reason: str) -> None:
    assert numbers.without_choices(found) == left, reason


def test_numbers_are_read_from_a_fact_and_fields_are_none() -> None:
    fact = Fact("x", "", "Up to 72 hours, 2.5 times", ("14 days",), None, "", "sourced", "", None, "state", "")
    assert numbers.in_facts([fact]) == {"72", "2.5", "14"}
    assert numbers.numbers_in("until {hour1}: 9-18") == ["9", "18"]

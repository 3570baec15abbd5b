"""Deeds become SMS: one text while it keeps two segments, the fullest question that has room."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.library import Library
from bot.answers.phrasing import Reader, phrase, saved_segments, spell
from bot.deeds import Ask, Remember, Say
from bot.text.segments import count_segments, encoding_of
from tests.answers.shelf import small_library

FOUR = (("more_detail", "label.more"), ("talk_to_person", "label.person"), ("lawyer", "lawyer"), ("thank", "thank"))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return small_library(tmp_path)


def long_answer(units: int) -> str:
    return ("ж" * 9 + " ") * (units // 10) + "ж" * (units % 10)


def test_an_answer_and_its_question_share_one_sms(library: Library) -> None:
    done = phrase(library, [Say("lawyer"), Remember({}), Ask("offer.next", FOUR[:2])], Reader("en"))
    assert done.texts == ("A lawyer must take part.\n1 More\n2 A person",)
    assert [(option.digit, option.means, option.label) for option in done.options] == [
        (1, "more_detail", "More"),
        (2, "talk_to_person", "A person"),
    ]


def test_only_the_last_question_is_asked(library: Library) -> None:
    done = phrase(library, [Ask("consent.ask", FOUR[:1]), Ask("offer.person", FOUR[1:2])], Reader("en"))
    assert done.question is not None
    assert done.question.question == "offer.person"
    assert "May one write" not in done.texts[0]


@pytest.mark.parametrize(
    ("units", "shown", "reason"),
    [
        (90, 4, "there is room for all"),
        (103, 3, "the last choice is dropped"),
        (115, 2, "down to the least"),
    ],
)
def test_choices_are_dropped_from_the_end_when_there_is_no_room(
    library: Library, units: int, shown: int, reason: str
) -> None:
    asked = Ask("offer.next", FOUR, context={"least": 2})
    done = phrase(library, [long_answer(units), asked], Reader("ru"))
    assert len(done.texts) == 1
    assert count_segments(done.texts[0]) <= 2
    assert len(done.options) == shown, reason


def test_a_choice_that_was_not_shown_is_no_option(library: Library) -> None:
    done = phrase(library, [long_answer(115), Ask("offer.next", FOUR, context={"least": 2})], Reader("ru"))
    assert [option.means for option in done.options] == ["more_detail", "talk_to_person"]


def test_a_courtesy_is_not_paid_with_a_second_sms(library: Library) -> None:
    asked = Ask("offer.next", FOUR[:1], context={"least": 0})
    short, long = (
        phrase(library, [long_answer(50), asked], Reader("ru")),
        phrase(library, [long_answer(68), asked], Reader("ru")),
    )
    assert (len(short.options), count_segments(short.texts[0])) == (1, 1)
    assert (long.question, long.options, count_segments(long.texts[0])) == (None, (), 1)


def test_the_words_of_a_question_go_before_its_choices(library: Library) -> None:
    asked = Ask("offer.person", FOUR[:2], context={"least": 2})
    assert "Do you need a person?" in phrase(library, [long_answer(80), asked], Reader("ru")).texts[0]
    assert "Do you need a person?" not in phrase(library, [long_answer(110), asked], Reader("ru")).texts[0]


def test_a_question_that_has_no_room_at_all_is_an_sms_of_its_own(library: Library) -> None:
    done = phrase(library, [long_answer(130), Ask("offer.next", FOUR, context={"least": 2})], Reader("ru"))
    assert len(done.texts) == 2
    assert len(done.options) == 4


def test_a_question_may_be_a_list_without_words(library: Library) -> None:
    assert phrase(library, [Ask("menu.main", FOUR[:1])], Reader("en")).texts == ("1 More",)


def test_a_question_may_hold_its_digits_in_its_words(library: Library) -> None:
    done = phrase(library, [Ask("consent.ask", (("affirm", ""), ("deny", "")), numbered=False)], Reader("en"))
    assert done.texts == ("May one write to you?",)
    assert [option.digit for option in done.options] == [1, 2]


def test_a_simpler_wording_that_nobody_wrote_is_the_short_one(library: Library) -> None:
    assert phrase(library, [Say("detention_length", -1)], Reader("en")).texts[0].startswith("As far as we know")


LONG_TURKMEN = "Şu ýerde näçe gün saklap biljekdiklerini biz bilemzok, ýöne adwokat muny aýdyp biler. " * 2


@pytest.mark.parametrize(
    ("text", "simple", "encoding", "reason"),
    [
        ("Ýaşyň näçe?", None, "ucs2", "a short text keeps its letters"),
        ("Ýaşyň näçe?", True, "gsm7", "the person chose simple letters"),
        (LONG_TURKMEN, None, "gsm7", "native letters would take a third SMS"),
        (LONG_TURKMEN, False, "ucs2", "the deployment wants native letters always"),
    ],
)
def test_turkmen_is_spelled_as_the_reader_chose(text: str, simple: bool | None, encoding: str, reason: str) -> None:
    assert encoding_of(spell(text, Reader("tk", simple=simple))) == encoding, reason


def test_russian_is_never_respelled() -> None:
    assert spell("Ты не один", Reader("ru", simple=True)) == "Ты не один"


def test_the_saving_of_simple_letters_is_counted() -> None:
    assert saved_segments(LONG_TURKMEN) == 1
    assert saved_segments("Salam") == 0


def test_native_letters_with_a_short_question_go_before_simple_letters_with_a_full_one(tmp_path: Path) -> None:
    words = "Şikaýaty ýazmak üçin prokuratura ýa-da kazyýete ýüz tutup bolýar; ýazan senäňi ýatda sakla, nusgasyny goý."
    library = small_library(tmp_path, {"tk": {"lawyer/short/all": words, "label.more": "Ýene", "label.person": "Adam"}})
    done = phrase(library, [Say("lawyer"), Ask("offer.person", FOUR, context={"least": 2})], Reader("tk"))
    assert len(done.texts) == 1
    assert "Şikaýaty" in done.texts[0]
    assert len(done.options) < 4

"""The skeleton: one form for every spelling of a sentence, and the original made safe to read."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.spellings import SPELLINGS, translit
from bot.text.alphabet import LONGEST_TEXT, fold, tidy

TURKMEN = [
    "Meniň oglumy polisiýa alyp gitdi, näme etmeli?",
    "Ýaşy ýetmedik çagany gije sorap bilýärlermi?",
    "Ärim çagany görkezenok, sud bilen görüp bolýarmy",
    "Özüm 15 ýaşymda, okuwdan soň dükanda işleýän",
    "Mugallym jorama el galdyrdy, kime aýtmaly?",
    "Şu ýerde çagalar üçin psiholog barmy ýa ýok",
    "Geljek aýda sud bar, ejem ýanymda bolup bilermi?",
    "Üýşüp gezýän oglanlar inimiň telefonyny aldylar",
    "Maňa jogap beriň, men garaşýan",
    "Žurnalda ýazylan zat dogrumy, öýden kowup bilerlermi",
    "ENEM ÇAGA PULUNY NÄHILI ALYP BILER",
    "Ýetim çaga öýi, iş ýeri we ýörite mekdep barada",
]
RUSSIAN = [
    "Сына забрали в полицию, что делать?",
    "Я не хочу жить с отчимом, он меня бьёт",
    "Ещё вчера она ушла и не вернулась домой",
    "Подъезд, семья, объяснение: где взять справку",
    "Мой ребёнок не хочет ходить в школу, его обижают",
    "хочу чтобы меня выслушали в суде, мне уже 14 лет",
    "Бывший муж не платит алименты, щедрый только на словах",
    "Учитель унижает меня перед всем классом из-за одежды",
]


@pytest.mark.parametrize("sentence", TURKMEN)
@pytest.mark.parametrize("spelling", SPELLINGS["tk"])
def test_every_spelling_of_a_turkmen_sentence_has_one_skeleton(sentence: str, spelling: str) -> None:
    assert fold(SPELLINGS["tk"][spelling](sentence)) == fold(sentence)


@pytest.mark.parametrize("sentence", RUSSIAN)
@pytest.mark.parametrize("spelling", SPELLINGS["ru"])
def test_every_spelling_of_a_russian_sentence_has_one_skeleton(sentence: str, spelling: str) -> None:
    assert fold(SPELLINGS["ru"][spelling](sentence)) == fold(sentence)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("maña", "maňa", "ñ is what half the phones have for ň"),
        ("menin\u030c", "meniň", "a composed and a decomposed letter are one"),
        ("MENİN", "menin", "a Turkish capital İ is an i"),
        ("INIM", "inim", "and a plain capital I is an i, not a Turkish ı"),
        ("сaлaм", "салам", "two Latin a inside a Cyrillic word"),
        ("мoй cын", "мой сын", "Latin o and c from the same key"),
        ("Mеniň", "Meniň", "a Cyrillic е inside a Latin word"),
        ("мениň", "мениң", "a pasted Turkmen letter in a Cyrillic word"),
        ("помогитеееее", "помогите", "a drawn-out cry"),
        ("yoook", "ýok", "a drawn-out no"),
        ("po\u200bmo\u00adgi", "pomogi", "zero-width space and soft hyphen are not seen"),
        ("4to mne delat", "chto mne delat", "4 is ч"),
        ("xo4u", "хочу", "and x is х"),
        ("14-den", "14den", "with and without a hyphen"),
        ("14ýaşynda", "14 yashynda", "the number stands by itself"),
        ("джинсы", "jinsy", "дж, dj and j are one sound"),
        ("ещё", "eshe", "щ typed as sh"),
        ("ｍｅｎ", "men", "full-width letters"),
        ("kömek!!!", "komek", "punctuation says nothing about the topic"),
    ],
)
def test_two_ways_to_type_the_same_are_one(one: str, other: str, why: str) -> None:
    assert fold(one) == fold(other), why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("отец был", "отец бил", "was and beat: ы and и stay apart"),
        ("был дома", "бил дома", "the same without a father"),
        ("byl", "bil", "and in Latin letters"),
        ("11", "1", "digits are never squeezed"),
        ("14 de", "cde", "4 is ч only where a word asks for it"),
        ("4 ýaş", "ç ýaş", "four years is a number"),
        ("el", "ýol", "hand and road"),
        ("ýok", "ek", "ё at a word's start is heard"),
    ],
)
def test_what_means_different_things_stays_apart(one: str, other: str, why: str) -> None:
    assert fold(one) != fold(other), why


def test_a_case_code_keeps_its_digits() -> None:
    assert fold("K4F2") == "k4f2"


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="shzdtcnyeogkýşžňäшщжцхйёеъьыаАAaоo4 '-1\u0301\u200d", max_size=60))
def test_folding_twice_changes_nothing_where_rules_meet(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(" ".join(TURKMEN).split()), min_size=1, max_size=12))
def test_every_spelling_of_any_turkmen_words_is_one(words: list[str]) -> None:
    sentence = " ".join(words)
    assert {fold(respell(sentence)) for respell in SPELLINGS["tk"].values()} == {fold(sentence)}


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщыьэюя ", max_size=40))
def test_any_russian_letters_survive_the_way_over_latin(text: str) -> None:
    assert fold(translit(text)) == fold(text)


@given(st.text(max_size=300))
def test_a_tidy_text_is_composed_short_and_visible(text: str) -> None:
    tidied = tidy(text)
    assert unicodedata.is_normalized("NFC", tidied)
    assert len(tidied) <= LONGEST_TEXT
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} for char in tidied)
    assert tidy(tidied) == tidied


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u200d\ufeff", "\x00\x01"])
def test_nothing_to_see_is_nothing(text: str) -> None:
    assert tidy(text) == ""
    assert fold(text) == ""


def quickest(act: Callable[[], object]) -> float:
    """Return the processor time of an act: the least of three, since Python may clear up in the middle of one."""
    took = []
    for _ in range(3):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.alone
@pytest.mark.parametrize(
    "piece",
    ["a", "shzdtsng", "жщёьъ", "\u0301\u200d\u202e", "😀", "ﷺ", "аa4", "\x00\x7f", "м\u0308", "a\u0301\u0327 "],
)
def test_a_hundred_thousand_characters_are_read_at_once(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert quickest(lambda: fold(tidy(text))) < 0.05

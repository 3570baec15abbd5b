"""Commands by table: what is one, what is none, and what depends on whether something was asked."""

import pytest

from bot.text.commands import Command, is_only_digits, number, read, says_nothing, yes_or_no

ALWAYS = [
    ("STOP", "stop", None),
    ("stop!", "stop", None),
    ("СТОП", "stop", None),
    ("Стоп.", "stop", None),
    ("Maňa ýazma", "stop", None),
    ("mana yazma", "stop", None),
    ("не пишите мне", "stop", None),
    ("ne pishite", "stop", None),
    ("START", "start", None),
    ("Başla", "start", None),
    ("basla", "start", None),
    ("старт", "start", None),
    ("RU", "language", "ru"),
    ("по-русски", "language", "ru"),
    ("rusça", "language", "ru"),
    ("rusca", "language", "ru"),
    ("TK", "language", "tk"),
    ("türkmençe", "language", "tk"),
    ("turkmence", "language", "tk"),
    ("по-туркменски", "language", "tk"),
    ("dil", "language", None),
    ("язык", "language", None),
    ("menýu", "menu", None),
    ("menyu", "menu", None),
    ("меню", "menu", None),
    ("MORE", "more", None),
    ("ýene", "more", None),
    ("ещё", "more", None),
    ("еще", "more", None),
    ("YZA", "back", None),
    ("назад", "back", None),
    ("gaytala", "again", None),
    ("ещё раз", "again", None),
    ("yonekey harplar", "letters", "simple"),
    ("туркменские буквы", "letters", "native"),
    ("GIZLE", "hide", None),
    ("скрыть", "hide", None),
    ("HIDE", "hide", None),
    ("POZ", "delete", None),
    ("удалить", "delete", None),
    ("бот", "bot", None),
    ("adam", "person", None),
    ("человек", "person", None),
]


@pytest.mark.parametrize(("text", "name", "value"), ALWAYS)
@pytest.mark.parametrize("asked", [True, False])
def test_a_command_is_a_command_whether_or_not_something_was_asked(text, name, value, asked):
    assert read(text, asked=asked) == Command(name, value)


SOFT = ["dur", "goý", "goy", "bes", "bes et", "хватит", "отмена", "Дур", "гой", "стой", "otmena"]


@pytest.mark.parametrize("word", SOFT)
def test_a_word_that_also_means_no_ends_the_writing_only_when_nothing_was_asked(word):
    assert read(word) == Command("stop")
    assert read(word, asked=True) is None


NONE = [
    ("help", "a cry for help is no command"),
    ("kömek", "the same in Turkmen"),
    ("komek", "without diacritics"),
    ("помощь", "the same in Russian"),
    ("помогите", "the same"),
    ("SOS", "the same"),
    ("Stop deýip gygyrdym", "a story that has the word in it"),
    ("остановите его", "not a stop word"),
    ("удалить мою запись из учёта можно?", "a question"),
    ("", "nothing"),
    ("😀", "an emoji"),
    ("stop " * 400, "a long letter is no command"),
    ("1", "a digit is read elsewhere"),
]


@pytest.mark.parametrize(("text", "reason"), NONE)
def test_what_is_no_command_goes_on_to_be_understood(text, reason):
    assert read(text) is None, reason


def test_the_safe_word_is_known_in_every_spelling_and_in_every_state():
    words = ("ak gar", "белый снег")
    for written in ("ak gar", "Ak gar.", "АК ГАР", "белый снег", "Belyy sneg"):
        assert read(written, safe_words=words) == Command("safe_word"), written
        assert read(written, asked=True, safe_words=words) == Command("safe_word"), written
    assert read("ak gar") is None


NUMBERS = [
    ("1", False, 1, "a bare digit"),
    (" 2.", False, 2, "with a full stop"),
    ("3)", False, 3, "as in the list"),
    ("№ 1", False, 1, "with a number sign"),
    ("1️⃣", False, 1, "an emoji key"),
    ("١", False, 1, "another script's digit"),
    ("15", False, 15, "an age"),
    ("bes", True, 5, "five, while a number is awaited"),
    ("bäş", True, 5, "five in full spelling"),
    ("bes", False, None, "not five when nothing is awaited"),
    ("один", True, 1, "a word"),
    ("on dört", True, 14, "an age in words"),
    ("четырнадцать", True, 14, "an age in words"),
    ("1 2", True, None, "two numbers are none"),
    ("1234", False, None, "too long for a choice or an age"),
    ("+99361000001", False, None, "a phone number"),
    ("1 hawa", True, None, "words beside it: the assistant reads them"),
    ("", True, None, "nothing"),
]


@pytest.mark.parametrize(("text", "awaited", "value", "reason"), NUMBERS)
def test_a_number_is_read(text, awaited, value, reason):
    assert number(text, awaited=awaited) == value, reason


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("hawa", "affirm"),
        ("да", "affirm"),
        ("da", "affirm"),
        ("ýok", "deny"),
        ("yok", "deny"),
        ("нет", "deny"),
        ("bilemok", None),
    ],
)
def test_a_bare_yes_or_no_is_read(text, meaning):
    assert yes_or_no(text) == meaning


def test_empty_shapes_are_told_apart():
    assert [says_nothing(text) for text in ("", "  ", "...", "😀👍", "a", "1", "да")] == [True] * 4 + [False] * 3
    assert [is_only_digits(text) for text in ("12345", "+993 61 00", "12 a", "", "😀")] == [
        True,
        True,
        False,
        False,
        False,
    ]

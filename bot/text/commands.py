"""
Commands: words that mean one thing whoever writes them, read after danger and before any model.

A command is the whole message, compared on its skeleton, so STOP, стоп and Stop! are one word. HELP, kömek, помощь
and SOS are no commands: they are cries for help. Read by no native speaker yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.text.alphabet import fold

Name = Literal[
    "stop",
    "start",
    "language",
    "menu",
    "more",
    "back",
    "again",
    "letters",
    "hide",
    "delete",
    "safe_word",
    "bot",
    "person",
    "status",
    "own_data",
]
LONGEST = 40  # no command is longer, so a letter of 1,600 characters is not folded for nothing


@dataclass(frozen=True)
class Command:
    """What the service is told to do (`status` only by an action); `value`: the language or the letters asked for."""

    name: Name
    value: str | None = None


WORDS: dict[Command, str] = {
    Command("stop"): "stop, stopall, unsubscribe, ýazma, ýazmaň, maňa ýazma, maňa ýazmaň, ugratma, ugratmaň, "
    "стоп, отписаться, отписка, отпишите, не пишите, не пишите мне, не пиши, не пиши мне, не присылайте",
    Command("start"): "start, başla, старт, начать, подписаться",
    Command("language"): "language, lang, dil, dili çalyş, язык, сменить язык",
    Command(
        "language", "tk"
    ): "tk, tm, türkmençe, türkmen dili, türkmen, turkmen, по-туркменски, туркменский, на туркменском",
    Command("language", "ru"): "ru, rus, rusça, rus dili, russian, по-русски, русский, на русском",
    Command("menu"): "menu, menýu, meniu, меню, info, maglumat, справка",
    Command("more"): "more, ýene, dowamy, dowam, ещё, еще, дальше, далее",
    Command("back"): "back, yza, yzyna, назад, вернуться",
    Command("again"): "again, repeat, gaýtala, gaýtalaň, ýene bir gezek, повтори, повторите, ещё раз, еще раз",
    Command("letters", "simple"): "simple letters, ýönekeý harp, ýönekeý harplar, простые буквы",
    Command("letters", "native"): "turkmen letters, türkmen harplary, туркменские буквы",
    Command("hide"): "hide, gizle, скрыть",
    Command("delete"): "delete, poz, удалить",
    Command("own_data"): "my data, maglumatlarym, meniň maglumatlarym, мои данные",
    Command("bot"): "bot, бот",
    Command("person"): "person, adam, человек, оператор, operator",
}

# These also mean "no" or a number, so they end the writing only when nothing was asked.
SOFT_STOPS = "dur, duruz, goý, goýuň, bes, bes et, bes ediň, besdir, стой, хватит, отмена, отказ, cancel, quit, end"

# No commands, but cries: whoever sends nothing else may be in danger.
CRIES = (
    "help, help me, sos, kömek, kömek et, kömek ediň, kömek edäý, kömek gerek, maňa kömek, maňa kömek et, "
    "maňa kömek ediň, maňa kömek gerek, kömek haýyş, haýyş kömek, halas et, halas ediň, halas ediň meni, "
    "помощь, помоги, помогите, помогите мне, помогите пожалуйста, помощь нужна, нужна помощь, мне нужна помощь, "
    "спасите, спаси, спасите меня, yordam, yordam bering, imdat, yardım, yardım edin"
)

YES = "hawa, awa, dogry, yes, да, ага, угу, правильно, верно"
NO = "ýok, no, нет, неа, nope"
NUMBERS = {
    1: "bir, один, одна, one",
    2: "iki, два, две, two",
    3: "üç, три, three",
    4: "dört, четыре, four",
    5: "bäş, bes, пять, five",
    6: "alty, шесть, six",
    7: "ýedi, семь, seven",
    8: "sekiz, восемь, eight",
    9: "dokuz, девять, nine",
    10: "on, десять, ten",
    11: "on bir, одиннадцать, eleven",
    12: "on iki, двенадцать, twelve",
    13: "on üç, тринадцать, thirteen",
    14: "on dört, четырнадцать, fourteen",
    15: "on bäş, on bes, пятнадцать, fifteen",
    16: "on alty, шестнадцать, sixteen",
    17: "on ýedi, семнадцать, seventeen",
    18: "on sekiz, восемнадцать, eighteen",
}


def read(text: str, *, asked: bool = False, safe_words: Iterable[str] = ()) -> Command | None:
    """
    Return the command that the whole message is, or None.

    `asked`: a question is open, so words that also mean "no" or a number are an answer and no command.
    """
    if len(text) > LONGEST:
        return None
    skeleton = skeleton_of(text)
    if skeleton and any(skeleton == skeleton_of(word) for word in safe_words):
        return Command("safe_word")
    if skeleton in _soft_stops():
        return None if asked else Command("stop")
    return _commands().get(skeleton)


def is_cry(text: str) -> bool:
    """Say whether the message is a cry for help and nothing else ("kömek!", "помогите", "SOS")."""
    return len(text) <= LONGEST and skeleton_of(text) in _skeletons(CRIES)


def number(text: str, *, awaited: bool = False) -> int | None:
    """
    Return the number that the whole message is ("1", "2)", "№ 3"); None for anything else.

    `awaited`: a number was asked for, so number words count too, and `bes` is five.
    """
    written = re.fullmatch(r"[\W_]*(\d{1,3})[\W_]*", text[:LONGEST])
    if written:
        return int(written.group(1))
    return _numbers().get(skeleton_of(text)) if awaited and len(text) <= LONGEST else None


def is_only_digits(text: str) -> bool:
    """Say whether the message holds digits and signs but not one letter."""
    return any(char.isdigit() for char in text) and not any(char.isalpha() for char in text)


def says_nothing(text: str) -> bool:
    """Say whether the message has neither a letter nor a digit: empty, dots, emoji."""
    return not any(char.isalnum() for char in text)


def yes_or_no(text: str) -> Literal["affirm", "deny"] | None:
    """Return what a bare yes or no means, in any of the languages."""
    skeleton = skeleton_of(text) if len(text) <= LONGEST else ""
    if skeleton in _skeletons(YES):
        return "affirm"
    return "deny" if skeleton in _skeletons(NO) else None


def skeleton_of(text: str) -> str:
    """Return the folded words of `text` without signs between and around them."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


@cache
def _skeletons(words: str) -> frozenset[str]:
    return frozenset(skeleton_of(word) for word in words.split(", "))


@cache
def _soft_stops() -> frozenset[str]:
    return _skeletons(SOFT_STOPS)


@cache
def _commands() -> dict[str, Command]:
    return {skeleton: command for command, words in WORDS.items() for skeleton in _skeletons(words)}


@cache
def _numbers() -> dict[str, int]:
    return {skeleton: value for value, words in NUMBERS.items() for skeleton in _skeletons(words)}

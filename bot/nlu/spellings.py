"""Respell a sentence as other people would type it: for training the language ear, and for testing the folding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# ── Turkmen ────────────────────────────────────────────────────────────────────────────────────────

_ASCII = str.maketrans("äöüňşçýžÄÖÜŇŞÇÝŽ", "aounscyzAOUNSCYZ")
_DIGRAPHS = {"ş": "sh", "ç": "ch", "ž": "zh", "ň": "ng"}
_CYRILLIC_PAIRS = {"ýa": "я", "ýu": "ю", "ýo": "ё"}
_CYRILLIC = str.maketrans(
    "abçdäfghijžklmnňoöprsştuüwyýzeABÇDÄFGHIJŽKLMNŇOÖPRSŞTUÜWYÝZE",
    "абчдәфгхиҗжклмнңоөпрсштуүвыйзеАБЧДӘФГХИҖЖКЛМНҢОӨПРСШТУҮВЫЙЗЕ",
)
_RUSSIAN_KEYBOARD = str.maketrans("ңәөүҗҢӘӨҮҖ", "наоужНАОУЖ")


def ascii_only(text: str) -> str:
    """Drop every diacritic, as on a plain phone: Näme üçin → Name ucin."""
    return unicodedata.normalize("NFC", text).translate(_ASCII)


def digraphs(text: str) -> str:
    """Write sh, ch, zh, ng for the letters that the phone lacks: Näme üçin → Name uchin."""
    text = unicodedata.normalize("NFC", text)
    for letter, pair in _DIGRAPHS.items():
        text = text.replace(letter, pair).replace(letter.upper(), pair.capitalize())
    return text.translate(_ASCII)


def cyrillic(text: str) -> str:
    """
    Write Turkmen in its Cyrillic letters: Ýagşy, beýle ýer → Ягшы, бейле ер.

    ýa ýu ýo are one letter; е at a word's start and after a vowel is ýe, so a bare e there is э.
    """
    text = unicodedata.normalize("NFC", text)
    for pair, letter in _CYRILLIC_PAIRS.items():
        text = (
            text.replace(pair, letter).replace(pair.capitalize(), letter.upper()).replace(pair.upper(), letter.upper())
        )
    text = re.sub(r"(?<![^\W\d_])e", "э", text)
    text = re.sub(r"(?<![^\W\d_])E", "Э", text)
    text = re.sub(r"ýe", "е", text)
    text = re.sub(r"Ý[eE]", "Е", text)
    return text.translate(_CYRILLIC)


def russian_keyboard(text: str) -> str:
    """Write Turkmen on a Russian phone, which has no ң ә ө ү җ."""
    return cyrillic(text).translate(_RUSSIAN_KEYBOARD)


# ── Russian ────────────────────────────────────────────────────────────────────────────────────────

_TRANSLIT = dict(
    zip(
        "абвгдезийклмнопрстуфыэ",
        ["a", "b", "v", "g", "d", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "y", "e"],
        strict=True,
    )
)
_PLAIN = {
    **_TRANSLIT,
    **{
        "ё": "e",
        "ж": "zh",
        "х": "h",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    },
}
_CAREFUL = {**_PLAIN, "х": "kh", "щ": "shch", "ь": "'", "ё": "yo"}
_CHATTY = {**_PLAIN, "ж": "j", "х": "x", "щ": "sh", "в": "w"}


def _translit(text: str, table: dict[str, str]) -> str:
    return "".join(
        table.get(char, table[char.lower()].capitalize() if char.lower() in table else char)
        for char in unicodedata.normalize("NFC", text)
    )


def translit(text: str) -> str:
    """Write Russian in Latin letters as most people do: Что мне делать → Chto mne delat."""
    return _translit(text, _PLAIN)


def translit_careful(text: str) -> str:
    """Write Russian in Latin letters by the book: kh, shch, yo and apostrophes for the soft sign."""
    return _translit(text, _CAREFUL)


def translit_chatty(text: str) -> str:
    """Write Russian in Latin letters as in a hurry: j for ж, x for х, sh for щ, w for в."""
    return _translit(text, _CHATTY)


def without_yo(text: str) -> str:
    """Write е for ё inside words, as nearly everybody does."""
    return re.sub(r"(?<=[^\W\d_])ё", "е", text)


SPELLINGS: dict[str, dict[str, Callable[[str], str]]] = {
    "tk": {"ascii": ascii_only, "digraphs": digraphs, "cyrillic": cyrillic, "russian_keyboard": russian_keyboard},
    "ru": {"translit": translit, "careful": translit_careful, "chatty": translit_chatty, "without_yo": without_yo},
}

"""Segments: how a text travels as SMS, what it costs, and where it is cut."""

from __future__ import annotations

import unicodedata
from typing import Literal

Encoding = Literal["gsm7", "ucs2"]

# The default alphabet and its extension, 3GPP TS 23.038 6.2.1. A character of the extension travels as escape + septet.
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")

ALONE: dict[Encoding, int] = {"gsm7": 160, "ucs2": 70}
JOINED: dict[Encoding, int] = {"gsm7": 153, "ucs2": 67}

# Readable Turkmen within GSM-7, where ä ö ü ñ and capital Ç exist already.
SIMPLE = str.maketrans("çşýžňŞÝŽŇ", "csyzñSYZÑ")
# Typography that costs a whole text its cheap alphabet and says nothing to the reader.
PLAIN = str.maketrans(
    {
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
    }
)


def count_segments(text: str) -> int:
    """
    Count the SMS the network bills for `text`; nothing for an empty one.

    Units: GSM-7 septets (160 alone, 153 joined) or UTF-16 code units (70 alone, 67 joined).
    Source: 3GPP TS 23.038 and 23.040.

    >>> count_segments("ş" * 71)
    2
    """
    return len(split(text))


def encoding_of(text: str) -> Encoding:
    """Return the cheapest encoding that keeps every character."""
    return "gsm7" if all(char in ALPHABET or char in EXTENSION for char in text) else "ucs2"


def units(text: str) -> int:
    """Return the length of `text` in the units of its encoding."""
    encoding = encoding_of(text)
    return sum(width(char, encoding) for char in text)


def split(text: str) -> list[str]:
    """
    Cut `text` as the network does: whole when it fits alone, else into joined parts.

    An escape sequence or a surrogate pair is never cut, because a phone would show two wrong characters.
    """
    if not text:
        return []
    encoding = encoding_of(text)
    widths = [width(char, encoding) for char in text]
    if sum(widths) <= ALONE[encoding]:
        return [text]
    return _fill(text, widths, JOINED[encoding])


def simple_letters(text: str) -> str:
    """
    Rewrite Turkmen letters that GSM-7 lacks: ç→c ş→s ý→y ž→z ň→ñ, typographic signs plain; ä ö ü stay.

    >>> simple_letters("Ýaşyň näçe?")
    'Yasyñ näce?'
    """
    return unicodedata.normalize("NFC", text).translate(SIMPLE).translate(PLAIN)


def width(char: str, encoding: Encoding) -> int:
    """Return the units that one character takes."""
    if encoding == "gsm7":
        return 2 if char in EXTENSION else 1
    return 2 if ord(char) > 0xFFFF else 1


def _fill(text: str, widths: list[int], room: int) -> list[str]:
    parts, start, used = [], 0, 0
    for at, needed in enumerate(widths):
        if used + needed > room:
            parts.append(text[start:at])
            start, used = at, 0
        used += needed
    return [*parts, text[start:]]

"""
Codes: what an SMS says of a case. A letter, a digit, a letter, a digit, without those that are mistaken in haste.

A diversion case has "DV", three consonants and two digits: no word, and never in the shape of a helpline case's code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
FREE_AFTER = timedelta(days=90)

# Cyrillic letters that look like Latin ones on a phone; З and б are typed for 3 and 6 by nobody, so they stay out.
LOOK_ALIKES = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")
SHAPE = re.compile(f"[{LETTERS}][{DIGITS}][{LETTERS}][{DIGITS}]")
CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"
OF_DIVERSION = re.compile(f"DV[{CONSONANTS}]{{3}}[{DIGITS}]{{2}}")


def draw(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a code; `choose` picks one of a sequence (secrets.choice)."""
    return choose(LETTERS) + choose(DIGITS) + choose(LETTERS) + choose(DIGITS)


def draw_diversion(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a code of a diversion case."""
    return "DV" + "".join(choose(CONSONANTS) for _ in range(3)) + "".join(choose(DIGITS) for _ in range(2))


def is_of_diversion(code: str) -> bool:
    """Say whether a code is a diversion case's."""
    return OF_DIVERSION.fullmatch(code) is not None


def read(word: str) -> str | None:
    """
    Return the code that a word is, None when it is none. Case, signs around it and look-alikes do not matter.

    >>> read("к4н2.")
    'K4H2'
    """
    shown = word.strip(" .,:;!()#«»\"'").upper().translate(LOOK_ALIKES)
    return shown if SHAPE.fullmatch(shown) or is_of_diversion(shown) else None

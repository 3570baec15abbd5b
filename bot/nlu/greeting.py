"""Greeting: whoever greets and then asks is answered what they ask."""

from __future__ import annotations

import re
from functools import cache

from bot.text.commands import skeleton_of

WORDS = (
    "salam, salamlar, essalawmaleýkim, salawmaleýkim, assalamu aleýkum, salam aleýkim, ertiriňiz haýyrly bolsun, "
    "ertiriňiz haýyrly, gün aýdyň, giç ýagşy, agşamyňyz haýyrly, salam goldaw, hormatly goldaw, "
    "здравствуйте, здрасте, здравствуй, здрасьте, привет, приветик, добрый день, доброе утро, добрый вечер, "
    "доброго дня, доброго времени суток, приветствую, салам, ассалам алейкум, салам алейкум, hello, hi"
)
FEWEST_WORDS = 2  # after the greeting


def after_greeting(typed: str) -> str | None:
    """
    Return the skeleton of what follows a greeting at the beginning; None when there is none, or hardly a word more.

    >>> after_greeting("Salam! Meniň hukuklarym näme?")
    'menin hukuklarym name'
    """
    skeleton = skeleton_of(typed)
    rest = _greetings().sub("", skeleton, count=1).strip()
    return rest if rest != skeleton and len(rest.split()) >= FEWEST_WORDS else None


@cache
def _greetings() -> re.Pattern[str]:
    folded = {skeleton_of(words) for words in WORDS.split(", ")}
    longest_first = sorted(folded, key=len, reverse=True)
    return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, longest_first))})\b\s*)+")

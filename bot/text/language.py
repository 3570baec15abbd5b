"""
Which language a text is in: Turkmen, Russian, or another.

Usual identifiers score nothing on Turkmen without diacritics and on Russian in Latin letters, so we have a small
model of our own over runs of characters (trained by `bot.nlu.language_ear`, arrays in `models/ears.npz`), helped by
letters that only one language has. A text that says little, or is half in each, leans towards the language that
the conversation already has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.text.alphabet import fold, tidy
from bot.text.ngrams import LinearEar

Spoken = Literal["tk", "ru", "other"]

EAR = "language"  # the ear's name in the arrays
LONGEST_READ = 400  # characters; more of the same language tells nothing new
STICKY = 1.0  # log-odds given to the conversation's language: enough to settle half-and-half, no more
TINY, STICKIER = 3, 3.0  # letters, and what is given in so short a text (ok, hmm)
RARE = 0.7  # log-odds taken from other languages: few write one here, and a single word is easily one of theirs
TELLING = 2.0  # log-odds given by a letter that only one language has
SURE = 0.8

_LETTER = re.compile(r"[^\W\d_]")
_OUR_SCRIPTS = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u052f]")
_ONLY_TURKMEN = re.compile(r"[ňžңҗ]")  # and ý; ә ө ү ä ö ü ş ç are others' as well
_ONLY_RUSSIAN = re.compile(r"[щъ]")
_ONLY_OTHERS = re.compile(r"[ğıəқғҳўұіїєґ]|[og][ʻ‘ʼ]")


@dataclass(frozen=True)
class Guess:
    """The language of one text. Not `sure`: it rests on the conversation, or on very little."""

    language: Spoken
    sure: bool


def identify(text: str, known: str | None, model: LinearEar | None) -> Guess:
    """
    Return the language of a text; `known` is the conversation's so far (None: its first text).

    Digits, emoji and silence are in the language that the conversation has, Turkmen when it has none. Without a
    model (not trained yet) only the letters speak.
    """
    text = tidy(text)[:LONGEST_READ]
    letters = _LETTER.findall(text)
    if not letters:
        return Guess(_settled(known), sure=False)
    if sum(bool(_OUR_SCRIPTS.match(letter)) for letter in letters) * 2 < len(letters):
        return Guess("other", sure=True)
    chances = _chances(text, known, STICKIER if len(letters) <= TINY else STICKY, model)
    language = max(chances, key=lambda name: chances[name])
    return Guess(language, sure=chances[language] >= SURE)


def reading(text: str) -> str:
    """Return what the ear listens to: the letters as typed, then the skeleton in capitals, in one string."""
    return f"{text.lower()}  {fold(text).upper()}"


def _chances(text: str, known: str | None, sticky: float, model: LinearEar | None) -> dict[Spoken, float]:
    """Return the probability of tk, ru and other."""
    odds = _telling_letters(text.lower())
    if known in ("tk", "ru"):
        odds[_settled(known)] += sticky
    if model is None:
        odds["ru"] += bool(re.search(r"[\u0400-\u052f]", text))
        odds["tk"] += 0.5
    heard = dict(zip(model.labels, model.scores(reading(text)).tolist(), strict=True)) if model else {}
    told: dict[Spoken, float] = {}
    for language, bonus in odds.items():
        of_it = [score for label, score in heard.items() if (label if label in ("tk", "ru") else "other") == language]
        told[language] = bonus + (_together(of_it) if of_it else 0.0)
    most = max(told.values())
    raised = {language: float(np.exp(score - most)) for language, score in told.items()}
    total = sum(raised.values())
    return {language: value / total for language, value in raised.items()}


def _together(scores: list[float]) -> float:
    """Return the score of any of these being so."""
    most = max(scores)
    return most + float(np.log(np.exp(np.array(scores) - most).sum()))


def _telling_letters(text: str) -> dict[Spoken, float]:
    return {
        "tk": TELLING * bool(_ONLY_TURKMEN.search(text)),
        "ru": TELLING * bool(_ONLY_RUSSIAN.search(text)),
        "other": TELLING * bool(_ONLY_OTHERS.search(text)) - RARE,
    }


def _settled(known: str | None) -> Spoken:
    return "ru" if known == "ru" else "tk"

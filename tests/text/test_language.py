"""Which language a text is in: by its letters alone, and with the trained ear."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import EAR, Guess, identify
from bot.text.ngrams import LinearEar

EARS = Path(__file__).resolve().parents[2] / "models" / "ears.npz"


@pytest.mark.parametrize(
    ("text", "known", "language", "why"),
    [
        ("", None, "tk", "nothing, in a new conversation"),
        ("2", "ru", "ru", "a digit is in the conversation's language"),
        ("👍👍", "ru", "ru", "so is an emoji"),
        ("?!", None, "tk", "Turkmen when there is none"),
        ("مرا کمک کنید", "tk", "other", "Persian letters, whatever was spoken before"),
        ("დახმარება", None, "other", "Georgian letters"),
        ("мне нужна помощь", None, "ru", "Cyrillic without a model is Russian"),
        ("мениң", "ru", "tk", "but ң is Turkmen"),
        ("maňa ýazyň", "ru", "tk", "and ň is"),
    ],
)
def test_letters_speak_without_a_model(text: str, known: str | None, language: str, why: str) -> None:
    assert identify(text, known, None).language == language, why


def test_what_rests_on_nothing_is_not_sure() -> None:
    assert identify("1", "ru", None) == Guess("ru", sure=False)


@given(st.text(max_size=300), st.sampled_from([None, "tk", "ru"]))
def test_no_text_raises(text: str, known: str | None) -> None:
    assert identify(text, known, None).language in ("tk", "ru", "other")


@pytest.fixture(scope="module")
def ear() -> LinearEar:
    with np.load(EARS) as arrays:
        return LinearEar.from_arrays(arrays, EAR)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        ("menin oglumy polisiya alyp gitdi", "tk", "without diacritics"),
        ("mening oglumy alyp gitdiler, nadip chykaryp bolar", "tk", "sh, ch, ng"),
        ("мениң гызым мектебе баранок", "tk", "Cyrillic"),
        ("менин гызым мектебе баранок", "tk", "Cyrillic on a Russian phone"),
        ("balam gaty yssy, skoryý çagyraýyňda", "tk", "a Russian word inside"),
        ("сына забрали в полицию что делать", "ru", "Russian"),
        ("syna zabrali v policiyu chto delat", "ru", "Russian in Latin letters"),
        ("u menya net deneg na advokata", "ru", "the same"),
        ("my husband beats me every night", "other", "English"),
        ("kocam beni her gece dövüyor", "other", "Turkish"),
        ("kocam beni her gece dovuyor", "other", "Turkish without diacritics"),
        ("erim meni har kuni uradi nima qilay", "other", "Uzbek"),
        ("эрим мени хар куни уради нима килай", "other", "Uzbek in Cyrillic"),
        ("shoharam har shab mano mizane", "other", "Persian in Latin letters"),
    ],
)
def test_the_ear_knows_every_way_of_writing(ear: LinearEar, text: str, language: str, why: str) -> None:
    assert identify(text, None, ear).language == language, why


@pytest.mark.slow
def test_a_clear_text_switches_the_conversations_language(ear: LinearEar) -> None:
    assert identify("можно по-русски?", "tk", ear).language == "ru"
    assert identify("maňa kömek gerek", "ru", ear).language == "tk"


@pytest.mark.slow
@pytest.mark.parametrize("known", ["tk", "ru"])
@pytest.mark.parametrize("text", ["ok", "5", "hmm", "..."])
def test_a_text_that_says_nothing_stays_in_the_conversations_language(ear: LinearEar, text: str, known: str) -> None:
    assert identify(text, known, ear).language == known

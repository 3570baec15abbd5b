"""The learned ear and the topic: what they murmur, and what is enough for an alarm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.helpline.danger import ALONE, HINT_OF_TOPIC, MURMUR, SURE_OF_TOPIC, Ears, from_topic, murmur, screen
from bot.helpline.learned_ear import Features, LearnedEar
from bot.helpline.phrases import Phrases
from bot.text.alphabet import fold

LISTS = {"hits": "бьёт urýar", "father": "отец kakam"}


@pytest.fixture
def ear() -> LearnedEar:
    """Return an ear for which each word of fear speaks for violence at home, and a piano against danger."""
    features = Features(LISTS)
    ear = LearnedEar(
        features=features,
        kinds=("violence_home", "blackmail"),
        weights=np.zeros((features.size, 3), dtype=np.float32),
        rarity=np.ones(features.size, dtype=np.float32),
        bias=np.array([0.0, -1.0, 0.0], dtype=np.float32),
        slope=4.0,
        offset=-1.0,
        unsure=0.5,
        sure=0.9,
    )
    for word, column in (("страшно", 0), ("пианино", 2)):
        ear.weights[np.concatenate(features.numbers(fold(word))), column] = 1.0
    return ear


def test_what_no_danger_says_louder_than_every_kind_is_no_danger(ear: LearnedEar) -> None:
    assert ear.heard(fold("страшно")) is not None
    assert ear.heard(fold("пианино")) is None


def test_an_ear_that_hears_too_little_still_murmurs(ear: LearnedEar) -> None:
    quiet = replace(ear, unsure=1.1, sure=1.1)
    ears = Ears(Phrases(), quiet)
    assert screen(["страшно"], ears) is None
    assert murmur(["страшно"], ears) == pytest.approx(ear.listen(fold("страшно")).probability)
    assert murmur(["пианино", "страшно"], ears) >= MURMUR > murmur(["пианино"], ears)


def test_without_a_learned_ear_nothing_speaks_against_a_topic() -> None:
    assert murmur(["anything"], Ears(Phrases())) == 1.0


def test_what_was_written_to_arrays_hears_the_same(ear: LearnedEar) -> None:
    again = LearnedEar.read(ear.as_arrays(LISTS))
    assert again is not None
    assert again.listen(fold("страшно пианино")).kind == ear.listen(fold("страшно пианино")).kind
    assert again.listen(fold("страшно")).probability == pytest.approx(ear.listen(fold("страшно")).probability, abs=0.01)


@pytest.mark.parametrize(
    ("ranking", "murmured", "level", "because"),
    [
        ([("self_harm", ALONE)], 0.0, "unsure", "nearly certain is enough alone, but one asks"),
        ([("self_harm", ALONE - 0.01)], 0.0, None, "less is not, when the learned ear hears nothing"),
        ([("self_harm", SURE_OF_TOPIC)], MURMUR, "sure", "two ears agree"),
        ([("self_harm", SURE_OF_TOPIC - 0.01)], 1.0, "unsure", "the topic is in doubt"),
        ([("lawyer", 0.8), ("self_harm", HINT_OF_TOPIC)], MURMUR, "unsure", "a hint is asked about where one murmurs"),
        ([("lawyer", 0.8), ("self_harm", HINT_OF_TOPIC)], MURMUR - 0.01, None, "a hint alone is nothing"),
        ([("abuse_at_home", 0.05), ("runaway", 0.05)], 1.0, "unsure", "topics of danger are counted together"),
        ([("lawyer", 1.0)], 1.0, None, "no topic of danger"),
        ([], 1.0, None, "nothing understood"),
    ],
)
def test_how_much_a_topic_counts(
    ranking: list[tuple[str, float]], murmured: float, level: str | None, because: str
) -> None:
    alarm = from_topic(ranking, murmured)
    assert (alarm.level if alarm else None) == level, because


def test_police_among_the_likely_topics_keeps_02_away() -> None:
    alarm = from_topic([("abuse_at_home", 0.5), ("police_ill_treatment", 0.4)], 1.0)
    assert alarm is not None
    assert (alarm.kind, alarm.avoid_police) == ("violence_home", True)


def test_the_reason_names_no_words() -> None:
    alarm = from_topic([("runaway", 0.9)], 1.0)
    assert alarm is not None
    assert alarm.reason == "topic:0.90"

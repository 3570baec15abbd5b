"""The topic model: what it learns, what it keeps, what it does with rubbish."""

from __future__ import annotations

import io

import numpy as np
import pytest

from bot.nlu.greeting import after_greeting
from bot.nlu.readings import READINGS, Reading, skeleton_runs
from bot.nlu.spellings import SPELLINGS
from bot.nlu.topic_model import TopicModel
from bot.nlu.topic_training import train
from tests.text.test_alphabet import quickest

TAUGHT = {
    "lawyer": [
        "Adwokat nireden tapaly?",
        "aklawçy mugtmy",
        "нужен адвокат",
        "сколько стоит адвокат",
        "adwokat gerek maňa",
    ],
    "greet": ["Salam", "salam nähili", "привет", "здравствуйте", "ertiriňiz haýyrly bolsun"],
    "bullying": [
        "klasdaşlarym meni urýarlar",
        "одноклассники бьют меня",
        "надо мной смеются в классе",
        "pulumy alýarlar mekdepde",
        "lakam dakýarlar klasda",
    ],
}


@pytest.fixture(scope="module")
def model() -> TopicModel:
    taught = [(text, topic) for topic, texts in TAUGHT.items() for text in texts]
    return train([text for text, _ in taught], [topic for _, topic in taught])


@pytest.mark.parametrize(
    ("text", "topic"),
    [("maňa aklawçy gerek", "lawyer"), ("привет вам", "greet"), ("меня бьют одноклассники в школе", "bullying")],
)
def test_it_knows_what_it_was_taught(model: TopicModel, text: str, topic: str) -> None:
    assert model.rank(text)[0][0] == topic


@pytest.mark.parametrize("spelling", SPELLINGS["tk"])
def test_a_spelling_changes_nothing(model: TopicModel, spelling: str) -> None:
    sentence = "Maňa mugt aklawçy gerek, näme etmeli?"
    assert model.rank(SPELLINGS["tk"][spelling](sentence)) == model.rank(sentence)


def test_what_is_taught_in_one_language_is_known_in_the_other() -> None:
    taught = {
        "child_witness": [
            "şaýat hökmünde çagyrdylar",
            "gören zadymy suda aýtmalymy, men şaýat",
            "oglum şaýat, suda gitmeli",
        ],
        "greet": ["salam", "essalawmaleýkim", "gowumy ýagdaýlar"],
        "adoption": ["perzentlige çaga almakçy", "çagalar öýünden bäbek alyp bolýarmy", "ogullyga almak isleýäris"],
    }
    model = train(
        [text for texts in taught.values() for text in texts],
        [topic for topic, texts in taught.items() for _ in texts],
        calibrated=False,
    )
    assert model.rank("вызвали в суд свидетелем")[0][0] == "child_witness"
    assert model.rank("хотим усыновить малыша из детдома")[0][0] == "adoption"


def test_probabilities_are_probabilities(model: TopicModel) -> None:
    ranking = model.rank("adwokat")
    assert sum(chance for _, chance in ranking) == pytest.approx(1.0, abs=1e-4)
    assert [chance for _, chance in ranking] == sorted((chance for _, chance in ranking), reverse=True)


def test_what_is_kept_is_what_was_trained(model: TopicModel) -> None:
    file = io.BytesIO()
    np.savez(file, **model.as_arrays())
    file.seek(0)
    with np.load(file) as arrays:
        again = TopicModel.from_arrays(arrays)
    for text in ("adwokat gerek", "salam", "", "qwerty"):
        for (one, chance), (other, kept) in zip(model.rank(text), again.rank(text), strict=True):
            assert (one, chance) == (other, pytest.approx(kept, abs=5e-3))


def test_the_same_examples_make_the_same_model() -> None:
    texts, topics = ["salam", "привет", "adwokat", "адвокат"], ["greet", "greet", "lawyer", "lawyer"]
    one, other = train(texts, topics, calibrated=False), train(texts, topics, calibrated=False)
    assert np.array_equal(one.weights, other.weights)


def test_a_model_for_other_readings_is_refused(model: TopicModel) -> None:
    with pytest.raises(ValueError, match="train it again"):
        TopicModel.from_arrays(model.as_arrays(), (Reading("else", skeleton_runs), *READINGS[1:]))


@pytest.mark.alone
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀😀",
        "\u200d\u200e\u202e",
        "\x00\x01",
        "123 456",
        "?!",
        "سلام",
        "a" * 100_000,
        "жщ " * 40_000,
        "ﷺ" * 5_000,
    ],
)
def test_rubbish_is_ranked_quickly_and_never_raises(model: TopicModel, text: str) -> None:
    assert quickest(lambda: model.rank(text)) < 0.05
    assert len(model.rank(text)) == len(TAUGHT)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Salam! Meniň hukuklarym näme?", "menin hukuklarym name"),
        ("Здравствуйте, какие у меня права?", "kakie u menya prawa"),
        ("Добрый день! привет, где пособие", "gde posobie"),
        ("salam", None),  # a greeting alone
        ("salam dost", None),  # one word more is still a greeting
        ("Salamet diyen gyz kim", None),  # a name that begins like one
        ("menin salamymy aydyn", None),  # a greeting, but not at the beginning
    ],
)
def test_what_follows_a_greeting_is_found(text: str, rest: str | None) -> None:
    assert after_greeting(text) == rest


def test_who_greets_and_then_asks_is_answered_what_they_ask(model: TopicModel) -> None:
    assert model.rank("привет здравствуйте")[0][0] == "greet"
    assert model.rank("Salam, adwokat gerek maňa")[0][0] == "lawyer"

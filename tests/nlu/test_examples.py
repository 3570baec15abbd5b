"""The training examples: many voices, no two alike, none like a held-out row."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.nlu.corpus import Example, HeldOut, all_held_out, read_examples, topic_groups
from bot.nlu.nearness import clashes, unseen

ENOUGH = 20  # of each topic and language


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples()


@pytest.fixture(scope="module")
def held_out() -> list[HeldOut]:
    return all_held_out()


@pytest.mark.parametrize("language", ["tk", "ru"])
def test_every_topic_has_enough_examples(examples: list[Example], language: str) -> None:
    counts = Counter(example.topic for example in examples if example.language == language)
    assert {topic: counts[topic] for topic in topic_groups() if counts[topic] < ENOUGH} == {}


def test_every_example_is_about_a_topic_that_there_is(examples: list[Example]) -> None:
    assert {example.topic for example in examples} <= set(topic_groups())


def test_no_two_examples_are_alike_and_none_is_like_a_held_out_row(
    examples: list[Example], held_out: list[HeldOut]
) -> None:
    found = [(one.example.topic, one.reason, one.example.text, one.other) for one in clashes(examples, held_out)]
    assert found == []


def test_no_held_out_row_is_like_an_example(examples: list[Example], held_out: list[HeldOut]) -> None:
    seen = set(held_out) - set(unseen(held_out, examples))
    assert [row.text for row in seen] == []


def test_no_example_begins_a_rasa_command_or_an_entity(examples: list[Example]) -> None:
    assert [example.text for example in examples if example.text.startswith("/") or "](" in example.text] == []


def test_examples_hold_no_phone_number(examples: list[Example]) -> None:
    assert [example.text for example in examples if sum(char.isdigit() for char in example.text) >= 12] == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Oglumy polisiýa alyp gitdi", "Оглумы полиция алып гитди!", "said twice"),
        (
            "meni mekdepde urýarlar klasdaşlarym",
            "meni mekdepde urýarlar klasdaşlarym kömek et",
            "same four first words",
        ),
        ("меня каждый день бьют в школе пацаны", "каждый день меня бьют в школе пацаны", "alike"),
    ],
)
def test_too_alike_is_said_with_its_reason(one: str, other: str, reason: str) -> None:
    found = clashes([Example(one, "bullying", "tk"), Example(other, "bullying", "tk")])
    assert [clash.reason.split(" (")[0] for clash in found] == [reason]


def test_one_sentence_under_two_topics_is_found() -> None:
    found = clashes([Example("kömek et", "greet", "tk"), Example("комек ет", "menu", "tk")])
    assert [clash.reason for clash in found] == ["also under greet"]


def test_a_formula_may_be_in_the_test_as_well_but_then_leaves_the_test() -> None:
    examples = [Example("Salam", "greet", "tk")]
    row = HeldOut("salam!", "tk", "ascii", "greet")
    assert clashes(examples, [row]) == []
    assert unseen([row], examples) == []


def test_an_example_near_a_held_out_row_goes() -> None:
    row = HeldOut("oglumy polisiya alyp gitdi name etmeli", "tk", "ascii", "police_stop")
    found = clashes([Example("Oglumy polisiýa alyp gitdi, indi näme etmeli?", "police_stop", "tk")], [row])
    assert [clash.reason for clash in found] == ["held-out row: same four first words"]

"""Concepts: written so that people can read them, found whatever the spelling."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.concepts import CONCEPTS, Concepts, read_concepts
from bot.text.alphabet import fold


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return read_concepts()


def named(concepts: Concepts, text: str) -> set[str]:
    return {concepts.names[number] for number in concepts.found(fold(text))}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("отчим", "stepfather"),
        ("öweý kakam", "stepfather"),
        ("owey kakam meni uryar", "stepfather"),
        ("участковый пришел", "district_officer"),
        ("uçastkowy geldi", "district_officer"),
        ("участкоwый", "district_officer"),
        ("алименты не платит", "alimony"),
        ("alimenty tölänok", "not_pay"),
        ("дома нечего есть", "starve"),
    ],
)
def test_a_concept_is_found_in_either_language(concepts: Concepts, text: str, concept: str) -> None:
    assert concept in named(concepts, text)


@pytest.mark.parametrize(
    ("text", "concept", "why"),
    [
        ("сколько стоит", "school", "сколько is not школа, although ш is s"),
        ("пожалуйста", "complain", "please is no complaint"),
        ("родители дома", "pregnancy", "parents do not give birth"),
        ("подработка летом", "fight", "a job is no fight"),
        ("ýaşym 14", "grief", "age is not mourning"),
        ("заработки", "weather", "earnings are not heat"),
    ],
)
def test_a_word_that_only_begins_alike_is_not_one(concepts: Concepts, text: str, concept: str, why: str) -> None:
    assert concept not in named(concepts, text), why


@pytest.mark.parametrize("path", sorted(CONCEPTS.glob("*.yml")), ids=lambda path: path.stem)
def test_a_file_of_concepts_can_be_read(path: Path) -> None:
    for name, words in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        assert isinstance(name, str), f"{name!r} is not a word for YAML: write another name"
        assert isinstance(words, str)
        assert all(fold(word) for word in words.replace("_", " ").replace("*", "").split()), name


def test_no_concept_stands_in_two_files() -> None:
    names = [name for path in CONCEPTS.glob("*.yml") for name in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert sorted(names) == sorted(set(names))

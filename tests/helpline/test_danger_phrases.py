"""Every reviewed phrase catches its example, and none rings for what only sounds alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.helpline.danger import KINDS, Ears, load_ears, screen
from bot.text.alphabet import fold

CONTENT = Path(__file__).resolve().parents[2] / "content"
LANGUAGES = {"tk", "ru", "en", "tr", "uz"}


def _entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in KINDS:
        for entry in yaml.safe_load((CONTENT / "danger" / f"{kind}.yml").read_text(encoding="utf-8"))["entries"]:
            yield f"{kind}/{entry['id']}", entry


ENTRIES = list(_entries())
CAUGHT = [(name, text) for name, entry in ENTRIES for text in entry["caught"]]
PASSED = [(name, text) for name, entry in ENTRIES for text in entry["passed"]]


@pytest.fixture(scope="module")
def ears() -> Ears:
    return load_ears(CONTENT)


@pytest.mark.parametrize(("name", "text"), CAUGHT)
def test_an_entry_catches_what_it_says_it_catches(ears: Ears, name: str, text: str) -> None:
    assert name in {entry.name for entry in ears.phrases.heard(fold(text))}


@pytest.mark.parametrize(("name", "text"), PASSED)
def test_no_entry_at_all_rings_for_what_must_pass(ears: Ears, name: str, text: str) -> None:
    assert not {entry.name for entry in ears.phrases.heard(fold(text))}, name


def test_every_entry_has_a_name_of_its_own_a_level_a_language_and_both_examples() -> None:
    names = [name for name, _ in ENTRIES]
    assert len(names) == len(set(names))
    for name, entry in ENTRIES:
        assert entry["level"] in {"sure", "unsure"}, name
        assert entry["lang"] in LANGUAGES, name
        assert entry["caught"], name
        assert entry["passed"], name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_heard_in_all_five_languages(kind: str) -> None:
    heard = {entry["lang"] for name, entry in ENTRIES if name.startswith(f"{kind}/")}
    assert heard == LANGUAGES


def test_the_reason_names_the_rule_and_never_the_words(ears: Ears) -> None:
    alarm = screen(["я больше не хочу жить"], ears)
    assert alarm is not None
    assert alarm.reason.startswith("phrase:self_harm/")
    assert alarm.kind == "self_harm"
    assert alarm.level == "sure"

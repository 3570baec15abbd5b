"""The stamp: a model is current while nothing that it was trained from has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.nlu.stamp import fingerprint, is_current


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in (
        "data/nlu/tk/justice.yml",
        "config.yml",
        "bot/text/alphabet.py",
        "models/goldaw.tar.gz",
        "models/ears.npz",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    (tmp_path / "models" / "stamp.json").write_text(json.dumps({"fingerprint": fingerprint(tmp_path)}))
    return tmp_path


def test_a_model_of_what_stands_here_is_current(house: Path) -> None:
    assert is_current(house)


@pytest.mark.parametrize(
    "changed", ["data/nlu/tk/justice.yml", "config.yml", "bot/text/alphabet.py", "data/rules/new.yml"]
)
def test_a_model_is_old_when_a_source_changes(house: Path, changed: str) -> None:
    (house / changed).parent.mkdir(parents=True, exist_ok=True)
    (house / changed).write_text("two")
    assert not is_current(house)


@pytest.mark.parametrize("gone", ["models/goldaw.tar.gz", "models/ears.npz", "models/stamp.json"])
def test_a_model_that_is_not_whole_is_not_current(house: Path, gone: str) -> None:
    (house / gone).unlink()
    assert not is_current(house)


def test_a_broken_stamp_is_no_stamp(house: Path) -> None:
    (house / "models" / "stamp.json").write_text("{")
    assert not is_current(house)


def test_what_only_looks_at_the_model_does_not_make_it_old(house: Path) -> None:
    (house / "bot/nlu").mkdir(parents=True)
    (house / "bot/nlu/merge.py").write_text("new")
    assert is_current(house)

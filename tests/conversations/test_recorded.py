"""
Conversations recorded in the simulator go as they went.

What has changed is shown as a diff. To accept it: `ACCEPT=1 .venv/bin/pytest tests/conversations/test_recorded.py`
writes the files anew; look at them with `git diff` before you commit.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.store.store import SqlStore
from tests.conversations.replay import BadRecording, differences, load, play, written_anew

FILES = sorted((Path(__file__).parent / "recorded").glob("*.yml"))
HOW = "\nIf this is how it should go now: ACCEPT=1 .venv/bin/pytest tests/conversations/test_recorded.py"


def test_there_are_recordings_to_play() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_recorded_conversation_goes_as_it_went(path: Path, store: SqlStore) -> None:
    recording = load(path)
    helpline = play(recording, store)
    differs = differences(recording, helpline)
    if differs and os.environ.get("ACCEPT"):
        path.write_text(written_anew(recording, helpline), encoding="utf-8")
        return
    assert not differs, f"{recording.title} ({path.name}):\n" + "\n".join(differs) + HOW


SHORT = """
title: Short
starts: '2026-11-16T07:00:00+00:00'
phones: {child: '+99361000001'}
staff: []
steps:
- child texts: adwokat gerek
  topic: lawyer
  confidence: 0.9
"""


def test_what_has_changed_is_shown(tmp_path: Path, store: SqlStore) -> None:
    """A file that expects another answer fails with both answers beside each other."""
    path = tmp_path / "short.yml"
    path.write_text(SHORT + "- child receives: Something else\n", encoding="utf-8")
    recording = load(path)
    shown = differences(recording, play(recording, store))
    assert "-child receives: Something else" in shown
    assert any(line.startswith("+child receives: ") for line in shown)


def test_a_file_written_anew_has_nothing_left_that_differs(tmp_path: Path, store: SqlStore) -> None:
    path = tmp_path / "short.yml"
    path.write_text(SHORT, encoding="utf-8")
    recording = load(path)
    helpline = play(recording, store)
    assert differences(recording, helpline)
    path.write_text(written_anew(recording, helpline), encoding="utf-8")
    assert differences(load(path), helpline) == []


@pytest.mark.parametrize(
    "words", ["title: x", "- a list", SHORT.replace("2026-11-16T07", "noon"), SHORT + "- child: ?"]
)
def test_a_file_that_the_simulator_did_not_write_is_named(tmp_path: Path, words: str) -> None:
    path = tmp_path / "other.yml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(BadRecording, match=r"other\.yml"):
        load(path)

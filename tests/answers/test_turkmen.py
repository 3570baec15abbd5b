"""Every Turkmen word that we send is in the dictionary, or on a list with a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spylls.hunspell import Dictionary

from bot.answers.library import Library
from bot.answers.numbers import FIELD

ROOT = Path(__file__).resolve().parents[2]
DICTIONARY = ROOT / "build" / "node" / "node_modules" / "dictionary-tk" / "index"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

pytestmark = pytest.mark.slow  # the dictionary takes ten seconds to load


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    assert DICTIONARY.with_suffix(".dic").exists(), "no Turkmen dictionary: `make setup` fetches it from npm"
    return Dictionary.from_files(str(DICTIONARY))


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    """Return every Turkmen word of ours in small letters, with one place where it stands."""
    library = Library.load(ROOT / "content", ROOT / "locales")
    found = {}
    for entry in library.entries():
        for word in WORD.findall(FIELD.sub(" ", library.translated(entry, "tk") or "")):
            if not CYRILLIC.search(word):
                found.setdefault(word.lower(), entry.context)
    return found


def allowed() -> dict[str, str]:
    """Return the allowed words, each with the reason above its group."""
    listed, reason = {}, ""
    for line in (ROOT / "content" / "allowed_words.tk.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            reason = line.strip("# ")
        elif line.strip():
            listed[line.strip()] = reason
    return listed


def is_known(dictionary: Dictionary, word: str) -> bool:
    return any(dictionary.lookup(form) for form in (word, word.capitalize()))


def test_every_word_is_known_or_allowed(dictionary: Dictionary, words: dict[str, str]) -> None:
    listed = allowed()
    unknown = {word: place for word, place in words.items() if word not in listed and not is_known(dictionary, word)}
    assert unknown == {}


def test_no_word_is_allowed_for_nothing(dictionary: Dictionary, words: dict[str, str]) -> None:
    for word, reason in allowed().items():
        assert reason, f"{word} has no reason"
        assert word in words, f"{word} stands in no text any more"
        assert not is_known(dictionary, word), f"{word} is in the dictionary"


def test_the_dictionary_finds_mistakes(dictionary: Dictionary) -> None:
    for wrong in ("adwakat", "çagaa", "görünip", "değil"):
        assert not is_known(dictionary, wrong), wrong

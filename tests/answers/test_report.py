"""The reviewer's page: all that is said stands on it, and the committed one is today's."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from bot.answers import reviews
from bot.answers.library import LANGUAGES, Library
from bot.answers.report import write_report
from tests.answers.shelf import small_library

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def real() -> Library:
    return Library.load(ROOT / "content", ROOT / "locales")


@pytest.fixture(scope="module")
def page(real: Library) -> str:
    return html.unescape(write_report(real, {}, TODAY))


def test_every_answer_and_text_stands_on_the_page_in_every_language_with_its_version(real: Library, page: str) -> None:
    for item in (*real.answers, *real.texts):
        assert f'id="{item}"' in page
        for entry in real.entries_of(item):
            for words in (entry.english, *(real.translated(entry, language) for language in LANGUAGES)):
                assert words is None or words in page, entry.context
        for aspect in reviews.ASPECTS:
            assert f"version {reviews.version(real, item, aspect)}" in page, (item, aspect)


def test_every_fact_that_an_answer_rests_on_stands_there_with_its_source(real: Library, page: str) -> None:
    for answer in real.answers.values():
        for fact_id in answer.facts:
            assert real.facts[fact_id].statement in page, fact_id
            assert real.facts[fact_id].source in page, fact_id


def test_the_fingerprint_follows_every_word_and_fact(tmp_path: Path) -> None:
    prints = []
    for number, russian in enumerate(("Нужен адвокат.", "Адвокат нужен.")):
        folder = tmp_path / str(number)
        folder.mkdir()
        prints.append(reviews.fingerprint(small_library(folder, {"ru": {"lawyer/short/all": russian}})))
    assert prints[0] != prints[1]
    again = tmp_path / "again"
    again.mkdir()
    assert reviews.fingerprint(small_library(again, {"ru": {"lawyer/short/all": "Нужен адвокат."}})) == prints[0]


def test_the_committed_page_shows_what_is_said_today(real: Library) -> None:
    committed = (ROOT / "docs" / "content-review.html").read_text(encoding="utf-8")
    [shown] = re.findall(r'name="content-fingerprint" content="(\w+)"', committed)
    assert shown == reviews.fingerprint(real), "the content has changed: python -m bot content report"

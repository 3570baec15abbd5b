"""The real content keeps every rule: 85 topics in two languages, sourced, short, well worded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.answers import catalogs, menus, numbers
from bot.answers.check import Findings, answered, check
from bot.answers.library import LANGUAGES, Library
from bot.answers.phrasing import Reader, phrase
from bot.deeds import Ask
from bot.text.segments import count_segments

ROOT = Path(__file__).resolve().parents[2]
POLICE_KINDS = ("police_now", "police_violence")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(ROOT / "content", ROOT / "locales")


@pytest.fixture(scope="module")
def findings(library: Library) -> Findings:
    return check(library, {}, datetime.now(UTC).date())


def test_content_check_finds_no_error(findings: Findings) -> None:
    assert findings.errors == []


def test_all_topics_are_answered_in_both_languages(library: Library) -> None:
    assert {language: len(answered(library, language)) for language in LANGUAGES} == {"tk": 85, "ru": 85}


def test_first_answers_cost_less_than_two_segments_on_average(findings: Findings) -> None:
    assert all(mean <= 1.8 for mean in findings.counts["segments"].values()), findings.counts["segments"]


def test_the_catalogs_are_up_to_date() -> None:
    stale = [path.name for path in catalogs.update(ROOT, write=False)]
    assert stale == [], "run `make locales`"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", catalogs.DOMAINS)
def test_no_translation_is_missing_or_stale(domain: str, language: str) -> None:
    with (ROOT / "locales" / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        entries = [message for message in read_po(file) if message.id]
    assert entries
    assert [message.id for message in entries if not message.string or message.fuzzy] == []


def test_every_number_of_every_answer_stands_in_one_of_its_facts(library: Library) -> None:
    """The same rule as in `content check`, written once more from the other end: nothing may hide in the code."""
    allowed = numbers.read_allowed(ROOT / "content")
    phones = {
        n for service in library.directory if service.use == "state" for n in numbers.numbers_in(service.phone or "")
    }
    for answer in library.answers.values():
        sourced = " ".join(
            f"{library.facts[fact].statement} {' '.join(library.facts[fact].numbers)}" for fact in answer.facts
        )
        known = set(numbers.numbers_in(sourced)) | phones | set(allowed.get(answer.topic, ()))
        for entry in library.entries_of(answer.topic):
            for words in (entry.english, *(library.translated(entry, language) or "" for language in LANGUAGES)):
                assert set(numbers.numbers_in(words)) <= known, f"{entry.context}: {words}"


def test_only_facts_that_may_be_said_stand_under_answers(library: Library) -> None:
    used = {fact for answer in library.answers.values() for fact in answer.facts}
    assert {library.facts[fact].use for fact in used} <= {"state", "hedge"}


def test_no_fact_from_memory_may_be_said(library: Library) -> None:
    for fact in library.facts.values():
        if fact.confidence == "unsourced-recall" or "DO NOT SEND" in fact.note:
            assert fact.use in ("staff", "never"), fact.id


def test_no_answer_to_trouble_with_the_police_names_02(library: Library) -> None:
    of_police = [topic.id for topic in library.topics.values() if topic.danger in POLICE_KINDS]
    assert of_police
    for topic in of_police:
        for entry in library.entries_of(topic):
            for words in (entry.english, *(library.translated(entry, language) or "" for language in LANGUAGES)):
                assert "02" not in numbers.numbers_in(words), entry.context


def test_diversion_is_never_promised(library: Library) -> None:
    for topic in ("diversion_meaning", "diversion_eligibility", "diversion_process"):
        said = " ".join(entry.english.lower() for entry in library.entries_of(topic))
        assert "pilot" in said
        assert "as far as we know" in said


def test_the_twenty_most_asked_have_a_simpler_wording(library: Library) -> None:
    assert sum(answer.simpler is not None for answer in library.answers.values()) >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_every_menu_fits_one_sms(library: Library, language: str) -> None:
    reader = Reader(language, simple=False)
    pages = [menus.main(library.menus)]
    for group in library.menus.groups:
        number, last = 0, False
        while not last:
            shown = menus.page(library.menus, group, number, lambda name: library.label(name, language))
            pages.append(shown)
            last = not any(means == f"menu:{group}.{number + 1}" for means, _ in shown.options)
            number += 1
    for asked in pages:
        (text,) = phrase(library, [asked], reader).texts
        assert count_segments(text) == 1, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_short(library: Library, language: str) -> None:
    long = [name for name in library.menus.labels if len(library.label(name, language)) > 20]
    assert long == []


def test_every_question_about_a_person_keeps_two_segments(library: Library) -> None:
    yes_no = (("affirm", "label.yes"), ("deny", "label.no"))
    for question in ("consent.ask", "consent.unclear", "consent.unreviewed"):
        for language in LANGUAGES:
            for audience in ("child", "parent"):
                texts = phrase(library, [Ask(question, yes_no)], Reader(language, audience)).texts
                assert len(texts) == 1
                assert count_segments(texts[0]) <= 2


def test_facts_carry_what_a_reviewer_needs(library: Library) -> None:
    for fact in library.facts.values():
        assert fact.use in ("state", "hedge", "staff", "never"), fact.id
        assert fact.why, fact.id
        assert fact.checked_on, fact.id
        if fact.use == "state":
            assert fact.confidence == "sourced", fact.id
            assert fact.source, fact.id

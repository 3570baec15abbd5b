"""Check: is everything that may be said answered, translated, short enough, sourced, well worded, reviewed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answers import forms, glossary, numbers, offers, reviews, wording
from bot.answers.catalogs import fields_of
from bot.answers.content import Answer
from bot.answers.entries import Entry
from bot.answers.library import LANGUAGES, Library
from bot.answers.phrasing import BUDGET, Reader, phrase, spell
from bot.answers.reviews import ASPECTS, Reviews
from bot.deeds import Say
from bot.text.segments import count_segments, units

MAY_BE_SAID = ("state", "hedge")
HEDGES = {
    "en": ("as far as we know",),
    "tk": ("bilşimize görä", "bilýänimize görä", "bilşimizçe"),
    "ru": ("насколько мы знаем", "насколько знаем", "насколько нам известно", "по нашим данным"),
}
FIRST_LINES = 70  # units in which a safety text must name whom to call


@dataclass(frozen=True)
class Findings:
    """What was found: errors keep content from going out, warnings wait for a reader."""

    topics: int
    answered: dict[str, int]
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the contract of `content check --json`."""
        return {
            "topics": self.topics,
            "answered": self.answered,
            "errors": self.errors,
            "warnings": self.warnings,
            **self.counts,
        }


def check(library: Library, read: Reviews, today: date) -> Findings:
    """Check everything under content/ and locales/. `read`: the latest review of each aspect, from the store."""
    errors = [
        *_answers(library),
        *_strings(library),
        *_lengths(library),
        *_menus(library),
        *forms.problems(library.forms),
    ]
    return Findings(
        topics=len(library.topics),
        answered={language: len(answered(library, language)) for language in LANGUAGES},
        errors=errors,
        warnings=[*_unread(library, read, today)],
        counts={
            "facts": _facts_by_use(library),
            "only_safe_advice": only_safe_advice(library),
            "segments": segments(library),
        },
    )


def answered(library: Library, language: str) -> list[str]:
    """List the topics whose whole answer is there in a language."""
    return [
        topic
        for topic in library.topics
        if library.has_answer(topic) and all(library.translated(entry, language) for entry in library.entries_of(topic))
    ]


def only_safe_advice(library: Library) -> list[str]:
    """List the answers that state no fact."""
    return [answer.topic for answer in library.answers.values() if not answer.facts]


def segments(library: Library) -> dict[str, float]:
    """Return the mean segments of a first answer, with what is offered after it, by language."""
    means = {}
    for language in LANGUAGES:
        counts = [
            sum(map(count_segments, phrase(library, offers.answer(library, topic), Reader(language, audience)).texts))
            for topic in library.answers
            for audience in ("child", "parent")
        ]
        means[language] = round(sum(counts) / max(len(counts), 1), 2)
    return means


# ── answers ────────────────────────────────────────────────────────────────────────────────────────


def _answers(library: Library) -> Iterator[str]:
    for topic in library.topics:
        if topic not in library.answers:
            yield f"{topic}: no answer"
    for answer in library.answers.values():
        if answer.topic not in library.topics:
            yield f"{answer.topic}: answers a topic that is not in topics.yml"
        else:
            yield from (f"{answer.topic}: {problem}" for problem in _foundations(library, answer))


def _foundations(library: Library, answer: Answer) -> Iterator[str]:
    """Yield what is wrong with what an answer stands on."""
    for fact_id in answer.facts:
        fact = library.facts.get(fact_id)
        if fact is None:
            yield f"unknown fact {fact_id}"
        elif fact.use not in MAY_BE_SAID:
            yield f"fact {fact_id} may not be stated (use: {fact.use})"
    if not answer.facts and not answer.safe_advice:
        yield "stands on no fact and on no safe advice"
    for other in answer.related:
        if other not in library.topics:
            yield f"related to {other}, which is no topic"
        elif other not in library.menus.labels:
            yield f"related to {other}, which has no label in menus.yml"
    if answer.facts and all(library.facts[each].use == "hedge" for each in answer.facts if each in library.facts):
        said = " ".join(words.lower() for _, part in answer.each() for _, words in part.each())
        if HEDGES["en"][0] not in said:
            yield "rests on hedged facts only, and never says so"


# ── strings ────────────────────────────────────────────────────────────────────────────────────────


def _strings(library: Library) -> Iterator[str]:
    avoided = glossary.read_avoided(library.folder) if library.folder else ()
    allowed = numbers.read_allowed(library.folder) if library.folder else {}
    phones = _phones(library)
    for entry in library.entries():
        item = entry.context.removeprefix("label/").split("/")[0]
        may = frozenset(allowed.get(item, ())) | phones | numbers.in_facts(_facts_of(library, item))
        for language, words in _in_each(library, entry):
            problems = [
                *wording.problems(words, language, _audience(entry), may_ask=item not in library.answers),
                *glossary.found_in(words, language, avoided),
                *_untraced(words, may, has_choices=item not in library.answers),
                *([] if fields_of(words) == fields_of(entry.english) else ["other {fields} than the English"]),
                *_unhedged(words, entry, language),
            ]
            yield from (f"{entry.context} [{language}]: {problem}" for problem in problems)
        for language in LANGUAGES:
            if not library.translated(entry, language):
                yield f"{entry.context} [{language}]: not translated"


def _in_each(library: Library, entry: Entry) -> Iterator[tuple[str, str]]:
    yield "en", entry.english
    for language in LANGUAGES:
        if words := library.translated(entry, language):
            yield language, words


def _audience(entry: Entry) -> str:
    last = entry.context.split("/")[-1]
    return last if last in ("all", "child", "parent") else "any"


def _untraced(words: str, may: frozenset[str], *, has_choices: bool) -> Iterator[str]:
    found = numbers.numbers_in(words)
    for number in numbers.without_choices(found) if has_choices else found:
        if number not in may:
            yield f"the number {number} stands in none of its facts"


def _unhedged(words: str, entry: Entry, language: str) -> Iterator[str]:
    """A part that is hedged in English stays hedged in every language."""
    if language == "en" or HEDGES["en"][0] not in entry.english.lower():
        return
    if not any(hedge in words.lower() for hedge in HEDGES[language]):
        yield "the English says «as far as we know», and this does not"


def _facts_of(library: Library, item: str) -> list[Any]:
    answer = library.answers.get(item)
    return [library.facts[each] for each in answer.facts if each in library.facts] if answer else []


def _phones(library: Library) -> frozenset[str]:
    """Return the numbers of the directory that may be given to people."""
    given = (service.phone for service in library.directory if service.use == "state" and service.phone)
    return frozenset(number for phone in given for number in numbers.numbers_in(phone))


# ── lengths ────────────────────────────────────────────────────────────────────────────────────────


def _lengths(library: Library) -> Iterator[str]:
    for language in LANGUAGES:
        for audience in ("child", "parent"):
            reader = Reader(language, audience)
            for topic in library.answers:
                yield from _answer_too_long(library, topic, reader)
        for text in library.texts.values():
            yield from _text_too_long(library, text.id, text.max_segments, language)


def _answer_too_long(library: Library, topic: str, reader: Reader) -> Iterator[str]:
    first = phrase(library, offers.answer(library, topic), reader).texts
    if len(first) > 1 or count_segments(first[0]) > BUDGET:
        yield f"{topic}/short [{reader.language}, {reader.audience}]: with its choices it takes more than two SMS"
    parts = [-1] if library.has_simpler(topic) else []
    for part in (*range(1, library.parts(topic)), *parts):
        words = phrase(library, [Say(topic, part)], reader).texts[0]
        if count_segments(words) > BUDGET:
            name = "simpler" if part < 0 else f"more{part}"
            yield f"{topic}/{name} [{reader.language}, {reader.audience}]: {units(words)} units, more than two SMS"


def _text_too_long(library: Library, text_id: str, most: int, language: str) -> Iterator[str]:
    for entry in library.entries_of(text_id):
        words = spell(library.translated(entry, language) or entry.english, Reader(language))
        if count_segments(words) > most:
            yield f"{entry.context} [{language}]: {count_segments(words)} SMS, at most {most}"
        if text_id.startswith("safety.") and _calls_late(words):
            yield f"{entry.context} [{language}]: the number to call stands after the first {FIRST_LINES} units"


def _calls_late(words: str) -> bool:
    place = min((words.find(number) for number in ("02", "03") if number in words), default=0)
    return place + 2 > FIRST_LINES


def _menus(library: Library) -> Iterator[str]:
    for topic, about in library.topics.items():
        if about.group != "service" and not library.menus.group_of(topic):
            yield f"{topic}: stands in no menu"


# ── reviews and counts ─────────────────────────────────────────────────────────────────────────────


def _unread(library: Library, read: Reviews, today: date) -> Iterator[str]:
    for item in (*library.answers, *library.texts):
        states = {aspect: reviews.state(library, read, item, aspect, today) for aspect in ASPECTS}
        if any(state != "reviewed" for state in states.values()):
            yield f"{item}: " + ", ".join(
                f"{aspect} {state}" for aspect, state in states.items() if state != "reviewed"
            )


def _facts_by_use(library: Library) -> dict[str, int]:
    return dict(Counter(fact.use for fact in library.facts.values()))

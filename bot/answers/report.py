"""Report: everything we say on one page, so that a lawyer or a native reader can work through it on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bot.answers import reviews
from bot.answers.check import answered, only_safe_advice, segments
from bot.answers.content import Fact
from bot.answers.entries import Entry
from bot.answers.library import LANGUAGES, Library
from bot.answers.reviews import ASPECTS, Reviews
from bot.text.segments import count_segments, units

TEMPLATES = Path(__file__).parent / "templates"
ASPECT_NAMES = {"law": "Law", "tk": "Turkmen", "ru": "Russian"}


@dataclass(frozen=True)
class Cell:
    """One wording in one language."""

    language: str
    words: str
    units: int = 0
    segments: int = 0

    @property
    def size(self) -> str:
        """Say how much room a translation takes."""
        return f"{self.units} units, {self.segments} SMS" if self.language else ""


@dataclass(frozen=True)
class Row:
    """One part of an answer, side by side."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Aspect:
    """Where the review of one aspect stands."""

    name: str
    state: str
    version: str


@dataclass(frozen=True)
class Item:
    """One answer or text on the page."""

    topic: str
    about: str
    rows: tuple[Row, ...]
    aspects: tuple[Aspect, ...]
    facts: tuple[Fact, ...] = ()
    safe_advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """The answers of one group of topics."""

    id: str
    answers: tuple[Item, ...]


def write_report(library: Library, read: Reviews, today: date) -> str:
    """Return the page as HTML; it needs no program, no network and no script."""
    page = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    pieces = page.get_template("pieces.html").module
    return page.get_template("review.html").render(
        fingerprint=reviews.fingerprint(library),
        topics=library.topics,
        groups=tuple(_groups(library, read, today)),
        texts=tuple(_text(library, read, today, text_id) for text_id in library.texts),
        facts_count=len(library.facts),
        answers_count=len(library.answers),
        answered={language: len(answered(library, language)) for language in LANGUAGES},
        segments=segments(library),
        without_fact=only_safe_advice(library),
        rows=pieces.rows,  # type: ignore[attr-defined]  # macros are attributes of the template's module
        signatures=pieces.signatures,  # type: ignore[attr-defined]
    )


def _groups(library: Library, read: Reviews, today: date) -> list[Group]:
    topics = [topic for topic in library.topics.values() if topic.id in library.answers]
    return [
        Group(group, tuple(_answer(library, read, today, topic.id) for topic in members))
        for group, members in groupby(topics, key=lambda topic: topic.group)
    ]


def item_of(library: Library, read: Reviews, today: date, item: str) -> Item:
    """Return an answer (by its topic) or a text of the service with all that stands beside it."""
    return (_answer if item in library.answers else _text)(library, read, today, item)


def _answer(library: Library, read: Reviews, today: date, topic: str) -> Item:
    answer = library.answers[topic]
    return Item(
        topic=topic,
        about=library.topic(topic).about,
        rows=_rows(library, topic),
        aspects=_aspects(library, read, today, topic),
        facts=tuple(library.facts[each] for each in answer.facts if each in library.facts),
        safe_advice=answer.safe_advice,
    )


def _text(library: Library, read: Reviews, today: date, text_id: str) -> Item:
    note = library.texts[text_id].note
    return Item(text_id, note, _rows(library, text_id), _aspects(library, read, today, text_id))


def _rows(library: Library, item: str) -> tuple[Row, ...]:
    return tuple(
        Row(entry.context.removeprefix(item).strip("/").replace("/", ", ") or "all", tuple(_cells(library, entry)))
        for entry in library.entries_of(item)
    )


def _cells(library: Library, entry: Entry) -> list[Cell]:
    translated = [(language, library.translated(entry, language) or "") for language in LANGUAGES]
    return [
        Cell("", entry.english),
        *(Cell(language, words, units(words), count_segments(words)) for language, words in translated),
    ]


def _aspects(library: Library, read: Reviews, today: date, item: str) -> tuple[Aspect, ...]:
    return tuple(
        Aspect(
            ASPECT_NAMES[aspect],
            reviews.state(library, read, item, aspect, today),
            reviews.version(library, item, aspect),
        )
        for aspect in ASPECTS
    )

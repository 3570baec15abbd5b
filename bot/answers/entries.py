"""What is to be translated: each string with its context, and what a translator should know about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.answers.content import Answer, Fact, Text

CASEWORK_NOTE = "In a list that helpline staff choose from."
LABEL_NOTE = "Stands beside a digit in a menu: as short as can be, at most 20 letters."


@dataclass(frozen=True)
class Entry:
    """One string to translate: `context` is its key in the catalogs, `comments` are for the translator."""

    context: str
    english: str
    comments: tuple[str, ...] = ()


def of_answer(answer: Answer, facts: Mapping[str, Fact]) -> Iterator[Entry]:
    """Yield an answer's strings; what it rests on stands beside the short part."""
    for part, wording in answer.each():
        for key, words in wording.each():
            notes = (*_lines(answer.note), *_sources(answer, facts)) if part == "short" else ()
            yield Entry(f"{answer.topic}/{part}/{key}", words, notes)


def of_text(text: Text) -> Iterator[Entry]:
    """Yield a service text's strings."""
    for key, words in text.wording.each():
        room = f"At most {text.max_segments} SMS."
        yield Entry(text_context(text.id, key), words, (*_lines(text.note), room))


def of_labels(labels: Mapping[str, str]) -> Iterator[Entry]:
    """Yield the labels of the menus."""
    for label_id, words in labels.items():
        yield Entry(f"label/{label_id}", words, (LABEL_NOTE,))


def of_casework(labels: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    """Yield the words of casework's lists."""
    for label_id, words in labels:
        yield Entry(f"casework/{label_id}", words, (CASEWORK_NOTE,))


def text_context(text_id: str, key: str) -> str:
    """Name a service text in the catalogs: with one wording its id alone, else id/child and id/parent."""
    return text_id if key == "all" else f"{text_id}/{key}"


def _sources(answer: Answer, facts: Mapping[str, Fact]) -> Iterable[str]:
    for fact_id in answer.facts:
        if fact := facts.get(fact_id):
            yield f"Fact ({fact.use}): {fact.statement} [{fact.law or fact.source.split(';')[0]}]"


def _lines(note: str) -> tuple[str, ...]:
    return (" ".join(note.split()),) if note.strip() else ()

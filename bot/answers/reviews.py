"""Reviews: who read which version of a text, and whether it may go out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.answers.library import Library
from bot.answers.offers import may_a_person_write
from bot.deeds import Ask, Deed, Say

Aspect = Literal["law", "tk", "ru"]
ASPECTS: tuple[Aspect, ...] = ("law", "tk", "ru")
VALID_FOR = timedelta(days=366)

# The texts that stand between a child and help: production does not start before they are reviewed.
GATE_SUBJECTS = ("safety", "holding", "consent", "stop", "closing")


@dataclass(frozen=True)
class Review:
    """One reading of one aspect of a text: by whom, when, and of which version."""

    item: str  # a topic, or the id of a text
    aspect: Aspect
    version: str
    by: str
    on: date
    by_machine: bool = False


Reviews = Mapping[tuple[str, Aspect], Review]  # the latest reading of each aspect


def latest(reviews: Iterable[Review]) -> dict[tuple[str, Aspect], Review]:
    """Keep the last reading of each aspect; a machine's never replaces a person's of the same version."""
    kept: dict[tuple[str, Aspect], Review] = {}
    for review in sorted(reviews, key=lambda review: review.on):
        key = (review.item, review.aspect)
        before = kept.get(key)
        if before and review.by_machine and not before.by_machine and before.version == review.version:
            continue
        kept[key] = review
    return kept


def version(library: Library, item: str, aspect: Aspect) -> str:
    """
    Return a short hash of what a reviewer of this aspect reads.

    Law: the English and the facts with their use. A language: the English and its translation.
    """
    digest = hashlib.sha256()
    for line in _law_lines(library, item) if aspect == "law" else _language_lines(library, item, aspect):
        digest.update(line.encode() + b"\0")
    return digest.hexdigest()[:12]


def fingerprint(library: Library) -> str:
    """Return a short hash of everything that reviewers read: it changes when any text, translation or fact does."""
    digest = hashlib.sha256()
    for item in (*library.answers, *library.texts):
        digest.update("".join((item, *(version(library, item, aspect) for aspect in ASPECTS))).encode())
    return digest.hexdigest()[:16]


def state(
    library: Library, reviews: Reviews, item: str, aspect: Aspect, today: date
) -> Literal["reviewed", "stale", "changed", "machine", "unread"]:
    """Say where one aspect stands: only `reviewed` opens the gate."""
    review = reviews.get((item, aspect))
    if review is None:
        return "unread"
    if review.version != version(library, item, aspect):
        return "changed"
    if review.by_machine:
        return "machine"
    return "stale" if today - review.on > VALID_FOR else "reviewed"


def may_be_said(library: Library, reviews: Reviews, item: str, language: str, today: date) -> bool:
    """Say whether a text may go out in production: its law and this language were read by people, lately."""
    aspects: tuple[Aspect, ...] = ("law", "ru" if language == "ru" else "tk")
    return all(state(library, reviews, item, aspect, today) in ("reviewed", "stale") for aspect in aspects)


def held_back(
    deeds: Iterable[Deed], library: Library, reviews: Reviews, language: str, today: date
) -> tuple[Deed, ...]:
    """
    Return the deeds with every answer that may not go out replaced by the offer of a person.

    The texts of the service pass: production does not start while those that matter are unread.
    """
    deeds = tuple(deeds)
    held = [deed for deed in deeds if isinstance(deed, Say) and library.has_answer(deed.text)]
    held = [deed for deed in held if not may_be_said(library, reviews, deed.text, language, today)]
    if not held:
        return deeds
    rest = [deed for deed in deeds if deed not in held and not isinstance(deed, Ask)]
    return (*rest, may_a_person_write(held[0].text, "consent.unreviewed", "not_reviewed"))


def unread_gate_texts(library: Library, reviews: Reviews, today: date) -> list[str]:
    """List the texts that production waits for."""
    return [
        text_id
        for text_id in library.texts
        if text_id.split(".")[0] in GATE_SUBJECTS
        and not all(may_be_said(library, reviews, text_id, language, today) for language in ("tk", "ru"))
    ]


def _law_lines(library: Library, item: str) -> Iterator[str]:
    yield from (f"{context}={english}" for context, english, _ in _strings(library, item, "en"))
    answer = library.answers.get(item)
    for fact_id in answer.facts if answer else ():
        fact = library.facts.get(fact_id)
        yield f"{fact_id}={fact.statement if fact else ''}={fact.use if fact else ''}"


def _language_lines(library: Library, item: str, language: str) -> Iterator[str]:
    yield from ("=".join(strings) for strings in _strings(library, item, language))


def _strings(library: Library, item: str, language: str) -> Iterator[tuple[str, str, str]]:
    for entry in library.entries_of(item):
        yield entry.context, entry.english, library.translated(entry, language) or ""

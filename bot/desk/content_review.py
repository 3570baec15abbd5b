"""Content review: where each answer and text stands, what a reviewer has to see of it, and that somebody read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.answers import reviews
from bot.answers.library import Library
from bot.answers.report import Item, item_of
from bot.answers.reviews import ASPECTS, GATE_SUBJECTS, Aspect, Review, Reviews
from bot.desk.desk import Desk
from bot.desk.reviewing import note_reading, readings, readings_of
from bot.helpline import privacy
from bot.helpline.hours import local
from bot.helpline.records import Worker
from bot.ports import Reading

State = Literal["reviewed", "stale", "changed", "machine", "unread"]
STATES: tuple[State, ...] = ("unread", "machine", "changed", "stale", "reviewed")  # what needs a reader most, first
PERMISSION = "content.review"
LAWYER = "lawyer"


class MayNotReview(PermissionError):
    """This account has no right to vouch for this aspect."""


class ChangedSince(ValueError):
    """The text is another one than the one that was shown."""


class NoSuchText(LookupError):
    """Neither a topic with an answer nor a text of the service."""


@dataclass(frozen=True)
class Standing:
    """Where a text stands. `holds_gate`: production does not start before people have read it."""

    item: str
    about: str
    group: str
    states: Mapping[Aspect, State]
    holds_gate: bool = False


@dataclass(frozen=True)
class Sheet:
    """All that a reviewer has to see of one text."""

    item: Item
    is_answer: bool
    states: Mapping[Aspect, State]
    versions: Mapping[Aspect, str]
    last: Mapping[Aspect, Review]
    history: tuple[Reading, ...]
    note: str = ""


def vouches_for(worker: Worker) -> tuple[Aspect, ...]:
    """
    Return the aspects that an account may vouch for.

    The law is for lawyers (the role, or the skill of another role), a language for who has it in the staff list.
    """
    if not privacy.may(worker.role, PERMISSION):
        return ()
    law = worker.role == LAWYER or LAWYER in worker.skills
    return tuple(aspect for aspect in ASPECTS if (law if aspect == "law" else aspect in worker.languages))


def standings(desk: Desk) -> list[Standing]:
    """Return where every answer and text stands, answers first, in the order of their files."""
    library, today = desk.library, _today(desk)
    with desk.store.begin() as work:
        read = readings(work)
    return [_standing(library, read, today, item) for item in (*library.answers, *library.texts)]


def count(rows: Iterable[Standing]) -> dict[Aspect, dict[State, int]]:
    """Count the texts by state, for each aspect."""
    rows = list(rows)
    return {aspect: {state: sum(row.states[aspect] == state for row in rows) for state in STATES} for aspect in ASPECTS}


def sheet(desk: Desk, item: str) -> Sheet:
    """Return one text with everything beside it; raises NoSuchText."""
    library, today = desk.library, _today(desk)
    if not library.has_text(item):
        raise NoSuchText(item)
    with desk.store.begin() as work:
        read, history = readings_of(work, [item]), work.readings.of(item)
    answer = library.answers.get(item)
    return Sheet(
        item=item_of(library, read, today, item),
        is_answer=answer is not None,
        states=_states(library, read, today, item),
        versions={aspect: reviews.version(library, item, aspect) for aspect in ASPECTS},
        last={aspect: read[item, aspect] for aspect in ASPECTS if (item, aspect) in read},
        history=tuple(history),
        note=answer.note if answer else "",
    )


def have_read(desk: Desk, worker: Worker, item: str, aspect: Aspect, shown: str) -> None:
    """
    Note that this person has read an aspect of a text, in the version that was `shown`.

    Raises NoSuchText, MayNotReview, or ChangedSince when the text is another one by now.
    """
    library = desk.library
    if not library.has_text(item):
        raise NoSuchText(item)
    if aspect not in vouches_for(worker):
        raise MayNotReview(aspect)
    if reviews.version(library, item, aspect) != shown:
        raise ChangedSince(item)
    now = desk.clock.now()
    with desk.store.begin() as work:
        review = Review(item, aspect, shown, worker.name, _today(desk))
        note_reading(work, review, f"worker:{worker.id}", now, by_worker=worker.id)
        work.commit()


def _standing(library: Library, read: Reviews, today: date, item: str) -> Standing:
    topic, text = library.topics.get(item), library.texts.get(item)
    group = topic.group if topic else item.split(".", maxsplit=1)[0]
    about = topic.about if topic else text.note if text else ""
    holds_gate = text is not None and group in GATE_SUBJECTS
    return Standing(item, about, group, _states(library, read, today, item), holds_gate)


def _states(library: Library, read: Reviews, today: date, item: str) -> dict[Aspect, State]:
    return {aspect: reviews.state(library, read, item, aspect, today) for aspect in ASPECTS}


def _today(desk: Desk) -> date:
    return local(desk.clock.now()).date()

"""Reviewing: who read which version of a text. The latest stand in marks, all of them in rows that nobody changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from bot.answers.reviews import Aspect, Review, Reviews, latest
from bot.ports import Reading, UnitOfWork

PREFIX = "review."


def readings(work: UnitOfWork) -> Reviews:
    """Return the latest reading of each aspect of each text."""
    return latest(_read(kept) for kept in work.marks.named(PREFIX).values())


def readings_of(work: UnitOfWork, items: Iterable[str]) -> Reviews:
    """Return the latest reading of each aspect of these texts alone: a drain must not read them all."""
    return latest(_read(kept) for item in set(items) for kept in work.marks.named(f"{PREFIX}{item}.").values())


def note_reading(work: UnitOfWork, review: Review, actor: str, now: datetime, *, by_worker: int | None = None) -> None:
    """Write a reading down. The caller commits."""
    known = readings(work).get((review.item, review.aspect))
    kept = latest([known, review] if known else [review])[(review.item, review.aspect)]
    work.marks.put(_name(review.item, review.aspect), _write(kept))
    work.readings.add(Reading(review.item, review.aspect, review.version, review.by, now, review.by_machine, by_worker))
    work.audit.note(actor, "content_reviewed", f"text:{review.item}", now, _write(review))


def _name(item: str, aspect: Aspect) -> str:
    return f"{PREFIX}{item}.{aspect}"


def _write(review: Review) -> dict[str, Any]:
    return {
        "item": review.item,
        "aspect": review.aspect,
        "version": review.version,
        "by": review.by,
        "on": review.on.isoformat(),
        "by_machine": review.by_machine,
    }


def _read(kept: dict[str, Any]) -> Review:
    return Review(**kept | {"on": date.fromisoformat(kept["on"])})

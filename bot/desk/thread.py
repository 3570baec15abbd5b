"""Thread: what was said lately to a number, so that nobody is told the same thing twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.desk.scene import Scene
from bot.helpline.records import Message, Purpose, Status

LATELY = 50  # rows of the thread that are looked at
GONE = (Status.CANCELLED, Status.FAILED)


def was_said(scene: Scene, tag: str, within: timedelta) -> bool:
    """Say whether a text with this tag was put into the outbox for the person lately."""
    return was_said_since(scene, tag, scene.now - within)


def was_said_since(scene: Scene, tag: str, since: datetime) -> bool:
    """Say whether a text with this tag was put into the outbox for the person since then."""
    return any(text.kind == tag and text.at and text.at >= since for text in sent_to(scene))


def sent_to(scene: Scene) -> list[Message]:
    """Return the newest texts to the person, oldest first."""
    thread = scene.work.messages.thread(scene.conversation.id, limit=LATELY)
    return [text for text in thread if text.direction == "out" and text.status not in GONE]


def is_quiet_since(scene: Scene, within: timedelta) -> bool:
    """Say whether nothing was sent to the person lately."""
    return not any(text.at and text.at >= scene.now - within for text in sent_to(scene))


def take_back(scene: Scene, case_id: int, purpose: Purpose, *, tags: Collection[str] | None = None) -> None:
    """Cancel texts of a case (only those with these tags) that lie ready for later and were never tried."""
    for text in scene.work.messages.for_case(case_id):
        untried = text.status is Status.DUE and text.attempts == 0
        if tags is not None and text.kind not in tags:
            continue
        if text.purpose is purpose and untried and text.due_at and text.due_at > scene.now:
            scene.work.messages.change(text.id, status=Status.CANCELLED)

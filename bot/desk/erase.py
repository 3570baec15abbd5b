"""Erase: what a person wrote is deleted a day after they asked, unless they take it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.scene import Scene, open_scene
from bot.desk.staff_alerts import tell_case_staff
from bot.helpline.records import Message, Status, Talk
from bot.logs import log

LATER = timedelta(days=1)
PREFIX = "erase."


def schedule(scene: Scene) -> None:
    """Have this number's texts erased in a day. During an open case the staff is told; the case stays open."""
    due = scene.now + LATER
    scene.work.marks.put(f"{PREFIX}{scene.conversation.identifier_id}", due.isoformat())
    scene.work.audit.note("person", "asked_to_delete", f"conversation:{scene.conversation.id}", scene.now)
    tell_case_staff(scene, "worker.person_deletes", "asked_to_delete")


def take_back(scene: Scene) -> bool:
    """Forget a deletion that was not done yet; say whether there was one."""
    name = f"{PREFIX}{scene.conversation.identifier_id}"
    if scene.work.marks.get(name) is None:
        return False
    scene.work.marks.drop(name)
    scene.work.audit.note("person", "took_back_deletion", f"conversation:{scene.conversation.id}", scene.now)
    return True


def erase_due(desk: Desk) -> None:
    """Erase every number whose day is over."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        asked = work.marks.named(PREFIX)
    for name, due in asked.items():
        if datetime.fromisoformat(due) <= now:
            _erase(desk, int(name.removeprefix(PREFIX)))


def _erase(desk: Desk, identifier_id: int) -> None:
    """Empty the texts and forget the number; while a case is open the number stays, or its worker could not answer."""
    with open_scene(desk, identifier_id) as scene:
        for text in _texts(scene):
            scene.work.messages.change(text.id, text="", **_stopped(text))
        scene.change(question=None, talk=Talk(), greeted_at=None)
        name = f"{PREFIX}{identifier_id}"
        if scene.open_case():
            scene.work.marks.put(name, (scene.now + LATER).isoformat())
        else:
            scene.work.identifiers.forget(identifier_id)
            scene.work.marks.drop(name)
        scene.work.audit.note("system", "erased", f"conversation:{scene.conversation.id}", scene.now)
    log.info("conversation_erased", identifier=identifier_id)


def _texts(scene: Scene) -> Iterator[Message]:
    after = 0
    while texts := scene.work.messages.of_identifier(scene.conversation.identifier_id, after=after):
        yield from texts
        after = texts[-1].id


def _stopped(text: Message) -> dict[str, Status]:
    """Take an empty text out of the outbox."""
    return {"status": Status.CANCELLED} if text.status in (Status.DUE, Status.HELD) else {}

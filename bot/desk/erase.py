"""Erase: what a person wrote is deleted a day after they asked, unless they take it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.desk.desk import Desk
from bot.desk.scene import Scene, open_scene
from bot.desk.staff_alerts import tell_case_staff
from bot.desk.stints import spans_of
from bot.helpline.casework import writers
from bot.helpline.records import Message, Status, Talk
from bot.logs import log

LATER = timedelta(days=1)
PREFIX = "erase."


def schedule(scene: Scene) -> None:
    """Have this person's texts erased in a day. During an open case the staff is told; the case stays open."""
    _put(scene, scene.conversation.person_id)
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
    """Erase everybody whose day is over."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        asked = work.marks.named(PREFIX)
    for name, mark in asked.items():
        due, person_id = _read(mark)
        if due <= now:
            _erase(desk, int(name.removeprefix(PREFIX)), person_id)


def erase_person(desk: Desk, identifier_id: int, person_id: int, actor: str) -> None:
    """Erase at once, by the decision of somebody of the staff who was asked to."""
    _erase(desk, identifier_id, person_id, actor)


def _erase(desk: Desk, identifier_id: int, person_id: int | None, actor: str = "system") -> None:
    """
    Empty the person's texts and the words of their closed cases, and forget the number.

    While a case is open the number stays, or its worker could not answer; so it does while somebody else uses it.
    """
    with open_scene(desk, identifier_id) as scene:
        person = person_id or scene.conversation.person_id
        spans = spans_of(scene, person)
        for text in _texts(scene):
            if writers.is_in(spans, text.id):
                scene.work.messages.change(text.id, text="", **_stopped(text))
        cases = [case for case in scene.work.cases.of_person(person) if case.conversation_id == scene.conversation.id]
        scene.work.forgetting.erase_cases([case.id for case in cases if case.status == "closed"])
        if person == scene.conversation.person_id:
            scene.change(question=None, talk=Talk(), greeted_at=None)
        _end(scene, person, is_open=any(case.status != "closed" for case in cases))
        scene.work.audit.note(actor, "erased", f"person:{person}", scene.now)
    log.info("conversation_erased", identifier=identifier_id)


def _end(scene: Scene, person_id: int, *, is_open: bool) -> None:
    name = f"{PREFIX}{scene.conversation.identifier_id}"
    if is_open:
        _put(scene, person_id)
        return
    scene.work.marks.drop(name)
    if len(scene.work.persons.behind(scene.conversation.identifier_id)) == 1:
        scene.work.identifiers.forget(scene.conversation.identifier_id)


def _put(scene: Scene, person_id: int) -> None:
    mark = {"due": (scene.now + LATER).isoformat(), "person": person_id}
    scene.work.marks.put(f"{PREFIX}{scene.conversation.identifier_id}", mark)


def _read(mark: Any) -> tuple[datetime, int | None]:
    """Read a mark; an older version wrote the moment alone."""
    if isinstance(mark, str):
        return datetime.fromisoformat(mark), None
    return datetime.fromisoformat(mark["due"]), mark["person"]


def _texts(scene: Scene) -> Iterator[Message]:
    after = 0
    while texts := scene.work.messages.of_identifier(scene.conversation.identifier_id, after=after):
        yield from texts
        after = texts[-1].id


def _stopped(text: Message) -> dict[str, Status]:
    """Take an empty text out of the outbox."""
    return {"status": Status.CANCELLED} if text.status in (Status.DUE, Status.HELD) else {}

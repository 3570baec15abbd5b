"""Erase: what a person wrote is deleted a day after they asked, unless they take it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.desk.alarm import is_running
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
    """Forget a deletion of who writes now that was not done yet; say whether there was one."""
    names = _marks_of(scene, scene.conversation.person_id)
    if not names:
        return False
    scene.work.marks.drop(*names)
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
            _erase(desk, _identifier_in(name), person_id)


def erase_person(desk: Desk, identifier_id: int, person_id: int, actor: str) -> None:
    """Erase at once, by the decision of somebody of the staff who was asked to."""
    _erase(desk, identifier_id, person_id, actor)


def _erase(desk: Desk, identifier_id: int, person_id: int | None, actor: str = "system") -> None:
    """
    Empty the person's texts and the words of their closed cases, and forget the number.

    While a case is open the number stays, or its worker could not answer; so it does while somebody else uses it.
    """
    with open_scene(desk, identifier_id) as scene:
        if actor == "system" and is_running(scene.conversation.question):
            return  # done once it is answered, or five minutes later
        person = person_id or scene.conversation.person_id
        spans = spans_of(scene, person)
        cases = [case for case in scene.work.cases.of_person(person) if case.conversation_id == scene.conversation.id]
        open_ids = {case.id for case in cases if case.status != "closed"}
        for text in _texts(scene):
            is_on_its_way = text.status is Status.DUE and text.case_id in open_ids  # a safety text: done next time
            if writers.is_in(spans, text.id) and not is_on_its_way:
                scene.work.messages.change(text.id, text="", **_stopped(text))
        scene.work.forgetting.erase_cases([case.id for case in cases if case.status == "closed"])
        if person == scene.conversation.person_id:
            scene.change(question=None, talk=Talk(), greeted_at=None)
        _end(scene, person, is_open=bool(open_ids))
        scene.work.audit.note(actor, "erased", f"person:{person}", scene.now)
    log.info("conversation_erased", identifier=identifier_id)


def _end(scene: Scene, person_id: int, *, is_open: bool) -> None:
    scene.work.marks.drop(*_marks_of(scene, person_id))
    if is_open:
        _put(scene, person_id)
    elif not _is_used(scene, person_id):
        scene.work.identifiers.forget(scene.conversation.identifier_id)


def _is_used(scene: Scene, erased: int) -> bool:
    """Say whether somebody else uses the number: with words that are still kept, or an open case of either kind."""
    number = scene.conversation.identifier_id
    if all(one.id == erased for one in scene.work.persons.behind(number)):
        return False
    return any(text.text for text in _texts(scene)) or number not in scene.work.forgetting.silent_numbers(scene.now)


def _put(scene: Scene, person_id: int) -> None:
    mark = {"due": (scene.now + LATER).isoformat(), "person": person_id}
    scene.work.marks.put(f"{PREFIX}{scene.conversation.identifier_id}.{person_id}", mark)


def _marks_of(scene: Scene, person_id: int) -> list[str]:
    """Return the names of this person's marks: each has their own; an older version had one for the number."""
    number = f"{PREFIX}{scene.conversation.identifier_id}"
    found = scene.work.marks.named(number)
    mine = {name for name, mark in found.items() if _read(mark)[1] in (person_id, None)}
    return sorted(mine & {number, f"{number}.{person_id}"})


def _identifier_in(name: str) -> int:
    return int(name.removeprefix(PREFIX).partition(".")[0])


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

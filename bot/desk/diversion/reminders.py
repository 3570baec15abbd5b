"""Reminders: neutral words the day before a date, and what 1 and 2 in reply do to it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.diversion.due import tell_if_missed_again
from bot.desk.diversion.sitting import note, tell_owner
from bot.desk.scene import Scene, open_scene
from bot.desk.scene import wake as wake_all
from bot.helpline.diversion import consents, dates
from bot.helpline.diversion.records import File, Progress, Task
from bot.helpline.hours import is_day, local, next_day_time
from bot.helpline.records import Message, Mode, Option, Purpose, Question, Status
from bot.logs import log

ASK = "reminder.ask"
ANSWERS = (Option(1, "yes"), Option(2, "cannot"))
AGAIN = timedelta(minutes=10)  # another question is open: it goes first


def remind_due(desk: Desk) -> None:
    """Send every reminder that has fallen due."""
    with desk.store.begin() as work:
        due = work.diversions.to_remind(desk.clock.now())
        people = {}
        for task in due:
            party = work.diversions.file(task.diversion_id).party(task.party_id)
            people[task.id] = party.identifier_id if party else None
    for task in due:
        identifier_id = people[task.id]
        if identifier_id is not None:
            with open_scene(desk, identifier_id) as scene:
                _remind(scene, task)


def pass_by(desk: Desk) -> None:
    """Mark the conditions whose day is over without a word as missed; twice in a row the worker is told."""
    now = desk.clock.now()
    wakes: list[tuple[str, datetime | None]] = []
    with desk.store.begin() as work:
        passed = [task for task in work.diversions.passed(now) if task.kind == "condition"]
        if not passed:
            return
        for seen in passed:
            file = work.diversions.file(seen.diversion_id, lock=True)
            task = _still_open(file, seen)
            if task is None or task.due_at > now:
                continue
            file = work.diversions.keep(_with(file, replace(task, progress=Progress.MISSED, remind_at=None)))
            note(work, file, now, "system", "task_missed", kind=task.kind, about=task.about, task=task.id)
            tell_if_missed_again(desk, work, file, replace(task, progress=Progress.MISSED), wakes)
        work.commit()
    wake_all(desk, wakes)


def answer(scene: Scene, means: str, text: Message) -> None:  # noqa: ARG001 (all answers are called alike)
    """Move the dates that a reminder was about: 1 I come, or it is done; 2 I cannot, and the worker is told."""
    question = scene.conversation.question
    assert question is not None
    scene.change(question=None)
    file = scene.work.diversions.file(question.context["diversion"], lock=True)
    asked = [task for task in file.tasks if task.id in question.context["tasks"] and task.progress is Progress.OPEN]
    for task in asked:
        file = _moved(scene, file, task, means)
    if asked and means == "cannot":
        day = f"{local(asked[0].due_at):%d.%m}"
        tell_owner(scene.desk, scene.work, file, "worker.date_cannot", scene.wakes, day=day)
    scene.say("reminder.noted" if means == "yes" else "reminder.cannot")


def _moved(scene: Scene, file: File, task: Task, means: str) -> File:
    kept = Progress.CONFIRMED if task.kind == "invitation" else Progress.REPORTED
    progress = kept if means == "yes" else Progress.CANNOT
    file = scene.work.diversions.keep(_with(file, replace(task, progress=progress)))
    note(scene.work, file, scene.now, "person", f"said_{progress}", kind=task.kind, about=task.about, task=task.id)
    return file


def _remind(scene: Scene, seen: Task) -> None:
    """Remind one number of one date, and of what else it is asked to at that very time."""
    file = scene.work.diversions.file(seen.diversion_id, lock=True)
    task = _still_open(file, seen)
    if task is None or task.remind_at is None or task.reminded_at is not None or task.remind_at > scene.now:
        return
    if not _may_be_written_to(scene, file, task):
        scene.work.diversions.keep(_with(file, replace(task, remind_at=None)))
        note(scene.work, file, scene.now, "system", "not_reminded", kind=task.kind, task=task.id)
        return
    if not is_day(scene.now) or _is_asked(scene):
        later = next_day_time(scene.now + AGAIN)
        scene.work.diversions.keep(_with(file, replace(task, remind_at=later)))
        scene.wake("chase", later)
        return
    _send(scene, file, task)


def _send(scene: Scene, file: File, task: Task) -> None:
    together = _same_number(file, task)
    party = file.party(task.party_id)
    if scene.conversation.language is None and party is not None:
        scene.change(language="ru" if party.language == "ru" else "tk")
    for one in together:
        file = scene.work.diversions.keep(_with(file, replace(one, reminded_at=scene.now)))
        note(scene.work, file, scene.now, "system", "reminded", kind=one.kind, task=one.id)
    day = "today" if local(task.due_at).date() == local(scene.now).date() else "tomorrow"
    if task.kind == "invitation":
        scene.say(f"reminder.meeting_{day}", purpose=Purpose.REMINDER, time=f"{local(task.due_at):%H:%M}")
    else:
        scene.say(f"reminder.condition_{day}", purpose=Purpose.REMINDER)
    context = {"diversion": file.diversion.id, "tasks": [one.id for one in together]}
    question = Question(secrets.token_hex(4), ASK, ANSWERS, scene.now, task.due_at, context)
    scene.change(question=question)
    log.info("reminder_sent", case=file.diversion.id)


def _same_number(file: File, task: Task) -> list[Task]:
    """Return the task and those of the same kind and time for people with the same phone: one SMS is enough."""
    number = _number(file, task)
    return [
        one
        for one in file.tasks
        if (one.kind, one.due_at, one.progress) == (task.kind, task.due_at, Progress.OPEN)
        and one.reminded_at is None
        and _number(file, one) == number
        and (one.id == task.id or one.remind_at is not None)
    ]


def _number(file: File, task: Task) -> int | None:
    party = file.party(task.party_id)
    return party.identifier_id if party else None


def _may_be_written_to(scene: Scene, file: File, task: Task) -> bool:
    party = file.party(task.party_id)
    identifier = scene.work.identifiers.get(scene.conversation.identifier_id)
    blocked = identifier.blocked_until is not None and identifier.blocked_until > scene.now
    # A number that was deleted at the person's wish is empty.
    reachable = (
        bool(identifier.number) and identifier.stopped_at is None and identifier.unreachable is None and not blocked
    )
    in_time = task.due_at - scene.now >= dates.TOO_LATE
    agreed = party is not None and file.is_open and consents.may_be_reminded(file, party)
    return reachable and in_time and agreed and scene.conversation.mode is not Mode.STOPPED


def _is_asked(scene: Scene) -> bool:
    """Say whether another numbered question is open, or danger: then nothing else is asked."""
    question = scene.conversation.question
    if question is not None and (question.expires_at is None or question.expires_at > scene.now):
        return True
    case = scene.open_case()
    held = any(text.status is Status.IN_HAND for text in scene.waiting)
    return held or (case is not None and case.kind is not None)


def _still_open(file: File, seen: Task) -> Task | None:
    return next((one for one in file.tasks if one.id == seen.id and one.progress is Progress.OPEN), None)


def _with(file: File, task: Task) -> File:
    return replace(file, tasks=tuple(task if one.id == task.id else one for one in file.tasks))

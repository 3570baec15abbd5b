"""Status: what a person is told about when a human writes. Computed from the case, never "soon"."""

from __future__ import annotations

from datetime import timedelta

from babel.dates import format_date

from bot.desk.say import say
from bot.desk.scene import Scene
from bot.helpline.hours import local
from bot.helpline.records import Case, Message, Mode
from bot.helpline.triage import ignores_hours


def what_happens_next(scene: Scene, case: Case) -> str:
    """Return the words that say until when a human writes."""
    if ignores_hours(case.severity):
        return scene.words("handover.now")
    by, today = local(case.answer_by), local(scene.now).date()
    hour = f"{by:%H:%M}"
    if by.date() == today:
        return scene.words("handover.today", time=hour)
    if by.date() == today + timedelta(days=1):
        return scene.words("handover.tomorrow", time=hour)
    return scene.words("handover.day", time=hour, day=format_date(by, "EEEE, d MMMM", locale=scene.language))


def tell_status(scene: Scene, text: Message) -> None:
    """Say whether a case is open, taken, or late."""
    say(scene, [_status(scene)], text)


def _status(scene: Scene) -> str:
    case = scene.open_case()
    if case is None:
        return scene.words("handover.none")
    if scene.conversation.mode is Mode.WORKER or case.status == "taken":
        return scene.words("handover.in_hand")
    if case.answer_by <= scene.now:
        return scene.words("handover.nobody_yet")
    return what_happens_next(scene, case)

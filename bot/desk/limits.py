"""Limits: loops and floods are paused, and end by themselves. Danger is screened before and is exempt from all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk.scene import Scene
from bot.desk.thread import was_said_since
from bot.helpline.hours import midnight_before
from bot.helpline.records import Message, Status
from bot.logs import log
from bot.text.commands import skeleton_of

LOOP_TEXTS = 20  # equal ones, in the last five minutes (Scene.lately)
PAUSE = timedelta(hours=1)


def is_paused(scene: Scene, text: Message) -> bool:
    """Pause a number that sent twenty equal texts in five minutes, and say whether this text falls into a pause."""
    identifier = scene.work.identifiers.get(scene.conversation.identifier_id)
    if identifier.blocked_until is not None and identifier.blocked_until > scene.now:
        scene.settle([text], Status.PAUSED)
        return True
    if not _is_loop(scene, text):
        return False
    _pause(scene, text)
    return True


def is_over_cap(scene: Scene, text: Message) -> bool:
    """Say whether the number has had its paid segments of the day; told once, the text is kept for the staff."""
    midnight = midnight_before(scene.now)
    sent = scene.work.messages.segments_sent_since(scene.conversation.identifier_id, midnight)
    if sent < scene.desk.policy.daily_segment_cap:
        return False
    scene.settle([text], Status.PAUSED)
    if not was_said_since(scene, "limits.daily_cap", midnight):
        scene.say("limits.daily_cap")
        scene.work.audit.note("system", "daily_cap_reached", f"conversation:{scene.conversation.id}", scene.now)
    return True


def _is_loop(scene: Scene, text: Message) -> bool:
    if len(scene.lately) < LOOP_TEXTS:
        return False
    wanted = skeleton_of(text.text)
    return sum(skeleton_of(one.text) == wanted for one in scene.lately) >= LOOP_TEXTS


def _pause(scene: Scene, text: Message) -> None:
    identifier = scene.work.identifiers.get(scene.conversation.identifier_id, lock=True)
    scene.work.identifiers.save(replace(identifier, blocked_until=scene.now + PAUSE))
    scene.settle([text], Status.PAUSED)
    scene.say("limits.loop")
    scene.work.audit.note("system", "possible_loop", f"conversation:{scene.conversation.id}", scene.now)
    log.warning("possible_loop", conversation=scene.conversation.id)

"""Wish: a person agreed that a human writes. What is asked after that (the region) may be lost, the yes may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.deeds import OpenCase
from bot.desk.scene import Scene
from bot.helpline.records import Question

CONSENT, WISH = "consent", "wish"  # in a question's context: the yes was given; the yes that it stands in front of


def is_behind(question: Question | None) -> bool:
    """Say whether the yes was given before this question was asked."""
    return question is not None and bool(question.context.get(CONSENT))


def carried(question: Question | None) -> dict[str, Any]:
    """Return what a danger question keeps of the one that it replaces."""
    return {WISH: dict(question.context)} if question is not None and is_behind(question) else {}


def go_on(scene: Scene, denied: Question) -> None:
    """Hand over what a danger question stood in front of, now that the danger was denied; the next one keeps it."""
    wish, asked = denied.context.get(WISH), scene.conversation.question
    if not wish or scene.open_case():
        return
    if asked is None:
        hand_over(scene, wish)
    else:
        scene.change(question=replace(asked, context={**asked.context, WISH: wish}))


def hand_over(scene: Scene, context: Mapping[str, Any]) -> None:
    """Open the case without what was still to be asked."""
    from bot.desk.carry_out import carry_out  # noqa: PLC0415 (what is carried out may ask, and close a question)

    topic = context.get("topic") or scene.conversation.talk.last_topic
    carry_out(scene, [OpenCase(topic, str(context.get("reason") or "asked"))], [])

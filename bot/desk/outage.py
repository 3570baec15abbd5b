"""Outage: the assistant is slow or down. One holding text; answered when it is back within 30 minutes, else a case."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.escalate import Call, escalate
from bot.desk.say import hold_text
from bot.desk.scene import Scene, open_scene
from bot.desk.thread import was_said_since
from bot.helpline.records import Message, Severity, Status
from bot.logs import log

ASK_AGAIN = timedelta(seconds=20)
PATIENCE = timedelta(minutes=30)


def is_still_down(desk: Desk, texts: list[Message]) -> bool:
    """Say whether the assistant, which these texts have waited for, is still away. A short question, not 10 s."""
    return texts[0].due_at is not None and not desk.assistant.is_up()


def hold_on(desk: Desk, identifier_id: int, texts: list[Message]) -> None:
    """Keep the texts for when the assistant is back; it is not the texts' fault, so the try does not count."""
    with open_scene(desk, identifier_id) as scene:
        for text in texts:
            scene.mark(text, attempts=text.attempts, due_at=scene.now + ASK_AGAIN)
        oldest = texts[0].at or scene.now
        if not was_said_since(scene, "holding.assistant_down", oldest):
            hold_text(scene, "holding.assistant_down", texts[-1])
    log.warning("assistant_down", identifier=identifier_id, count=len(texts))


def is_held(scene: Scene, text: Message) -> bool:
    """Say whether a text waits for the assistant and its next try is not due yet."""
    return text.due_at is not None and text.due_at > scene.now


def is_given_up(scene: Scene, text: Message) -> bool:
    """Say whether a text has waited for the assistant so long that a human is called."""
    return text.due_at is not None and text.at is not None and scene.now - text.at > PATIENCE


def give_up(scene: Scene, texts: list[Message]) -> None:
    """Hand the texts over to a human. What stands in them nobody has understood, so it may be pressing."""
    case = escalate(scene, Call(Severity.MEDIUM, "assistant_down"))
    scene.settle(texts, Status.PASSED_ON, case_id=case.id)
    scene.say("holding.case_opened", case=case)


def set_aside(scene: Scene, text: Message) -> None:
    """
    Lay a text aside that broke three drains: the person is told, and a human reads it.

    One in which nobody could listen for danger may be anything, so it is high.
    """
    severity = Severity.MEDIUM if text.screened_at else Severity.HIGH
    case = escalate(scene, Call(severity, "set_aside"))
    scene.settle([text], Status.SET_ASIDE, case_id=case.id)
    hold_text(scene, "holding.set_aside", text)
    log.error("text_set_aside", message=text.id, case=case.id)

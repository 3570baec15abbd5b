"""Converse: texts that are words go to the assistant, and what it decides is carried out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.desk import outage
from bot.desk.alarm import be_sure, check
from bot.desk.answers_to import DENIED
from bot.desk.carry_out import carry_out
from bot.desk.desk import Desk
from bot.desk.hold_line import hold_the_line
from bot.desk.pass_on import case_in_charge, pass_on
from bot.desk.say import withdraw
from bot.desk.scene import Scene, open_scene
from bot.helpline import danger
from bot.helpline.danger import Alarm
from bot.helpline.records import Message, Mode, Status
from bot.logs import log
from bot.ports import AssistantDown, Reply, Turn


@dataclass(frozen=True)
class Batch:
    """
    Texts that get one reading and one reply. `choice`: a meaning picked by its digit instead of words.

    `is_last`: nothing else waited when they were taken in hand.
    """

    texts: list[Message]
    turn: Turn
    is_last: bool = True

    @property
    def choice(self) -> str | None:
        """The meaning that was picked, if one was."""
        return self.turn.choice


def take_in_hand(scene: Scene, texts: list[Message], choice: str | None = None, number: int | None = None) -> Batch:
    """
    Mark the texts as being answered, so that a crash is counted, and write down what the assistant is asked.

    `number`: what the text is when it answers an open question, such as an age written as a word.
    """
    for text in texts:
        scene.mark(text, status=Status.IN_HAND, attempts=text.attempts + 1)
    said = "\n".join(text.text for text in texts) if number is None else str(number)
    return Batch(texts, Turn(said, scene.language, _known(scene), choice), len(scene.waiting) == len(texts))


def converse(desk: Desk, identifier_id: int, batch: Batch) -> bool:
    """
    Ask the assistant, with no transaction open, and carry out its reply in one.

    Returns whether there is more to deal with: what waited beside these texts, or they themselves when the assistant
    is away.
    """
    reply = None if outage.is_still_down(desk, batch.texts) else _ask(desk, batch)
    if reply is None:
        outage.hold_on(desk, identifier_id, batch.texts)
        return True
    with open_scene(desk, identifier_id) as scene:
        scene.route = desk.route_for(batch.texts[-1].provider)
        _answer(scene, batch, reply)
    log.info("text_answered", message=batch.texts[-1].id, topic=reply.topic, count=len(batch.texts))
    return not batch.is_last


def _ask(desk: Desk, batch: Batch) -> Reply | None:
    """Return what the assistant says, or None when it is away."""
    try:
        return desk.assistant.ask(batch.turn)
    except AssistantDown:
        return None


def _answer(scene: Scene, batch: Batch, reply: Reply) -> None:
    # Somebody may have taken the case while the assistant was thinking.
    case = case_in_charge(scene)
    if case:
        pass_on(scene, case, batch.texts)
        return
    if scene.conversation.mode is Mode.STOPPED:
        scene.settle(batch.texts, Status.IGNORED)
        return
    alarm = _alarm(scene.desk, batch, reply)
    if alarm and _is_dealt_with(scene, batch, alarm):
        return
    _close_chosen(scene, batch)
    carry_out(scene, reply.deeds, batch.texts)
    _settle(scene, batch, reply)
    if alarm and batch.choice:
        check(scene, alarm, batch.texts, hold=False)


def _alarm(desk: Desk, batch: Batch, reply: Reply) -> Alarm | None:
    """Return the danger that the topics are; a person who said "no, not that" is believed."""
    if any(text.kind == DENIED for text in batch.texts):
        return None
    if batch.choice:
        return danger.from_topic([(reply.topic or "", reply.confidence or 0.0)], 1.0)
    return danger.from_topic(reply.ranking, desk.ears.murmur([text.text for text in batch.texts]))


def _is_dealt_with(scene: Scene, batch: Batch, alarm: Alarm) -> bool:
    """
    Do what the topic's danger asks for; a topic picked from a list is answered first and asked about after.
    """
    case = scene.open_case()
    if case and case.kind:
        hold_the_line(scene, case, batch.texts)
        return True
    if batch.choice:
        return False
    if alarm.level == "sure":
        be_sure(scene, alarm, batch.texts)
    else:
        for text in batch.texts:
            scene.mark(text, kind=alarm.kind)
        check(scene, alarm, batch.texts)
    return True


def _close_chosen(scene: Scene, batch: Batch) -> None:
    """Close the question that this text answered; words beside a question leave it to the new one."""
    if batch.choice:
        withdraw(scene)


def _settle(scene: Scene, batch: Batch, reply: Reply) -> None:
    """Mark the texts as answered; those of an open case are read by its worker as well."""
    scene.settle(batch.texts, Status.ANSWERED, topic=reply.topic, confidence=reply.confidence, due_at=None)


def _known(scene: Scene) -> dict[str, Any]:
    """Return what the assistant is told of the talk: ids and choices, no number and no name."""
    conversation, talk = scene.conversation, scene.conversation.talk
    question = conversation.question
    extra = {name: value for name, value in talk.extra.items() if not name.startswith("_")}
    named = {name: value for name, value in asdict(talk).items() if name != "extra"}
    return {
        "language": scene.language,
        "mode": str(conversation.mode),
        "question": question.name if question else None,
        "context": dict(question.context) if question else {},
        **extra,
        **named,
    }

"""Answers to the desk's own questions: are you in danger, are you safe, shall we delete, which language."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import erase, wish
from bot.desk.alarm import alarm_of, ask_next, be_sure, is_about_police
from bot.desk.escalate import Call, escalate, restart
from bot.desk.scene import Scene
from bot.helpline.records import Case, Language, Message, Severity, Status

DENIED = "denied"  # kind of a text of which the person said: no, that is not what I meant


def check(scene: Scene, means: str, text: Message) -> None:  # noqa: ARG001 (all answers are called alike)
    """Danger: 1 yes, 2 no, 3 a person. Only "no" returns to the talk, to the very texts that were held."""
    question = scene.conversation.question
    assert question is not None
    held = _held(scene)
    scene.change(question=None)
    if means == "affirm":
        be_sure(scene, alarm_of(question), held)
    elif means == "deny":
        if not ask_next(scene, question, held):
            _return_to_talk(scene, held)
        wish.go_on(scene, question)
    else:
        case = undenied(scene, question.context["kind"], question.context["reason"], held)
        scene.say("safety.person", case=case)


def undenied(scene: Scene, kind: str, reason: str, held: list[Message]) -> Case:
    """Open the case of a danger that was not denied: what is not known counts as risk."""
    case = escalate(scene, Call(Severity.HIGH, reason, kind=kind))
    scene.settle(held, Status.PASSED_ON, case_id=case.id)
    return case


def leave_unanswered(scene: Scene) -> Case:
    """Take silence (or STOP) on the danger question for what it may be; the question itself stays open."""
    question = scene.conversation.question
    assert question is not None
    held = _held(scene)
    scene.change(question=replace(question, expires_at=None, context={**question.context, "held": []}))
    case = undenied(scene, question.context["kind"], question.context["reason"], held)
    scene.note(case, "danger_question_unanswered")
    return case


def hold_more(scene: Scene, text: Message, times: int) -> None:
    """Let one more text wait for the answer to the danger question."""
    question = scene.conversation.question
    assert question is not None
    held = [*question.context["held"], text.id]
    scene.change(question=replace(question, context={**question.context, "held": held, "asked": times}))
    scene.settle([text], Status.IN_HAND)


def held_ids(scene: Scene) -> set[int]:
    """Return the ids of the texts that wait for the answer to the danger question."""
    question = scene.conversation.question
    return set(question.context.get("held", ())) if question else set()


def safe_now(scene: Scene, means: str, text: Message) -> None:
    """Are you safe now? Either way a human comes; "no" is told the numbers again and goes to the top."""
    question = scene.conversation.question
    assert question is not None
    scene.change(question=None)
    case = scene.open_case()
    if case:
        scene.note(case, "said_safe" if means == "safe" else "said_not_safe", actor="person")
        scene.mark(text, case_id=case.id)
    if means == "safe":
        scene.say("safety.is_safe", case=case)
        return
    if case and case.severity is not Severity.IMMINENT:
        restart(scene, replace(case, severity=Severity.IMMINENT))
    avoids = question.context["avoid_police"] or is_about_police(scene)
    scene.say("safety.is_not_safe_without_02" if avoids else "safety.is_not_safe", case=case)


def delete(scene: Scene, means: str, text: Message) -> None:  # noqa: ARG001 (all answers are called alike)
    """Shall we delete everything? Done a day later, since the phone may be in another's hand."""
    scene.change(question=None)
    if means == "affirm":
        erase.schedule(scene)
        scene.say("delete.scheduled")
    else:
        scene.say("delete.kept")


def language(scene: Scene, means: str, text: Message) -> None:  # noqa: ARG001
    """Which language? The choice holds for good."""
    chosen: Language = "ru" if means.endswith("ru") else "tk"
    scene.change(question=None, language=chosen, language_chosen=True)
    scene.say("talk.language_set")


def letters(scene: Scene, means: str, text: Message) -> None:  # noqa: ARG001
    """Which letters? The choice holds for good."""
    scene.change(question=None)
    set_letters(scene, simple=means == "letters:simple")


def set_letters(scene: Scene, *, simple: bool) -> None:
    """Write Turkmen in simple letters, or in all of them, and say so in them."""
    scene.change(simple_letters=simple)
    scene.say("letters.simple" if simple else "letters.native")


def _held(scene: Scene) -> list[Message]:
    ids = held_ids(scene)
    return [text for text in scene.waiting if text.id in ids]


def _return_to_talk(scene: Scene, held: list[Message]) -> None:
    """Let the held texts be answered now, as if nothing had been asked."""
    if held:
        scene.settle(held, Status.WAITING, kind=DENIED)
    else:
        scene.say("safety.denied")

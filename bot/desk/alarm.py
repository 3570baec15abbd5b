"""Alarm: what follows when danger was heard. Sure: safety text and case at once. Unsure: one question, that stays."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from bot.desk import wish
from bot.desk.escalate import Call, escalate, restart
from bot.desk.hold_line import hold_the_line
from bot.desk.pass_on import pass_on
from bot.desk.scene import Scene
from bot.desk.thread import take_back, was_said
from bot.helpline import triage
from bot.helpline.danger import TOPIC_KINDS, Alarm
from bot.helpline.records import Case, Message, Mode, Option, Purpose, Question, Status

CHECK, SAFE_NOW = "safety.check", "safety.safe_now"  # names of the desk's danger questions
SILENCE = timedelta(minutes=5)  # without an answer to the check there is a case
WORKER_SILENCE = timedelta(minutes=2)  # then the safety text goes out although a worker is in charge
SAID_LATELY = timedelta(minutes=10)
NAMES_POLICE = triage.ASKED_IF_SAFE  # the kinds whose safety text names 02 as an option
HEARD_BY_WORKER = (Mode.WORKER, Mode.STOPPED)  # the worker in charge of a danger case reads the words
WITH_02 = frozenset(f"safety.{kind}" for kind in NAMES_POLICE)
POLICE_LATELY = timedelta(days=1)
CHECKED = (Option(1, "affirm"), Option(2, "deny"), Option(3, "person"))
SAFE = (Option(1, "safe"), Option(2, "not_safe"))


def raise_alarm(scene: Scene, alarm: Alarm, texts: list[Message], *, in_known_language: bool = True) -> None:
    """Do what the alarm asks for; `texts` are those in which it was heard."""
    case = scene.open_case()
    for text in texts:
        scene.mark(text, kind=alarm.kind)
    if case and case.assignee_id is not None and scene.conversation.mode in HEARD_BY_WORKER:
        with_worker(scene, alarm, case)
    elif not in_known_language:
        _bilingual(scene, alarm, texts)
    elif alarm.level == "sure":
        be_sure(scene, alarm, texts)
    elif case and case.kind:
        # A human is called already; the texts go to the case like all others.
        scene.note(case, "danger_again", kind=alarm.kind, reason=alarm.reason)
    else:
        check(scene, alarm, texts)


def be_sure(scene: Scene, alarm: Alarm, texts: list[Message]) -> Case:
    """Send the safety text of the kind and open (or raise) the case, in one transaction with the texts' marks."""
    alarm = _wary(scene, alarm)
    case = _call(scene, alarm, "sure")
    if was_said(scene, safety_text(alarm), SAID_LATELY):
        hold_the_line(scene, case, texts)
    else:
        say_safety(scene, alarm, case, texts)
        _ask_if_safe(scene, alarm)
        scene.settle(texts, Status.ANSWERED, case_id=case.id)
    if case.assignee_id is not None:
        pass_on(scene, case, texts)
    return case


def check(scene: Scene, alarm: Alarm, texts: list[Message], *, hold: bool = True) -> None:
    """
    Ask whether we understood. The texts wait for the answer, so that "no" returns to the talk.

    `hold` False: the texts were answered already (a topic of danger was picked from the menu).
    """
    asked = scene.conversation.question
    if is_check(asked):
        _ask_later(scene, asked, alarm)
        return  # one question at a time; the new texts are held by the one that is open
    held = [text.id for text in texts] if hold else []
    context = {"kind": alarm.kind, "reason": alarm.reason, "avoid_police": alarm.avoid_police, "held": held, "asked": 1}
    context |= wish.carried(asked)
    _open(scene, CHECK, CHECKED, context, expires_at=scene.now + SILENCE)
    scene.say(f"{CHECK}_{alarm.kind}", purpose=Purpose.SAFETY if hold else Purpose.REPLY)
    scene.wake("chase", scene.now + SILENCE)


def _ask_later(scene: Scene, asked: Question, alarm: Alarm) -> None:
    """Keep another kind of danger for when the one that is asked about was denied."""
    also = asked.context.get("also", [])
    if alarm.kind in (asked.context["kind"], *(kind for kind, _, _ in also)):
        return
    also = [*also, [alarm.kind, alarm.reason, alarm.avoid_police]]
    scene.change(question=replace(asked, context={**asked.context, "also": also}))


def ask_next(scene: Scene, denied: Question, texts: list[Message]) -> bool:
    """Ask about the next kind of danger that was heard with the one that was denied; say whether there is one."""
    also = denied.context.get("also", [])
    for kind, reason, avoid_police in also:
        check(scene, Alarm(kind, "unsure", reason, avoid_police), texts)
    return bool(also)


def is_check(question: Question | None) -> TypeGuard[Question]:
    """Say whether this is the question whether someone is in danger."""
    return question is not None and question.name == CHECK


def is_running(question: Question | None) -> TypeGuard[Question]:
    """Say whether this is the question whether someone is in danger, and its silence is not over yet."""
    return is_check(question) and question.expires_at is not None


def is_danger(question: Question | None) -> bool:
    """Say whether this is one of the danger questions, which never grow old."""
    return question is not None and question.name in (CHECK, SAFE_NOW)


def alarm_of(question: Question) -> Alarm:
    """Return the alarm that the question was asked about, now that it is sure."""
    context = question.context
    return Alarm(context["kind"], "sure", context["reason"], context["avoid_police"])


def say_safety(scene: Scene, alarm: Alarm, case: Case, texts: list[Message]) -> None:
    """Send the safety text of the kind."""
    text_id = safety_text(alarm)
    answers = texts[-1] if texts else None
    scene.send(scene.words(text_id), purpose=Purpose.SAFETY, case=case, tag=text_id, answers=answers)
    scene.note(case, "safety_text", text=text_id)


def is_about_police(scene: Scene) -> bool:
    """Say whether the open case, or what was written lately, is about danger from the police: then never 02."""
    case, topic = scene.open_case(), scene.conversation.talk.last_topic
    kinds = {TOPIC_KINDS.get(topic or "")}
    if case:
        kinds |= {case.kind, *(line.details.get("kind") for line in scene.work.cases.timeline(case.id))}
    thread = scene.work.messages.thread(scene.conversation.id)
    kinds |= {text.kind for text in thread if text.at and text.at >= scene.now - POLICE_LATELY}
    return bool(kinds & triage.POLICE_KINDS)


def _wary(scene: Scene, alarm: Alarm) -> Alarm:
    """Return the alarm that also knows of the police in what was heard before."""
    return replace(alarm, avoid_police=alarm.avoid_police or is_about_police(scene))


def safety_text(alarm: Alarm) -> str:
    """Return the id of the safety text; where police are part of the danger, the one that does not name 02."""
    without = "_without_02" if alarm.avoid_police and alarm.kind in NAMES_POLICE else ""
    return f"safety.{alarm.kind}{without}"


def _call(scene: Scene, alarm: Alarm, level: str) -> Case:
    severity = triage.of_danger(alarm.kind, "sure" if level == "sure" else "unsure")
    return escalate(scene, Call(severity, alarm.reason, kind=alarm.kind))


def with_worker(scene: Scene, alarm: Alarm, case: Case) -> None:
    """
    Raise the severity and restart the clock of the worker in charge; the words go to that worker like all others.

    The safety text lies in the outbox for two minutes: a text of the worker takes it out again.
    """
    alarm = _wary(scene, alarm)
    severity = triage.worse(triage.of_danger(alarm.kind, alarm.level), case.severity)
    text_id = safety_text(alarm)
    is_ready = was_said(scene, text_id, SAID_LATELY)
    if case.kind:
        scene.note(case, "danger_again", kind=alarm.kind, reason=alarm.reason)
    kind = triage.joined(case.kind, alarm.kind)
    if case.kind and case.step and severity is case.severity and is_ready:
        scene.work.cases.save(replace(case, kind=kind))
        return  # the worker's clock runs already, and the safety text lies ready or was sent
    case = restart(scene, replace(case, severity=severity, kind=kind, reason=alarm.reason))
    if alarm.avoid_police:
        take_back(scene, case.id, Purpose.SAFETY, tags=WITH_02)
    if not is_ready:
        scene.send(scene.words(text_id), purpose=Purpose.SAFETY, case=case, tag=text_id, after=WORKER_SILENCE)


def _bilingual(scene: Scene, alarm: Alarm, texts: list[Message]) -> None:
    """Answer what may be danger in a language that we do not know: both languages in one text, and a case."""
    alarm = _wary(scene, alarm)
    case = _call(scene, alarm, alarm.level)
    text_id = (
        "safety.bilingual_without_02" if alarm.kind in triage.POLICE_KINDS or alarm.avoid_police else "safety.bilingual"
    )
    scene.send(scene.words(text_id), purpose=Purpose.SAFETY, case=case, tag=text_id, answers=texts[-1])
    scene.settle(texts, Status.ANSWERED, case_id=case.id)


def _ask_if_safe(scene: Scene, alarm: Alarm) -> None:
    """Open the question that stands in the safety text; whatever else was asked is withdrawn."""
    if alarm.kind in triage.ASKED_IF_SAFE:
        _open(scene, SAFE_NOW, SAFE, {"kind": alarm.kind, "reason": alarm.reason, "avoid_police": alarm.avoid_police})
    else:
        scene.change(question=None)


def _open(
    scene: Scene, name: str, options: tuple[Option, ...], context: dict[str, Any], expires_at: datetime | None = None
) -> None:
    question = Question(secrets.token_hex(4), name, options, scene.now, expires_at, context)
    scene.change(question=question)

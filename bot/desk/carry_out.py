"""Carry out: the deeds of an action are done, all in the transaction of the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, cast

from bot.answers.reviews import held_back
from bot.deeds import Ask, Deed, Do, FindService, OpenCase, Remember, Say, SetLanguage
from bot.desk import commands, directory, who_writes
from bot.desk.escalate import Call, escalate
from bot.desk.reviewing import readings_of
from bot.desk.say import Piece, say, withdraw
from bot.desk.scene import Scene
from bot.desk.status import what_happens_next
from bot.helpline import triage
from bot.helpline.danger import POLICE_KINDS
from bot.helpline.records import Message, Talk
from bot.text.commands import Command, Name

EMERGENCY = "services.emergency"
SECRECY = "confidentiality"
KNOWN = {field.name for field in fields(Talk)} - {"extra"}


def carry_out(scene: Scene, deeds: Sequence[Deed], texts: list[Message]) -> None:
    """Do the deeds in their order; what is to be said goes out together, a question at its end."""
    answers = texts[-1] if texts else None
    pieces: list[Piece] = []
    for deed in _reviewed(scene, deeds):
        pieces += _done(scene, deed, texts)
    if pieces:
        say(scene, pieces, answers, is_answer=True)


def _reviewed(scene: Scene, deeds: Sequence[Deed]) -> Sequence[Deed]:
    """In production an answer that nobody reviewed is not sent: the person is asked whether a human may write."""
    library = scene.desk.library
    if not library.in_production:
        return deeds
    reviews = readings_of(scene.work, [deed.text for deed in deeds if isinstance(deed, Say)])
    return held_back(deeds, library, reviews, scene.language, scene.now.date())


def _done(scene: Scene, deed: Deed, texts: list[Message]) -> list[Piece]:
    """Do one deed and return what is to be said of it."""
    if isinstance(deed, Say):
        return [_without_police(scene, deed), *_duties(scene, deed)]
    if isinstance(deed, Ask):
        return [who_writes.before_consent(scene, deed, texts)]
    if isinstance(deed, SetLanguage):
        scene.change(language=deed.language, language_chosen=True)
    elif isinstance(deed, Remember):
        remember(scene, deed.talk)
    elif isinstance(deed, OpenCase):
        return _open_case(scene, deed, texts)
    elif isinstance(deed, FindService):
        return _services(scene, deed)
    elif isinstance(deed, Do):
        _run(scene, deed, texts[-1])
    return []


def remember(scene: Scene, talk: dict[str, Any]) -> None:
    """Lay entries into the talk, by name where it has one."""
    named = {name: value for name, value in talk.items() if name in KNOWN}
    scene.change(talk=replace(scene.conversation.talk, **named))
    scene.remember(**{name: value for name, value in talk.items() if name not in KNOWN})


def _open_case(scene: Scene, deed: OpenCase, texts: list[Message]) -> list[Piece]:
    """Hand over with the consent that was given; without one nobody writes."""
    if not deed.consent:
        return []
    withdraw(scene)  # the consent may have been given in words, and its digits must not lie in the phone
    topic = scene.desk.library.topics.get(deed.topic or "")
    severity = triage.of_wish(topic.urgency if topic else None)
    case = escalate(scene, Call(severity, deed.reason, topic=deed.topic, region=deed.region))
    scene.note(case, "consented", actor="person", region=deed.region)
    who_writes.name_writer(scene)
    for text in texts:
        scene.mark(text, case_id=case.id)
    return [what_happens_next(scene, case)]


def _services(scene: Scene, deed: FindService) -> list[Piece]:
    """Return up to three services for the place; the action says the emergency numbers and offers a person."""
    topic = deed.topic or scene.conversation.talk.last_topic
    library = scene.desk.library
    edited = directory.told(library, scene.work)
    found = library.services(deed.region, deed.audience, scene.language, scene.now, topic=topic, edited=edited)
    return ["\n".join(found)] if found else [Say("services.none")]


def _without_police(scene: Scene, deed: Say) -> Say:
    """Whoever has trouble with the police is not sent to the police, whatever an action thought."""
    case = scene.open_case() if deed.text == EMERGENCY else None
    return Say(f"{EMERGENCY}_no_police") if case and case.kind in POLICE_KINDS else deed


def _duties(scene: Scene, deed: Say) -> list[Piece]:
    """Whoever asks who will read this is told the deployment's own words on what must be reported."""
    reporting = scene.desk.policy.reporting
    return [Say(reporting)] if reporting and deed.text == SECRECY and deed.part <= 0 else []


def _run(scene: Scene, deed: Do, text: Message) -> None:
    act = commands.ACTS.get(deed.command)
    if act:
        act(scene, Command(cast(Name, deed.command)), text)

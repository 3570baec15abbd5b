"""Unasked: what we send more than ten minutes after a person's last text may be read by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.answers.phrasing import Reader, spell
from bot.desk.desk import Desk
from bot.desk.scene import Scene, tell
from bot.helpline.hours import is_day, next_day_time
from bot.helpline.records import Conversation, Message, Purpose, Status
from bot.ports import Outbound, UnitOfWork
from bot.text.alphabet import fold
from bot.text.commands import read

ASKED_FOR = timedelta(minutes=10)
NEUTRAL = "unasked.neutral"
# Neutral words with a time in them; in discreet mode even these wait for the person's own word.
REMINDERS = frozenset(f"reminder.{what}_{day}" for what in ("meeting", "condition") for day in ("today", "tomorrow"))
WAITS_FOR_PERSON = "waits_for_person"  # why a text is held: it goes out with the person's next text
OWN = "_word"
OWN_AWAITED = "_word_awaited"  # since when the person was asked to choose one; until they have


@dataclass(frozen=True)
class Ruling:
    """What happens to a text that falls due: it goes now, waits for the person, waits for the day, or is dropped."""

    what: Literal["send", "hold", "later", "drop"]
    until: datetime | None = None


def judge(work: UnitOfWork, text: Message, now: datetime) -> Ruling:
    """
    Say what may happen to a text to a person.

    A safety text always goes. Anything else is unasked when the person has not written for ten minutes: then only
    neutral words, and by day.
    """
    if text.purpose is Purpose.SAFETY or text.conversation_id is None or text.kind == "stop.done":
        return Ruling("send")
    if work.messages.inbound_since(text.identifier_id, now - ASKED_FOR):
        return Ruling("send")
    is_neutral = text.kind == NEUTRAL or (text.kind in REMINDERS and not _is_discreet(work, text))
    if is_neutral:
        return Ruling("send") if is_day(now) or is_in_danger(work, text) else Ruling("later", next_day_time(now))
    return Ruling("drop" if text.purpose is Purpose.HOLDING else "hold")


def hold(desk: Desk, work: UnitOfWork, text: Message, now: datetime) -> None:
    """Keep a text until the person writes, and let them know, in words that give nothing away, that one is there."""
    work.messages.change(text.id, status=Status.HELD, failed_reason=WAITS_FOR_PERSON)
    ping(desk, work, text, now)
    if text.purpose is Purpose.WORKER and text.worker_id is not None and text.case_id is not None:
        worker, case = work.workers.get(text.worker_id), work.cases.get(text.case_id)
        tell(desk, work, now, worker, "worker.waits_for_person", case=case, code=case.code)


def ping(desk: Desk, work: UnitOfWork, text: Message, now: datetime) -> None:
    """Put the neutral text into the outbox, unless one has gone out since the person last wrote."""
    assert text.conversation_id is not None
    conversation = work.conversations.get(text.conversation_id)
    since = conversation.last_in_at
    thread = work.messages.thread(conversation.id, limit=50)
    if any(one.kind == NEUTRAL and one.at and (since is None or one.at >= since) for one in thread):
        return
    sms = Outbound(
        text.identifier_id, _neutral(desk, conversation), Purpose.REMINDER, now, conversation.id, text.case_id
    )
    message_id = work.messages.add_outbound(sms, text.provider, now)
    work.messages.change(message_id, kind=NEUTRAL)


def release(scene: Scene, fresh: list[Message]) -> None:
    """
    Send what was held for the person, now that they write.

    In discreet mode only their own word opens it; who was never asked for one opens with words, never a bare digit.
    Whoever hides opens nothing by that.
    """
    held = held_for(scene) if may_be_held(scene) else []
    own = [text for text in fresh if is_own_word(scene, [text])]
    if own:
        scene.settle(own, Status.ANSWERED, screened_at=scene.now)
        if not held:
            scene.say("hide.nothing_new")
    is_hidden = any(_hides(scene, text) for text in fresh)
    if own or (not is_hidden and any(_opens(scene, text) for text in fresh)):
        for text in held:
            scene.work.messages.change(text.id, status=Status.DUE, due_at=scene.now, failed_reason=None)
            scene.wake("deliver")


def may_be_held(scene: Scene) -> bool:
    """Say whether anything can have been held: only in a pause longer than ten minutes, or for a word of their own."""
    last = scene.conversation.last_in_at
    return scene.conversation.discreet or (last is not None and scene.now - last >= ASKED_FOR)


def held_for(scene: Scene) -> list[Message]:
    """Return the texts that wait for the person to write."""
    thread = scene.work.messages.thread(scene.conversation.id)
    return [text for text in thread if text.status is Status.HELD and text.failed_reason == WAITS_FOR_PERSON]


def is_own_word(scene: Scene, fresh: list[Message]) -> bool:
    """Say whether one of the texts is the word that the person chose."""
    word = scene.conversation.talk.extra.get(OWN)
    return bool(word) and any(fold(text.text) == fold(str(word)) for text in fresh)


def _opens(scene: Scene, text: Message) -> bool:
    if not scene.conversation.discreet:
        return True
    talk = scene.conversation.talk.extra
    if talk.get(OWN) or talk.get(OWN_AWAITED):
        return False  # only their own word does
    return any(char.isalpha() for char in text.text)


def _hides(scene: Scene, text: Message) -> bool:
    command = read(text.text, safe_words=scene.desk.policy.safe_words)
    return command is not None and command.name in ("hide", "safe_word")


def _is_discreet(work: UnitOfWork, text: Message) -> bool:
    return text.conversation_id is not None and work.conversations.get(text.conversation_id).discreet


def is_in_danger(work: UnitOfWork, text: Message) -> bool:
    """Say whether a text belongs to a case of danger."""
    return text.case_id is not None and work.cases.get(text.case_id).kind is not None


def _neutral(desk: Desk, conversation: Conversation) -> str:
    language = conversation.language or desk.policy.default_language
    reader = Reader(language, conversation.talk.who, desk.policy.simple_letters)
    return spell(desk.library.text(NEUTRAL, language, audience=conversation.talk.who), reader)

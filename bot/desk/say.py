"""Say: pieces of an answer become SMS in the outbox, with what stands before and after the first one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from bot.answers import offers
from bot.answers.library import UnknownText
from bot.answers.phrasing import Phrased, phrase
from bot.deeds import Ask, Deed, Say
from bot.desk import letters, wish
from bot.desk.alarm import is_danger
from bot.desk.scene import Scene
from bot.helpline.records import Message, Mode, Purpose, Question
from bot.logs import log

OPEN_FOR = timedelta(minutes=30)
BACK = "_back"  # in the talk: the assistant is back, and the person was not told yet

Piece = Deed | str


def say(scene: Scene, pieces: Sequence[Piece], answers: Message | None = None, *, is_answer: bool = False) -> None:
    """
    Write the pieces to the person and open the question among them.

    The first answer carries, once, who we are and what is kept; after a worker has left it says so first.
    `is_answer` False: words about the service itself, which greet nobody.
    """
    if is_answer and may_ask(scene, answers):
        pieces = letters.ask_when_it_pays(scene, pieces)
    _keep_wish(scene, pieces, answers)
    asking = [piece for piece in pieces if not isinstance(piece, Ask) or may_ask(scene, answers)]
    written = _phrased(scene, [*_before(scene), *asking])
    # The notice is an SMS of its own: within the answer it would part the question from its digits.
    after = _phrased(scene, _after(scene)) if is_answer else Phrased(())
    letters.count(scene, written.texts)
    for text in (*written.texts, *after.texts):
        scene.send(text, answers=answers)
    if written.question:
        _remember(scene, written)


def may_ask(scene: Scene, answers: Message | None) -> bool:
    """
    Say whether a numbered question may go out: one is open at a time.

    A danger question outranks all. Another one is replaced only by a text that came after it was asked; else two
    lists of digits would lie in the phone at once.
    """
    asked = scene.conversation.question
    if asked is None or (asked.expires_at is not None and asked.expires_at <= scene.now and not is_danger(asked)):
        return True
    if is_danger(asked):
        return False
    return answers is None or answers.at is None or answers.at >= asked.asked_at


def _keep_wish(scene: Scene, pieces: Sequence[Piece], answers: Message | None) -> None:
    """Call a human at once when another question takes the place of one that was asked after a yes."""
    asked = scene.conversation.question
    others = [piece for piece in pieces if isinstance(piece, Ask) and not piece.context.get(wish.CONSENT)]
    if asked is not None and others and wish.is_behind(asked) and may_ask(scene, answers):
        wish.hand_over(scene, asked.context)


def _before(scene: Scene) -> list[Piece]:
    """Return what is told with the next text: that the assistant is back."""
    why = scene.conversation.talk.extra.get(BACK)
    if not why:
        return []
    scene.remember(**{BACK: None})
    return [Say(str(why))]


def _after(scene: Scene) -> list[Piece]:
    """Return who we are and what is kept, once; never in a talk about danger."""
    if scene.conversation.greeted_at or scene.conversation.mode not in (Mode.ASSISTANT, Mode.WAITING):
        return []
    if is_danger(scene.conversation.question):
        return []
    scene.change(greeted_at=scene.now)
    return [Say("first_contact.notice", fields={"days": scene.desk.policy.keep_days})]


def _phrased(scene: Scene, pieces: list[Piece]) -> Phrased:
    """Write the pieces; in production a text that nobody translated is replaced by the offer of a person."""
    try:
        return phrase(scene.desk.library, pieces, scene.reader)
    except UnknownText:
        log.warning("text_missing", language=scene.language)
        person = Ask("consent.unreviewed", offers.YES_NO, context={"reason": "text_missing"})
        return phrase(scene.desk.library, [person], scene.reader)


def _remember(scene: Scene, written: Phrased) -> None:
    """Lay the question into the talk as the one that is open."""
    assert written.question is not None
    question = Question(
        id=secrets.token_hex(4),
        name=written.question.question,
        options=written.options,
        asked_at=scene.now,
        expires_at=scene.now + OPEN_FOR,
        context=dict(written.question.context),
    )
    scene.change(question=question)


def hold_text(scene: Scene, text_id: str, answers: Message | None = None) -> None:
    """Put a holding text into the outbox, tagged so that it goes out once."""
    message_id = scene.say(text_id, purpose=Purpose.HOLDING)
    if answers:
        scene.work.messages.change(message_id, in_reply_to=answers.id)


def withdraw(scene: Scene) -> None:
    """Close the open question, unless it is one about danger."""
    if not is_danger(scene.conversation.question):
        scene.change(question=None)

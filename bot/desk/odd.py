"""Odd: texts that nobody can understand as words are still answered."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.say import say
from bot.desk.scene import Scene
from bot.desk.thread import was_said
from bot.helpline.orders import is_for_staff
from bot.helpline.records import Message, Status
from bot.text.commands import is_only_digits, says_nothing

OWN_WORD_WITHIN = timedelta(minutes=30)
LONGEST_WORD = 20


def answer_odd(scene: Scene, text: Message) -> bool:
    """Answer a text that is empty, a picture, emoji, digits, or in another language; say whether it was one."""
    text_id = _what_is_odd(scene, text)
    if text_id is None:
        return False
    scene.settle([text], Status.ANSWERED)
    # Ten emoji in a row are answered once.
    if not was_said(scene, text_id, timedelta(minutes=2)):
        message_id = scene.say(text_id)
        scene.work.messages.change(message_id, in_reply_to=text.id)
    return True


def take_own_word(scene: Scene, text: Message) -> bool:
    """Take the word that opens content in discreet mode, when it was asked for; say whether this was it."""
    asked_at = scene.conversation.talk.extra.get("_word_awaited")
    if not asked_at or not _fits(text):
        return False
    scene.remember(_word_awaited=None, _word=text.text.casefold())
    say(scene, [scene.words("hide.word_set")], text)
    scene.settle([text], Status.ANSWERED)
    return True


def _what_is_odd(scene: Scene, text: Message) -> str | None:
    if says_nothing(text.text):
        return "odd.picture" if text.media_count else "odd.no_words"
    if is_only_digits(text.text):
        return "odd.digits"
    if is_for_staff(text.text):
        return "worker.unknown_number"
    guess = scene.desk.ears.language(text.text, scene.conversation.language)
    return "odd.other_language" if guess.language == "other" and guess.sure else None


def _fits(text: Message) -> bool:
    return " " not in text.text and 2 <= len(text.text) <= LONGEST_WORD and not is_only_digits(text.text)

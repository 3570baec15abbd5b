"""Odd: texts that nobody can understand as words are still answered."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.scene import Scene
from bot.desk.thread import was_said
from bot.helpline.orders import is_for_staff
from bot.helpline.records import Message, Status
from bot.text.commands import is_only_digits, says_nothing


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


def _what_is_odd(scene: Scene, text: Message) -> str | None:
    if says_nothing(text.text):
        return "odd.picture" if text.media_count else "odd.no_words"
    if is_only_digits(text.text):
        return "odd.digits"
    if is_for_staff(text.text):
        return "worker.unknown_number"
    guess = scene.desk.ears.language(text.text, scene.conversation.language)
    return "odd.other_language" if guess.language == "other" and guess.sure else None

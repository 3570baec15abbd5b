"""Own word: the word that a person chooses, so that nobody else opens what we write to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.say import say
from bot.desk.scene import Scene
from bot.desk.unasked import OWN, OWN_AWAITED, held_for
from bot.helpline.complaints import is_complaint
from bot.helpline.records import Case, Message, Mode, Status
from bot.text import commands
from bot.text.alphabet import fold

WITHIN = timedelta(minutes=30)  # after that a word is no answer to "choose one"
LONGEST = 20


def ask(scene: Scene) -> None:
    """Ask the person to choose a word."""
    scene.remember(**{OWN_AWAITED: scene.now.isoformat()})
    scene.say("hide.choose_word")


def take(scene: Scene, text: Message, case: Case | None) -> bool:
    """
    Take the word that was asked for, whoever is in charge; say whether this was it.

    When the wait for it is over and something lies there that only it opens, it is asked for once more.
    """
    talk = scene.conversation.talk.extra
    if not talk.get(OWN_AWAITED) or scene.conversation.mode is Mode.STOPPED:
        return False
    since = datetime.fromisoformat(talk[OWN_AWAITED])
    if _is_over(since, text, case):
        if any(char.isalpha() for char in text.text) and held_for(scene):
            ask(scene)
        return False
    if not _may_be_meant(scene, since, text):
        return False
    _keep(scene, text)
    return True


def _keep(scene: Scene, text: Message) -> None:
    """Keep the word as its skeleton, so that a dot or a large letter shuts nobody out."""
    word = fold(text.text)
    if word:
        scene.remember(**{OWN_AWAITED: None, OWN: word})
    say(scene, [scene.words("hide.word_set" if word else "hide.choose_word")], text)
    scene.settle([text], Status.ANSWERED)


def _is_over(since: datetime, text: Message, case: Case | None) -> bool:
    """Say whether the text answers something else by now: half an hour is over, or the worker has written."""
    written = case.last_worker_text_at if case else None
    return (text.at or since) > since + WITHIN or (written is not None and written > since)


def _may_be_meant(scene: Scene, since: datetime, text: Message) -> bool:
    """Say whether the text is one word, and no answer, no order and no danger."""
    question = scene.conversation.question
    if text.kind or (text.at or since) < since or (question is not None and question.asked_at > since):
        return False
    return _is_a_word(text.text) and not _means_something(text.text)


def _is_a_word(text: str) -> bool:
    words = [part for part in text.split() if not commands.says_nothing(part)]
    return len(words) == 1 and 2 <= len(words[0]) <= LONGEST and not commands.is_only_digits(text)


def _means_something(text: str) -> bool:
    """Say whether everybody writes this (a command, a number, yes or no), or it is a complaint."""
    is_number = commands.number(text, awaited=True) is not None
    return is_number or bool(commands.read(text) or commands.yes_or_no(text) or is_complaint(text))

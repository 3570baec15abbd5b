"""Screen: every waiting text is listened to for danger, alone and joined, in every mode, before anybody is asked."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.alarm import check, is_check, raise_alarm
from bot.desk.outage import set_aside
from bot.desk.scene import Scene
from bot.helpline.danger import Alarm
from bot.helpline.records import Language, Message
from bot.logs import log
from bot.text.commands import is_cry

IN_PIECES = timedelta(minutes=2)  # a sentence sent in pieces is heard as one


def screen(scene: Scene, fresh: list[Message]) -> None:
    """Listen to the texts that were not listened to yet, and do at once what an alarm asks for."""
    if not fresh:
        return
    known = scene.conversation.language
    try:
        alarm, guilty, alone = _listen(scene, fresh)
    except Exception:
        # What cannot be listened to may be anything: a human reads it.
        log.exception("not_screened", conversation=scene.conversation.id)
        for text in fresh:
            set_aside(scene, text)
        return
    foreign = known is None and _is_foreign(scene, fresh)
    _note_language(scene, fresh)
    for text in fresh:
        scene.mark(text, screened_at=scene.now)
    heard = [text.at for text in fresh if text.at]
    if heard:
        scene.change(last_in_at=max(heard + [at for at in [scene.conversation.last_in_at] if at]))
    if alarm:
        log.info(
            "danger_heard", conversation=scene.conversation.id, kind=alarm.kind, level=alarm.level, reason=alarm.reason
        )
        raise_alarm(scene, alarm, guilty, in_known_language=not foreign)
        _ask_about_others(scene, alone)


def _listen(scene: Scene, fresh: list[Message]) -> tuple[Alarm | None, list[Message], list[tuple[Message, Alarm]]]:
    """Return the gravest alarm, the texts in which it was heard (all, when only together), and what each says alone."""
    hear = scene.desk.ears.danger
    alarm = hear([text.text for text in (*_before(scene, fresh), *fresh)])
    if alarm is None:
        return *_cry(fresh), []
    alone = [(text, heard) for text in fresh if (heard := hear([text.text]))]
    return alarm, [text for text, _ in alone] or fresh, alone


def _ask_about_others(scene: Scene, alone: list[tuple[Message, Alarm]]) -> None:
    """Have every other kind of danger in the texts asked about as well, once the first was denied."""
    if not is_check(scene.conversation.question):
        return
    for text, other in alone:
        check(scene, other, [text])


def _cry(fresh: list[Message]) -> tuple[Alarm | None, list[Message]]:
    """Return the alarm of a bare cry for help: what it is about is not known, and counts as risk."""
    cries = [text for text in fresh if is_cry(text.text)]
    return (Alarm("unknown", "unsure", "cry_for_help"), cries) if cries else (None, [])


def _before(scene: Scene, fresh: list[Message]) -> list[Message]:
    """Return the harmless texts of the last minutes: the next one may finish their sentence."""
    new = {text.id for text in fresh}
    since = scene.now - IN_PIECES
    return [one for one in scene.lately if one.id not in new and one.kind is None and one.at and one.at >= since]


def _is_foreign(scene: Scene, fresh: list[Message]) -> bool:
    """Say whether a first text is in a language that we do not know."""
    guesses = [scene.desk.ears.language(text.text, None) for text in fresh]
    return any(guess.language == "other" and guess.sure for guess in guesses)


def _note_language(scene: Scene, fresh: list[Message]) -> None:
    """Follow the person's language, unless they chose one for good."""
    if scene.conversation.language_chosen:
        return
    for text in fresh:
        known = scene.conversation.language
        guess = scene.desk.ears.language(text.text, known)
        if guess.language != "other" and (guess.sure or known is None) and any(char.isalpha() for char in text.text):
            spoken: Language = guess.language
            scene.change(language=spoken)

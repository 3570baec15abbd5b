"""Questions: what a digit means now. One numbered question is open at a time; what is not clear is asked back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.desk import answers_to, consents, who_writes
from bot.desk.alarm import CHECK, SAFE_NOW, is_check, is_danger
from bot.desk.diversion import reminders
from bot.desk.say import say
from bot.desk.scene import Scene
from bot.helpline.records import Message, Option, Purpose, Question, Status
from bot.text import commands

# The desk's own questions, and what settles them. Everybody else's answers travel to the assistant as a choice.
DESK_ANSWERS: dict[str, Callable[[Scene, str, Message], None]] = {
    CHECK: answers_to.check,
    SAFE_NOW: answers_to.safe_now,
    "delete.confirm": answers_to.delete,
    consents.ASK: consents.answer,
    who_writes.ASK: who_writes.answer,
    "language.ask": answers_to.language,
    reminders.ASK: reminders.answer,
    "letters.ask": answers_to.letters,
}


@dataclass(frozen=True)
class Answered:
    """What became of an answer: settled here, asked back, or a meaning that the assistant is to hear."""

    how: Literal["settled", "asked_back", "choice"]
    means: str | None = None


def is_open(question: Question | None, text: Message) -> bool:
    """Say whether something was asked that this text may answer: then a number is awaited, and `bes` is five."""
    return question is not None and not is_late(question, text)


def read_number(scene: Scene, text: Message) -> int | None:
    """Return the number that the text is, in digits or (when one is awaited) in words."""
    return commands.number(text.text, awaited=is_open(scene.conversation.question, text))


def answer_number(scene: Scene, text: Message, number: int) -> Answered:
    """Settle a number: by the open question, or by asking back which one is meant."""
    question = scene.conversation.question
    if question is None or is_late(question, text) or came_before(question, text):
        return _ask_back(scene, text, question, number)
    if not question.options:
        return Answered("choice")  # a number in an open question, such as an age: the assistant reads it
    option = next((option for option in question.options if option.digit == number), None)
    if option is None:
        return _not_an_option(scene, text, question)
    return _choose(scene, text, question, option)


def answer_words(scene: Scene, text: Message) -> Answered | None:
    """Settle a bare yes or no to one of the desk's own questions; None when the text is something else."""
    question = scene.conversation.question
    means = commands.yes_or_no(text.text)
    if question is None or means is None or question.name not in DESK_ANSWERS or is_late(question, text):
        return None
    said = {"affirm": question.options[0], "deny": question.options[1]}[means]
    return _choose(scene, text, question, said)


def is_late(question: Question, text: Message) -> bool:
    """Say whether the question had run out when the text came in. Danger questions never do."""
    if is_danger(question) or question.expires_at is None or text.at is None:
        return False
    return text.at > question.expires_at


def came_before(question: Question, text: Message) -> bool:
    """Say whether the text was written before the question was asked."""
    return text.at is not None and text.at < question.asked_at


def repeat_check(scene: Scene, text: Message) -> None:
    """Ask the danger question once more; the text waits with those it holds. Twice at most, then silence counts."""
    question = scene.conversation.question
    assert question is not None
    times = question.context["asked"]
    answers_to.hold_more(scene, text, times + 1)
    if times <= 2:
        scene.say("safety.check_again", purpose=Purpose.SAFETY)


def _choose(scene: Scene, text: Message, question: Question, option: Option) -> Answered:
    settle = DESK_ANSWERS.get(question.name)
    if settle is None:
        return Answered("choice", option.means)
    settle(scene, option.means, text)
    scene.settle([text], Status.ANSWERED)
    return Answered("settled")


def _ask_back(scene: Scene, text: Message, question: Question | None, number: int) -> Answered:
    """Ask which question the digit answers; an old question is closed."""
    if is_check(question):
        repeat_check(scene, text)
        return Answered("asked_back")
    if question is not None and is_late(question, text):
        scene.change(question=None)
    say(scene, [scene.words("questions.which", digit=number)], text)
    scene.settle([text], Status.ANSWERED)
    return Answered("asked_back")


def _not_an_option(scene: Scene, text: Message, question: Question) -> Answered:
    """Name the digits that there are; the question stays open."""
    digits = ", ".join(str(option.digit) for option in question.options)
    scene.say("questions.not_an_option", digits=digits)
    scene.settle([text], Status.ANSWERED)
    return Answered("asked_back")

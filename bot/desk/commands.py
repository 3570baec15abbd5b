"""Commands: what a person tells the service to do, in one word, before any model is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers import menus, offers
from bot.deeds import Ask, Deed
from bot.desk import answers_to, erase, own_word
from bot.desk.alarm import is_check
from bot.desk.escalate import Call, escalate
from bot.desk.say import may_ask, say
from bot.desk.scene import Scene
from bot.desk.staff_alerts import tell_case_staff, tell_staff_of_number
from bot.desk.status import tell_status, what_happens_next
from bot.desk.unasked import OWN
from bot.helpline.records import Case, Identifier, Message, Mode, Purpose, Severity, Status
from bot.text.commands import Command

# While a worker is in charge (or is being called to a danger) the bot is silent but for these.
ALWAYS = frozenset({"stop", "start", "hide", "delete", "safe_word", "language"})
LANGUAGES = (("language:tk", ""), ("language:ru", ""))


def run(scene: Scene, command: Command, text: Message) -> bool:
    """Carry out a command; return whether it was one of ours (PERSON is the assistant's: it asks for consent)."""
    act = ACTS.get(command.name)
    if act is None:
        return False
    act(scene, command, text)
    scene.settle([text], Status.ANSWERED)
    return True


def may_run(command: Command, mode: Mode, *, in_danger: bool) -> bool:
    """Say whether a command counts in this mode; a stopped person is not written to until START."""
    if mode is Mode.STOPPED:
        return command.name in ("start", "delete")
    if mode is Mode.WORKER:
        return command.name in ALWAYS or (command.name == "bot" and not in_danger)
    return command.name in ALWAYS or not in_danger


def stop(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001 (all commands are called alike)
    """Write to this number no more, but for danger; one confirmation. An open case stays open, its staff is told."""
    if scene.conversation.mode is Mode.STOPPED:
        return  # said already
    if is_check(scene.conversation.question):
        # A danger that was not denied is not stopped away.
        answers_to.leave_unanswered(scene)
    _save(scene, stopped=True)
    scene.change(question=None, mode=Mode.STOPPED, mode_since=scene.now)
    case = tell_staff_of_number(scene, "worker.person_stopped", "stopped")
    scene.work.audit.note("person", "stopped", f"conversation:{scene.conversation.id}", scene.now)
    scene.say("stop.done_in_case" if case else "stop.done")


def start(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Write again; a deletion that was not done yet is taken back."""
    _save(scene, stopped=False)
    erase.take_back(scene)
    if scene.conversation.mode is Mode.STOPPED:
        scene.switch(mode_for(scene.open_case()))
    say(scene, [scene.words("stop.started")], text)


def language(scene: Scene, command: Command, text: Message) -> None:
    """Answer in this language for good, or ask which."""
    if command.value:
        scene.change(language=command.value, language_chosen=True)
        scene.say("talk.language_set")
    else:
        say(scene, [Ask("language.ask", LANGUAGES, numbered=False)], text)


def menu(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Show what can be asked; works without the assistant."""
    say(scene, [menus.main(scene.desk.library.menus)], text, is_answer=True)


def more(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Say the next part of the last answer; works without the assistant."""
    talk = scene.conversation.talk
    _tell(scene, offers.more(scene.desk.library, talk.last_topic, talk.parts_said), text)


def back(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Go one step back: in the menu, or in the answer; works without the assistant."""
    talk, question = scene.conversation.talk, scene.conversation.question
    _tell(scene, offers.back(scene.desk.library, talk, question, scene.language), text)


def again(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Say the last part of the answer once more; works without the assistant."""
    talk = scene.conversation.talk
    _tell(scene, offers.again(scene.desk.library, talk.last_topic, talk.parts_said), text)


def letters(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Write Turkmen in simple letters from now on, or in all of them."""
    answers_to.set_letters(scene, simple=command.value == "simple")


def hide(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Tell how to delete the texts and what to say if asked; from now on nothing is opened without their own word."""
    scene.change(discreet=True)
    scene.say("hide.advice")
    if not scene.conversation.talk.extra.get(OWN):
        own_word.ask(scene)


def delete(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Ask whether everything shall be deleted; while someone may be in danger that question stands back."""
    if scene.conversation.mode is Mode.STOPPED:
        # Nothing is asked of who does not want to be written to; START takes it back.
        erase.schedule(scene)
        scene.say("delete.scheduled")
    elif may_ask(scene, text):
        say(scene, [Ask("delete.confirm", offers.YES_NO)], text)
    else:
        scene.say("delete.not_now")


def safe_word(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Call a human, and say nothing that gives it away. After STOP it counts as coming back."""
    was_stopped = scene.conversation.mode is Mode.STOPPED
    case = escalate(scene, Call(Severity.HIGH, "safe_word", kind=None))
    scene.change(discreet=True)
    scene.mark(text, case_id=case.id)
    if was_stopped:
        _save(scene, stopped=False)
        scene.switch(mode_for(case))
    scene.say("safe_word.reply", purpose=Purpose.SAFETY, case=case)


def bot(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Let the assistant answer again; the worker is told, and the case stays open."""
    if scene.conversation.mode is not Mode.ASSISTANT:
        tell_case_staff(scene, "worker.person_wants_bot", "asked_for_bot")
        scene.switch(Mode.ASSISTANT)
    say(scene, [scene.words("closing.bot_answers")], text)


def own_data(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Call a worker who makes sure who asks; nothing that we keep is ever sent to the phone itself."""
    case = escalate(scene, Call(Severity.LOW, "own_data"))
    scene.mark(text, case_id=case.id)
    say(scene, [scene.words("own_data.received"), what_happens_next(scene, case)], text)


def status(scene: Scene, command: Command, text: Message) -> None:  # noqa: ARG001
    """Say how the call for a human stands."""
    tell_status(scene, text)


ACTS: dict[str, Callable[[Scene, Command, Message], None]] = {
    "stop": stop,
    "start": start,
    "language": language,
    "menu": menu,
    "more": more,
    "back": back,
    "again": again,
    "letters": letters,
    "hide": hide,
    "delete": delete,
    "safe_word": safe_word,
    "bot": bot,
    "status": status,
    "own_data": own_data,
}


def mode_for(case: Case | None) -> Mode:
    """Return who answers, seen from the open case."""
    if case is None:
        return Mode.ASSISTANT
    return Mode.WORKER if case.status == "taken" else Mode.WAITING


def _tell(scene: Scene, deeds: tuple[Deed, ...], text: Message) -> None:
    from bot.desk.carry_out import carry_out  # noqa: PLC0415 (deeds may run commands)

    carry_out(scene, deeds, [text])


def _save(scene: Scene, *, stopped: bool) -> Identifier:
    identifier = scene.work.identifiers.get(scene.conversation.identifier_id, lock=True)
    identifier = replace(identifier, stopped_at=scene.now if stopped else None)
    scene.work.identifiers.save(identifier)
    return identifier

"""Respond: everything that waits from one number is answered, in order, one drain at a time."""

from __future__ import annotations

from bot.desk import commands, limits, odd, outage, own_word, questions, screen
from bot.desk.alarm import is_check
from bot.desk.answers_to import held_ids
from bot.desk.converse import Batch, converse, take_in_hand
from bot.desk.desk import Desk
from bot.desk.hold_line import hold_the_line, lay_into
from bot.desk.pass_on import case_in_charge, pass_on
from bot.desk.reply import is_staff, reply
from bot.desk.scene import Scene, open_scene
from bot.desk.unasked import release
from bot.helpline.records import Case, Message, Mode, Status
from bot.logs import log
from bot.text.commands import Command, is_only_digits, read, says_nothing, yes_or_no

AT_ONCE = frozenset({"stop", "safe_word", "hide"})  # before and whatever else is asked or paused
JOINED = 5  # texts at most that get one reading and one reply
TRIES = 3


def respond(desk: Desk, identifier_id: int) -> None:
    """
    Answer all that waits from this number. Another drain of the same number is left alone.

    Looks once more after letting go, so that a text which came in meanwhile is not stranded.
    """
    while True:
        with desk.store.hold("person", identifier_id) as mine:
            if not mine:
                return
            drain(desk, identifier_id)
        if not _is_unheard(desk, identifier_id):
            return


def drain(desk: Desk, identifier_id: int) -> None:
    """Deal with what waits: each round is one transaction, and at most one question to the assistant after it."""
    if is_staff(desk, identifier_id):
        reply(desk, identifier_id)
        return
    while batch := _round(desk, identifier_id):
        if not converse(desk, identifier_id, batch):
            return


def _round(desk: Desk, identifier_id: int) -> Batch | None:
    """Screen what is new, deal with all that needs no assistant, and return the first batch that does."""
    at_hand: list[int] = []
    try:
        with open_scene(desk, identifier_id) as scene:
            return _deal(scene, at_hand)
    except Exception:
        _blame(desk, at_hand)
        raise


def _deal(scene: Scene, at_hand: list[int]) -> Batch | None:
    texts = scene.waiting
    if not texts:
        return None
    scene.route = scene.desk.route_for(texts[-1].provider)
    fresh = [text for text in texts if text.screened_at is None]
    at_hand[:] = [text.id for text in fresh]
    release(scene, fresh)
    _lay_broken_aside(scene, fresh)
    screen.screen(scene, [text for text in fresh if text.attempts < TRIES])
    return _deal_in_order(scene, at_hand)


def _deal_in_order(scene: Scene, at_hand: list[int]) -> Batch | None:
    """Go through the texts, oldest first. Once one waits for the assistant, only what needs none is dealt with."""
    seen: set[int] = set()
    is_blocked = False
    while text := next((one for one in _ready(scene) if one.id not in seen), None):
        seen.add(text.id)
        at_hand[:] = [text.id]
        held = held_ids(scene)
        if _deal_with(scene, text):
            seen -= held - held_ids(scene)  # a "no" to the danger question gives back what it held
            continue
        batch = None if is_blocked else _batch(scene, text)
        if batch:
            return batch
        is_blocked = True
    return None


def _deal_with(scene: Scene, text: Message) -> bool:
    """Deal with a text that needs no assistant, or can be left to it no longer; say whether it was one."""
    if text.attempts >= TRIES:
        outage.set_aside(scene, text)
        return True
    if outage.is_given_up(scene, text):
        outage.give_up(scene, [text])
        return True
    return _deal_alone(scene, text)


def _deal_alone(scene: Scene, text: Message) -> bool:
    """Deal with a text that needs no assistant; say whether it was one."""
    command = _command(scene, text)
    if command and command.name in AT_ONCE and commands.run(scene, command, text):
        return True
    if is_check(scene.conversation.question):
        return _answer_check(scene, text)
    case = scene.open_case()
    in_danger = bool(case and case.kind)
    if not in_danger and limits.is_paused(scene, text):
        return True
    if command and commands.may_run(command, scene.conversation.mode, in_danger=in_danger):  # noqa: SIM102
        if commands.run(scene, command, text):
            return True
    return _by_state(scene, text, command, case)


def _command(scene: Scene, text: Message) -> Command | None:
    """Return the command that a text is; words that also mean no are one only when nothing is asked."""
    # A worker in charge may have asked anything, so there such a word is an answer (safeguarding 14).
    asked = questions.is_open(scene.conversation.question, text) or scene.conversation.mode is Mode.WORKER
    return read(text.text, asked=asked, safe_words=scene.desk.policy.safe_words)


def _by_state(scene: Scene, text: Message, command: Command | None, case: Case | None) -> bool:
    """Deal with a text as the state of the talk asks, unless it answers a question of the desk's own."""
    if not _answers_desk(scene, text) and (own_word.take(scene, text, case) or _silences(scene, text, case)):
        return True
    return _in_talk(scene, text, command)


def _silences(scene: Scene, text: Message, case: Case | None) -> bool:
    """Deal with a text to which the bot says nothing of its own: a worker in charge, STOP, danger."""
    in_charge = case_in_charge(scene)
    if in_charge:
        pass_on(scene, in_charge, [text])
    elif scene.conversation.mode is Mode.STOPPED:
        _after_stop(scene, text, case)
    elif case and case.kind:
        hold_the_line(scene, case, [text])
    else:
        return False
    return True


def _after_stop(scene: Scene, text: Message, case: Case | None) -> None:
    """Say nothing. But a danger is not stopped away: whoever helps there reads what is written."""
    if case is None or not case.kind:
        scene.settle([text], Status.IGNORED)
    elif case.assignee_id is not None:
        pass_on(scene, case, [text])
    else:
        lay_into(scene, case, [text])


def _in_talk(scene: Scene, text: Message, command: Command | None) -> bool:
    """Deal with numbers, a bare yes or no, odd texts, and the cap."""
    number = questions.read_number(scene, text)
    if number is not None and questions.answer_number(scene, text, number).how != "choice":
        return True
    if number is None and questions.answer_words(scene, text):
        return True
    if limits.is_over_cap(scene, text):
        return True
    return command is None and number is None and odd.answer_odd(scene, text)


def _answer_check(scene: Scene, text: Message) -> bool:
    """Settle the danger question; whatever is no answer to it waits with the texts that it holds."""
    number = questions.read_number(scene, text)
    answered = (
        questions.answer_number(scene, text, number) if number is not None else questions.answer_words(scene, text)
    )
    if answered is None or (answered.how == "asked_back" and text.id not in held_ids(scene)):
        questions.repeat_check(scene, text)
    return True


def _answers_desk(scene: Scene, text: Message) -> bool:
    """Say whether a text may answer a question of the desk (are you safe now)."""
    question = scene.conversation.question
    if question is None or question.name not in questions.DESK_ANSWERS:
        return False
    return questions.read_number(scene, text) is not None or yes_or_no(text.text) is not None


def _batch(scene: Scene, first: Message) -> Batch | None:
    """Take a text in hand with those after it that can be read together; None while the assistant is waited for."""
    if outage.is_held(scene, first):
        return None
    command = _command(scene, first)
    if command and command.name == "person":
        return take_in_hand(scene, [first], "talk_to_person")  # it asks for consent
    number = questions.read_number(scene, first)
    if number is not None:
        return take_in_hand(scene, [first], questions.answer_number(scene, first, number).means, number)
    return take_in_hand(scene, _joined(scene, first) if _can_be_joined(scene, first) else [first])


def _joined(scene: Scene, first: Message) -> list[Message]:
    texts = [first]
    for text in _ready(scene):
        if text.id > first.id and len(texts) < JOINED:
            if not _can_be_joined(scene, text):
                break
            texts.append(text)
    return texts


def _can_be_joined(scene: Scene, text: Message) -> bool:
    """Say whether a text is plain words: no command, no digit, nothing odd, and never the cause of a crash."""
    if text.attempts or text.kind or says_nothing(text.text) or is_only_digits(text.text):
        return False
    return _command(scene, text) is None and questions.read_number(scene, text) is None


def _ready(scene: Scene) -> list[Message]:
    """Return what can be dealt with now: all but what waits for the answer to a danger question."""
    held = held_ids(scene)
    return [text for text in scene.waiting if text.id not in held]


def _lay_broken_aside(scene: Scene, fresh: list[Message]) -> None:
    for text in fresh:
        if text.attempts >= TRIES:
            outage.set_aside(scene, text)


def _blame(desk: Desk, ids: list[int]) -> None:
    """Count a failed try against the texts that were at hand, so that one which breaks us is laid aside."""
    with desk.store.begin() as work:
        for message_id in ids:
            text = work.messages.get(message_id, lock=True)
            work.messages.change(message_id, attempts=text.attempts + 1)
        work.commit()
    log.warning("drain_broken", count=len(ids))


def _is_unheard(desk: Desk, identifier_id: int) -> bool:
    """Say whether a text came in that nobody has listened to yet."""
    with desk.store.look() as work:
        return work.messages.is_unheard(identifier_id)

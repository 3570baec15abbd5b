"""
Who writes: several people may use one number. Asked when it matters; nothing that one wrote is repeated to another.

When the person changes, the open question and the talk are dropped, what was to be said to the one before waits for
them, and the worker of a case sees only that person's texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.deeds import Ask, Deed, from_json, to_json
from bot.desk.alarm import is_danger
from bot.desk.commands import mode_for
from bot.desk.consents import is_here
from bot.desk.errand import CaseErrand
from bot.desk.say import may_ask, say
from bot.desk.scene import OTHER_PERSON, Scene
from bot.desk.unasked import OWN, WAITS_FOR_PERSON
from bot.helpline.casework import writers
from bot.helpline.casework.records import Stint
from bot.helpline.records import Case, Message, Mode, Person, Status, Talk

ASK = "who_writes.ask"
OPTIONS = tuple((role, "") for role in writers.ROLES)
CONSENT = "consent."  # questions after which a human is called


def before_consent(scene: Scene, deed: Ask, texts: Sequence[Message]) -> Ask:
    """Return the question to ask first: who writes, when several people are known here; else the one given."""
    if not deed.question.startswith(CONSENT) or not texts or not _is_unclear(scene):
        return deed
    return Ask(ASK, OPTIONS, context={"then": to_json(deed), "from": texts[0].id}, numbered=False)


def ask_at(errand: CaseErrand) -> bool:
    """Ask, because the worker wants to know; False when the person is not here to answer, or danger is being asked."""
    scene = errand.scene
    if not is_here(scene) or not may_ask(scene, None) or is_danger(scene.conversation.question):
        return False
    say(scene, [Ask(ASK, OPTIONS, context={"case": errand.case.id}, numbered=False)])
    scene.note(errand.case, "asked_who_writes", actor=errand.actor)
    return True


def answer(scene: Scene, means: str, text: Message) -> None:
    """Take the answer for true: go on with the same person, or begin (or return to) another one's talk."""
    question = scene.conversation.question
    assert question is not None
    scene.change(question=None)
    first_text = int(question.context.get("from") or text.id)
    known = _present(scene)
    if writers.is_same(known.who, means):
        _stay(scene, known, means, first_text)
    else:
        switch(scene, _person(scene, means), first_text)
    _go_on(scene, question.context, text)


def switch(scene: Scene, person: Person, first_text: int) -> None:
    """Let another person be the one who writes, from this text on."""
    cases = _open_cases(scene)
    _hold_for_others(scene, person)
    kept = _leave(scene, person, first_text)
    who = "parent" if person.who == "parent" else "child" if person.who == "child" else "adult"
    scene.change(
        person_id=person.id,
        code_name=person.code_name,
        talk=Talk(who=who, extra={OWN: kept} if kept else {}),  # type: ignore[arg-type]
        question=None,
        discreet=True,
        greeted_at=None,
        language_chosen=False,
    )
    stopped = scene.work.identifiers.get(scene.conversation.identifier_id).stopped_at
    scene.switch(Mode.STOPPED if stopped else mode_for(scene.open_case()))
    _lay_ready(scene)
    _tell_workers(scene, cases)
    scene.work.audit.note("person", "writer_changed", f"conversation:{scene.conversation.id}", scene.now)


def is_shared(scene: Scene) -> bool:
    """Say whether several people are known to use the number."""
    return len(scene.work.persons.behind(scene.conversation.identifier_id)) > 1


def name_writer(scene: Scene) -> None:
    """Write down who the person says they are, when the talk has shown it and nobody wrote it down yet."""
    who = scene.conversation.talk.who
    if who is not None and _present(scene).who is None:
        role = "other" if who == "adult" else who
        scene.work.persons.name(scene.conversation.person_id, scene.conversation.identifier_id, role)


# ── below ──────────────────────────────────────────────────────────────────────────────────────────


def _is_unclear(scene: Scene) -> bool:
    """Say whether it may be somebody else than before who is to be written to."""
    people = scene.work.persons.behind(scene.conversation.identifier_id)
    stints = scene.work.casework.stints.of(scene.conversation.id)
    if writers.must_ask(len(people), stints[-1].since if stints else None, scene.now):
        return True
    said, known = scene.conversation.talk.who, _present(scene).who
    has_case = bool(scene.work.cases.of_person(scene.conversation.person_id))
    return has_case and said is not None and known is not None and said != known and not stints


def _present(scene: Scene) -> Person:
    people = scene.work.persons.behind(scene.conversation.identifier_id)
    return next(person for person in people if person.id == scene.conversation.person_id)


def _person(scene: Scene, role: str) -> Person:
    """Return who is known here under this role, else somebody new."""
    identifier_id = scene.conversation.identifier_id
    others = [one for one in scene.work.persons.behind(identifier_id) if one.id != scene.conversation.person_id]
    known = next((one for one in others if (one.who or writers.UNKNOWN) == role), None)
    return known or scene.work.persons.add(identifier_id, role, scene.now)


def _stay(scene: Scene, person: Person, role: str, first_text: int) -> None:
    scene.work.persons.name(person.id, scene.conversation.identifier_id, role)
    _begin(scene)
    scene.work.casework.stints.add(Stint(0, scene.conversation.id, person.id, scene.now, first_text - 1))


def _begin(scene: Scene) -> list[Stint]:
    """Return the stints, the first one (everything so far) written down if it was not."""
    shelf = scene.work.casework.stints
    if not shelf.of(scene.conversation.id):
        shelf.add(Stint(0, scene.conversation.id, scene.conversation.person_id, scene.now, 0))
    return shelf.of(scene.conversation.id)


def _leave(scene: Scene, person: Person, first_text: int) -> str | None:
    """End the stint of who wrote, keeping their own word for them; begin the other's and return their word."""
    shelf = scene.work.casework.stints
    stints = _begin(scene)
    mine = scene.conversation.person_id
    word = scene.conversation.talk.extra.get(OWN)
    last = next(stint for stint in reversed(stints) if stint.person_id == mine)
    shelf.save(Stint(last.id, last.conversation_id, mine, last.since, last.after, str(word) if word else None))
    shelf.add(Stint(0, scene.conversation.id, person.id, scene.now, first_text - 1))
    return next((stint.kept for stint in reversed(stints) if stint.person_id == person.id), None)


def _hold_for_others(scene: Scene, person: Person) -> None:
    """Keep back what was to be said to the one before; an answer to their talk is dropped, a case's words wait."""
    for text in scene.work.messages.thread(scene.conversation.id):
        if text.direction != "out" or text.status not in (Status.DUE, Status.HELD):
            continue
        if text.case_id is None:
            scene.work.messages.change(text.id, status=Status.CANCELLED, failed_reason=OTHER_PERSON)
        elif scene.work.cases.get(text.case_id).person_id != person.id and text.failed_reason in (
            None,
            WAITS_FOR_PERSON,
        ):
            scene.work.messages.change(text.id, status=Status.HELD, failed_reason=OTHER_PERSON)


def _lay_ready(scene: Scene) -> None:
    """Let what waited for this person open with their next words: a digit alone opens nothing."""
    for text in scene.work.messages.thread(scene.conversation.id):
        waits = text.status is Status.HELD and text.failed_reason == OTHER_PERSON
        if waits and text.case_id is not None and scene.is_with(scene.work.cases.get(text.case_id)):
            scene.work.messages.change(text.id, failed_reason=WAITS_FOR_PERSON)


def _open_cases(scene: Scene) -> list[Case]:
    people = scene.work.persons.behind(scene.conversation.identifier_id)
    found = (scene.work.cases.open_of(scene.conversation.id, person.id) for person in people)
    return [case for case in found if case is not None]


def _tell_workers(scene: Scene, cases: list[Case]) -> None:
    for case in cases:
        is_back = scene.is_with(case)
        scene.note(case, "person_is_back" if is_back else "other_writes", actor="person")
        if case.assignee_id is not None:
            worker = scene.work.workers.get(case.assignee_id)
            scene.tell(worker, "worker.person_back" if is_back else "worker.other_writes", case=case, code=case.code)


def _go_on(scene: Scene, context: dict[str, Any], text: Message) -> None:
    """Say that it was heard, and ask what was to be asked."""
    then: Deed | None = from_json(context["then"]) if context.get("then") else None
    case_id = context.get("case")
    if case_id is not None and scene.is_with(scene.work.cases.get(case_id)):
        case = scene.work.cases.get(case_id)
        if case.assignee_id is not None:
            scene.tell(scene.work.workers.get(case.assignee_id), "worker.same_writes", case=case, code=case.code)
    thanks = [scene.words("who_writes.thanks")]
    say(scene, [*thanks, then] if isinstance(then, Ask) else thanks, text)

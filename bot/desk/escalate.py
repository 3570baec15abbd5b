"""Escalate: a human is called. Opens a case or joins the open one, and asks the first worker."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from bot.desk.climb import climb
from bot.desk.scene import Scene
from bot.helpline import codes, triage
from bot.helpline.records import Case, Language, Mode, Severity
from bot.logs import log


@dataclass(frozen=True)
class Call:
    """Why a human is called. `reason`: a rule's name ("phrase:self_harm/17", "asked"), never a person's words."""

    severity: Severity
    reason: str
    kind: str | None = None
    topic: str | None = None
    region: str | None = None


def escalate(scene: Scene, call: Call) -> Case:
    """
    Open a case, or join the open one; the person waits for a human from now on.

    Nobody outside the helpline is told, so an internal alert needs no consent; a wish for a person comes with one.
    """
    found = scene.open_case()
    case = _join(scene, found, call) if found else _open(scene, call)
    if scene.conversation.mode is not Mode.WORKER:
        # Who has the case reads of a danger in it, although the bot was asked back or came back by itself.
        scene.switch(Mode.WORKER if case.kind and case.assignee_id is not None else Mode.WAITING)
    return case


def _open(scene: Scene, call: Call) -> Case:
    case = scene.work.cases.add(_new_case(scene, call))
    scene.note(case, "opened", severity=call.severity, reason=call.reason, kind=call.kind, topic=call.topic)
    _recognise(scene, case)
    log.info("case_opened", case=case.id, severity=call.severity, kind=call.kind)
    return climb(scene, case)


def _recognise(scene: Scene, case: Case) -> None:
    """Write down that this person has had a case before."""
    earlier = next((one for one in scene.work.cases.of_person(case.person_id) if one.id != case.id), None)
    if earlier:
        shelf = scene.work.casework.sheets
        shelf.save(replace(shelf.of(case.id), repeat_of=earlier.id))
        scene.note(case, "repeat_contact", earlier=earlier.id)


def _join(scene: Scene, case: Case, call: Call) -> Case:
    """Add what is new to the open case; what is worse restarts its clock."""
    scene.note(case, "joined", severity=call.severity, reason=call.reason, kind=call.kind, topic=call.topic)
    kind, region = triage.joined(case.kind, call.kind), case.region or call.region
    joined = replace(case, kind=kind, topic=case.topic or call.topic, region=region)
    if triage.is_worse(call.severity, case.severity):
        worse = replace(joined, severity=call.severity, kind=triage.joined(call.kind, case.kind), reason=call.reason)
        return restart(scene, worse)
    scene.work.cases.save(joined)
    return joined


def restart(scene: Scene, case: Case) -> Case:
    """Start the clock anew: the time to answer, and the ladder from its foot (or the worker in charge)."""
    by = triage.answer_by(case.severity, scene.now, scene.desk.policy.hours)
    scene.note(case, "raised", severity=case.severity)
    log.info("case_raised", case=case.id, severity=case.severity)
    return climb(scene, replace(case, answer_by=by, step=0))


def _new_case(scene: Scene, call: Call) -> Case:
    conversation, hours = scene.conversation, scene.desk.policy.hours
    language: Language = "ru" if scene.language == "ru" else "tk"
    return Case(
        id=0,
        code=free_code(scene),
        conversation_id=conversation.id,
        person_id=conversation.person_id,
        severity=call.severity,
        reason=call.reason,
        kind=call.kind,
        topic=call.topic,
        language=language,
        region=call.region or conversation.talk.region,
        status="new",
        opened_at=scene.now,
        answer_by=triage.answer_by(call.severity, scene.now, hours),
        next_step_at=scene.now,
    )


def free_code(scene: Scene) -> str:
    """Return a code that nobody has and that was not used lately."""
    while True:
        code = codes.draw(secrets.choice)
        if scene.work.cases.code_is_free(code, scene.now - codes.FREE_AFTER):
            return code

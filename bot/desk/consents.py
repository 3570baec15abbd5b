"""Consents: who agreed to what, in which words; asked for by SMS, or written down after a talk."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from bot.desk.at_case import at_case
from bot.desk.desk import Desk
from bot.desk.errand import CaseErrand
from bot.desk.say import may_ask
from bot.desk.scene import Scene
from bot.desk.unasked import ASKED_FOR
from bot.helpline.casework.records import Consent, ConsentKind
from bot.helpline.records import Message, Option, Question

ASK = "consent.refer"
OPEN_FOR = timedelta(minutes=30)
OPTIONS = (Option(1, "affirm"), Option(2, "deny"))
OF_KIND: tuple[ConsentKind, ...] = ("given", "refused", "withdrawn")


class CannotAskNow(ValueError):
    """The person has not written lately, or something else is being asked: a question would lie there unasked."""


def record_consent(
    desk: Desk,
    worker_id: int,
    code: str,
    *,
    kind: ConsentKind,
    giver: str,
    way: str,
    language: str,
    names_role: str | None = None,
) -> None:
    """Write down what a child or an adult said (given, refused or withdrawn). Raises NotInList."""
    desk.library.casework.check("consent_givers", giver)
    desk.library.casework.check("consent_ways", way)
    if kind not in OF_KIND or language not in ("tk", "ru"):
        raise ValueError("a consent is given, refused or withdrawn, in Turkmen or Russian")
    with at_case(desk, worker_id, code) as errand:
        _keep(errand, kind, giver=giver, way=way, language=language, names_role=names_role)


def override(desk: Desk, worker_id: int, code: str, reason: str, words: str) -> None:
    """Decide to refer without a consent: the reason is logged, and a supervisor is told. Raises NotInList."""
    desk.library.casework.check("override_reasons", reason)
    if not words.strip():
        raise ValueError("an override needs a reason in words")
    with at_case(desk, worker_id, code) as errand:
        _keep(errand, "override", override_reason=reason, words=words.strip())
        scene, case = errand.scene, errand.case
        scene.work.audit.note(errand.actor, "overrode_consent", f"case:{case.id}", scene.now, {"reason": reason})


def ask_consent(desk: Desk, worker_id: int, code: str, service: str) -> None:
    """Ask the person by SMS whether we may turn to this service. Raises CannotAskNow."""
    with at_case(desk, worker_id, code) as errand:
        scene, case = errand.scene, errand.case
        if not (scene.is_with(case) and may_ask(scene, None) and is_here(scene)):
            raise CannotAskNow(code)
        words = scene.words(ASK, service=service)
        context = {"case": case.id, "by": errand.worker.id, "version": version(words), "language": scene.language}
        scene.change(question=Question(secrets.token_hex(4), ASK, OPTIONS, scene.now, scene.now + OPEN_FOR, context))
        scene.send(words, case=case, tag=ASK)
        scene.note(case, "consent_asked", actor=errand.actor)


def answer(scene: Scene, means: str, text: Message) -> None:
    """Keep the person's yes or no, in the very words that were read."""
    question = scene.conversation.question
    assert question is not None
    scene.change(question=None)
    context, agreed = question.context, means == "affirm"
    case = scene.work.cases.get(context["case"], lock=True)
    giver = "parent" if scene.conversation.talk.who == "parent" else "child"
    kept = Consent(
        0,
        case.id,
        scene.now,
        "given" if agreed else "refused",
        context["by"],
        giver=giver,
        way="sms",
        wording=ASK,
        wording_version=context["version"],
        language=context["language"],
    )
    consent = scene.work.casework.consents.add(kept)
    scene.mark(text, case_id=case.id)
    scene.note(case, "consent", actor="person", consent=consent.id, kind=kept.kind)
    scene.say("consent.refer_yes" if agreed else "consent.refer_no", case=case)
    worker = scene.work.workers.get(case.assignee_id or context["by"])
    scene.tell(worker, "worker.consent_yes" if agreed else "worker.consent_no", case=case, code=case.code)


def is_here(scene: Scene) -> bool:
    """Say whether the person has written so lately that what we ask is not unasked."""
    written = scene.conversation.last_in_at
    return written is not None and scene.now - written < ASKED_FOR


def version(words: str) -> str:
    """Return what tells one wording from another, for good."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _keep(errand: CaseErrand, kind: ConsentKind, **columns: str | None) -> Consent:
    scene, case = errand.scene, errand.case
    if kind == "given":
        words = scene.desk.library.text(ASK, columns["language"] or "tk", audience="child", service="…")
        columns |= {"wording": ASK, "wording_version": version(words)}
    consent = scene.work.casework.consents.add(Consent(0, case.id, scene.now, kind, errand.worker.id, **columns))
    scene.note(case, "consent", actor=errand.actor, consent=consent.id, kind=kind)
    return consent

"""Refer: a colleague or an agency is asked for a service. Locked until a consent or an override with a reason."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from bot.desk.at_case import NoSuchCase, at_any_case, at_case
from bot.desk.desk import Desk
from bot.desk.directory import services_now
from bot.desk.errand import CaseErrand
from bot.desk.scene import Scene, open_scene, tell_words
from bot.desk.staff_alerts import supervisors
from bot.helpline.casework import referrals
from bot.helpline.casework.records import Consent, Referral
from bot.helpline.casework.referrals import Answer
from bot.helpline.privacy import mask_numbers
from bot.helpline.records import Purpose, Worker
from bot.helpline.routing import INSPECTOR
from bot.helpline.triage import POLICE_KINDS
from bot.logs import log
from bot.ports.post import Letter, PostFailed

OPEN_FOR = timedelta(days=14)
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
POLICE = "police"


class Locked(PermissionError):
    """No consent stands, and nobody has decided to do without one."""


class NobodyToAsk(ValueError):
    """A referral goes to a colleague, or to an agency of the directory."""


@dataclass(frozen=True)
class Request:
    """Whom is asked for what: one of ours (`worker_id`), or an agency (`service_id`, with an e-mail if it has one)."""

    asked: str = field(repr=False)
    worker_id: int | None = None
    service_id: str | None = None
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Sent:
    """What became of a referral: `link` is shown to the worker, to be passed on, when no letter took it along."""

    referral_id: int
    link: str | None = field(default=None, repr=False)
    was_mailed: bool = False


@dataclass(frozen=True)
class Asked:
    """All that the one who opens the link sees."""

    code: str
    asked: str = field(repr=False)
    service: str | None
    language: str


def refer(desk: Desk, worker_id: int, code: str, request: Request) -> Sent:
    """Ask for a service. Raises Locked, NobodyToAsk; nothing is sent before the referral is stored."""
    _check(desk, request)
    token = secrets.token_urlsafe(32) if request.service_id else None
    with at_case(desk, worker_id, code) as errand:
        referral = _store(errand, request, token)
        if referral.worker_id is not None:
            _ask_worker(errand, referral)
        language = errand.scene.desk.policy.default_language
    link = f"{desk.policy.public_base_url}/referral/{token}" if token else None
    mailed = bool(link and request.email) and _mail(desk, request.email or "", errand.case.code, link or "", language)
    return Sent(referral.id, None if mailed else link, mailed)


def answer_referral(desk: Desk, worker_id: int, code: str, referral_id: int, *, said: Answer, words: str = "") -> None:
    """
    Answer at the console: the receiver accepts or rejects; the case's own worker finishes or revokes.

    Raises NoSuchCase when it is not theirs to answer, CannotMove when it was answered.
    """
    with at_any_case(desk, worker_id, code) as errand:
        scene = errand.scene
        referral = scene.work.casework.referrals.get(referral_id, lock=True)
        receives = referral.worker_id == worker_id
        owns = errand.is_owner or errand.is_chief
        may = receives if said in ("accept", "reject") and referral.worker_id is not None else owns
        if referral.case_id != errand.case.id or not may:
            raise NoSuchCase(code)
        settle(errand.scene, errand, referral, said=said, by=errand.actor, words=words)


def read_link(desk: Desk, token: str) -> Asked | None:
    """Return what stands behind a link, changing nothing; None when it was answered, is too old, or never was."""
    with desk.store.begin() as work:
        referral = next(iter(work.casework.referrals.where(token_hash=hash_of(token))), None)
        if referral is None or not referrals.is_usable(referral, desk.clock.now()):
            return None
        case = work.cases.get(referral.case_id)
        return Asked(case.code, mask_numbers(referral.asked), referral.service_id, case.language)


def answer_link(desk: Desk, token: str, *, accepts: bool, words: str = "") -> bool:
    """Keep an agency's answer; False when the link serves no more."""
    with desk.store.begin() as work:
        found = next(iter(work.casework.referrals.where(token_hash=hash_of(token))), None)
        if found is None:
            return False
        case = work.cases.get(found.case_id)
        identifier_id = work.conversations.get(case.conversation_id).identifier_id
    with open_scene(desk, identifier_id) as scene:
        scene.work.cases.get(case.id, lock=True)
        referral = scene.work.casework.referrals.get(found.id, lock=True)
        if not referrals.is_usable(referral, scene.now):
            return False
        settle(scene, None, referral, said="accept" if accepts else "reject", by="link", words=words)
    return True


def settle(
    scene: Scene, errand: CaseErrand | None, referral: Referral, *, said: Answer, by: str, words: str = ""
) -> None:
    """Carry out an answer, and tell the case's worker what another one said. Raises CannotMove."""
    answered = referrals.answer(referral, said, scene.now, by, words.strip() or None)
    scene.work.casework.referrals.save(answered)
    case = scene.work.cases.get(referral.case_id)
    scene.note(case, f"referral_{answered.state}", actor=by, referral=referral.id)
    scene.work.audit.note(by, f"referral_{answered.state}", f"case:{case.id}", scene.now)
    owner = case.assignee_id or referral.made_by
    if said in ("accept", "reject") and (errand is None or errand.worker.id != owner):
        told = "worker.referral_accepted" if said == "accept" else "worker.referral_rejected"
        scene.tell(scene.work.workers.get(owner), told, case=case, purpose=Purpose.ALERT, code=case.code)
    if said == "accept" and errand is not None:
        asked = f"{case.code}: {mask_numbers(referral.asked)}"
        tell_words(scene.desk, scene.work, scene.now, errand.worker, asked, case=case, wakes=scene.wakes)
    log.info("referral_answered", case=case.id, status=answered.state)


def asked_of(errand: CaseErrand) -> Referral | None:
    """Return the referral of this case that waits for this worker's word."""
    waiting = errand.scene.work.casework.referrals.where(
        case_id=errand.case.id, worker_id=errand.worker.id, state="in_progress"
    )
    return waiting[0] if waiting else None


def hash_of(token: str) -> str:
    """Return what is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


# ── below ──────────────────────────────────────────────────────────────────────────────────────────


def _check(desk: Desk, request: Request) -> None:
    known = {service.id for service in services_now(desk)}
    one = (request.worker_id is None) != (request.service_id is None)
    if not one or (request.service_id is not None and request.service_id not in known):
        raise NobodyToAsk("choose a colleague or an agency")
    if request.email and not ADDRESS.fullmatch(request.email):
        raise NobodyToAsk("this is no e-mail address")
    if not request.asked.strip():
        raise NobodyToAsk("say what is asked for")


def _store(errand: CaseErrand, request: Request, token: str | None) -> Referral:
    scene, case = errand.scene, errand.case
    consent = _unlocked(errand, request)
    record = Referral(
        0,
        case.id,
        scene.now,
        errand.worker.id,
        consent.id,
        request.asked.strip(),
        request.worker_id,
        request.service_id,
        request.email,
        token_hash=hash_of(token) if token else None,
        token_until=scene.now + OPEN_FOR if token else None,
    )
    referral = scene.work.casework.referrals.add(record)
    scene.note(case, "referred", actor=errand.actor, referral=referral.id, to=request.service_id or request.worker_id)
    scene.work.audit.note(errand.actor, "referred", f"case:{case.id}", scene.now, {"consent": consent.kind})
    if consent.kind == "override":
        for chief in supervisors(scene):
            scene.tell(chief, "worker.override", case=case, code=case.code, name=errand.worker.first_name)
    return referral


def _unlocked(errand: CaseErrand, request: Request) -> Consent:
    """Return the consent that this referral stands on; raises Locked."""
    scene, case = errand.scene, errand.case
    role = _role(scene, request)
    if role is not None and case.kind in POLICE_KINDS:
        raise Locked("never to the police in this case")
    consent = referrals.allows(scene.work.casework.consents.of_case(case.id), role)
    if consent is None:
        raise Locked("a consent is needed, or an override with a reason")
    return consent


def _role(scene: Scene, request: Request) -> str | None:
    """Return the role that the consent must name: the inspector on minors' affairs is police, and so are the police."""
    if request.worker_id is None:
        return INSPECTOR if request.service_id == POLICE else None
    worker = scene.work.workers.get(request.worker_id)
    if worker.suspended_at is not None:
        raise NobodyToAsk("not this colleague")
    return INSPECTOR if INSPECTOR in (worker.role, *worker.skills) else None


def _ask_worker(errand: CaseErrand, referral: Referral) -> None:
    scene, case = errand.scene, errand.case
    receiver: Worker = scene.work.workers.get(referral.worker_id or 0)
    scene.tell(
        receiver, "worker.referral", case=case, purpose=Purpose.ALERT, code=case.code, name=errand.worker.first_name
    )


def _mail(desk: Desk, to: str, code: str, link: str, language: str) -> bool:
    """Send the link, with no transaction open; whatever fails, the worker is shown the link instead."""
    if desk.post is None:
        return False
    subject = desk.library.text("letter.subject", language, code=code)
    words = desk.library.text("letter.words", language, code=code, link=link)
    try:
        desk.post.send(Letter(to, subject, words))
    except PostFailed:
        log.warning("letter_failed")
        return False
    return True

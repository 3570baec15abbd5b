"""Refer: a colleague or an agency is asked for a service. Locked until a consent or an override with a reason."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from bot.answers.library import Library
from bot.desk.at_case import at_case
from bot.desk.desk import Desk
from bot.desk.directory import services_now
from bot.desk.errand import CaseErrand
from bot.desk.staff_alerts import supervisors
from bot.helpline.casework import referrals
from bot.helpline.casework.records import Consent, Referral
from bot.helpline.records import Purpose, Worker
from bot.logs import log
from bot.ports.post import Letter, Post, PostFailed, WhyNot

ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


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
    why_not: WhyNot | None = None  # of a letter that was wanted and did not go


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
    if link is None or not request.email or desk.post is None:
        return Sent(referral.id, link)
    why_not = _mail(desk.post, _letter(desk.library, request.email, errand.case.code, link, language))
    return Sent(referral.id, link if why_not else None, why_not is None, why_not)


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
        token_until=scene.now + referrals.LINK_SERVES if token else None,
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
    receiver = scene.work.workers.get(request.worker_id) if request.worker_id is not None else None
    if receiver is not None and not referrals.may_be_asked(receiver):
        raise NobodyToAsk("not this colleague")
    role = referrals.police_role(request.service_id, receiver)
    consent = referrals.unlocked_by(scene.work.casework.consents.of_case(case.id), case.kind, role)
    if consent is None:
        raise Locked("a consent is needed, or an override with a reason; the police only by a consent that names them")
    return consent


def _ask_worker(errand: CaseErrand, referral: Referral) -> None:
    scene, case = errand.scene, errand.case
    receiver: Worker = scene.work.workers.get(referral.worker_id or 0)
    scene.tell(
        receiver, "worker.referral", case=case, purpose=Purpose.ALERT, code=case.code, name=errand.worker.first_name
    )


def _letter(library: Library, to: str, code: str, link: str, language: str) -> Letter:
    """Return what an agency is sent: the code and the link."""
    words = library.text("letter.words", language, code=code, link=link)
    return Letter(to, library.text("letter.subject", language, code=code), words)


def _mail(post: Post, letter: Letter) -> WhyNot | None:
    """
    Send a letter, with no transaction open; return why it did not go.

    It is not tried again: the worker is shown the link at once, and only a hash of it is kept.
    """
    try:
        post.send(letter)
    except PostFailed as failed:
        log.warning("letter_failed", reason=failed.why)
        return failed.why
    return None

"""Referred: whoever was asked for a service answers, in the console, by the link of a letter, or by SMS."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.desk.at_case import NoSuchCase, at_any_case
from bot.desk.desk import Desk
from bot.desk.errand import CaseErrand
from bot.desk.refer import hash_of
from bot.desk.scene import Scene, open_scene, tell_words
from bot.helpline.casework import referrals
from bot.helpline.casework.records import Referral, ReferralState
from bot.helpline.casework.referrals import BY_LINK, Answer
from bot.helpline.privacy import mask_numbers
from bot.helpline.records import Case, Purpose, Worker
from bot.logs import log
from bot.ports import UnitOfWork

RECEIVER_SAYS = ("accept", "reject", "finish")
OWNER_SAYS = ("finish", "revoke")
TELLS: dict[ReferralState, str] = {
    "accepted": "worker.referral_accepted",
    "rejected": "worker.referral_rejected",
    "done": "worker.referral_done",
    "revoked": "worker.referral_revoked",
}


@dataclass(frozen=True)
class Asked:
    """All that the one who opens the link sees; what is asked, until it was answered."""

    code: str
    asked: str = field(repr=False)
    service: str | None
    language: str
    is_accepted: bool = False


def answer_referral(desk: Desk, worker_id: int, code: str, referral_id: int, *, said: Answer, words: str = "") -> None:
    """
    Answer at the console: the receiver accepts, rejects, and says when it is done; the case's own worker may revoke.

    Raises NoSuchCase when it is not theirs to answer, CannotMove when it was answered.
    """
    with at_any_case(desk, worker_id, code) as errand:
        work = errand.scene.work
        referral = work.casework.referrals.get(referral_id, lock=True)
        receives = referral.worker_id == worker_id and stands(work, referral, errand.case)
        owns = errand.may_change
        may = (receives and said in RECEIVER_SAYS) or (owns and said in OWNER_SAYS)
        if referral.case_id != errand.case.id or not may:
            raise NoSuchCase(code)
        settle(errand.scene, errand.worker, referral, said=said, by=errand.actor, words=words)


def read_link(desk: Desk, token: str) -> Asked | None:
    """Return what stands behind a link, changing nothing; None when it was answered, is too old, or never was."""
    with desk.store.begin() as work:
        found = _behind(desk, work, token)
        if found is None:
            return None
        referral, case = found
        is_accepted = referral.state == "accepted"
        asked = "" if is_accepted else mask_numbers(referral.asked)
        return Asked(case.code, asked, referral.service_id, case.language, is_accepted)


def answer_link(desk: Desk, token: str, *, said: Answer, words: str = "") -> bool:
    """Keep an agency's answer; False when the link serves no more, or not for this."""
    with desk.store.begin() as work:
        found = _behind(desk, work, token)
        if found is None or said not in RECEIVER_SAYS:
            return False
        identifier_id = work.conversations.get(found[1].conversation_id).identifier_id
    with open_scene(desk, identifier_id) as scene:
        scene.work.cases.get(found[1].id, lock=True)
        referral = scene.work.casework.referrals.get(found[0].id, lock=True)
        is_alive = referral.token_hash is not None and referrals.is_usable(referral, scene.now)
        if not is_alive or (referral.state, said) not in referrals.REFERRAL:
            return False
        settle(scene, None, referral, said=said, by=BY_LINK, words=words)
    return True


def asked_of(errand: CaseErrand, state: ReferralState = "in_progress") -> Referral | None:
    """Return the referral of this case that waits for this worker's word ("accepted": for the word that it is done)."""
    work, case = errand.scene.work, errand.case
    found = work.casework.referrals.where(case_id=case.id, worker_id=errand.worker.id, state=state)
    return next((one for one in found if stands(work, one, case)), None)


def stands(work: UnitOfWork, referral: Referral, case: Case) -> bool:
    """Say whether a referral may still be seen: a consent (or an override) stands now; for the police, theirs."""
    receiver = work.workers.get(referral.worker_id) if referral.worker_id is not None else None
    role = referrals.police_role(referral.service_id, receiver)
    return referrals.unlocked_by(work.casework.consents.of_case(case.id), case.kind, role) is not None


def settle(scene: Scene, worker: Worker | None, referral: Referral, *, said: Answer, by: str, words: str = "") -> None:
    """Carry out an answer (of a worker, or of who has the link) and tell the other side. Raises CannotMove."""
    answered = referrals.answer(referral, said, scene.now, by, words.strip() or None)
    scene.work.casework.referrals.save(answered)
    case = scene.work.cases.get(referral.case_id)
    scene.note(case, f"referral_{answered.state}", actor=by, referral=referral.id)
    scene.work.audit.note(by, f"referral_{answered.state}", f"case:{case.id}", scene.now)
    _tell(scene, worker, case, answered)
    if said == "accept" and worker is not None:
        asked = f"{case.code}: {mask_numbers(referral.asked)}"
        tell_words(scene.desk, scene.work, scene.now, worker, asked, case=case, wakes=scene.wakes)
    log.info("referral_answered", case=case.id, status=answered.state)


def _tell(scene: Scene, worker: Worker | None, case: Case, answered: Referral) -> None:
    """Tell the case's worker what the receiver said, and the receiver that the help is not needed any more."""
    told = answered.worker_id if answered.state == "revoked" else case.assignee_id or answered.made_by
    if told is not None and (worker is None or worker.id != told):
        receiver = scene.work.workers.get(told)
        scene.tell(receiver, TELLS[answered.state], case=case, purpose=Purpose.ALERT, code=case.code)


def _behind(desk: Desk, work: UnitOfWork, token: str) -> tuple[Referral, Case] | None:
    """Return the referral behind a link that still serves, and its case."""
    referral = next(iter(work.casework.referrals.where(token_hash=hash_of(token))), None)
    if referral is None or not referrals.is_usable(referral, desk.clock.now()):
        return None
    case = work.cases.get(referral.case_id)
    return (referral, case) if stands(work, referral, case) else None

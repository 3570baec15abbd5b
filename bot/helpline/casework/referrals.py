"""Referrals and transfers: which answer is possible in which state, and what a consent allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.helpline.casework.records import Consent, Referral, ReferralState, Transfer, TransferState
from bot.helpline.records import Worker
from bot.helpline.routing import CASE_ROLES, INSPECTOR, SUPERVISOR
from bot.helpline.triage import POLICE_KINDS

Answer = Literal["accept", "reject", "finish", "revoke"]

REFERRAL: dict[tuple[ReferralState, Answer], ReferralState] = {
    ("in_progress", "accept"): "accepted",
    ("in_progress", "reject"): "rejected",
    ("in_progress", "revoke"): "revoked",
    ("accepted", "finish"): "done",
    ("accepted", "revoke"): "revoked",
}
POLICE = "police"  # a service of the directory
LINK_SERVES = timedelta(days=14)
DONE_WITHIN = timedelta(days=90)  # after an agency has accepted by the link, it serves to say that it is done
TRANSFER: dict[str, TransferState] = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}


OPEN = ("in_progress", "accepted")
BY_LINK = "link"


class CannotMove(ValueError):
    """This answer is not possible any more: somebody has answered, or it was taken back."""


def answer(referral: Referral, said: Answer, now: datetime, by: str, words: str | None = None) -> Referral:
    """
    Return the referral after an answer; raises CannotMove.

    A link serves once for each answer; once somebody else has answered, or nothing is left to say, it is dead.
    """
    state = REFERRAL.get((referral.state, said))
    if state is None:
        raise CannotMove(f"{referral.state} cannot be answered so")
    kept = words if words is not None else referral.answer
    answered = replace(referral, state=state, answered_at=now, answered_by=by, answer=kept)
    if (said, by) == ("accept", BY_LINK):
        return replace(answered, token_until=now + DONE_WITHIN)
    return replace(answered, token_hash=None)


def police_role(service_id: str | None, receiver: Worker | None) -> str | None:
    """Return the role that a consent must name: the inspector on minors' affairs is police, and so are the police."""
    if receiver is not None:
        return INSPECTOR if INSPECTOR in (receiver.role, *receiver.skills) else None
    return INSPECTOR if service_id == POLICE else None


def may_be_asked(receiver: Worker) -> bool:
    """Say whether a colleague may be asked for a service: whoever works with people, and is still one of the staff."""
    return receiver.suspended_at is None and receiver.role in {*CASE_ROLES, SUPERVISOR}


def unlocked_by(consents: Iterable[Consent], kind: str | None, role: str | None) -> Consent | None:
    """Return what a referral stands on, in a case of this kind; None: it is locked, whatever was sent before."""
    if role is not None and kind in POLICE_KINDS:
        return None
    return allows(consents, role)


def settle(transfer: Transfer, said: Literal["accept", "reject", "withdraw"], now: datetime) -> Transfer:
    """Return the transfer after an answer; raises CannotMove."""
    if transfer.state != "offered":
        raise CannotMove(f"{transfer.state} cannot be answered")
    return replace(transfer, state=TRANSFER[said], answered_at=now)


def allows(consents: Iterable[Consent], role: str | None = None) -> Consent | None:
    """
    Return the consent (or the logged override) that a referral may stand on; None: it is locked.

    The newest word of each giver counts, and a refusal or a withdrawal by anybody locks what came before it; an
    override opens again, because it is somebody's decision with a reason. With `role`, only a consent that names it
    counts (the inspector on minors' affairs is never reached by an override).
    """
    opened: Consent | None = None
    for consent in sorted(consents, key=lambda one: (one.at, one.id)):
        if consent.kind in ("refused", "withdrawn"):
            opened = None
        elif role is None or (consent.kind == "given" and consent.names_role == role):
            opened = consent
    return opened


def is_usable(referral: Referral, now: datetime) -> bool:
    """Say whether the link of a referral may still be answered."""
    return referral.state in OPEN and referral.token_until is not None and now < referral.token_until

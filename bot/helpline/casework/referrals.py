"""Referrals and transfers: which answer is possible in which state, and what a consent allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.helpline.casework.records import Consent, Referral, ReferralState, Transfer, TransferState

Answer = Literal["accept", "reject", "finish", "revoke"]

REFERRAL: dict[tuple[ReferralState, Answer], ReferralState] = {
    ("in_progress", "accept"): "accepted",
    ("in_progress", "reject"): "rejected",
    ("in_progress", "revoke"): "revoked",
    ("accepted", "finish"): "done",
    ("accepted", "revoke"): "revoked",
}
TRANSFER: dict[str, TransferState] = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}


class CannotMove(ValueError):
    """This answer is not possible any more: somebody has answered, or it was taken back."""


def answer(referral: Referral, said: Answer, now: datetime, by: str, words: str | None = None) -> Referral:
    """
    Return the referral after an answer; raises CannotMove.

    A link serves once: what was answered cannot be opened by it again.
    """
    state = REFERRAL.get((referral.state, said))
    if state is None:
        raise CannotMove(f"{referral.state} cannot be answered so")
    kept = words if words is not None else referral.answer
    return replace(referral, state=state, answered_at=now, answered_by=by, answer=kept, token_hash=None)


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
    return referral.state == "in_progress" and referral.token_until is not None and now < referral.token_until

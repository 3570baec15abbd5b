"""Handover: a case is offered to another social worker. Its owner changes when that one accepts, and not before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.helpline.diversion import access
from bot.helpline.diversion.records import Diversion, DiversionAction, File
from bot.helpline.records import Worker
from bot.helpline.routing import SUPERVISOR

OFFERED, ACCEPTED, REJECTED, WITHDRAWN = (
    f"handover_{said}" for said in ("offered", "accepted", "rejected", "withdrawn")
)
VERBS = (OFFERED, ACCEPTED, REJECTED, WITHDRAWN)
RECEIVES = "social_worker"


@dataclass(frozen=True)
class Offer:
    """A case that waits for a colleague's word: its owner, and the one who was asked (ids of workers)."""

    before: int
    to: int


def offer_of(diversion: Diversion, history: Iterable[DiversionAction]) -> Offer | None:
    """Return the offer that stands: the last word on it was the offer, by the owner whom the case still has."""
    last = max((line for line in history if line.verb in VERBS), key=lambda line: line.id, default=None)
    if last is None or last.verb != OFFERED or diversion.closed_at is not None:
        return None
    offer = Offer(last.details["before"], last.details["to"])
    return offer if offer.before == diversion.owner_id else None


def may_offer(file: File, worker: Worker) -> bool:
    """Say whether a worker may hand the case over: its owner, or a supervisor."""
    in_charge = worker.role == SUPERVISOR or worker.id == file.diversion.owner_id
    return file.is_open and in_charge and access.may_change(file, worker)


def may_receive(diversion: Diversion, worker: Worker) -> bool:
    """Say whether a case may become this worker's."""
    return worker.role == RECEIVES and worker.suspended_at is None and worker.id != diversion.owner_id

"""Hand over: a case is offered to another social worker, who accepts or rejects it; until then its owner stays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.desk.desk import Desk
from bot.desk.diversion.sitting import NoSuchCase, Sitting, sit
from bot.desk.scene import tell
from bot.desk.transfer import withdrawn
from bot.helpline.casework import referrals
from bot.helpline.casework.records import Transfer
from bot.helpline.diversion import handover
from bot.helpline.diversion.records import Diversion, File, Stage
from bot.helpline.privacy import mask_numbers
from bot.helpline.records import Message, Purpose, Status, Worker
from bot.logs import log
from bot.ports import UnitOfWork


@dataclass(frozen=True)
class Offered:
    """A case that waits for somebody's word, before they see anything else of it."""

    code: str
    stage: Stage
    region: str | None
    owner: str
    reason: str = field(repr=False)


def offer(desk: Desk, worker: Worker, code: str, to_worker: int, reason: str) -> None:
    """Ask a social worker to take the case over; an earlier offer is taken back. Raises NotAllowed."""
    with sit(desk, worker, code) as sitting:
        sitting.require(handover.may_offer(sitting.file, worker), "not_yours_to_hand_over")
        sitting.require(bool(reason.strip()), "reason_needed")
        case = sitting.file.diversion
        receiver = next((one for one in sitting.work.workers.all() if one.id == to_worker), None)
        if receiver is None or not handover.may_receive(case, receiver):
            sitting.require(False, "not_to_this_colleague")
            return
        _take_back(sitting)
        sitting.work.casework.transfers.add(
            Transfer(0, None, case.owner_id, receiver.id, sitting.now, reason=reason.strip(), diversion_id=case.id)
        )
        sitting.note("handover_offered", to=receiver.id, before=case.owner_id)
        _tell(sitting, receiver, "worker.transfer", name=worker.first_name)


def take_back(desk: Desk, worker: Worker, code: str) -> None:
    """Take back what was offered and not answered."""
    with sit(desk, worker, code) as sitting:
        sitting.require(handover.may_offer(sitting.file, worker), "not_yours_to_hand_over")
        _take_back(sitting)


def answer(desk: Desk, worker: Worker, code: str, *, accepts: bool, text: Message | None = None) -> None:
    """
    Accept or reject what was offered; on acceptance the case is this worker's. Raises NoSuchCase.

    `text`: the SMS that says so, which is answered; else it was said in the console.
    """
    with sit(desk, worker, code, may=_any, enters=_is_offered) as sitting:
        offered = offer_on(sitting.work, sitting.file)
        if offered is None:
            raise NoSuchCase("nothing was offered")
        if text is not None:
            sitting.work.messages.change(text.id, status=Status.ANSWERED, worker_id=worker.id)
            _tell(sitting, worker, "worker.diversion_accepted" if accepts else "worker.rejected")
        _settle(sitting, offered, accepts=accepts)


def offers_to(desk: Desk, worker: Worker) -> list[Offered]:
    """Return the cases that wait for this worker's word."""
    with desk.store.begin() as work:
        names = {one.id: one.name for one in work.workers.all()}
        found = []
        for one in work.casework.transfers.where(to_worker=worker.id, state="offered"):
            case = work.diversions.file(one.diversion_id).diversion if one.diversion_id else None
            if case is not None and _stands(one, case):
                reason = mask_numbers(one.reason or "")
                found.append(Offered(case.code, case.stage, case.region, names.get(case.owner_id, ""), reason))
    return found


def offer_on(work: UnitOfWork, file: File) -> Transfer | None:
    """Return the offer that stands on a case."""
    open_ones = work.casework.transfers.where(diversion_id=file.diversion.id, state="offered")
    return next((one for one in open_ones if _stands(one, file.diversion)), None)


def _settle(sitting: Sitting, offered: Transfer, *, accepts: bool) -> None:
    worker, case = sitting.worker, sitting.file.diversion
    before = sitting.work.workers.get(offered.from_worker)
    sitting.work.casework.transfers.save(referrals.settle(offered, "accept" if accepts else "reject", sitting.now))
    if not accepts:
        sitting.note("handover_rejected", before=before.id)
        _tell(sitting, before, "worker.transfer_rejected")
        return
    sitting.require(handover.may_receive(case, worker), "not_to_this_colleague")
    sitting.keep(replace(sitting.file, diversion=replace(case, owner_id=worker.id)))
    sitting.note("handover_accepted", before=before.id)
    _tell(sitting, before, "worker.transfer_accepted", name=worker.first_name)
    log.info("diversion_handed_over", case=case.id, worker=worker.id)


def _stands(offered: Transfer, case: Diversion) -> bool:
    """Say whether the offer still counts: the case goes on, with the owner whom it had."""
    return case.closed_at is None and offered.from_worker == case.owner_id


def _take_back(sitting: Sitting) -> None:
    """Take back whatever is offered, even by an owner whom the case has no more."""
    for one in withdrawn(sitting.work, sitting.now, diversion_id=sitting.file.diversion.id):
        sitting.note("handover_withdrawn", to=one.to_worker)


def _tell(sitting: Sitting, worker: Worker, text_id: str, **fields: Any) -> None:
    """Tell one of the staff by SMS, with the code alone."""
    if worker.suspended_at is None:
        tell(
            sitting.desk, sitting.work, sitting.now, worker, text_id, purpose=Purpose.ALERT, wakes=sitting.wakes,
            code=sitting.file.diversion.code, **fields,
        )  # fmt: skip


def _is_offered(sitting: Sitting) -> bool:
    offered = offer_on(sitting.work, sitting.file)
    return offered is not None and offered.to_worker == sitting.worker.id and sitting.worker.suspended_at is None


def _any(_file: File, _worker: Worker) -> bool:
    return True

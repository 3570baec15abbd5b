"""Hand over: a case is offered to another social worker, who accepts or rejects it; until then its owner stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bot.desk.desk import Desk
from bot.desk.diversion.sitting import NoSuchCase, Sitting, sit
from bot.desk.scene import tell
from bot.helpline.diversion import handover
from bot.helpline.diversion.handover import ACCEPTED, OFFERED, REJECTED, VERBS, WITHDRAWN, Offer
from bot.helpline.diversion.records import File, Stage
from bot.helpline.records import Purpose, Worker
from bot.logs import log
from bot.ports import UnitOfWork


@dataclass(frozen=True)
class Offered:
    """A case that waits for somebody's word, before they see anything else of it."""

    code: str
    stage: Stage
    region: str | None
    owner: str


def offer(desk: Desk, worker: Worker, code: str, to_worker: int) -> None:
    """Ask a social worker to take the case over; an earlier offer is taken back. Raises NotAllowed."""
    with sit(desk, worker, code) as sitting:
        sitting.require(handover.may_offer(sitting.file, worker), "not_yours_to_hand_over")
        case = sitting.file.diversion
        receiver = next((one for one in sitting.work.workers.all() if one.id == to_worker), None)
        if receiver is None or not handover.may_receive(case, receiver):
            sitting.require(False, "not_to_this_colleague")
            return
        _take_back(sitting)
        sitting.note(OFFERED, to=receiver.id, before=case.owner_id)
        _tell(sitting, receiver, "worker.diversion_offered", name=worker.first_name)


def take_back(desk: Desk, worker: Worker, code: str) -> None:
    """Take back what was offered and not answered."""
    with sit(desk, worker, code) as sitting:
        sitting.require(handover.may_offer(sitting.file, worker), "not_yours_to_hand_over")
        _take_back(sitting)


def answer(desk: Desk, worker: Worker, code: str, *, accepts: bool) -> None:
    """Accept or reject what was offered; on acceptance the case is this worker's. Raises NoSuchCase."""
    with sit(desk, worker, code, may=_any, enters=_is_offered) as sitting:
        offered = offer_on(sitting.work, sitting.file)
        if offered is None or offered.to != worker.id:
            raise NoSuchCase("nothing was offered")
        before = sitting.work.workers.get(offered.before)
        if not accepts:
            sitting.note(REJECTED, before=before.id)
            _tell(sitting, before, "worker.transfer_rejected")
            return
        sitting.require(handover.may_receive(sitting.file.diversion, worker), "not_to_this_colleague")
        sitting.keep(replace(sitting.file, diversion=replace(sitting.file.diversion, owner_id=worker.id)))
        sitting.note(ACCEPTED, before=before.id)
        _tell(sitting, before, "worker.transfer_accepted", name=worker.first_name)
        log.info("diversion_handed_over", case=sitting.file.diversion.id, worker=worker.id)


def offers_to(desk: Desk, worker: Worker) -> list[Offered]:
    """Return the cases that wait for this worker's word."""
    with desk.store.begin() as work:
        names = {one.id: one.name for one in work.workers.all()}
        lines = groupby(work.diversions.lines_of_open(VERBS), key=lambda line: line.diversion_id)
        found = []
        for diversion_id, history in lines:
            case = work.diversions.file(diversion_id).diversion
            offered = handover.offer_of(case, history)
            if offered is not None and offered.to == worker.id:
                found.append(Offered(case.code, case.stage, case.region, names.get(case.owner_id, "")))
    return found


def offer_on(work: UnitOfWork, file: File) -> Offer | None:
    """Return the offer that stands on a case."""
    return handover.offer_of(file.diversion, work.diversions.history(file.diversion.id))


def _take_back(sitting: Sitting) -> None:
    offered = offer_on(sitting.work, sitting.file)
    if offered is not None:
        sitting.note(WITHDRAWN, to=offered.to)


def _tell(sitting: Sitting, worker: Worker, text_id: str, **fields: Any) -> None:
    """Tell one of the staff by SMS, with the code alone."""
    if worker.suspended_at is None:
        tell(
            sitting.desk, sitting.work, sitting.now, worker, text_id, purpose=Purpose.ALERT, wakes=sitting.wakes,
            code=sitting.file.diversion.code, **fields,
        )  # fmt: skip


def _is_offered(sitting: Sitting) -> bool:
    offered = offer_on(sitting.work, sitting.file)
    return offered is not None and offered.to == sitting.worker.id and sitting.worker.suspended_at is None


def _any(_file: File, _worker: Worker) -> bool:
    return True

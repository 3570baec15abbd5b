"""Transfer: a case is offered to a colleague. Its owner changes when that one accepts, and not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.at_case import NoSuchCase, at_any_case, at_case
from bot.desk.desk import Desk
from bot.desk.errand import CaseErrand
from bot.desk.scene import Scene
from bot.desk.take import show
from bot.helpline import ladder
from bot.helpline.casework import referrals
from bot.helpline.casework.records import Transfer
from bot.helpline.casework.referrals import CannotMove
from bot.helpline.records import Case, Purpose, Worker
from bot.helpline.routing import Need, is_chief, may_take
from bot.logs import log
from bot.ports import UnitOfWork


class CannotReceive(ValueError):
    """This colleague may not have the case, or has it already."""


def offer_transfer(desk: Desk, worker_id: int, code: str, to_worker: int, reason: str = "") -> None:
    """Ask a colleague to take the case over; the owner stays until then. Raises CannotReceive."""
    with at_case(desk, worker_id, code) as errand:
        scene, case = errand.scene, errand.case
        receiver = _receiver(errand, to_worker)
        if case.status != "taken" or case.assignee_id is None:
            raise CannotReceive("nobody has the case: it can be taken")
        withdraw_open(scene, case, errand.actor)
        offer = Transfer(0, case.id, case.assignee_id, receiver.id, scene.now, reason=reason.strip() or None)
        added = scene.work.casework.transfers.add(offer)
        scene.note(case, "transfer_offered", actor=errand.actor, transfer=added.id, to=receiver.id)
        scene.tell(
            receiver,
            "worker.transfer",
            case=case,
            purpose=Purpose.ALERT,
            code=case.code,
            name=errand.worker.first_name,
        )


def answer_transfer(desk: Desk, worker_id: int, code: str, *, accepts: bool) -> None:
    """Accept or reject at the console what was offered. Raises NoSuchCase when nothing was."""
    with at_any_case(desk, worker_id, code) as errand:
        offer = offered_to(errand)
        if offer is None:
            raise NoSuchCase(code)
        settle(errand, offer, accepts=accepts)


def offered_to(errand: CaseErrand) -> Transfer | None:
    """Return the transfer that this worker may answer: offered to them, by the one who still has the case."""
    case = errand.case
    open_ones = errand.scene.work.casework.transfers.where(case_id=case.id, state="offered")
    wanted = (offer for offer in open_ones if offer.to_worker == errand.worker.id)
    return next((offer for offer in wanted if case.assignee_id == offer.from_worker and case.status == "taken"), None)


def settle(errand: CaseErrand, offer: Transfer, *, accepts: bool) -> None:
    """Carry out the answer; on acceptance the case has its new owner in the same transaction. Raises CannotMove."""
    scene, case = errand.scene, errand.case
    scene.work.casework.transfers.save(referrals.settle(offer, "accept" if accepts else "reject", scene.now))
    before = scene.work.workers.get(offer.from_worker)
    if not accepts:
        scene.note(case, "transfer_rejected", actor=errand.actor, transfer=offer.id)
        scene.tell(before, "worker.transfer_rejected", case=case, purpose=Purpose.ALERT, code=case.code)
        return
    if not may_have(errand, errand.worker):
        raise CannotMove("the case has become one that this worker may not have")
    moved = _moved(errand, case)
    errand.save(moved, "transferred", transfer=offer.id, before=before.id)
    scene.tell(before, "worker.transfer_accepted", case=moved, code=case.code, name=errand.worker.first_name)
    show(errand, moved)
    scene.say("handover.new_worker", case=moved)
    log.info("case_transferred", case=case.id, worker=errand.worker.id)


def withdraw_open(scene: Scene, case: Case, actor: str) -> None:
    """Take back what was offered and not answered."""
    for offer in withdrawn(scene.work, scene.now, case_id=case.id):
        scene.note(case, "transfer_withdrawn", actor=actor, transfer=offer.id)


def withdrawn(work: UnitOfWork, now: datetime, **of: int) -> list[Transfer]:
    """Take back what is offered of a case of either kind (`case_id` or `diversion_id`), and return it."""
    shelf = work.casework.transfers
    offers = shelf.where(**of, state="offered")
    for offer in offers:
        shelf.save(referrals.settle(offer, "withdraw", now))
    return offers


def withdraw_transfer(desk: Desk, worker_id: int, code: str) -> None:
    """Take back at the console what was offered."""
    with at_case(desk, worker_id, code) as errand:
        withdraw_open(errand.scene, errand.case, errand.actor)


def _receiver(errand: CaseErrand, to_worker: int) -> Worker:
    receiver = errand.scene.work.workers.get(to_worker)
    if receiver.id == errand.case.assignee_id or not may_have(errand, receiver):
        raise CannotReceive("not to this colleague")
    return receiver


def may_have(errand: CaseErrand, worker: Worker) -> bool:
    """Say whether a case may become this worker's: the inspector's limits hold here too."""
    if worker.suspended_at is not None:
        return False
    case = errand.case
    named = {one.names_role for one in errand.scene.work.casework.consents.of_case(case.id) if one.kind == "given"}
    roles = frozenset(role for role in named if role)
    return is_chief(worker) or may_take(worker, Need(case.language, case.region, case.kind, roles))


def _moved(errand: CaseErrand, case: Case) -> Case:
    scene = errand.scene
    due = ladder.next_step_at(case.severity, scene.now, ladder.FIRST_WORD[case.severity], scene.desk.policy.hours)
    scene.wake("chase", due)
    return replace(case, assignee_id=errand.worker.id, taken_at=scene.now, step=1, next_step_at=due)

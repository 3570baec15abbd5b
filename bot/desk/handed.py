"""
Handed: a worker answers by SMS what another asked: ACCEPT or REJECT a transfer or a referral; ASK who writes.

A diversion case that was offered is answered by the same two words.
"""

from __future__ import annotations

from bot.desk import referred, transfer, who_writes
from bot.desk.desk import Desk
from bot.desk.diversion import hand_over
from bot.desk.diversion.sitting import NoSuchCase, NotAllowed
from bot.desk.errand import CaseErrand
from bot.helpline.orders import Order
from bot.helpline.records import Message, Worker


def is_asked(errand: CaseErrand) -> bool:
    """Say whether something of this case waits for this worker's word."""
    return transfer.offered_to(errand) is not None or referred.asked_of(errand) is not None


def accept(errand: CaseErrand) -> None:
    """Take over what was offered, or promise the service that was asked for."""
    _answer(errand, accepts=True)


def reject(errand: CaseErrand) -> None:
    """Refuse it; the case stays where it is."""
    _answer(errand, accepts=False)


def has_promised(errand: CaseErrand) -> bool:
    """Say whether this worker has promised to help in another's case: DONE then means that, and closes nothing."""
    return not errand.is_owner and referred.asked_of(errand, "accepted") is not None


def finish(errand: CaseErrand) -> None:
    """Say that the service which was asked for is given."""
    referral = referred.asked_of(errand, "accepted")
    if referral:
        errand.answer("worker.referral_closed", case=errand.case, code=errand.case.code)
        referred.settle(errand.scene, errand.worker, referral, said="finish", by=errand.actor)


def ask_who_writes(errand: CaseErrand) -> None:
    """Ask the person who is writing now."""
    asked = who_writes.ask_at(errand)
    errand.answer("worker.who_asked" if asked else "worker.person_away", case=errand.case, code=errand.case.code)


def answer_diversion(desk: Desk, worker: Worker, order: Order, text: Message) -> bool:
    """Answer what was offered of a diversion case; False when nothing was, and for any other order."""
    if order.verb not in ("accept", "reject") or order.code is None:
        return False
    try:
        hand_over.answer(desk, worker, order.code, accepts=order.verb == "accept", text=text)
    except (NoSuchCase, NotAllowed):
        return False
    return True


def _answer(errand: CaseErrand, *, accepts: bool) -> None:
    offer = transfer.offered_to(errand)
    if offer:
        transfer.settle(errand, offer, accepts=accepts)
        if not accepts:
            errand.answer("worker.rejected", case=errand.case, code=errand.case.code)
        return
    referral = referred.asked_of(errand)
    if referral:
        errand.answer("worker.accepted" if accepts else "worker.rejected", case=errand.case, code=errand.case.code)
        referred.settle(errand.scene, errand.worker, referral, said="accept" if accepts else "reject", by=errand.actor)

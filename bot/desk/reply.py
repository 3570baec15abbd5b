"""Reply: a worker's SMS is an order, or words for a person. Whoever may not know of a case learns nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk import close, handed, notes, relay, shift, take
from bot.desk.desk import Desk
from bot.desk.errand import CaseErrand, Errand
from bot.desk.scene import open_house, open_scene
from bot.helpline import codes, orders, routing
from bot.helpline.orders import Order
from bot.helpline.records import Case, Message, Worker
from bot.logs import log
from bot.ports import UnitOfWork

TRIES = 3
STILL_MEANT = timedelta(minutes=30)  # so long words without a code go to the case that the worker wrote in

HOUSE: dict[str, Callable[[Errand], None]] = {
    "pin": shift.open_with_pin,
    "off_duty": shift.go_off_duty,
    "on_duty": shift.go_on_duty,
    "manual": notes.manual,
    "who": notes.who_all,
}
ABOUT_CASE: dict[str, Callable[[CaseErrand], None]] = {
    "take": take.take,
    "pass": take.pass_case,
    "done": close.done,
    "relay": relay.relay,
    "words": relay.echo,
    "send": relay.send_held,
    "drop": relay.drop_held,
    "note": notes.note,
    "who": notes.who,
    "help": notes.call_supervisor,
    "accept": handed.accept,
    "reject": handed.reject,
    "ask_who": handed.ask_who_writes,
}
OWNERS_ONLY = frozenset({"pass", "done", "note", "help", "ask_who"})  # or a chief's


def is_staff(desk: Desk, identifier_id: int) -> bool:
    """Say whether this number is a worker's."""
    with desk.store.look() as work:
        return work.workers.by_identifier(identifier_id) is not None


def reply(desk: Desk, identifier_id: int) -> None:
    """Deal with a worker's texts, oldest first, each in one transaction."""
    while True:
        with desk.store.begin() as work:
            waiting = work.messages.waiting(identifier_id)
            worker = work.workers.by_identifier(identifier_id)
        if not waiting or worker is None:
            return
        _deal(desk, worker, waiting[0])


def _deal(desk: Desk, worker: Worker, text: Message) -> None:
    try:
        order = orders.read(text.text)
        refusal = "worker.not_understood" if text.attempts >= TRIES else _refusal(desk, worker, order)
        if refusal:
            _at_house(desk, worker, order, text, lambda errand: errand.answer(refusal))
        elif order.verb in HOUSE and (order.code is None or order.verb not in ABOUT_CASE):
            _at_house(desk, worker, order, text, HOUSE[order.verb])
        else:
            _at_case(desk, worker, order, text)
    except Exception:
        _blame(desk, text)
        raise


def _refusal(desk: Desk, worker: Worker, order: Order) -> str | None:
    """Return why the worker is not listened to: a closed phone, or a shift that no PIN has opened."""
    if worker.suspended_at is not None:
        return "worker.suspended"
    if order.verb in ("pin", "off_duty", "manual"):
        return None
    needs_pin = desk.policy.pin_required or worker.pin_hash is not None
    return "worker.pin_needed" if needs_pin and not routing.has_open_pin(worker, desk.clock.now()) else None


def _at_house(desk: Desk, worker: Worker, order: Order, text: Message, act: Callable[[Errand], None]) -> None:
    with open_house(desk, worker) as scene:
        errand = Errand(scene, worker, order, text)
        errand.finish()
        act(errand)


def _at_case(desk: Desk, worker: Worker, order: Order, text: Message) -> None:
    if order.code and codes.is_of_diversion(order.code) and handed.answer_diversion(desk, worker, order, text):
        return
    found = _find(desk, worker, order)
    if found is None:
        unknown = "worker.no_such_case" if order.code else "worker.which_case"
        fields = {"code": order.code} if order.code else {}
        _at_house(desk, worker, order, text, lambda errand: errand.answer(unknown, **fields))
        return
    case, person = found
    with open_scene(desk, person) as scene:
        locked = scene.work.cases.get(case.id, lock=True)
        errand = CaseErrand(scene, worker, order, text, locked)
        errand.finish(locked if _may(errand) else None)
        _act(errand)


def may(errand: CaseErrand) -> bool:
    """Say whether the worker may do what is ordered, or even know of the case."""
    return _may(errand)


def is_owners_only(verb: str) -> bool:
    """Say whether only the owner (or a chief) may do this."""
    return verb in OWNERS_ONLY


def _act(errand: CaseErrand) -> None:
    if not _may(errand):
        # The same words as for a code that nobody has: a guesser learns nothing.
        errand.answer("worker.no_such_case", code=errand.case.code)
    elif _finishes(errand):
        handed.finish(errand)
    elif errand.order.verb in OWNERS_ONLY and not errand.may_change:
        errand.answer("worker.take_first", case=errand.case, code=errand.case.code)
    else:
        ABOUT_CASE[errand.order.verb](errand)
        log.info("order_done", case=errand.case.id, worker=errand.worker.id, command=errand.order.verb)


def _may(errand: CaseErrand) -> bool:
    if errand.order.verb in ("send", "drop"):
        return errand.is_chief
    if errand.order.verb in ("accept", "reject"):
        return handed.is_asked(errand)
    if _finishes(errand):
        return True
    return take.may_see(errand)


def _finishes(errand: CaseErrand) -> bool:
    """Say whether DONE is the word of somebody who was asked to help, not of the case's own worker."""
    return errand.order.verb == "done" and handed.has_promised(errand)


def _find(desk: Desk, worker: Worker, order: Order) -> tuple[Case, int] | None:
    """Return the case that is meant and the number of its person."""
    with desk.store.begin() as work:
        case = work.cases.by_code(order.code) if order.code else _case_written_in(desk, work, worker, order)
        return None if case is None else (case, work.conversations.get(case.conversation_id).identifier_id)


def _case_written_in(desk: Desk, work: UnitOfWork, worker: Worker, order: Order) -> Case | None:
    """Return the one case that the worker wrote in less than half an hour ago; None when there is none or two."""
    if order.verb != "words":
        return None
    since = desk.clock.now() - STILL_MEANT
    mine = [
        case
        for case in work.cases.all()
        if case.assignee_id == worker.id and case.last_worker_text_at and case.last_worker_text_at > since
    ]
    # The case may have been somebody else's a moment ago: whose words were the last is told by the texts alone.
    lately = [case for case in mine if _wrote_in(work, worker, case, since)]
    return lately[0] if len(lately) == 1 else None


def _wrote_in(work: UnitOfWork, worker: Worker, case: Case, since: datetime) -> bool:
    theirs = [one for one in work.messages.for_case(case.id) if one.worker_id == worker.id and one.direction == "out"]
    return any(one.identifier_id != worker.identifier_id and one.at and one.at > since for one in theirs)


def _blame(desk: Desk, text: Message) -> None:
    """Count a failed try, so that a text which breaks us is answered with "not understood" in the end."""
    with desk.store.begin() as work:
        work.messages.change(text.id, attempts=text.attempts + 1)
        work.commit()

"""From the console: the orders of a worker's SMS, given by a button. One path, one set of rules for both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.desk import reply, take
from bot.desk.approved import approved_answers
from bot.desk.at_case import AtConsole, NoSuchCase, NotYours, find, nothing
from bot.desk.desk import Desk
from bot.desk.presence import CONSOLE
from bot.desk.scene import LATELY, open_scene
from bot.helpline.orders import Order, Verb
from bot.helpline.records import Case, Purpose, Status, Worker
from bot.logs import log
from bot.ports import UnitOfWork

TRAINEE = "trainee"  # a skill: approved answers only


class NotApproved(ValueError):
    """A trainee may send approved answers only."""


@dataclass
class Spoken(AtConsole):
    """An errand of the console: what an SMS would have answered is remembered for the page."""

    said: list[str] = field(default_factory=list)

    def answer(self, text_id: str, **fields: Any) -> None:  # noqa: ARG002 (the page has its own words)
        """Remember which text an SMS would have answered with."""
        self.said.append(text_id)

    def save(self, case: Case, verb: str, **details: Any) -> None:
        """Store the case, and write that it was done at the console."""
        super().save(case, verb, via=CONSOLE, **details)


def give_order(desk: Desk, worker_id: int, code: str, verb: Verb, words: str = "") -> list[str]:
    """
    Do in a case what an SMS with this order would do; return the ids of the texts it would have been answered with.

    Raises NoSuchCase (also for a case of somebody else) or NotYours.
    """
    worker, case, identifier_id = find(desk, worker_id, code)
    with open_scene(desk, identifier_id) as scene:
        locked = scene.work.cases.get(case.id, lock=True)
        errand = Spoken(scene, worker, Order(verb, code, words), nothing(identifier_id), locked)
        if not reply.may(errand):
            raise NoSuchCase(code)
        if reply.is_owners_only(verb) and not errand.may_change:
            raise NotYours(code)
        reply.ABOUT_CASE[verb](errand)
    log.info("order_done", case=case.id, worker=worker_id, command=verb)
    return errand.said


def send(desk: Desk, worker_id: int, code: str, words: str) -> list[str]:
    """
    Send words to the person, as the SMS "K4F2 words" would: held when they hold a number or a link.

    The same words twice within minutes are a form that was sent twice. Raises NoSuchCase, NotYours or NotApproved.
    """
    worker, case, _ = find(desk, worker_id, code)
    if TRAINEE in worker.skills and words not in set(_approved(desk, case)):
        raise NotApproved(code)
    if _was_sent_just_now(desk, worker, case, words):
        return ["worker.sent_to"]
    return give_order(desk, worker_id, code, "relay", words) or ["worker.sent_to"]


def take_over(desk: Desk, worker: Worker, case: Case) -> bool:
    """Put a worker in charge who was chosen by the queue, not by an offer; say whether it worked."""
    with desk.store.begin() as work:
        identifier_id = _identifier_of(work, case)
    with open_scene(desk, identifier_id) as scene:
        locked = scene.work.cases.get(case.id, lock=True)
        if locked.status not in ("new", "offered"):
            return False
        errand = Spoken(scene, worker, Order("take", case.code), nothing(identifier_id), locked)
        take.take(errand)
        return errand.case.assignee_id == worker.id


def send_again(desk: Desk, worker_id: int, code: str, message_id: int) -> None:
    """Send a text of this worker once more that could not be delivered; raises NoSuchCase or NotYours."""
    worker, case, identifier_id = find(desk, worker_id, code)
    with open_scene(desk, identifier_id) as scene:
        locked = scene.work.cases.get(case.id, lock=True)
        errand = Spoken(scene, worker, Order("relay", code), nothing(identifier_id), locked)
        if not reply.may(errand):
            raise NoSuchCase(code)
        failed = [text for text in scene.work.messages.for_case(case.id) if text.id == message_id]
        if not errand.is_owner or not failed or failed[0].status is not Status.FAILED:
            raise NotYours(code)
        # The old row stays as it is: it says what happened to the first try.
        scene.send(failed[0].text, purpose=Purpose.WORKER, case=locked, worker=worker)
        scene.work.messages.change(message_id, status=Status.CANCELLED)
        scene.note(locked, "sent_again", actor=errand.actor, message=message_id)


def _identifier_of(work: UnitOfWork, case: Case) -> int:
    return work.conversations.get(case.conversation_id).identifier_id


def _approved(desk: Desk, case: Case) -> list[str]:
    return [answer.words for answer in approved_answers(desk, case)]


def _was_sent_just_now(desk: Desk, worker: Worker, case: Case, words: str) -> bool:
    """Say whether these words went out minutes ago, and the person has not written since."""
    since = desk.clock.now() - LATELY
    with desk.store.begin() as work:
        written = work.conversations.get(case.conversation_id).last_in_at
        mine = [text for text in work.messages.for_case(case.id) if text.worker_id == worker.id and text.at]
    since = max(since, written) if written else since
    return any(text.text in (words, f"{worker.first_name}: {words}") and text.at >= since for text in mine if text.at)

"""Deliver: what is due leaves the outbox, one text at a time, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk import settle_unknown, unasked
from bot.desk.desk import Desk
from bot.desk.posted import parcel, sent
from bot.desk.undelivered import failed
from bot.helpline.failures import wait_before_retry
from bot.helpline.records import Identifier, Message, Purpose, Status
from bot.logs import log
from bot.ports import SendFailed, SendUnknown, SmsRoute, UnitOfWork

LOOK_EVERY = timedelta(seconds=5)
NAP_S = 0.2  # while waiting for the next second, we look whether something pressing came in


def deliver(desk: Desk) -> None:
    """
    Send all that is due. Another one who is sending is left alone: one process speaks to a provider at a time.

    What a crash left in `sending` is looked up at the provider before anything else is sent.
    """
    with desk.store.hold("deliver") as mine:
        if not mine:
            return
        _send_all(desk)
    _wake_for_rest(desk)


def _send_all(desk: Desk) -> None:
    """Send what is due, and go on looking until the line is free again: else two deliveries would be too fast."""
    free_at = look_at = desk.clock.now()
    while True:
        if desk.clock.now() >= look_at:
            settle_unknown.settle(desk)
            look_at = desk.clock.now() + LOOK_EVERY
        wait = (free_at - desk.clock.now()).total_seconds()
        taken = _take(desk, is_busy=wait > 0)
        if taken is not None and taken.may_go:
            _send(desk, taken)
            free_at = max(free_at, desk.clock.now()) + timedelta(seconds=_seconds_for(desk, taken.text))
        elif wait > 0:
            desk.pause(min(wait, NAP_S))
        elif taken is None:
            return


@dataclass(frozen=True)
class Taken:
    """The next text and whom it goes to; whether it may go was looked at just now."""

    text: Message
    to: Identifier
    may_go: bool


def _take(desk: Desk, *, is_busy: bool) -> Taken | None:
    """
    Mark the next text as being sent, committed before the provider hears of it.

    Danger waits for nobody, not even for the second that a segment takes: while the line is busy, only a safety text
    goes.
    """
    now = desk.clock.now()
    with desk.store.begin() as work:
        text = work.messages.next_due(now)
        if text is None or (is_busy and text.purpose is not Purpose.SAFETY):
            return None
        to = work.identifiers.get(text.identifier_id)
        may_go = _may_go(desk, work, text, to)
        if may_go:
            text = replace(text, status=Status.SENDING, sending_since=now, attempts=text.attempts + 1)
            work.messages.change(text.id, status=text.status, sending_since=now, attempts=text.attempts)
        work.commit()
    return Taken(text, to, may_go)


def _may_go(desk: Desk, work: UnitOfWork, text: Message, to: Identifier) -> bool:
    """Look at STOP and at the clock, at the very moment of sending."""
    if _is_stopped(work, text, to):
        work.messages.change(text.id, status=Status.CANCELLED, failed_reason="opted_out")
        log.info("text_cancelled", message=text.id, reason="opted_out")
        return False
    now = desk.clock.now()
    ruling = unasked.judge(work, text, now)
    if ruling.what == "hold":
        unasked.hold(desk, work, text, now)
    elif ruling.what == "later":
        work.messages.change(text.id, due_at=ruling.until)
    elif ruling.what == "drop":
        work.messages.change(text.id, status=Status.CANCELLED, failed_reason="too_late")
        if unasked.is_in_danger(work, text):
            unasked.ping(desk, work, text, now)
    return ruling.what == "send"


def _is_stopped(work: UnitOfWork, text: Message, to: Identifier) -> bool:
    """
    Say whether the person asked us not to write.

    Exempt: safety texts, the confirmation of STOP or deletion, and a case of danger about which they wrote after STOP.
    """
    if to.stopped_at is None or text.conversation_id is None or text.purpose is Purpose.SAFETY:
        return False
    if (text.kind or "").startswith(("stop.", "delete.")):
        return False
    if text.case_id is not None and work.cases.get(text.case_id).kind is not None:
        written = work.conversations.get(text.conversation_id).last_in_at
        return written is None or written <= to.stopped_at
    return True


def _send(desk: Desk, taken: Taken) -> None:
    """Hand a text to the provider, with no transaction open, and write down what came of it."""
    text, to = taken.text, taken.to
    try:
        if to.unreachable and text.purpose is not Purpose.SAFETY:
            raise SendFailed(to.unreachable, stop=True)
        accepted = _route(desk, text).send(parcel(text, to.number))
    except SendFailed as failure:
        _refused(desk, text, failure)
    except SendUnknown:
        log.warning("text_unknown", message=text.id, attempts=text.attempts)
        with desk.store.begin() as work:
            work.messages.change(text.id, status=Status.UNKNOWN)
            work.commit()
        desk.jobs.wake_deliver(desk.clock.now() + settle_unknown.ask_after(text))
    else:
        sent(desk, text, accepted)


def _route(desk: Desk, text: Message) -> SmsRoute:
    """Return the route; raises SendFailed when it is not served any more."""
    route = desk.routes.get(text.provider)
    if route is None:
        raise SendFailed("sender_refused", alarm=True)
    return route


def _refused(desk: Desk, text: Message, failure: SendFailed) -> None:
    """Try again later while that may help; else the text has failed, and whoever must know is told."""
    in_danger = text.purpose is Purpose.SAFETY
    wait = wait_before_retry(text.attempts, in_danger=in_danger) if failure.retryable else None
    log.warning("text_refused", message=text.id, reason=failure.reason, attempts=text.attempts)
    if wait is None:
        failed(desk, text, failure.reason, stop=failure.stop, alarm=failure.alarm)
        return
    due = desk.clock.now() + max(wait, timedelta(seconds=failure.retry_after_s or 0))
    with desk.store.begin() as work:
        work.messages.change(text.id, status=Status.DUE, due_at=due, failed_reason=failure.reason)
        work.commit()


def _seconds_for(desk: Desk, text: Message) -> float:
    """Return how long a text keeps the line busy."""
    route = desk.routes.get(text.provider)
    rate = route.segments_per_second if route else 0
    return text.segments / rate if rate else 0


def _wake_for_rest(desk: Desk) -> None:
    with desk.store.look() as work:
        due = work.messages.earliest_due()
    if due is not None:
        desk.jobs.wake_deliver(max(due, desk.clock.now()))

"""Receipts: what the provider says later about a text. Its status only moves forward."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.undelivered import failed
from bot.helpline import failures
from bot.helpline.failures import Failure, wait_before_retry
from bot.helpline.records import Message, Purpose, Status
from bot.logs import log

RANK = {
    Status.DUE: 0,
    Status.SENDING: 0,
    Status.UNKNOWN: 0,
    Status.SENT: 1,
    Status.DELIVERED: 2,
    Status.FAILED: 2,
    Status.CANCELLED: 2,
}
PATIENCE = timedelta(hours=6)  # a phone that was off so long is not tried again by us


def settle_receipt(  # noqa: PLR0917
    desk: Desk, token: str, provider: str, provider_message_id: str, status: Status, reason: str | None = None
) -> bool:
    """
    Move a text's status forward; say whether it is one of ours.

    `status`: SENT, DELIVERED, or FAILED with a reason of `helpline.failures`. The text is known by our token, else by
    the provider's id. Receipts come twice and out of order: what is older than what we know changes nothing.
    """
    with desk.store.begin() as work:
        text = work.messages.by_token(token, lock=True) or work.messages.by_provider_id(
            provider, provider_message_id, lock=True
        )
        if text is None or text.direction != "out":
            return False
        is_of_this_try = _is_of_this_try(text, provider_message_id)
        # Of an earlier try only its arrival is news.
        moves = RANK.get(status, 0) > RANK.get(text.status, 0) and (is_of_this_try or status is Status.DELIVERED)
        if is_of_this_try and text.provider_message_id != provider_message_id:
            work.messages.change(text.id, provider_message_id=provider_message_id)
        if moves and status is not Status.FAILED:
            work.messages.change(text.id, status=status, failed_reason=None)
        work.commit()
    log.info("receipt_settled", message=text.id, status=status)
    if moves and status is Status.FAILED:
        _not_delivered(desk, text, failures.named(reason))
    return True


def _is_of_this_try(text: Message, provider_message_id: str) -> bool:
    """Tell the tries of a text apart; they share its token. Until one is sent, the row holds the last one's id."""
    if text.status in (Status.SENDING, Status.UNKNOWN):
        return text.provider_message_id != provider_message_id
    return text.status is not Status.DUE and text.provider_message_id in (None, provider_message_id)


def _not_delivered(desk: Desk, text: Message, failure: Failure) -> None:
    """Try again while that may help; a network that gave up after hours is believed."""
    wait = wait_before_retry(text.attempts, in_danger=text.purpose is Purpose.SAFETY) if failure.retryable else None
    now = desk.clock.now()
    if wait is None or (text.at and now - text.at > PATIENCE):
        failed(desk, text, failure.reason, stop=failure.stop, alarm=failure.alarm)
        return
    with desk.store.begin() as work:
        work.messages.change(text.id, status=Status.DUE, due_at=now + wait, failed_reason=failure.reason)
        work.commit()
    desk.jobs.wake_deliver(now + wait)

"""What Twilio says, in the helpline's words: statuses, and refusals."""

from __future__ import annotations

from bot.helpline.failures import Failure, of_twilio
from bot.helpline.records import Status
from bot.ports import SendFailed, SendUnknown
from bot.providers.twilio_http import Refused

STATUSES = {
    "accepted": Status.SENT,
    "scheduled": Status.SENT,
    "queued": Status.SENT,
    "sending": Status.SENT,
    "sent": Status.SENT,
    "delivered": Status.DELIVERED,
    "read": Status.DELIVERED,
    "partially_delivered": Status.DELIVERED,
    "undelivered": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}
WRONG_LOGIN = Failure("wrong_login", alarm=True)


def status_of(word: str) -> Status | None:
    """Return where a text of ours stands; None for a word that says nothing about that ("receiving")."""
    return STATUSES.get(word.lower())


def reason_of(status: Status, code: int | None) -> str | None:
    """Return why a text failed (a key of helpline.failures), None when it did not."""
    return of_twilio(code).reason if status is Status.FAILED else None


def problem_of(refusal: Refused) -> SendFailed | SendUnknown:
    """Return what a refused send means for our text."""
    if refusal.status >= 500:
        # The server broke down with our text in its hands.
        return SendUnknown()
    failure = _failure(refusal)
    return SendFailed(
        failure.reason,
        retryable=failure.retryable,
        stop=failure.stop,
        alarm=failure.alarm,
        retry_after_s=refusal.retry_after_s,
    )


def _failure(refusal: Refused) -> Failure:
    failure = of_twilio(refusal.code, refusal.status)
    # 404 is an account that is not there; a redirect is an address that is not Twilio's.
    is_ours_to_mend = refusal.status in (401, 403, 404) or refusal.status < 400
    return WRONG_LOGIN if failure.reason == "unknown" and is_ours_to_mend else failure

"""Failures: why a text did not arrive, in words a helpline worker understands, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Reason = Literal[
    "phone_off",
    "no_such_number",
    "opted_out",
    "barred",
    "landline",
    "filtered",
    "expired",
    "too_long",
    "too_fast",
    "provider_busy",
    "not_connected",
    "wrong_login",
    "country_closed",
    "sender_refused",
    "account_stopped",
    "unknown",
]


@dataclass(frozen=True)
class Failure:
    """
    A failure: its reason (words: content/texts/failures.yml), whether later may help, whether this number is to be
    left alone, whether an administrator has to act.
    """

    reason: Reason
    retryable: bool = False
    stop: bool = False
    alarm: bool = False


# Twilio's codes: https://www.twilio.com/docs/api/errors
TWILIO: dict[int, Failure] = {
    20003: Failure("wrong_login", alarm=True),
    20429: Failure("too_fast", retryable=True),
    21211: Failure("no_such_number", stop=True),
    21408: Failure("country_closed", alarm=True),
    21606: Failure("sender_refused", alarm=True),
    21608: Failure("account_stopped", alarm=True),
    21610: Failure("opted_out", stop=True),
    21611: Failure("too_fast", retryable=True),
    21612: Failure("sender_refused", alarm=True),
    21614: Failure("landline", stop=True),
    21617: Failure("too_long", alarm=True),
    30001: Failure("too_fast", retryable=True),
    30002: Failure("account_stopped", alarm=True),
    30003: Failure("phone_off", retryable=True),
    30004: Failure("barred", stop=True),
    30005: Failure("no_such_number", stop=True),
    30006: Failure("landline", stop=True),
    30007: Failure("filtered", alarm=True),
    30008: Failure("unknown", retryable=True),
    30036: Failure("expired", alarm=True),
}
UNKNOWN = Failure("unknown")
BUSY = Failure("provider_busy", retryable=True)

# How long to wait after the first, second, third failure. Then the text has failed.
PATIENT = (timedelta(minutes=5), timedelta(minutes=10))
IN_DANGER = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2))


def of_twilio(code: int | None, http_status: int | None = None) -> Failure:
    """Return what an error of Twilio means; a server's error without a code of its own may pass."""
    if code in TWILIO:
        return TWILIO[code]
    if http_status is not None and (http_status >= 500 or http_status == 429):
        return BUSY
    return UNKNOWN


def named(reason: str | None) -> Failure:
    """Return the failure that a reason is; a reason that nobody knows is an unknown one."""
    return _BY_REASON.get(reason or "", UNKNOWN)


def wait_before_retry(attempts: int, *, in_danger: bool) -> timedelta | None:
    """Return how long to wait after this many failed attempts; None when it has failed for good."""
    waits = IN_DANGER if in_danger else PATIENT
    return waits[attempts - 1] if 0 < attempts <= len(waits) else None


_BY_REASON: dict[str, Failure] = {failure.reason: failure for failure in (*TWILIO.values(), BUSY)}

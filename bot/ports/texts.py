"""Texts: what arrives, what leaves, and the route an SMS goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.helpline.records import Purpose, Status


@dataclass(frozen=True)
class Inbound:
    """One SMS as a provider handed it over."""

    provider: str
    provider_message_id: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    recipient: str = ""
    media_count: int = 0
    retry_key: str = field(default="", repr=False)  # the same for each time the provider hands over this one SMS
    sent_at: datetime | None = None  # when the provider took it, if that is long ago (a webhook that was missed)


@dataclass(frozen=True)
class Outbound:
    """One SMS to be put into the outbox."""

    identifier_id: int
    text: str = field(repr=False)
    purpose: Purpose
    due_at: datetime
    conversation_id: int | None = None
    case_id: int | None = None
    worker_id: int | None = None
    in_reply_to: int | None = None
    status: Status = Status.DUE


@dataclass(frozen=True)
class Parcel:
    """What a provider is given to send: the number, the words, our own random token for its callbacks."""

    to: str = field(repr=False)
    text: str = field(repr=False)
    token: str
    encoding: str
    first_tried_at: datetime | None = None
    known_ids: frozenset[str] = frozenset()  # the provider's ids of this number's other texts: none of them is this one


@dataclass(frozen=True)
class Accepted:
    """The provider took it: its id, and the status it reported."""

    provider_message_id: str
    status: Status = Status.SENT
    reason: str | None = None


class SendFailed(Exception):
    """
    The provider did not take the text.

    `reason` is a plain-word key from `helpline.failures`; `retryable` says whether later may help;
    `stop` that this number must not be written to again; `alarm` that an administrator has to act.
    """

    def __init__(
        self,
        reason: str,
        *,
        retryable: bool = False,
        stop: bool = False,
        alarm: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable
        self.stop = stop
        self.alarm = alarm
        self.retry_after_s = retry_after_s


class SendUnknown(Exception):
    """The provider may or may not have taken the text: a timeout or a 5xx after the request was sent."""


class CannotAsk(Exception):
    """The provider cannot say now whether it has a text."""


class SmsRoute(Protocol):
    """An SMS provider."""

    name: str
    segments_per_second: float  # 0 = no limit

    def send(self, parcel: Parcel) -> Accepted:
        """Send; raises SendFailed or SendUnknown."""

    def look_up(self, parcel: Parcel) -> Accepted | None:
        """Say whether the provider has this text (None: it has not); raises CannotAsk."""

    def is_up(self) -> bool:
        """Say whether the provider would take a text now."""

"""Twilio: the SMS route over Twilio's REST API. The webhooks that belong to it are in bot/gateway."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from twilio.base import values
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from bot.helpline.records import Status
from bot.ports import Accepted, CannotAsk, Inbound, Parcel, SendFailed, SendUnknown
from bot.providers.exchange import NoAnswer, NotReached
from bot.providers.set_up import check_set
from bot.providers.twilio_http import Refused, TimedClient
from bot.providers.twilio_words import problem_of, reason_of, status_of
from bot.settings import Settings

STATUS_PATH = "/sms/twilio/status"
CLOCKS_DIFFER = timedelta(seconds=60)  # Twilio dates by whole seconds, and by a clock of its own
MOST_LISTED = 400  # to one number; what is looked for is among the newest
MOST_MISSED = 10_000
PAGE = 100
NOT_THERE = (NotReached, NoAnswer, Refused)


class TwilioRoute:
    """The texts that go out through one Twilio account, from one number or from a Messaging Service's numbers."""

    name = "twilio"

    def __init__(self, settings: Settings) -> None:
        _check(settings)
        self.segments_per_second = settings.segments_per_second
        self._settings = settings
        self._sender = (
            {"messaging_service_sid": settings.twilio_messaging_service_sid}
            if settings.twilio_messaging_service_sid
            else {"from_": settings.twilio_from}
        )
        self._client = Client(
            settings.twilio_account_sid,
            settings.twilio_auth_tokens[0].get_secret_value(),
            http_client=TimedClient(settings.twilio_timeout_s, settings.twilio_api_base),
        )

    def send(self, parcel: Parcel) -> Accepted:
        """Send; raises SendFailed or SendUnknown."""
        problem: Exception
        try:
            return _accepted(self._create(parcel))
        except NotReached:
            problem = SendFailed("not_connected", retryable=True)
        except NoAnswer:
            problem = SendUnknown()
        except Refused as refusal:
            problem = problem_of(refusal)
        # Outside the handlers: what caused it must not hang behind it.
        raise problem

    def look_up(self, parcel: Parcel) -> Accepted | None:
        """
        Say whether Twilio has this text: the words, the number and the time must fit.

        Raises CannotAsk, also when Twilio keeps so little of a text that it cannot be recognised.
        """
        if self._settings.twilio_address_retention == "obfuscate":
            raise CannotAsk
        since = parcel.first_tried_at - CLOCKS_DIFFER if parcel.first_tried_at else datetime.min.replace(tzinfo=UTC)
        nameless = False
        for message in self._list(since, to=parcel.to):
            if message.to != parcel.to or message.direction == "inbound" or message.sid in parcel.known_ids:
                continue
            if _same_words(message.body, parcel.text):
                return _accepted(message)
            nameless = nameless or not message.body
        if nameless:
            # Its words are erased at Twilio already (TWILIO_CONTENT_RETENTION), so it may be this one.
            raise CannotAsk
        return None

    def inbound_since(self, since: datetime) -> Iterator[Inbound]:
        """Yield what people texted us since then, as Twilio kept it; raises CannotAsk."""
        own = {} if self._settings.twilio_messaging_service_sid else {"to": self._settings.twilio_from}
        for message in self._list(since, limit=MOST_MISSED, date_sent_after=since, **own):
            if message.direction == "inbound" and self._is_ours(message):
                yield Inbound(
                    provider=self.name,
                    provider_message_id=str(message.sid),
                    sender=str(message.from_),
                    text=message.body or "",
                    recipient=str(message.to),
                    media_count=int(message.num_media or 0),
                    sent_at=message.date_created,
                )

    def is_up(self) -> bool:
        """Say whether Twilio answers and knows our login."""
        try:
            self._client.api.v2010.accounts(self._settings.twilio_account_sid).fetch()
        except NOT_THERE:
            return False
        return True

    def _create(self, parcel: Parcel) -> MessageInstance:
        settings = self._settings
        message = self._client.messages.create(
            to=parcel.to,
            body=parcel.text,
            status_callback=self._callback(parcel.token),
            validity_period=settings.twilio_validity_s,
            # A child's answer is not to be held back as suspicious, looked at by others, or have its letters changed.
            risk_check="disable",
            shorten_urls=False,
            smart_encoded=False,
            content_retention=settings.twilio_content_retention or values.unset,
            address_retention=settings.twilio_address_retention or values.unset,
            **self._sender,
        )
        if not message.sid:
            raise NoAnswer
        return message

    def _callback(self, token: str) -> str:
        options = f"#{self._settings.twilio_webhook_options}" if self._settings.twilio_webhook_options else ""
        return f"{self._settings.public_base_url.rstrip('/')}{STATUS_PATH}?{urlencode({'token': token})}{options}"

    def _list(self, since: datetime, limit: int = MOST_LISTED, **filters: Any) -> Iterator[MessageInstance]:
        """Yield messages that are not older than `since`; raises CannotAsk."""
        try:
            for message in self._client.messages.stream(limit=limit, page_size=PAGE, **filters):
                if _born(message) >= since:
                    yield message
            return
        except NOT_THERE:
            pass
        raise CannotAsk

    def _is_ours(self, message: MessageInstance) -> bool:
        service = self._settings.twilio_messaging_service_sid
        return bool(message.messaging_service_sid == service if service else message.to == self._settings.twilio_from)


def _check(settings: Settings) -> None:
    check_set(
        "twilio",
        {
            "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
            "TWILIO_AUTH_TOKENS": settings.twilio_auth_tokens,
            "TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID": (
                settings.twilio_from or settings.twilio_messaging_service_sid
            ),
        },
    )


def _accepted(message: MessageInstance) -> Accepted:
    status = status_of(str(message.status)) or Status.SENT
    return Accepted(str(message.sid), status, reason_of(status, _number(message.error_code)))


def _born(message: MessageInstance) -> datetime:
    # A message without a date is one that we cannot rule out.
    return message.date_created or datetime.now(UTC)


def _same_words(kept: str | None, sent: str) -> bool:
    # A trial account writes a line of its own before ours.
    return _plain(kept) != "" and _plain(kept).endswith(_plain(sent))


def _plain(words: str | None) -> str:
    return unicodedata.normalize("NFC", words or "").rstrip()


def _number(code: object) -> int | None:
    try:
        return int(str(code))
    except ValueError:
        return None

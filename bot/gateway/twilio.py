"""Twilio's webhooks: what people text us, and what became of the texts that we sent."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, request

from bot.desk.desk import Desk
from bot.desk.receipts import settle_receipt
from bot.desk.receive import receive
from bot.gateway.forged import ForgedPosts
from bot.gateway.signature import SETTINGS, SIGNATURE, is_signed
from bot.logs import log
from bot.ports import Inbound
from bot.providers.twilio_words import reason_of, status_of
from bot.settings import Settings
from bot.text.phone import NotANumber

PROVIDER = "twilio"
MOST_BYTES = 64 * 1024  # a text of 1,600 letters with all that Twilio says beside it is under 12 KB
ID = re.compile(r"[A-Za-z0-9]{8,64}")
RETRY_KEY = "I-Twilio-Idempotency-Token"
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def blueprint(desk: Desk, settings: Settings, forged: ForgedPosts) -> Blueprint:
    """Return Twilio's two doors."""
    door = TwilioDoor(desk, settings, forged)
    doors = Blueprint(PROVIDER, __name__, url_prefix="/twilio")
    doors.before_request(door.verify)
    doors.add_url_rule("/inbound", "inbound", door.inbound, methods=["POST"])
    doors.add_url_rule("/status", "status", door.status, methods=["POST"])
    return doors


class TwilioDoor:
    """Lets in what Twilio signed for our account."""

    def __init__(self, desk: Desk, settings: Settings, forged: ForgedPosts) -> None:
        self._desk = desk
        self._account = settings.twilio_account_sid
        self._tokens = [token.get_secret_value() for token in settings.twilio_auth_tokens]
        self._base = settings.public_base_url.rstrip("/")
        self._options = settings.twilio_webhook_options
        self._forged = forged

    def verify(self) -> None:
        """Refuse what is too long (413), not signed by Twilio, or meant for another account (403)."""
        request.max_content_length = MOST_BYTES
        if not self._is_signed():
            self._refuse("signature")
        if request.form.get("AccountSid") != self._account:
            self._refuse("account")

    def inbound(self) -> Response:
        """Store an SMS and say nothing: Twilio gives up after 15 s, so we answer before we think."""
        try:
            receive(self._desk, _inbound())
        except NotANumber:
            abort(400, "From is no number and no name.")
        return Response(NOTHING_TO_SAY, mimetype="text/xml")

    def status(self) -> Response:
        """Move one of our texts forward."""
        word = request.form.get("MessageStatus") or request.form.get("SmsStatus") or ""
        status = status_of(word)
        if status is not None:
            reason = reason_of(status, request.form.get("ErrorCode", type=int))
            if not settle_receipt(self._desk, request.args.get("token", ""), PROVIDER, _id(), status, reason):
                log.info("receipt_of_no_text", provider=PROVIDER, status=status)
        return Response(status=204)

    def _is_signed(self) -> bool:
        query = request.query_string.decode("latin-1")
        return is_signed(
            request.headers.get(SIGNATURE, ""),
            f"{self._base}{request.path}" + (f"?{query}" if query else ""),
            request.form,
            self._tokens,
            options=self._options,
            settings=request.headers.get(SETTINGS, ""),
        )

    def _refuse(self, reason: str) -> None:
        self._forged.count(str(request.url_rule), reason)
        abort(403, "Not signed for this address and account: see PUBLIC_BASE_URL and TWILIO_AUTH_TOKENS.")


def _inbound() -> Inbound:
    sender, body = request.form.get("From"), request.form.get("Body")
    if not sender or body is None:
        abort(400, "From or Body is missing.")
    return Inbound(
        provider=PROVIDER,
        provider_message_id=_id(),
        sender=sender,
        text=body,
        recipient=request.form.get("To", ""),
        media_count=request.form.get("NumMedia", default=0, type=int),
        retry_key=request.headers.get(RETRY_KEY, ""),
    )


def _id() -> str:
    given = request.form.get("MessageSid") or request.form.get("SmsSid") or ""
    if not ID.fullmatch(given):
        abort(400, "MessageSid is missing.")
    return given

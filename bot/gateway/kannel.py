"""Kannel's calls: what people text us, and what became of the texts that we sent. It signs nothing."""

from __future__ import annotations

import codecs
import hmac

from flask import Blueprint, Response, abort, request

from bot.desk.desk import Desk
from bot.desk.receipts import settle_receipt
from bot.desk.receive import receive
from bot.gateway.forged import ForgedPosts
from bot.helpline.records import Status
from bot.logs import log
from bot.ports import Inbound
from bot.providers.kannel_http import NAME, STATUSES
from bot.settings import Settings
from bot.text.phone import NotANumber

MOST_BYTES = 16 * 1024


def blueprint(desk: Desk, settings: Settings, forged: ForgedPosts) -> Blueprint:
    """Return Kannel's two doors; the secret in their address is all that it can show."""
    door = KannelDoor(desk, settings.kannel_secret.get_secret_value(), forged)
    doors = Blueprint(NAME, __name__, url_prefix="/kannel/<secret>")
    doors.before_request(door.verify)
    doors.add_url_rule("/inbound", "inbound", door.inbound, methods=["POST"])
    doors.add_url_rule("/status", "status", door.status, methods=["GET", "POST"])
    return doors


class KannelDoor:
    """Lets in who knows the secret."""

    def __init__(self, desk: Desk, secret: str, forged: ForgedPosts) -> None:
        self._desk, self._secret, self._forged = desk, secret, forged

    def verify(self) -> None:
        """Refuse who does not know the secret (403) and what is too long (413)."""
        request.max_content_length = MOST_BYTES
        given = str((request.view_args or {}).pop("secret", ""))
        if not self._secret or not hmac.compare_digest(given.encode(), self._secret.encode()):
            self._forged.count(str(request.url_rule), "secret")
            abort(403, "Not the secret of KANNEL_SECRET.")

    def inbound(self) -> Response:
        """Store an SMS. Kannel would send our answer to the person: with max-messages = 0 it does not."""
        sender, known_as = request.headers.get("X-Kannel-From"), request.args.get("id")
        if not sender or not known_as:
            abort(400, "X-Kannel-From (send-sender = true) or id=%I is missing.")
        try:
            receive(self._desk, Inbound(NAME, known_as, sender, _words(), request.headers.get("X-Kannel-To", "")))
        except NotANumber:
            abort(400, "X-Kannel-From is no number and no name.")
        return Response(status=204)

    def status(self) -> Response:
        """Move one of our texts forward."""
        status = STATUSES.get(request.args.get("state", 0, type=int))
        token, known_as = request.args.get("token", ""), request.args.get("id", "")
        if status is not None:
            # Kannel does not say why; what may pass is tried again.
            reason = "unknown" if status is Status.FAILED else None
            if not settle_receipt(self._desk, token, NAME, known_as, status, reason):
                log.info("receipt_of_no_text", provider=NAME, status=status)
        return Response(status=204)


def _words() -> str:
    """Return the text; Kannel names its charset."""
    charset = request.mimetype_params.get("charset", "utf-8")
    try:
        return request.get_data().decode(codecs.lookup(charset).name, "replace")
    except LookupError:
        return request.get_data().decode("utf-8", "replace")

"""Doors: one for each provider, all under /sms, each with a lock of its own."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from bot.desk.desk import Desk
from bot.gateway import kannel, twilio
from bot.gateway.forged import ForgedPosts
from bot.logs import log
from bot.settings import Settings


def blueprint(desk: Desk, settings: Settings) -> Blueprint:
    """
    Return the doors: `POST /sms/twilio/inbound`, `POST /sms/twilio/status`, and the same for Kannel.

    The door of a provider that has no secret in the settings lets nobody in.
    """
    doors = Blueprint("gateway", __name__, url_prefix="/sms")
    forged = ForgedPosts(desk.store)
    doors.register_blueprint(twilio.blueprint(desk, settings, forged))
    doors.register_blueprint(kannel.blueprint(desk, settings, forged))
    doors.register_error_handler(HTTPException, _in_a_word)
    return doors


def _in_a_word(error: HTTPException) -> Response:
    """Answer a machine: one line, which the provider's console shows to the administrator."""
    log.warning("post_refused", path=str(request.url_rule), http_status=error.code)
    return Response(f"{error.description}\n", status=error.code or 500, mimetype="text/plain")

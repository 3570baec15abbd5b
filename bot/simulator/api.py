"""The contract: three JSON doors that tests and other programs rely on (architecture, section 5)."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, request

from bot.desk import simulate
from bot.logs import log
from bot.simulator import asked, shown
from bot.simulator.arrival import arrive
from bot.simulator.booth import booth
from bot.simulator.waiting import settled


def add_doors(to: Blueprint) -> None:
    """Hang the doors into the blueprint."""
    to.add_url_rule("/api/messages", view_func=send, methods=["POST"])
    to.add_url_rule("/api/messages", view_func=read, methods=["GET"])
    to.add_url_rule("/api/advance", view_func=advance, methods=["POST"])


def send() -> tuple[Response, int]:
    """Take an SMS from a phone; one whose provider_message_id is known already is not taken twice."""
    body = asked.body_of(request.get_json(silent=True))
    message_id = arrive(
        booth().desk,
        number=asked.number_of(body.get("phone")),
        text=asked.text_of(body.get("text")),
        provider_message_id=asked.provider_id_of(body.get("provider_message_id")) or secrets.token_hex(16),
    )
    return jsonify(id=message_id), 201


def read() -> Response:
    """Return a phone's messages after an id, waiting for the first one when asked to."""
    number = asked.number_of(request.args.get("phone"))
    after = asked.row_of(request.args.get("after"))
    seconds = asked.wait_of(request.args.get("wait"))
    look = partial(simulate.texts_of, booth().desk, number, after)
    rows = booth().waiting.wait_for(look, bool, seconds)
    return listed([shown.message(row) for row in (settled(look) if rows else rows)])


def advance() -> Response | tuple[Response, int]:
    """Move the service's time and answer when the work that fell due has been done."""
    body = asked.body_of(request.get_json(silent=True))
    seconds = asked.journey_of(body.get("seconds"))
    try:
        now = booth().advance(seconds)
    except RuntimeError:
        # The clock has moved; only nobody was there who does the work.
        log.exception("time_travel_failed")
        return jsonify(error="time moved, but the work that fell due was not done; is a worker running?"), 503
    return jsonify(now=now.isoformat())


def listed(rows: list[dict[str, Any]]) -> Response:
    """Return rows that no cache may keep."""
    response = jsonify(rows)
    response.headers["Cache-Control"] = "no-store"
    return response

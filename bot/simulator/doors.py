"""Doors: the blueprint of the simulator, with its page and its JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, jsonify
from flask.blueprints import BlueprintSetupState

from bot.answers.reviews import Reviews
from bot.desk.desk import Desk
from bot.simulator import api, feed, page, recording
from bot.simulator.asked import BadRequest
from bot.simulator.booth import EXTENSION, Booth
from bot.simulator.waiting import Waiting, end_with_the_process


def blueprint(
    desk: Desk,
    advance: Callable[[float], datetime],
    *,
    reviews: Callable[[], Reviews] = dict,
    room: int = 16,
) -> Blueprint:
    """
    Return the simulator, to be registered only where SIMULATOR=1.

    `advance` moves the service's time by seconds and returns what time it is once the work that fell due is done;
    it raises RuntimeError when that was not done. `reviews` returns who has read which answer. `room`: how many
    readers of one process may wait for news at once; each holds a thread of the web server.
    """
    simulator = Blueprint(
        "simulator", __name__, url_prefix="/simulator", template_folder="templates", static_folder="static"
    )
    shared = Booth(desk=desk, advance=advance, reviews=reviews, waiting=Waiting(room))

    end_with_the_process(shared.waiting)

    def open_booth(state: BlueprintSetupState) -> None:
        state.app.extensions[EXTENSION] = shared

    simulator.record_once(open_booth)
    api.add_doors(simulator)
    feed.add_doors(simulator)
    page.add_doors(simulator)
    recording.add_doors(simulator)
    simulator.register_error_handler(BadRequest, refuse)
    return simulator


def refuse(error: BadRequest) -> tuple[Response, int]:
    """Tell a client what was wrong with its request."""
    return jsonify(error=str(error)), 400

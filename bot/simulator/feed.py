"""The feed: what the page asks of the service beside the contract: all phones in one poll, networks, staff."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from bot.answers.library import UnknownText
from bot.desk import simulate
from bot.desk.simulate import Network, OpenCase
from bot.helpline.records import Message, Status
from bot.simulator import asked, shown
from bot.simulator.booth import booth
from bot.simulator.drafts import drafts
from bot.simulator.shown import Cursor
from bot.web.locale import language

MOST_PHONES = 12
THINKING = (Status.WAITING, Status.IN_HAND)

Thread = dict[str, Any]


def add_doors(to: Blueprint) -> None:
    """Hang the doors into the blueprint."""
    to.add_url_rule("/api/feed", view_func=feed, methods=["POST"])
    to.add_url_rule("/api/network", view_func=change_network, methods=["PUT"])


def feed() -> Response:
    """
    Return the threads that changed since the page's cursors, waiting for a change when asked to.

    One poll for all phones: a browser keeps no more than six connections to one host.
    """
    body = asked.body_of(request.get_json(silent=True))
    cursors = _cursors(body.get("phones"))
    threads = booth().waiting.wait_for(lambda: _changed(cursors), bool, asked.wait_of(body.get("wait")))
    desk = booth().desk
    cases = [_case(case) for case in simulate.open_cases(desk, cursors.keys())]
    return jsonify(now=desk.clock.now().isoformat(), phones=threads, cases=cases)


def change_network() -> Response:
    """Have a phone's network work well or badly from the next text on."""
    body = asked.body_of(request.get_json(silent=True))
    network = Network(
        is_off=asked.switch_of(body.get("is_off"), "is_off"),
        loses=asked.switch_of(body.get("loses"), "loses"),
        delay_s=asked.delay_of(body.get("delay_s")),
        doubles=asked.switch_of(body.get("doubles"), "doubles"),
    )
    simulate.set_network(booth().desk, asked.number_of(body.get("phone")), network)
    return jsonify(asdict(network))


def _cursors(raw: Any) -> dict[str, Cursor]:
    if not isinstance(raw, dict) or len(raw) > MOST_PHONES:
        raise asked.BadRequest(f'"phones" must be an object: at most {MOST_PHONES} numbers with their cursors')
    return {asked.number_of(number): Cursor.read(cursor) for number, cursor in raw.items()}


def _changed(cursors: dict[str, Cursor]) -> dict[str, Thread]:
    desk = booth().desk
    threads = {}
    for number, cursor in cursors.items():
        rows = simulate.texts_of(desk, number, cursor.start)
        if shown.fingerprint(rows) != cursor.print:
            unread = drafts(desk, booth().reviews(), rows, desk.clock.now().date())
            threads[number] = {
                "cursor": str(shown.cursor_after(rows, cursor.start)),
                "is_thinking": bool(rows) and rows[-1].status in THINKING,
                "network": asdict(simulate.network_at(desk, number)),
                "messages": [_bubble(row, is_draft=row.id in unread) for row in rows],
            }
    return threads


def _bubble(row: Message, *, is_draft: bool) -> dict[str, Any]:
    """Return the contract's seven fields, and what only the page shows."""
    return shown.message(row) | {
        "stage": str(row.status),
        "reason": _reason(row.failed_reason),
        "is_draft": is_draft,
    }


def _case(case: OpenCase) -> dict[str, Any]:
    return asdict(case) | {"next_step_at": case.next_step_at and case.next_step_at.isoformat()}


def _reason(key: str | None) -> str | None:
    """Say in plain words why a text did not arrive."""
    if not key:
        return None
    try:
        return booth().desk.library.text(f"failures.{key}", language())
    except (UnknownText, KeyError):
        return key.replace("_", " ")

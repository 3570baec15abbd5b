"""The queue: who waits, the most urgent first; the next person; offers to who asks; the light in the header."""

from __future__ import annotations

import hashlib

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.console.room import desk, me
from bot.desk import queue as desk_queue
from bot.desk.at_case import NoSuchCase, NotYours
from bot.desk.from_console import give_order
from bot.desk.presence import here
from bot.desk.queue import Queue, next_person


def add_views(console: Blueprint) -> None:
    """Add the views."""
    console.add_url_rule("/queue", "queue", queue)
    console.add_url_rule("/queue/rows", "queue_rows", queue_rows)
    console.add_url_rule("/queue/light", "queue_light", queue_light)
    console.add_url_rule("/next", "next_person", take_next, methods=["POST"])
    console.add_url_rule("/offers/<code>/accept", "accept_offer", accept_offer, methods=["POST"])
    console.add_url_rule("/offers/<code>/pass", "pass_offer", pass_offer, methods=["POST"])


def queue() -> str:
    """Show the queue."""
    return render_template("console/queue.html", **_shown())


def queue_rows() -> ResponseReturnValue:
    """Return the rows and the light, if anything changed since the page asked last."""
    shown = _shown()
    if request.headers.get("If-None-Match") == shown["version"]:
        return "", 304
    answer = make_response(render_template("console/queue_rows.html", **shown))
    answer.headers["ETag"] = shown["version"]
    return answer


def queue_light() -> ResponseReturnValue:
    """Return the light of the header, if it changed."""
    here(desk(), me().id)
    found = queue_now()
    if request.headers.get("If-None-Match") == f'"{found.light}{found.waiting}"':
        return "", 304
    return render_template("console/light.html")


def take_next() -> ResponseReturnValue:
    """Take the most urgent case that this person may take."""
    code = next_person(desk(), me())
    if code is None:
        flash(_("Nobody waits whom you could take now."))
        return redirect(url_for("console.queue"))
    return redirect(url_for("console.case", code=code))


def accept_offer(code: str) -> ResponseReturnValue:
    """Take a case that was offered."""
    said = _ordered(code, "take")
    if "worker.taken_by_other" in said:
        flash(_("A colleague was quicker."))
        return redirect(url_for("console.queue"))
    return redirect(url_for("console.case", code=code))


def pass_offer(code: str) -> ResponseReturnValue:
    """Leave a case that was offered to the next one."""
    here(desk(), me().id)
    try:
        desk_queue.decline(desk(), me().id, code)
    except NoSuchCase:
        abort(404)
    flash(_("%(code)s goes to the next one on duty.", code=code))
    return redirect(url_for("console.queue"))


def _ordered(code: str, verb: str) -> list[str]:
    here(desk(), me().id)
    try:
        return give_order(desk(), me().id, code, verb)  # type: ignore[arg-type]
    except NoSuchCase:
        abort(404)
    except NotYours:
        abort(403)


def _shown() -> dict[str, object]:
    here(desk(), me().id)
    found = queue_now()
    return {"queue": found, "now": desk().clock.now(), "version": version_of(found)}


def version_of(found: Queue) -> str:
    """Return what changes when the page has to."""
    return f'"{hashlib.sha256(repr(found).encode()).hexdigest()[:16]}"'


def queue_now() -> Queue:
    """Return the queue of who asks, read once for each page."""
    if "queue" not in g:
        g.queue = desk_queue.queue(desk(), me())
    found: Queue = g.queue
    return found

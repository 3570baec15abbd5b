"""Oversight: what a supervisor looks at: the shift now, held texts, and who read what."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.console import audit_words
from bot.console.queue import queue_now
from bot.console.room import desk, me
from bot.desk.at_case import NoSuchCase, NotYours
from bot.desk.from_console import give_order
from bot.desk.overview import audit_lines, colleagues, held_texts
from bot.desk.presence import here
from bot.helpline.orders import Verb


def add_views(console: Blueprint) -> None:
    """Add the views."""
    console.add_url_rule("/live", "live", live)
    console.add_url_rule("/live/rows", "live_rows", live_rows)
    console.add_url_rule("/held", "held", held)
    console.add_url_rule("/held/<code>/release", "held_release", release, methods=["POST"])
    console.add_url_rule("/held/<code>/refuse", "held_refuse", refuse, methods=["POST"])
    console.add_url_rule("/audit", "audit", audit)


def live() -> str:
    """Show who is on duty and what waits."""
    return render_template("console/live.html", **_shift())


def live_rows() -> str:
    """Return the same for a page that asks again."""
    return render_template("console/live_rows.html", **_shift())


def held() -> str:
    """Show the texts that wait for a supervisor's word."""
    return render_template("console/held.html", texts=held_texts(desk(), me()), now=desk().clock.now())


def release(code: str) -> ResponseReturnValue:
    """Let the held texts of a case go."""
    _judge(code, "send")
    flash(_("Sent."))
    return redirect(url_for("console.held"))


def refuse(code: str) -> ResponseReturnValue:
    """Take the held texts of a case away."""
    _judge(code, "drop")
    flash(_("Refused; the worker is told."))
    return redirect(url_for("console.held"))


def audit() -> str:
    """Show who did and read what, the newest first."""
    before = request.args.get("before", "")
    lines, older = audit_lines(desk(), before=int(before) if before.isdecimal() else None)
    return render_template("console/audit.html", lines=lines, older=older, audit=audit_words)


def _judge(code: str, verb: Verb) -> None:
    if any(text.is_own and text.code == code.upper() for text in held_texts(desk(), me())):
        abort(403)  # nobody judges the own words
    try:
        give_order(desk(), me().id, code, verb)
    except (NoSuchCase, NotYours):
        abort(404)


def _shift() -> dict[str, object]:
    here(desk(), me().id)
    return {"staff": colleagues(desk()), "queue": queue_now(), "now": desk().clock.now()}

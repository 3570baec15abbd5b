"""Person: what is held on somebody, handed out or erased by a supervisor who made sure who asks."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.answers import own_data as printed
from bot.console.casework_acts import refusals
from bot.console.casework_words import Lists
from bot.console.room import desk, me
from bot.desk import case_page, own_data
from bot.desk.at_case import NoSuchCase
from bot.desk.own_data import NotChecked


def add_views(console: Blueprint) -> None:
    """Add the views: addresses carry the code of a case, not the person."""
    add = console.add_url_rule
    add("/cases/<code>/person", "person", show)
    add("/cases/<code>/person/check", "person_check", check, methods=["POST"])
    add("/cases/<code>/person/export", "person_export", export, methods=["POST"])
    add("/cases/<code>/person/erase", "person_erase", erase, methods=["POST"])


def show(code: str) -> str:
    """Show how much is held, and who made sure when."""
    about = own_data.about_person(desk(), _name(code))
    return render_template("console/casework/person.html", code=code, about=about, lists=Lists(desk().library))


def check(code: str) -> ResponseReturnValue:
    """Write down how the supervisor made sure."""
    with refusals():
        own_data.record_check(desk(), me().id, _name(code), request.form.get("how", ""))
        flash(_("Kept. It holds for a week."))
    return redirect(url_for("console.person", code=code))


def export(code: str) -> ResponseReturnValue:
    """Hand out everything held, as a file for the person."""
    try:
        held = own_data.export(desk(), _name(code), f"worker:{me().id}")
    except NotChecked:
        flash(_("First make sure who asks."), "error")
        return redirect(url_for("console.person", code=code))
    if request.form.get("as") == "json":
        return _file(json.dumps(held, ensure_ascii=False, indent=2), "application/json", f"{code}.json")
    return _file(printed.page(held), "text/html; charset=utf-8", f"{code}.html")


def erase(code: str) -> ResponseReturnValue:
    """Erase what the person wrote."""
    if request.form.get("sure") != "1":
        flash(_("Tick that you are sure."), "error")
        return redirect(url_for("console.person", code=code))
    try:
        own_data.forget_person(desk(), me().id, _name(code))
    except NotChecked:
        flash(_("First make sure who asks."), "error")
    else:
        flash(_("Erased from our service. Open cases keep what their worker needs until they are closed."))
    return redirect(url_for("console.person", code=code))


def _name(code: str) -> str:
    """Return the person of a case that this supervisor may read; else the page is not there."""
    try:
        return case_page.look(desk(), me().id, code).code_name
    except NoSuchCase:
        abort(404)


def _file(words: str, kind: str, name: str) -> Response:
    answer = make_response(words)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer

"""Errors: what somebody reads when a page does not work. Plain words in their language, never a traceback."""

from __future__ import annotations

from flask import Flask, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from bot.logs import log

CONSOLE = "/console/"  # whose pages lead back there
MACHINES = ("/health", "/sms", "/simulator/api")  # who calls these reads JSON


def explain(app: Flask) -> None:
    """Give every error a page."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, broken)


def refused(error: HTTPException) -> ResponseReturnValue:
    """Answer what we do not do."""
    if error.response is not None:  # a redirect, or an answer that a view made itself
        return error.response
    status = error.code or 500
    return _answer(status) if status >= 400 else error.get_response()


def broken(error: Exception) -> ResponseReturnValue:
    """Answer when something of ours broke."""
    path = request.url_rule.rule if request.url_rule else "no such page"
    log.error("request_failed", path=path, method=request.method, exc_info=error)
    return _answer(500)


def words(status: int) -> tuple[str, str]:
    """Return what happened and what can be done, for an HTTP status."""
    known = {
        400: (_("This could not be read."), _("Go back, check what you entered, and send it again.")),
        401: (_("You are not logged in."), _("Log in and try again.")),
        403: (_("This is not open to you."), _("If you need it for your work, ask your administrator.")),
        404: (_("There is no such page."), _("The address may be mistyped, or the page is gone.")),
        405: (_("This page cannot do that."), _("Go back and use the buttons on the page.")),
        413: (_("That is too much at once."), _("Send less, or a smaller file.")),
        429: (_("That was too often."), _("Wait a minute and try again.")),
    }
    ours = (
        _("Something broke on our side."),
        _("Nothing that people texted is lost. Try again in a minute; if it stays so, tell your administrator."),
    )
    other = (_("This did not work."), _("Go back and try again."))
    return known.get(status, ours if status >= 500 else other)


def _answer(status: int) -> ResponseReturnValue:
    if _is_for_a_machine():
        return make_response(jsonify(error=status), status)
    title, advice = words(status)
    back = CONSOLE if request.path.startswith(CONSOLE) else None
    return make_response(
        render_template("web/error.html", title=title, advice=advice, status=status, back=back), status
    )


def _is_for_a_machine() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return request.path.startswith(MACHINES) or request.is_json or best == "application/json"

"""Kept: a form that was refused comes back with what was typed; only the answer to that request holds it."""

from __future__ import annotations

from typing import Any

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict


def again(view: str, **where: Any) -> ResponseReturnValue:
    """Answer a refused form with the page it stands on; its template fills the fields from `typed_into`."""
    page = current_app.view_functions[f"console.{view}"](**where)
    return make_response(page, 400)


def typed(view: str) -> MultiDict[str, str]:
    """Return what was just sent to this view by a form; nothing on a page that somebody only opened."""
    return request.form if request.endpoint == f"console.{view}" else MultiDict()

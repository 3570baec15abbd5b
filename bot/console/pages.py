"""Pages: what every template of the console is given, and where its menu leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import lazy_gettext as _

from bot.console import words
from bot.console.kept import typed
from bot.console.queue import queue_now
from bot.helpline import privacy
from bot.helpline.records import Worker

# The menu, in order: view, words. A place is shown to the roles that may open its view.
MENU = (
    ("queue", _("Queue")),
    ("live", _("On duty")),
    ("held", _("Held texts")),
    ("handed", _("Asked of me")),
    ("tasks", _("Tasks")),
    ("contacts", _("Calls and visits")),
    ("diversion", _("Diversion")),
    ("services", _("Services")),
    ("content", _("Answers and texts")),
    ("audit", _("Audit")),
    ("retention", _("Retention")),
)

# Views that belong to a place and are not named after it.
INSIDE = {"queue": ("queue", "case"), "tasks": ("tasks", "closed")}


@dataclass(frozen=True)
class Place:
    """An entry of the menu."""

    view: str
    words: str
    address: str
    is_here: bool


def places() -> list[Place]:
    """Return the entries of the menu for who is logged in."""
    worker = _at_work()
    if worker is None:
        return []
    here = (request.endpoint or "").removeprefix("console.")
    return [
        Place(view, str(words), url_for(f"console.{view}"), here.startswith(INSIDE.get(view, view)))
        for view, words in MENU
        if f"console.{view}" in current_app.view_functions and privacy.may_open(worker.role, view)
    ]


def shared() -> dict[str, Any]:
    """Return what each template of the console knows."""
    if request.blueprint not in ("console", "security"):
        return {}
    worker = _at_work()
    return {
        "me": getattr(g, "me", None),
        "places": places(),
        "role_name": words.role,
        "words": words,
        "typed_into": typed,
        "queue_now": queue_now,
        "may": lambda permission: worker is not None and privacy.may(worker.role, permission),
    }


def _at_work() -> Worker | None:
    """Return who is logged in and has nothing left to do first (bot.console.guard)."""
    worker: Worker | None = getattr(g, "me", None)
    return None if getattr(g, "comes_first", None) else worker

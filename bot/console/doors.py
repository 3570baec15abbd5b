"""Doors: the blueprint of the console, its guard, and the login in front of it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Flask
from flask_wtf.csrf import CSRFProtect

from bot.console import (
    agency,
    casework,
    casework_person,
    content_review,
    conversation,
    diversion,
    home,
    oversight,
    pages,
    queue,
    services,
)
from bot.console.guard import guard, guard_login
from bot.console.login import BLUEPRINT, set_up_login
from bot.console.room import EXTENSION, Room
from bot.desk.desk import Desk
from bot.ports.logins import Accounts
from bot.web.guard import Guard

GUARDS: Mapping[str, Guard] = {"console": guard, BLUEPRINT: guard_login}
PAGES = (diversion, home, queue, conversation, oversight, casework, casework_person, services, content_review)


def open_in(app: Flask, desk: Desk, accounts: Accounts) -> None:
    """Open the console in an application whose guards are `GUARDS`."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    # Our pages send no referrer; `bot.web.headers` refuses other sites by a better sign.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.extensions[EXTENSION] = Room(desk, accounts, CSRFProtect(app))
    set_up_login(app, accounts)
    app.register_blueprint(blueprint())
    app.register_blueprint(agency.blueprint())


def blueprint() -> Blueprint:
    """Return the views. Each has to stand in bot.helpline.privacy.VIEWS, or the guard keeps it shut."""
    console = Blueprint("console", __name__, url_prefix="/console", template_folder="templates", static_folder="static")
    for page in PAGES:
        page.add_views(console)
    console.app_context_processor(pages.shared)
    return console

"""The room: what all pages of the console share, and who is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, g
from flask_wtf.csrf import CSRFProtect

from bot.desk.desk import Desk
from bot.helpline import privacy
from bot.helpline.records import Worker
from bot.ports.logins import Accounts

EXTENSION = "goldaw.console"


@dataclass(frozen=True)
class Room:
    """The desk, the logins, and what checks that a form is ours."""

    desk: Desk
    accounts: Accounts
    csrf: CSRFProtect


def room() -> Room:
    """Return the room of the application that serves this request."""
    return cast(Room, current_app.extensions[EXTENSION])


def desk() -> Desk:
    """Return the desk."""
    return room().desk


def me() -> Worker:
    """Return who asks. The guard has set it; without a guard there is nobody."""
    return cast(Worker, g.me)


def i_may(permission: str) -> bool:
    """Say whether who asks has a permission (bot.helpline.privacy)."""
    return privacy.may(me().role, permission)

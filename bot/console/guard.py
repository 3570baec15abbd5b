"""
Guard: the one place where the console decides who may come in.

In this order: is the form ours, is somebody logged in with both factors, does the session go on, is the member of staff
still one, is the password their own, were the recovery codes made, was the code of conduct accepted, does the role open
this view. Whatever is not allowed is refused.
"""

from __future__ import annotations

from flask import abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user

from bot.console import conduct
from bot.console.room import room
from bot.desk.doorkeeper import member, write_down
from bot.desk.presence import gone
from bot.helpline import privacy
from bot.web.headers import SAFE_METHODS

CHANGE, RECOVERY, CONDUCT = "security.change_password", "security.mf_recovery_codes", "console.conduct"
SESSION = "console"  # where the session's token stands in the cookie
OPEN = frozenset({"static"})  # styles and scripts of the login page; they tell nothing about people
BEFORE_CONDUCT = frozenset({"conduct", "accept_conduct"})
FACTOR_VIEWS = frozenset({"two_factor_setup", "two_factor_token_validation", "mf_recovery"})
INNER_VIEWS = frozenset({"change_password", "mf_recovery_codes"})
LOGIN_VIEWS = FACTOR_VIEWS | INNER_VIEWS | {"login", "logout"}


def guard() -> ResponseReturnValue | None:
    """Decide on a request for a page of the console."""
    view = (request.endpoint or "").removeprefix("console.")
    if view in OPEN:
        return None
    _check_form()
    if not _is_inside():
        return _to(url_for("security.login", next=request.path if request.method == "GET" else None))
    if g.comes_first and not (g.comes_first == CONDUCT and view in BEFORE_CONDUCT):
        return _to(url_for(g.comes_first))
    if not privacy.is_listed(view):
        abort(404)
    if not privacy.may_open(g.me.role, view):
        abort(403)
    return None


def guard_login() -> ResponseReturnValue | None:
    """Decide on a request for a page of the login library: only those that we use are there."""
    view = (request.endpoint or "").partition(".")[2]
    if view not in LOGIN_VIEWS:
        abort(404)
    _check_form()
    if view in INNER_VIEWS:
        return _inner(view)
    if view == "logout" and current_user.is_authenticated:
        room().accounts.end_session(session.pop(SESSION, ""))
        write_down(room().desk, current_user.worker_id, "logged_out")
        gone(room().desk, current_user.worker_id)
    # Who is inside does not change the second factor: an administrator resets the login.
    if view in FACTOR_VIEWS and current_user.is_authenticated:
        return redirect(url_for("console.home"))
    return None


def _inner(view: str) -> ResponseReturnValue | None:
    """Decide on a page of the login library for who is inside."""
    if not _is_inside():
        return _to(url_for("security.login"))
    if view == "mf_recovery_codes" and g.comes_first == CHANGE:
        return _to(url_for(CHANGE))
    return None


def _comes_first() -> str | None:
    """Return the page that somebody has to see before any other; until then no page shows a menu."""
    if current_user.password_is_given:
        return CHANGE
    if current_user.recovery_due:
        return RECOVERY
    return None if current_user.conduct_version == conduct.VERSION else CONDUCT


def _check_form() -> None:
    if request.method not in SAFE_METHODS:
        room().csrf.protect()


def _is_inside() -> bool:
    """Say whether somebody is logged in, both factors given, the session alive, and still one of the staff."""
    if not current_user.is_authenticated:
        return False
    token, accounts = session.get(SESSION, ""), room().accounts
    alive = current_user.has_second_factor and accounts.is_open(current_user.id, token, by_hand=not _asks_by_itself())
    g.me = member(room().desk, current_user.worker_id) if alive else None
    if g.me is None:
        accounts.end_session(token)
        session.pop(SESSION, None)
        logout_user()
        return False
    g.comes_first = _comes_first()
    return True


def _asks_by_itself() -> bool:
    """Say whether a page asks for news on its own: that keeps nobody logged in."""
    return request.headers.get("HX-Trigger-Name") == "news" or request.headers.get("X-By-Itself") == "1"


def _to(address: str) -> ResponseReturnValue:
    """Send a browser elsewhere; a page that asked for a piece of itself is sent as a whole."""
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": address.partition("?")[0]}
    return redirect(address)

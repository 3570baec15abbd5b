"""Home: where somebody lands, the code of conduct, the own account, and the list of keys."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from bot.console.conduct import VERSION
from bot.console.pages import places
from bot.console.room import desk, me, room
from bot.desk.doorkeeper import write_down


def add_views(console: Blueprint) -> None:
    """Add the views."""
    console.add_url_rule("/", "home", home)
    console.add_url_rule("/account", "account", account)
    console.add_url_rule("/conduct", "conduct", conduct)
    console.add_url_rule("/conduct", "accept_conduct", accept_conduct, methods=["POST"])


def home() -> ResponseReturnValue:
    """Go to the first page that this role works on."""
    first = next(iter(places()), None)
    return redirect(first.address if first else url_for("console.account"))


def account() -> str:
    """Show who is logged in."""
    return render_template("console/account.html", me=me(), login=room().accounts.of(me().id))


def conduct() -> str:
    """Show the code of conduct."""
    return render_template("console/conduct.html", is_accepted=current_user.conduct_version == VERSION)


def accept_conduct() -> ResponseReturnValue:
    """Note that it was accepted."""
    room().accounts.accept_conduct(current_user.id, VERSION)
    write_down(desk(), me().id, "accepted_conduct")
    return redirect(url_for("console.home"))

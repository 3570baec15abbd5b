"""Agency: the one page behind an e-mailed link. No login; it shows a code and what is asked, and takes one answer."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from bot.console.casework_words import Lists
from bot.console.room import desk
from bot.desk import referred
from bot.web.locale import language

LONGEST = 500


def blueprint() -> Blueprint:
    """Return the page. The address itself is the key: 256 random bits, of which only a hash is kept."""
    agency = Blueprint("agency", __name__, url_prefix="/referral")
    agency.add_url_rule("/<token>", "show", show)
    agency.add_url_rule("/<token>", "answer", answer, methods=["POST"])
    agency.add_url_rule("/thanks", "thanks", thanks)
    return agency


def show(token: str) -> ResponseReturnValue:
    """Show what is asked. Looking changes nothing, since mail programs look at links by themselves."""
    asked = referred.read_link(desk(), token)
    if asked is None:
        return render_template("console/casework/agency.html", asked=None), 404
    chosen = request.args.get("language") or asked.language
    with force_locale(chosen if chosen in ("tk", "ru", "en") else language()):
        service = Lists(desk().library).service(asked.service)
        return render_template("console/casework/agency.html", asked=asked, service=service, token=token)


def answer(token: str) -> ResponseReturnValue:
    """Keep the answer; each serves once."""
    said = request.form.get("said")
    if said not in referred.RECEIVER_SAYS:
        return redirect(url_for("agency.show", token=token))
    words = request.form.get("words", "")[:LONGEST]
    if not referred.answer_link(desk(), token, said=said, words=words):  # type: ignore[arg-type]  # one of them
        return render_template("console/casework/agency.html", asked=None), 404
    return redirect(url_for("agency.thanks"))


def thanks() -> str:
    """Say that the answer was kept."""
    return render_template("console/casework/agency.html", asked=None, thanks=True)

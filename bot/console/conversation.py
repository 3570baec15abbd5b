"""The conversation: one page for a case, its timeline, the composer, and what can be done."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.console.room import desk, i_may, me
from bot.console.words import REVEAL_REASONS
from bot.desk import case_page, from_console
from bot.desk.approved import approved_answers
from bot.desk.at_case import NoSuchCase, NotYours
from bot.desk.case_page import CasePage
from bot.desk.describe import write_note
from bot.desk.desk import Desk
from bot.desk.from_console import NotApproved, give_order
from bot.desk.presence import here
from bot.helpline.orders import Verb
from bot.helpline.records import Worker
from bot.web.locale import language

LONGEST = 1000  # characters that a worker writes at once

# What other rooms put beside a conversation: name → the data that console/<name>/_panel.html is given under that name.
PANELS: dict[str, Callable[[Desk, Worker, int], dict[str, Any]]] = {}


def add_views(console: Blueprint) -> None:
    """Add the views."""
    console.add_url_rule("/cases/<code>", "case", show)
    console.add_url_rule("/cases/<code>/thread", "case_thread", thread)
    for view, act in ACTS.items():
        address = f"/cases/<code>/{view.removeprefix('case_')}"
        console.add_url_rule(address, view, act, methods=["POST"])


def show(code: str) -> ResponseReturnValue:
    """Show the conversation; a case that is only offered shows what is offered."""
    here(desk(), me().id)
    try:
        page = case_page.open_page(desk(), me().id, code)
    except NoSuchCase:
        offered = _offered(code)
        return render_template("console/offer.html", case=offered, now=desk().clock.now())
    return _whole(page)


def thread(code: str) -> ResponseReturnValue:
    """Return the timeline if it changed since the page asked last; a page whose case went to another is left."""
    here(desk(), me().id)
    try:
        page = case_page.look(desk(), me().id, code)
    except NoSuchCase:
        return _gone(code)
    version = _version(page)
    if request.headers.get("If-None-Match") == version:
        return "", 304
    answer = make_response(render_template("console/thread.html", page=page, version=version, now=desk().clock.now()))
    answer.headers["ETag"] = version
    return answer


def send(code: str) -> ResponseReturnValue:
    """Send what was written; what is refused stays with who wrote it."""
    words = " ".join(request.form.get("words", "").split(" ")).strip()
    if not words or len(words) > LONGEST:
        return _refused(code, _("Write something, and not more than a thousand characters."), words)
    try:
        said = from_console.send(desk(), me().id, code, words)
    except NotApproved:
        return _refused(code, _("In training you send approved answers as they stand."), words)
    except NoSuchCase:
        abort(404)
    if "worker.take_first" in said:
        return _refused(code, _("Take the case first."), words)
    if "worker.held" in said:
        flash(_("Held: it has a number, a link or a messenger's name. A supervisor looks at it."))
    return _back(code)


def take(code: str) -> ResponseReturnValue:
    """Take the case."""
    if "worker.taken_by_other" in _order(code, "take"):
        flash(_("A colleague was quicker."))
        return redirect(url_for("console.queue"))
    return _back(code)


def pass_on(code: str) -> ResponseReturnValue:
    """Give the case back: the next one is asked."""
    _order(code, "pass")
    flash(_("%(code)s goes to the next one on duty.", code=code))
    return redirect(url_for("console.queue"))


def note(code: str) -> ResponseReturnValue:
    """Write a note for colleagues."""
    words = request.form.get("words", "").strip()
    if words:
        try:
            write_note(desk(), me().id, code, words)
        except NoSuchCase:
            abort(404)
    return _back(code)


def resend(code: str) -> ResponseReturnValue:
    """Send a text again that did not arrive."""
    try:
        from_console.send_again(desk(), me().id, code, int(request.form.get("message", "0")))
    except (NoSuchCase, NotYours, ValueError):
        abort(404)
    return _back(code)


def reveal(code: str) -> ResponseReturnValue:
    """Show the number once, for a reason that is written down."""
    why = request.form.get("why", "")
    if why not in REVEAL_REASONS:
        abort(400)
    try:
        number = case_page.reveal(desk(), me().id, code, why)
    except (NoSuchCase, NotYours):
        abort(404)
    return _whole(_looked(code), number)


ACTS: dict[str, Callable[[str], ResponseReturnValue]] = {
    "case_send": send,
    "case_take": take,
    "case_pass": pass_on,
    "case_note": note,
    "case_resend": resend,
    "case_reveal": reveal,
}


def _whole(page: CasePage, number: str | None = None, unsent: str = "") -> str:
    answers = approved_answers(desk(), page.case, language()) if page.may_write else []
    panels = {name: make(desk(), me(), page.case_id) for name, make in PANELS.items()}
    return render_template(
        "console/conversation.html",
        page=page,
        case=page,
        number=number,
        reasons=REVEAL_REASONS if i_may("number.reveal") and page.may_change else (),
        answers=answers,
        version=_version(page),
        now=desk().clock.now(),
        draft_id=draft_id(page.case_id),
        unsent=unsent,
        **panels,
    )


def _looked(code: str) -> CasePage:
    try:
        return case_page.look(desk(), me().id, code)
    except NoSuchCase:
        abort(404)


def _offered(code: str) -> Any:
    try:
        found = case_page.is_offered(desk(), me().id, code)
    except NoSuchCase:
        abort(404)
    return found or abort(404)


def _order(code: str, verb: Verb) -> list[str]:
    here(desk(), me().id)
    try:
        return give_order(desk(), me().id, code, verb)
    except NoSuchCase:
        abort(404)
    except NotYours:
        abort(403)


def _back(code: str) -> ResponseReturnValue:
    """Return to the conversation; a page that sent a piece of itself gets the new timeline."""
    return _timeline(code) if request.headers.get("HX-Request") else redirect(url_for("console.case", code=code))


def _refused(code: str, why: str, words: str) -> ResponseReturnValue:
    """Say why nothing was sent; 422 tells the composer to keep the words, a page without it gets them back."""
    flash(why, "error")
    if request.headers.get("HX-Request"):
        return _timeline(code), 422
    try:
        page = case_page.look(desk(), me().id, code)
    except NoSuchCase:
        return redirect(url_for("console.case", code=code))  # only offered now: what is written there is not shown
    return _whole(page, unsent=words), 422


def _timeline(code: str) -> str:
    page = _looked(code)
    return render_template("console/thread.html", page=page, version=_version(page), now=desk().clock.now(), sent=True)


def _gone(code: str) -> ResponseReturnValue:
    """Answer for a case that is not there for who asks; words that stand on an open page go from the screen."""
    if not request.headers.get("HX-Request"):
        abort(404)
    flash(_("%(code)s is not with you any more.", code=code))
    return "", 404, {"HX-Redirect": url_for("console.queue")}


def _version(page: CasePage) -> str:
    told = f"{page.last_id}|{page.mode}|{page.assignee}|{page.state}|{page.case.status}|{language()}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:16]}"'


def draft_id(case_id: int) -> str:
    """Return under what a draft is kept on the device: it says nothing of the case."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"draft {case_id} {me().id}".encode(), hashlib.sha256).hexdigest()[:20]

"""Content review: what was read by whom, each text with its facts side by side, and "I have read this"."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.answers.reviews import ASPECTS
from bot.console import content_words as said
from bot.console.room import desk, me
from bot.desk import content_review as review
from bot.desk.content_review import ChangedSince, MayNotReview, NoSuchText, Standing


def add_views(console: Blueprint) -> None:
    """Add the views."""
    console.add_url_rule("/texts", "content", content)
    console.add_url_rule("/texts/<item>", "content_item", content_item)
    console.add_url_rule("/texts/<item>/read", "content_read", content_read, methods=["POST"])


def content() -> str:
    """List answers and texts by where they stand."""
    aspect, state = request.args.get("aspect", ""), request.args.get("state", "")
    kind, words = request.args.get("kind", ""), request.args.get("words", "").strip().lower()
    rows = review.standings(desk())
    shown = [row for row in rows if _is_asked(row, aspect, state) and _is_kind(row, kind)]
    shown = [row for row in shown if words in f"{row.item} {row.about}".lower()]
    return render_template(
        "console/content/list.html",
        counts=review.count(rows),
        groups=[(name, list(members)) for name, members in groupby(shown, key=lambda row: row.group)],
        shown=len(shown),
        asked={"aspect": aspect, "state": state, "kind": kind, "words": words},
        aspects=ASPECTS,
        states=review.STATES,
        said=said,
    )


def content_item(item: str) -> str:
    """Show one text with its facts."""
    try:
        sheet = review.sheet(desk(), item)
    except NoSuchText:
        abort(404)
    return render_template(
        "console/content/item.html",
        sheet=sheet,
        mine=review.vouches_for(me()),
        following=_following(item),
        aspects=ASPECTS,
        said=said,
    )


def content_read(item: str) -> ResponseReturnValue:
    """Note that who asks has read one aspect of what the page showed."""
    aspect = next((one for one in ASPECTS if one == request.form.get("aspect")), None)
    if aspect is None:
        abort(400)
    try:
        review.have_read(desk(), me(), item, aspect, request.form.get("version", ""))
        flash(_("Noted: you have read it."))
    except NoSuchText:
        abort(404)
    except MayNotReview:
        flash(_("Your account has no right to vouch for this."), "error")
    except ChangedSince:
        flash(_("The text has changed since this page was opened. Please read it again."), "error")
    return redirect(url_for("console.content_item", item=item))


def _is_asked(row: Standing, aspect: str, state: str) -> bool:
    states = [row.states[one] for one in ASPECTS if aspect in ("", one)]
    return not state or state in states


def _is_kind(row: Standing, kind: str) -> bool:
    return {"": True, "answers": "." not in row.item, "texts": "." in row.item, "gate": row.holds_gate}.get(kind, True)


def _following(item: str) -> str | None:
    """Return the next text that waits for one of this reader's aspects."""
    mine, rows = review.vouches_for(me()), review.standings(desk())
    place = next((number for number, row in enumerate(rows) if row.item == item), 0)
    waiting = (row.item for row in rows[place + 1 :] if any(row.states[one] != "reviewed" for one in mine))
    return next(waiting, None)

"""Casework's acts: what the forms of the panel do. Each is one verb of the desk; a refusal is said in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.console.casework_words import Lists, why_no_letter
from bot.console.kept import again
from bot.console.room import desk, me
from bot.desk import consents, contacts, describe, refer, referred, tasks, transfer, wrap_up
from bot.desk.at_case import NoSuchCase, NotYours
from bot.desk.consents import CannotAskNow
from bot.desk.contacts import NotYet, Spoken
from bot.desk.from_console import give_order
from bot.desk.refer import Locked, NobodyToAsk, Request
from bot.desk.transfer import CannotReceive
from bot.desk.wrap_up import StillOpen
from bot.helpline.casework.referrals import CannotMove
from bot.helpline.casework.taxonomy import NotInList
from bot.helpline.casework.wrap_up import Incomplete, WrapUp

ASHGABAT = ZoneInfo("Asia/Ashgabat")
LINK = "referral_link"  # in the session: shown once to the worker who asked


class NoSuchCode(ValueError):
    """A code that was typed leads to no case of who typed it."""


def add_views(console: Blueprint) -> None:
    """Add the views."""
    add = console.add_url_rule
    for name, act in ON_CASE.items():
        add(f"/cases/<code>/{name.replace('_', '-')}", f"casework_{name}", on_case(act), methods=["POST"])
    add("/cases/<code>/task-done", "casework_task_done", finish_task, methods=["POST"])
    add("/cases/<code>/referrals/<int:referral_id>", "casework_referral", answer_referral, methods=["POST"])
    add("/handed/<code>", "handed_answer", answer_handed, methods=["POST"])
    add("/contacts", "contacts_add", add_contact, methods=["POST"])
    add("/contacts/none", "contacts_none", add_none, methods=["POST"])


def on_case(act: Callable[[str], str | None]) -> Callable[[str], ResponseReturnValue]:
    """
    Return the view of an act: it goes back to the case (or to another code that the act returns).

    What was refused is said on the same page, with what was typed.
    """

    def view(code: str) -> ResponseReturnValue:
        with refusals():
            return redirect(url_for("console.case", code=act(code) or code))
        return again("case", code=code)

    return view


@contextmanager
def refusals() -> Iterator[None]:
    """Say what the desk refused; another's case is not there."""
    try:
        yield
    except NoSuchCase:
        abort(404)
    except NotYours:
        abort(403)
    except Locked:
        flash(_("Locked: first a consent, or an override with a reason."), "error")
    except Incomplete:
        flash(_("Please choose who contacted us, the category, the age and what was done."), "error")
    except CannotAskNow:
        flash(_("Not now: the person has not written in the last ten minutes, or something else is asked."), "error")
    except CannotMove:
        flash(_("It was answered already, or taken back."), "error")
    except CannotReceive:
        flash(_("This colleague may not have the case."), "error")
    except NobodyToAsk:
        flash(_("Choose a colleague or an agency, check the e-mail address, and say what is asked for."), "error")
    except StillOpen:
        flash(_("That is not possible: a case is open."), "error")
    except NoSuchCode:
        flash(_("No case of yours has this code."), "error")
    except NotYet:
        flash(_("A contact cannot lie in the future."), "error")
    except (NotInList, ValueError):
        flash(_("Please check what you have chosen."), "error")


def moment(said: str) -> datetime:
    """Read a day (then five in the afternoon) or a day with its time, as they are in Ashgabat; raises ValueError."""
    read = datetime.fromisoformat(said)
    return read.replace(hour=17 if len(said) == len("2026-11-16") else read.hour, tzinfo=ASHGABAT)


def form() -> WrapUp:
    """Read the fields of a description."""
    said = request.form
    category, _slash, sub = said.get("category", "").partition("/")
    return WrapUp(
        contact_type=said.get("contact_type") or None,
        relation=said.get("relation") or None,
        category=category or None,
        subcategory=sub or None,
        age_band=said.get("age_band") or None,
        sex=said.get("sex") or None,
        dispositions=tuple(said.getlist("dispositions")),
        closing_reason=said.get("closing_reason") or None,
        summary=said.get("summary", "").strip() or None,
    )


def number(name: str) -> int:
    """Read a number of the form; raises ValueError."""
    return int(request.form.get(name, ""))


def do_describe(code: str) -> None:
    """Keep summary and category."""
    describe.describe(desk(), me().id, code, form())
    flash(_("Kept."))


def do_wrap_up(code: str) -> None:
    """Close with the form."""
    wrap_up.wrap_up(desk(), me().id, code, form())
    flash(_("Case %(code)s is wrapped up.", code=code))


def do_not_counselling(code: str) -> None:
    """Close with one click."""
    wrap_up.close_not_counselling(desk(), me().id, code, request.form.get("kind", ""))
    flash(_("Closed as not counselling."))


def do_reopen(code: str) -> str:
    """Take a closed case up again."""
    return wrap_up.reopen(desk(), me().id, code)


def do_watch(code: str) -> None:
    """Let a colleague follow, or no more."""
    verb = describe.unwatch if request.form.get("ends") else describe.watch
    verb(desk(), me().id, code, number("worker"))


def do_task(code: str) -> None:
    """Add a task."""
    what = request.form.get("what", "").strip()
    if not what:
        raise ValueError("a task says what is to be done")
    tasks.add_task(desk(), me().id, code, what, moment(request.form.get("due", "")), for_worker=number("worker"))


def do_consent(code: str) -> None:
    """Write down a consent, a refusal or a withdrawal."""
    said = request.form
    consents.record_consent(
        desk(),
        me().id,
        code,
        kind=said.get("kind", ""),  # type: ignore[arg-type]  # the desk refuses another word
        giver=said.get("giver", ""),
        way=said.get("way", ""),
        language=said.get("language", ""),
        names_role="inspector" if said.get("names_inspector") else None,
    )


def do_consent_ask(code: str) -> None:
    """Ask the person by SMS."""
    service = Lists(desk().library).service(request.form.get("service"))
    consents.ask_consent(desk(), me().id, code, service or _("another of our staff"))
    flash(_("The person is asked. The answer will stand here."))


def do_override(code: str) -> None:
    """Decide to do without a consent."""
    consents.override(desk(), me().id, code, request.form.get("reason", ""), request.form.get("words", ""))


def do_refer(code: str) -> None:
    """Ask a colleague or an agency."""
    said = request.form
    kind, _slash, name = said.get("to", "").partition(":")
    asked = Request(
        said.get("asked", ""),
        worker_id=int(name) if kind == "worker" else None,
        service_id=name if kind == "service" else None,
        email=said.get("email", "").strip() or None,
    )
    sent = refer.refer(desk(), me().id, code, asked)
    if sent.link:
        session[LINK] = sent.link
        why = why_no_letter(sent.why_not)
        flash(f"{why} {_('No e-mail was sent. Pass on the link that is shown beside the referral; it is shown once.')}")
    else:
        flash(_("The referral is on its way."))


def do_transfer(code: str) -> None:
    """Offer the case to a colleague, or take the offer back."""
    if request.form.get("ends"):
        transfer.withdraw_transfer(desk(), me().id, code)
    else:
        transfer.offer_transfer(desk(), me().id, code, number("worker"), request.form.get("reason", ""))


def do_flag(code: str) -> None:
    """Put a mark on the case, or end it."""
    if request.form.get("ends"):
        describe.unflag(desk(), me().id, code, number("flag"))
    else:
        describe.flag(desk(), me().id, code, request.form.get("what", ""))


def do_who(code: str) -> None:
    """Ask the person who is writing."""
    if "worker.person_away" in give_order(desk(), me().id, code, "ask_who"):
        raise CannotAskNow(code)


ON_CASE: dict[str, Callable[[str], str | None]] = {
    "describe": do_describe,
    "wrap_up": do_wrap_up,
    "not_counselling": do_not_counselling,
    "reopen": do_reopen,
    "watch": do_watch,
    "task": do_task,
    "consent": do_consent,
    "consent_ask": do_consent_ask,
    "override": do_override,
    "refer": do_refer,
    "transfer": do_transfer,
    "flag": do_flag,
    "who": do_who,
}


def finish_task(code: str) -> ResponseReturnValue:
    """Mark a task as done, and go back to the page it stood on: who was given it may have no other."""
    with refusals():
        tasks.finish_task(desk(), me().id, code, number("task"))
    if request.form.get("from") == "case":
        return redirect(url_for("console.case", code=code))
    return redirect(url_for("console.tasks"))


def answer_referral(code: str, referral_id: int) -> ResponseReturnValue:
    """Finish or revoke a referral of one's own case."""
    said = request.form.get("said", "")
    with refusals():
        if said not in referred.OWNER_SAYS:
            raise ValueError("finish or revoke")
        referred.answer_referral(desk(), me().id, code, referral_id, said=said)  # type: ignore[arg-type]
    return redirect(url_for("console.case", code=code))


def answer_handed(code: str) -> ResponseReturnValue:
    """Accept or reject what was offered or asked; say that what was asked is done."""
    said = request.form.get("said", "")
    with refusals():
        if said not in referred.RECEIVER_SAYS:
            raise ValueError("accept, reject or finish")
        if referral := request.form.get("referral"):
            words = request.form.get("words", "")
            referred.answer_referral(desk(), me().id, code, int(referral), said=said, words=words)  # type: ignore[arg-type]
        else:
            transfer.answer_transfer(desk(), me().id, code, accepts=said == "accept")
            if said == "accept":
                return redirect(url_for("console.case", code=code))
    return redirect(url_for("console.handed"))


def add_contact() -> ResponseReturnValue:
    """Write down a call or a visit."""
    said = request.form
    with refusals():
        spoken = Spoken(
            said.get("channel", ""),
            moment(said.get("at", "")),
            form(),
            int(said.get("minutes") or 0),
            said.get("language") or None,
            said.get("region") or None,
            said.get("code", "").strip() or None,
            said.get("words", ""),
        )
        try:
            contacts.record_contact(desk(), me().id, spoken)
        except NoSuchCase:
            raise NoSuchCode(spoken.code) from None
        flash(_("Kept."))
        return redirect(url_for("console.contacts"))
    return again("contacts")


def add_none() -> ResponseReturnValue:
    """Count a call that was none with one click."""
    with refusals():
        contacts.record_not_counselling(desk(), me().id, request.form.get("channel", ""), request.form.get("kind", ""))
        flash(_("Counted as not counselling."))
    return redirect(url_for("console.contacts"))

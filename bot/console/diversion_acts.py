"""What is done in a diversion case: each form of its page is one verb of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.console import diversion_words as words
from bot.console.kept import again
from bot.console.room import desk, me
from bot.desk.diversion import begin, consenting, due, hand_over, meetings, plans, sheets, stages
from bot.desk.diversion.begin import Newcomer
from bot.desk.diversion.sitting import NoSuchCase, NotAllowed
from bot.helpline.diversion.forms import BadAnswers
from bot.helpline.diversion.machine import NotYet
from bot.helpline.diversion.records import Progress
from bot.helpline.hours import ASHGABAT

POSTS = (
    ("parties", "diversion_party"),
    ("parties/<int:party_id>/leave", "diversion_leave"),
    ("consents/<wording>", "diversion_agree"),
    ("consents/<int:consent_id>/withdraw", "diversion_withdraw"),
    ("forms/<form>", "diversion_fill"),
    ("sheets/<int:sheet_id>/judge", "diversion_judge"),
    ("meetings", "diversion_meet"),
    ("meetings/<int:meeting_id>", "diversion_met"),
    ("agreement", "diversion_agreement"),
    ("conditions", "diversion_condition"),
    ("plans/<int:plan_id>/judge", "diversion_judge_plan"),
    ("tasks/<int:task_id>", "diversion_task"),
    ("stage", "diversion_go_on"),
    ("end", "diversion_end"),
    ("handover", "diversion_handover"),
    ("handover/answer", "diversion_handover_answer"),
)


def add_views(console: Blueprint) -> None:
    """Add the views."""
    for address, name in POSTS:
        view: Callable[..., ResponseReturnValue] = globals()[name.removeprefix("diversion_")]
        console.add_url_rule(f"/diversion/<code>/{address}", name, view, methods=["POST"])


def party(code: str) -> ResponseReturnValue:
    """Let somebody take part."""
    with refusals():
        chosen = request.form.get("worker_id", "")
        newcomer = Newcomer(
            role=_said("role"),
            name=_said("name"),
            language=_said("language") or "tk",
            number=_said("number"),
            worker_id=int(chosen) if chosen.isdecimal() else None,
            from_helpline=_said("from_helpline") == "1",
        )
        begin.add_party(desk(), me(), code, newcomer)
        return _back(code, "people")
    return again("diversion_case", code=code)


def leave(code: str, party_id: int) -> ResponseReturnValue:
    """Let somebody leave."""
    with refusals():
        begin.remove_party(desk(), me(), code, party_id)
    return _back(code, "people")


def agree(code: str, wording: str) -> ResponseReturnValue:
    """Write down a consent."""
    with refusals():
        consenting.give_consent(
            desk(),
            me(),
            code,
            party_id=_number("party_id"),
            wording=wording,
            language=_said("language"),
            how=_said("how"),
        )
        flash(_("Written down."))
    return _back(code, "consents")


def withdraw(code: str, consent_id: int) -> ResponseReturnValue:
    """Write down that a consent was taken back, by who has ticked that it is meant: it may end the case."""
    with refusals():
        if not _said("sure"):
            raise ValueError("nothing was ticked")
        consenting.withdraw_consent(desk(), me(), code, consent_id)
        flash(_("The consent is withdrawn. It counts from this moment."))
    return _back(code, "consents")


def fill(code: str, form: str) -> ResponseReturnValue:
    """Store a filled-in form."""
    answers = {name: value for name, value in request.form.items() if name not in ("csrf_token", "note")}
    with refusals():
        sheet = sheets.fill_in(desk(), me(), code, form, answers=answers, note=_said("note"))
        level = words.level(desk().library.forms[form], sheet.level)
        flash(_("Stored. Result: %(level)s", level=level))
        return _back(code, "sheet")
    return again("diversion_form", code=code, form=form)


def judge(code: str, sheet_id: int) -> ResponseReturnValue:
    """Approve an assessment, or give it back."""
    verb = sheets.approve_sheet if _said("said") == "approve" else sheets.return_sheet
    with refusals():
        verb(desk(), me(), code, sheet_id)
    return _back(code, "sheet")


def meet(code: str) -> ResponseReturnValue:
    """Arrange a meeting."""
    with refusals():
        at = datetime.fromisoformat(_said("at")).replace(tzinfo=ASHGABAT)
        invited = [int(one) for one in request.form.getlist("party") if one.isdecimal()]
        meetings.arrange_meeting(desk(), me(), code, about=_said("about"), at=at, party_ids=invited)
    return _back(code, "meetings")


def met(code: str, meeting_id: int) -> ResponseReturnValue:
    """Write down who came, or call the meeting off."""
    with refusals():
        if _said("said") == "call_off":
            meetings.call_off_meeting(desk(), me(), code, meeting_id)
        else:
            came = [int(one) for one in request.form.getlist("came") if one.isdecimal()]
            meetings.hold_meeting(desk(), me(), code, meeting_id, came)
    return _back(code, "meetings")


def agreement(code: str) -> ResponseReturnValue:
    """Write down what was agreed on."""
    with refusals():
        agreed_by = [int(one) for one in request.form.getlist("agreed_by") if one.isdecimal()]
        measures = request.form.getlist("measure")
        plans.write_agreement(desk(), me(), code, measures=measures, words=_said("words"), agreed_by=agreed_by)
    return _back(code, "agreement")


def condition(code: str) -> ResponseReturnValue:
    """Add a condition."""
    with refusals():
        chosen = _said("party_id")
        plans.add_condition(
            desk(),
            me(),
            code,
            about=_said("about"),
            day=date.fromisoformat(_said("day")),
            party_id=int(chosen) if chosen.isdecimal() else None,
            words=_said("words"),
        )
    return _back(code, "agreement")


def judge_plan(code: str, plan_id: int) -> ResponseReturnValue:
    """Approve an agreement, or give it back."""
    verb = plans.approve_agreement if _said("said") == "approve" else plans.return_agreement
    with refusals():
        verb(desk(), me(), code, plan_id)
    return _back(code, "agreement")


def task(code: str, task_id: int) -> ResponseReturnValue:
    """Write down what became of a condition, a step or a review; or give it another day."""
    with refusals():
        if _said("said") == "put_off":
            due.put_off(desk(), me(), code, task_id, date.fromisoformat(_said("day")))
        else:
            due.settle_task(desk(), me(), code, task_id, Progress(_said("said")))
    return _back(code, "dates")


def go_on(code: str) -> ResponseReturnValue:
    """Take the case to its next stage."""
    with refusals():
        stages.go_on(desk(), me(), code)
    return _back(code, "now")


def end(code: str) -> ResponseReturnValue:
    """End the case before its conditions are done."""
    kind, _dot, reason = _said("reason").partition(".")
    with refusals():
        (stages.breach if kind == "breached" else stages.close_without)(desk(), me(), code, reason)
    return _back(code, "now")


def handover(code: str) -> ResponseReturnValue:
    """Offer the case to a colleague, or take the offer back."""
    with refusals():
        if _said("ends"):
            hand_over.take_back(desk(), me(), code)
        else:
            hand_over.offer(desk(), me(), code, _number("worker"), _said("reason"))
    return _back(code, "handover")


def handover_answer(code: str) -> ResponseReturnValue:
    """Accept or reject a case that was offered."""
    accepts = _said("said") == "accept"
    with refusals():
        hand_over.answer(desk(), me(), code, accepts=accepts)
        if accepts:
            return _back(code, "now")
    return redirect(url_for("console.diversion"))


@contextmanager
def refusals() -> Iterator[None]:
    """Say in words what the desk refuses; a case that is not theirs is not there."""
    try:
        yield
    except NoSuchCase:
        abort(404)
    except NotYet as lacking:
        flash(" ".join(words.missing(one) for one in lacking.missing), "error")
    except NotAllowed as refused:
        flash(words.refusal(refused.why), "error")
    except BadAnswers:
        flash(_("Please answer every question; “not known” is an answer too."), "error")
    except ValueError:
        flash(_("A date or a choice is missing."), "error")


def _said(name: str) -> str:
    return request.form.get(name, "").strip()


def _number(name: str) -> int:
    return int(_said(name))


def _back(code: str, place: str) -> ResponseReturnValue:
    return redirect(url_for("console.diversion_case", code=code, _anchor=place))

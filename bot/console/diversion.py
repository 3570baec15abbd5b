"""Diversion: the list of cases, one case, its forms, and the plan to be printed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.console import diversion_acts, diversion_words
from bot.console.conversation import PANELS
from bot.console.diversion_acts import refusals
from bot.console.kept import again, typed
from bot.console.room import desk, i_may, me
from bot.desk.desk import Desk
from bot.desk.diversion import begin, hand_over, look
from bot.desk.diversion.begin import REFERRERS, Referral
from bot.desk.diversion.look import Shown
from bot.desk.diversion.sitting import NoSuchCase, NotAllowed
from bot.helpline.diversion import access, consents, forms, machine
from bot.helpline.diversion.records import ENDS, HARMED, ROAD, ROLES, SETTLED, File, Party, Stage
from bot.helpline.records import Worker
from bot.web.locale import language

# At which stages each part of the page is worked on.
SHEET_AT = {Stage.ELIGIBILITY: "eligibility", Stage.ASSESSMENT: "assessment"}
MEETS_AT = frozenset({Stage.CONFERENCE, Stage.AGREEMENT, Stage.CONDITIONS})


def add_views(console: Blueprint) -> None:
    """Add the views."""
    add = console.add_url_rule
    add("/diversion", "diversion", listed)
    add("/diversion/new", "diversion_new", new)
    add("/diversion/new", "diversion_open", opened, methods=["POST"])
    add("/diversion/<code>", "diversion_case", case)
    add("/diversion/<code>/consents/<wording>", "diversion_consent", consent)
    add("/diversion/<code>/forms/<form>", "diversion_form", form)
    add("/diversion/<code>/forms/<form>/weigh", "diversion_weigh", weigh, methods=["POST"])
    add("/diversion/<code>/plan/<int:party_id>", "diversion_plan", plan)
    diversion_acts.add_views(console)
    PANELS["diversion"] = _panel


def listed() -> str:
    """List the cases that are this worker's to see."""
    ended_too = request.args.get("all") == "1"
    rows = look.list_diversions(desk(), me(), open_only=not ended_too)
    return _page("list", rows=rows, offers=hand_over.offers_to(desk(), me()), ended_too=ended_too, may_open=_may_open())


def new() -> str:
    """Ask who refers the child, and where."""
    if not _may_open():
        abort(404)
    return _page("new", referrers=REFERRERS, regions=_regions(), case_code=request.args.get("case", ""))


def opened() -> ResponseReturnValue:
    """Open a case."""
    said = request.form
    referral = Referral(
        referred_by=said.get("referred_by", ""),
        region=said.get("region") or None,
        language=said.get("language", "tk"),
        case_code=said.get("case_code", "").strip() or None,
    )
    with refusals():
        try:
            return redirect(url_for("console.diversion_case", code=begin.refer(desk(), me(), referral)))
        except NoSuchCase:
            flash(_("No case of yours has this code."), "error")
    return again("diversion_new")


def case(code: str) -> str:
    """Show a case."""
    shown = _shown(code)
    stage = shown.file.diversion.stage
    return _page(
        "case",
        shown=shown,
        road=ROAD,
        ends=ENDS,
        roles=_roles_to_add(shown),
        sheet_now=SHEET_AT.get(stage),
        meets_now=stage in MEETS_AT,
        agrees_now=stage is Stage.AGREEMENT,
        wordings=_wordings(shown),
        ending=_ending(shown.file),
        **_earlier(shown),
        inspector_may=consents.inspector_may(shown.file),
        harmed_may=consents.harmed_takes_part(shown.file),
        prints=_readers(shown.file),
        may_approve=shown.may_approve and i_may("diversion.approve"),
    )


def consent(code: str, wording: str) -> str:
    """Show the words that are read aloud, in each language, and ask who agreed."""
    shown = _shown(code)
    if wording not in shown.forms["consents"].body["wordings"] or not shown.may_change:
        abort(404)
    who = [one for one in shown.file.present if consents.may_give(one, wording)]
    if wording == consents.REMINDERS:
        who = [one for one in who if one.identifier_id is not None]
    return _page("consent", shown=shown, wording=wording, who=who)


def form(code: str, form: str) -> str:
    """Show a form to be filled in."""
    shown = _shown(code)
    if form != SHEET_AT.get(shown.file.diversion.stage) or not shown.may_assess:
        abort(404)
    before, said = shown.file.sheet(form), typed("diversion_fill")
    return _page(
        "form",
        shown=shown,
        form=shown.forms[form],
        domains=forms.domains(shown.forms[form]),
        given=said or (before.answers if before else {}),
        note=said.get("note", before.note if before else ""),
    )


def weigh(code: str, form: str) -> str:
    """Compute, while a form is filled in, what it says so far. Nothing is stored."""
    shown = _shown(code)
    if form not in ("eligibility", "assessment") or not shown.may_assess:
        abort(404)
    asked = shown.forms[form]
    questions = [one.id for domain in forms.domains(asked) for one in domain.questions]
    answers = {name: request.form[name] for name in questions if request.form.get(name)}
    left = len(questions) - len(answers)
    result = None
    if not left:
        with refusals():
            result = forms.weigh(asked, answers)
    return _page("level", form=asked, result=result, left=left)


def plan(code: str, party_id: int) -> ResponseReturnValue:
    """Show the plan of one person, to be printed and handed over."""
    try:
        handed = look.plan_for(desk(), me(), code, party_id)
    except (NoSuchCase, NotAllowed):
        abort(404)
    current, to = desk().library.forms, handed.party.language
    own = {"child": "child_assent", "parent": "parent_consent", "person_harmed": "person_harmed_consent"}
    wording = own.get(handed.party.role)
    return _page(
        "plan",
        handed=handed,
        now=desk().clock.now(),
        title=_say(current["measures"], key="title", to=to),
        stands=_say(current["consents"], "wordings", wording, key="wording", to=to) if wording else "",
    )


def _panel(desk: Desk, worker: Worker, case_id: int) -> dict[str, Any]:
    """Return what stands beside a case of the helpline: the diversion cases that hang on it, by their codes."""
    rows = look.on_case(desk, worker, case_id)
    return {"rows": rows, "stage": diversion_words.stage, "may_open": access.may_open_one(worker)}


def _shown(code: str) -> Shown:
    try:
        return look.look(desk(), me(), code)
    except (NoSuchCase, NotAllowed):
        abort(404)


def _page(name: str, **given: Any) -> str:
    return render_template(
        f"console/diversion/{name}.html", w=diversion_words, say=_say, domains_of=forms.domains, **given
    )


def _say(form: forms.Form, *place: str, key: str = "label", to: str | None = None) -> str:
    """Return words of a form in the language of the page."""
    return forms.in_language(form.words(*place, key=key), to or language())


def _may_open() -> bool:
    return access.may_open_one(me()) and i_may("diversion.write")


def _regions() -> list[tuple[str, str]]:
    return [(one.id, one.name(language())) for one in desk().library.regions.values()]


def _earlier(shown: Shown) -> dict[str, Any]:
    """Return the steps of earlier stages, folded away on the page: those not done, and how many are overdue."""
    stage = str(shown.file.diversion.stage)
    steps = [one for one in shown.file.of_kind("step") if not one.about.startswith(f"{stage}/")]
    open_ones = [one for one in steps if one.progress not in SETTLED]
    late = sum(one.id in shown.overdue for one in open_ones)
    return {"earlier_all": steps, "earlier_open": open_ones, "earlier_late": late}


def _ending(file: File) -> set[int]:
    """Return the ids of the consents without which the case ends."""
    now = desk().clock.now()
    standing = [one.id for one in file.consents if one.withdrawn_at is None]
    return {one for one in standing if file.is_open and not machine.withdraw(file, one, now).is_open}


def _readers(file: File) -> list[Party]:
    """Return whom a plan is handed to; the person harmed only while they agree to take part."""
    return [
        one
        for one in file.present
        if access.sees_whole_plan(one) or (one.role == HARMED and consents.harmed_takes_part(file))
    ]


def _roles_to_add(shown: Shown) -> list[str]:
    return [role for role in ROLES if consents.may_join(shown.file, role)]


def _wordings(shown: Shown) -> list[str]:
    """Return the consents that somebody who takes part may give."""
    named = shown.forms["consents"].body["wordings"]
    return [name for name in named if any(consents.may_give(one, name) for one in shown.file.present)]

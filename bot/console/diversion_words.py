"""Words: what is missing, what was refused, and what happened in a diversion case, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from bot.console.room import desk
from bot.helpline.diversion.forms import Form, Words, in_language
from bot.helpline.diversion.records import Diversion, DiversionAction, Progress, Task
from bot.helpline.hours import local
from bot.web.locale import language


def missing(name: str) -> str:
    """Return what is missing, as a sentence."""
    known = {
        "child": _("Add the child."),
        "region": _("Say in which region it is."),
        "eligibility": _("Fill in whether it can be tried."),
        "eligibility_not_clear": _("Something is not known yet: ask, and fill the form in again."),
        "not_eligible": _("It cannot be tried as things are. Change the answers, or close the case."),
        "child_assent": _("The child has not agreed."),
        "parent": _("Add a parent or guardian."),
        "parent_consent": _("No parent or guardian has agreed."),
        "assessment": _("Fill in the assessment."),
        "assessment_approved": _("A supervisor has to approve the assessment."),
        "meeting_held": _("No meeting has taken place."),
        "agreement": _("Write down what was agreed on."),
        "conditions": _("Add at least one condition with a day."),
        "agreed_by_child": _("The child has to agree to the agreement."),
        "agreed_by_parent": _("A parent or guardian has to agree to the agreement."),
        "agreement_approved": _("A supervisor has to approve the agreement."),
        "conditions_done": _("Not all conditions are done."),
        "nothing_missed": _("No condition was missed."),
        "is_closed": _("The case has ended."),
        "not_theirs_to_give": _("This agreement is not this person's to give."),
        "not_in_conditions": _("The conditions have not begun."),
    }
    return str(known.get(name, name))


def refusal(why: str) -> str:
    """Return why something was not done, as a sentence."""
    known = {
        "inspector_needs_consent": _("The inspector takes part only when the child and a parent have agreed to it."),
        "person_harmed_consents_first": _("The person harmed has not agreed to take part."),
        "mediation_needs_person_harmed": _("Mediation needs the person harmed."),
        "child_is_there": _("The child has to be invited."),
        "nobody_in_this_role": _("Nobody takes part in this role yet."),
        "not_the_person_harmed": _("The person harmed owes nothing to anybody."),
        "not_yours_to_approve": _("A supervisor approves, and never one's own work."),
        "not_yours_to_open": _("Your role does not open diversion cases."),
        "not_yours_to_change": _("You may read this case, not change it."),
        "not_at_this_stage": _("This is not done at this stage."),
        "consents_first": _("The consents come first."),
        "approved_already": _("The agreement is approved; nothing is added to it."),
        "in_the_past": _("The day has to lie ahead."),
        "not_yet": _("The meeting has not begun."),
        "not_a_number": _("This is not a phone number."),
        "name_needed": _("A name is needed."),
        "no_measure": _("Choose at least one thing that was agreed on."),
        "child_stays": _("The child stays as long as the case goes on."),
        "is_closed": _("The case has ended."),
        "reason_needed": _("Say why: your colleague reads it before the answer."),
        "not_yours_to_hand_over": _("Only the one in charge or a supervisor hands a case over."),
        "not_to_this_colleague": _("This colleague may not have the case."),
        "done_already": _("This is done already."),
    }
    return str(known.get(why, _("This cannot be done.")))


def said(words: Words) -> str:
    """Return words of a form in the language of the page."""
    return in_language(words, language())


def stage(name: str) -> str:
    """Return a stage's name."""
    return said(desk().library.forms["steps"].words("stages", str(name)))


def role(name: str) -> str:
    """Return the name of a role in a case."""
    return said(desk().library.forms["steps"].words("roles", name))


def region(name: str | None) -> str:
    """Return a region's name."""
    found = desk().library.regions.get(name or "")
    return str(found.name(language())) if found else str(_("not known yet"))


def task(forms: Mapping[str, Form], one: Task) -> str:
    """Return what is to be done."""
    if one.kind == "step":
        at_stage, _dot, name = one.about.partition("/")
        return said(forms["steps"].words("stages", at_stage, "steps", name, key="does"))
    if one.kind == "condition":
        return said(forms["conditions"].words("types", one.about))
    return str(_("Look at the assessment again"))


def ending(forms: Mapping[str, Form], case: Diversion) -> str:
    """Return why a case ended, if somebody chose a reason."""
    reasons = forms["endings"].body.get(str(case.stage), {})
    return said(reasons[case.end_reason]["label"]) if case.end_reason in reasons else ""


def line(forms: Mapping[str, Form], action: DiversionAction) -> str:
    """Return a line of the history, with what it was about."""
    details, words = action.details, happened(action.verb)
    if "stage" in details:
        return f"{words}: {stage(details['stage'])}"
    if "wording" in details:
        return f"{words}: {said(forms['consents'].words('wordings', details['wording']))}"
    if "role" in details:
        return f"{words}: {role(details['role'])}"
    if details.get("form") in forms:
        return f"{words}: {said(forms[details['form']].words(key='title'))}"
    if details.get("kind") == "condition":
        return f"{said(forms['conditions'].words('types', details['about']))}: {words}" if "about" in details else words
    return words


def actor(name: str, staff: Mapping[int, str]) -> str:
    """Return who did something."""
    kind, _dot, number = name.partition(":")
    if kind == "worker":
        return staff.get(int(number), "")
    return str(_("the person") if kind == "person" else _("the program"))


def came(name: str) -> str:
    """Return what became of an invitation."""
    if name in (Progress.DONE, Progress.MISSED):
        return str(_("came") if name == Progress.DONE else _("did not come"))
    return progress(name)


def progress(name: str) -> str:
    """Return what became of something that is due."""
    known = {
        Progress.OPEN: _("open"),
        Progress.CONFIRMED: _("will come"),
        Progress.REPORTED: _("says it is done"),
        Progress.CANNOT: _("cannot"),
        Progress.MISSED: _("missed"),
        Progress.DONE: _("done"),
        Progress.CANCELLED: _("called off"),
    }
    return str(known.get(Progress(name), name))


def level(form: Form, name: str) -> str:
    """Return what a filled-in form says."""
    known = {
        "eligible": _("it can be tried"),
        "not_eligible": _("it cannot be tried"),
        "not_clear": _("not clear yet"),
    }
    return str(known.get(name) or in_language(form.words("levels", name), language()))


def day(moment: datetime) -> str:
    """Return a day of Ashgabat."""
    return f"{local(moment):%d.%m.%Y}"


def at(moment: datetime) -> str:
    """Return a day and an hour of Ashgabat."""
    return f"{local(moment):%d.%m.%Y %H:%M}"


def happened(verb: str) -> str:
    """Return a line of the history in words."""
    known = {
        "referred": _("referred"),
        "party_added": _("somebody takes part"),
        "party_left": _("somebody left"),
        "consent_given": _("consent given"),
        "consent_withdrawn": _("consent withdrawn"),
        "returned": _("returned without prejudice"),
        "filled_in": _("form filled in"),
        "approved": _("approved by a supervisor"),
        "given_back": _("given back by a supervisor"),
        "stage": _("next stage"),
        "meeting_arranged": _("meeting arranged"),
        "meeting_held": _("meeting held"),
        "meeting_called_off": _("meeting called off"),
        "agreement_written": _("agreement written"),
        "condition_added": _("condition added"),
        "task_done": _("done"),
        "task_missed": _("missed"),
        "task_cancelled": _("called off"),
        "task_put_off": _("given another day"),
        "reminded": _("reminded by SMS"),
        "not_reminded": _("could not be reminded by SMS"),
        "said_confirmed": _("said by SMS: I come"),
        "said_reported": _("said by SMS: it is done"),
        "said_cannot": _("said by SMS: I cannot"),
        "closed": _("closed without diversion"),
        "breached": _("ended: conditions not kept"),
        "handover_offered": _("offered to a colleague"),
        "handover_accepted": _("handed over: a new person is in charge"),
        "handover_rejected": _("the colleague could not take it"),
        "handover_withdrawn": _("offer taken back"),
        "plan_printed": _("plan printed"),
    }
    return str(known.get(verb, verb))

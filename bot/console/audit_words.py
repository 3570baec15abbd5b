"""Audit words: what a line of the audit says was done."""

from __future__ import annotations

from flask_babel import gettext as _

from bot.console.casework import class_names
from bot.console.diversion_words import happened
from bot.console.steps import PLAIN_STEPS
from bot.console.words import failure

DIVERSION = "diversion_"


def audit_verb(verb: str) -> str:
    """Return what a line of the audit says."""
    if verb == "diversion_opened":
        return str(_("read the diversion case"))
    if verb.startswith("referral_"):
        return str(PLAIN_STEPS.get(verb, verb))
    if verb.startswith(DIVERSION):
        return f"{_('Diversion')}: {happened(verb.removeprefix(DIVERSION))}"
    known = {
        "logged_in": _("logged in"),
        "logged_out": _("logged out"),
        "changed_password": _("changed the password"),
        "made_recovery_codes": _("made recovery codes"),
        "used_recovery_code": _("used a recovery code"),
        "accepted_conduct": _("accepted the code of conduct"),
        "read_case": _("read the conversation"),
        "revealed_number": _("saw the number"),
        "closed_case": _("closed the case"),
        "on_duty": _("went on duty"),
        "saved_service": _("changed a service"),
        "retired_service": _("retired a service"),
        "brought_back_service": _("brought a service back"),
        "off_duty": _("went off duty"),
        "wrong_pin": _("wrong PIN"),
        "added_staff": _("added to the staff"),
        "suspended_staff": _("suspended"),
        "created_login": _("login made"),
        "reset_login": _("login reset"),
        "content_reviewed": _("text reviewed"),
        "complained": _("complained about the worker"),
        "alarm": _("alarm of the provider"),
        "resumed_staff": _("suspension lifted"),
        "recorded_contact": _("wrote down a call or a visit"),
        "consent": _("wrote down a consent"),
        "overrode_consent": _("went without a consent"),
        "referred": _("referred"),
        "checked_identity": _("made sure who asks"),
        "handed_out_own_data": _("handed out what is held on a person"),
        "asked_to_delete": _("asked for deletion"),
        "took_back_deletion": _("took the deletion back"),
        "stopped": _("has opted out"),
        "erased": _("erased what a person wrote"),
        "retained": _("erased what was past its day"),
        "retention_run": _("the nightly work was done"),
        "writer_changed": _("somebody else writes from the number"),
        "daily_cap_reached": _("as many SMS as a day allows"),
        "possible_loop": _("a machine may be answering"),
    }
    return str(known.get(verb, verb.replace("_", " ")))


def audit_who(actor: str) -> str:
    """Return who did it: a name of the staff as it stands, else what the service calls the one who did."""
    known = {
        "system": _("the service"),
        "person": _("the person"),
        "command_line": _("whoever runs the server"),
        "link": _("the agency, by its link"),
    }
    return str(known.get(actor, actor))


def audit_subject(subject: str) -> str:
    """Return of what: codes and names as they stand, what has neither by what it is."""
    kind, _colon, name = subject.partition(":")
    known = {
        "conversation": _("a talk"),
        "person": _("a person who wrote"),
        "class": class_names().get(name, name),
        "contact": _("a call or a visit"),
        "provider": failure(name) or _("the service"),
        "service": _("a service"),
        "text": _("a text of ours"),
        "diversion": _("a diversion case"),
        "house": _("the service"),
    }
    return str(known.get(kind, subject))

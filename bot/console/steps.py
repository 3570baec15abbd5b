"""Steps: what was done in a case, in words that need nothing more than the step itself."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

PLAIN_STEPS = {
    "closed": _("Closed"),
    "reopened": _("Reopened"),
    "told_truth": _("The person was told that nobody has been reached yet"),
    "safety_text": _("Safety text sent"),
    "said_safe": _("Says: I am safe now"),
    "said_not_safe": _("Says: I am not safe"),
    "danger_again": _("Danger in a new text"),
    "danger_question_unanswered": _("The question about danger was not answered"),
    "sent_again": _("Sent again"),
    "named": _("The first name was told"),
    "help_wanted": _("A supervisor was called"),
    "silent_for_a_day": _("Silent for a day"),
    "released": _("Held text released"),
    "dropped": _("Held text refused"),
    "repeat_contact": _("Has had a case before"),
    "person_is_back": _("The person writes again"),
    "asked_who_writes": _("Asked who is writing"),
    "described": _("Summary written"),
    "wrapped_up": _("Wrapped up"),
    "consent_asked": _("Consent asked for"),
    "consent": _("Consent noted"),
    "consented": _("Consent noted"),
    "referred": _("Referral made"),
    "task_added": _("Task added"),
    "task_done": _("Task done"),
    "task_due": _("Task is due"),
    "task_postponed": _("Task postponed"),
    "transfer_offered": _("Transfer offered"),
    "transferred": _("Transferred"),
    "transfer_rejected": _("Transfer rejected"),
    "transfer_withdrawn": _("Transfer withdrawn"),
    "flagged": _("Flag set"),
    "unflagged": _("Flag removed"),
}

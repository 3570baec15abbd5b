"""Words: what the page's modules say, translated on the server, and the roles a phone can have."""

from __future__ import annotations

from typing import Any

from babel import Locale
from flask_babel import gettext as _

from bot.simulator.examples import examples
from bot.web.locale import language


def roles() -> dict[str, str]:
    """Return the name of each role that a phone's owner can have."""
    return {"child": _("Child"), "parent": _("Parent"), "worker": _("Social worker")}


def for_modules() -> dict[str, Any]:
    """Return every word that a module needs, fields in braces."""
    return {
        "roles": roles(),
        "months": _names("months"),
        "weekdays": _names("days"),
        "examples": examples(language()),
        "today": _("Today"),
        "out": _states_of_ours(),
        "in": _states_of_theirs(),
        "meter": _meter(),
        "phone": _phone(),
        "time": _time(),
        "trouble": _trouble(),
        "case": _case(),
    }


def _states_of_ours() -> dict[str, str]:
    """Say where a text of the service stands."""
    return {
        "queued": _("On its way"),
        "held": _("Kept back until the person writes"),
        "sent": _("Sent, no receipt yet"),
        "delivered": _("Delivered"),
        "failed": _("Not delivered"),
        "why": _("Not delivered: {reason}"),
        "retry": _("Tried again later: {reason}"),
        "draft": _("Unreviewed"),
        "draft_why": _("Nobody has reviewed this answer yet. With real people it would not be sent."),
        "twice": _("Arrived twice"),
    }


def _states_of_theirs() -> dict[str, str]:
    """Say where a text from a phone stands."""
    return {
        "sending": _("Sending"),
        "received": _("Received"),
        "delayed": _("Slow network: arrives at {time}"),
        "lost": _("Lost on the way"),
        "refused": _("Not sent: {reason}"),
        "off": _("Not sent: the phone is off"),
        "again": _("Send again"),
    }


def _meter() -> dict[str, str]:
    return {
        "sms": _("{n} SMS"),
        "cheaper": _("{n} SMS without {letters}"),
        "said": _("{units} of {room} units, {encoding}, {n} SMS"),
        "rewrite": _("Write it with simple letters"),
    }


def _phone() -> dict[str, str]:
    return {
        "label": _("Phone: {name}"),
        "thread": _("Messages of {name}"),
        "you": _("{name} wrote"),
        "service": _("Goldaw wrote"),
        "thinking": _("Goldaw is thinking"),
        "empty": _("No messages yet"),
        "invite_child": _("Write as a young person would: without ş and ň, in a hurry, mixed with Russian."),
        "invite_parent": _("Write as a mother or father would who looks for help."),
        "invite_worker": _("Texts for the worker on duty arrive here. Answers travel through Goldaw."),
        "not_staff": _("This number is not on the staff list"),
        "on_duty": _("On duty"),
        "off_duty": _("Off duty"),
        "unread": _("{n} new"),
        "bad_number": _("This is not a phone number"),
        "taken": _("Another phone has this number already"),
        "add": _("Add a phone"),
        "edit": _("Change the phone"),
        "network_good": _("Network: good"),
        "network_bad": _("Network: disturbed"),
        "part": _("Part {n}"),
    }


def _time() -> dict[str, str]:
    return {
        "moved": _("It is now {time}"),
        "working": _("Doing what fell due"),
    }


def _case() -> dict[str, str]:
    """Say where a case stands."""
    return {
        "imminent": _("Danger now"),
        "high": _("Urgent"),
        "medium": _("Same day"),
        "low": _("Ordinary"),
        "new": _("nobody is asked yet"),
        "offered": _("offered to {worker}"),
        "taken": _("taken by {worker}"),
        "step": _("next step {time}"),
    }


def _trouble() -> dict[str, str]:
    return {
        "away": _("The service does not answer. Trying again."),
        "back": _("The service answers again."),
        "worker": _("Time moved, but nobody did the work: is a worker process running?"),
        "saved": _("Saved. Put the file into tests/conversations/recorded."),
        "nothing": _("There is nothing to save yet."),
    }


def _names(which: str) -> list[str]:
    """Return months January first, or days Monday first, as they stand in a date."""
    names: Any = getattr(Locale(language()), which)["format"]["wide"]
    return [names[at] for at in sorted(names)]

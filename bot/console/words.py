"""Words: what the console calls roles, severities, states, steps and reasons, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from bot.answers.library import UnknownText
from bot.console.room import desk
from bot.console.steps import PLAIN_STEPS
from bot.helpline.hours import local
from bot.web.locale import language


def role(name: str) -> str:
    """Return a role's name."""
    known = {
        "counsellor": _("counsellor"),
        "social_worker": _("social worker"),
        "psychologist": _("psychologist"),
        "lawyer": _("lawyer"),
        "inspector": _("inspector on minors' affairs"),
        "supervisor": _("supervisor"),
        "content_editor": _("content editor"),
        "data_analyst": _("data analyst"),
        "administrator": _("administrator"),
    }
    return str(known.get(name, name))


def severity(name: str) -> str:
    """Return a severity."""
    known = {"imminent": _("Danger now"), "high": _("High"), "medium": _("Today"), "low": _("Ordinary")}
    return str(known.get(str(name), name))


def status(name: str) -> str:
    """Return where a case stands."""
    known = {"new": _("new"), "offered": _("offered"), "taken": _("in hand"), "closed": _("closed")}
    return str(known.get(name, name))


def about(kind: str | None, topic: str | None, reason: str = "") -> str:
    """Return what a case is about: the kind of danger, else the topic, else what the person did, else their wish."""
    library = desk().library
    if kind:
        return _text(f"worker.kind_{kind}")
    if reason == "safe_word":
        return _text("worker.kind_unknown")
    if reason == "own_data":
        return reveal_reason(reason)
    if topic and topic in library.menus.labels:
        return str(library.label(topic, language()))
    return str(_("wishes to talk to a person"))


def why(reason: str) -> str:
    """Return how the service came to open a case."""
    source = reason.partition(":")[0]
    known = {
        "phrase": _("said so in words"),
        "ear": _("reads like danger"),
        "topic": _("the question was about it"),
        "asked": _("asked for a person"),
        "safe_word": _("wrote the safe word"),
        "own_data": _("the person asked for their own data"),
        "assistant_down": _("the assistant could not answer"),
        "set_aside": _("a text that could not be read"),
        "not_reviewed": _("no reviewed answer yet"),
        "misses": _("was not understood three times"),
    }
    return str(known.get(source, _("called by the service")))


def region(name: str | None) -> str:
    """Return a region's name."""
    library = desk().library
    return str(library.label(f"region.{name}", language())) if name in library.regions else str(_("place not known"))


def speaks(code: str) -> str:
    """Return the name of a language."""
    return {"tk": "Türkmençe", "ru": "Русский"}.get(code, code)


def delivery(name: str | None) -> str:
    """Return where a text of ours stands."""
    known = {
        "due": _("waits to be sent"),
        "sending": _("is being sent"),
        "sent": _("sent"),
        "delivered": _("delivered"),
        "failed": _("not delivered"),
        "unknown": _("perhaps sent"),
        "held": _("held"),
    }
    return str(known.get(str(name), ""))


def failure(reason: str | None) -> str:
    """Return why a text did not arrive or waits, in plain words."""
    ours = {
        "waits_for_supervisor": _("it holds a number, a link or a messenger's name and waits for a supervisor"),
        "other_person_writes": _("somebody else writes from this number now"),
        "waits_for_person": _("waits until the person writes"),
    }
    if reason in ours:
        return str(ours[reason])
    return _text(f"failures.{reason}") if reason else ""


def stands(status: str | None, reason: str | None) -> str:
    """Return where a text of ours stands and why; what waits for the person is not held for anybody's review."""
    if str(status) == "held" and reason and reason != "waits_for_supervisor":
        return failure(reason)
    return ": ".join(part for part in (delivery(status), failure(reason)) if part)


def mode(name: str) -> str:
    """Return who answers in a conversation."""
    known = {
        "assistant": _("the assistant answers"),
        "waiting": _("waits for a person"),
        "worker": _("a person answers"),
        "stopped": _("has opted out"),
    }
    return str(known.get(str(name), name))


def step(verb: str, told: Mapping[str, Any]) -> str:
    """Return what was done in a case; `told` are the line's details, with names for ids."""
    name, reason = told.get("worker", "–"), str(told.get("reason", ""))
    if verb == "opened":
        return str(_("Case opened: %(why)s", why=why(reason)))
    if verb == "joined":
        return str(_("Called again: %(why)s", why=why(reason)))
    if verb == "taken":
        return str(_("Taken at the console") if told.get("via") == "console" else _("Taken by SMS"))
    known = {
        "raised": _("More urgent now: %(severity)s", severity=severity(str(told.get("severity", "")))),
        "offered": _("Offered to %(names)s", names=", ".join(told.get("workers") or ["–"])),
        "passed": _("Passed on by %(name)s", name=name),
        "urged": _("Reminded: %(name)s", name=name),
        "revealed_number": _("Number shown: %(why)s", why=reveal_reason(str(told.get("why", "")))),
        "watched": _("%(name)s follows the case", name=name),
        "unwatched": _("%(name)s follows the case no more", name=name),
    }
    if verb == "not_delivered":
        return str(_("A text was not delivered: %(why)s", why=failure(told.get("reason"))))
    return str(known.get(verb) or PLAIN_STEPS.get(verb) or verb.replace("_", " "))


def clock(moment: datetime) -> str:
    """Return the hour in Ashgabat."""
    return f"{local(moment):%H:%M}"


def day(moment: datetime) -> str:
    """Return the day and hour in Ashgabat; the year too where it is not this one."""
    here = local(moment)
    return f"{here:%d.%m. %H:%M}" if here.year == local(desk().clock.now()).year else f"{here:%d.%m.%Y %H:%M}"


def local_moment(moment: datetime) -> str:
    """Return the day and minute in Ashgabat as a field of a form takes it."""
    return f"{local(moment):%Y-%m-%dT%H:%M}"


def waited(since: datetime, now: datetime) -> str:
    """Return how long somebody has waited."""
    minutes = max(int((now - since).total_seconds() // 60), 0)
    if minutes < 1:
        return str(_("< 1 min"))
    if minutes < 120:
        return str(_("%(number)s min", number=minutes))
    if minutes < 48 * 60:
        return str(_("%(number)s h", number=minutes // 60))
    return str(_("%(number)s d", number=minutes // 1440))


def _text(text_id: str) -> str:
    try:
        return str(desk().library.text(text_id, language(), audience="parent"))
    except UnknownText:
        return text_id.partition(".")[2].replace("_", " ")


REVEAL_REASONS = ("ambulance", "asked_to_be_called", "own_data", "mistake")


def reveal_reason(name: str) -> str:
    """Return why a number was shown."""
    known = {
        "ambulance": _("an ambulance or rescuers need it now"),
        "asked_to_be_called": _("the person asked to be called"),
        "own_data": _("the person asked for their own data"),
        "mistake": _("a mistake with the number is looked into"),
    }
    return str(known.get(name, name))

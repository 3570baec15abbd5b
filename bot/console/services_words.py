"""Services' words: uses, readers, fields and faults in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from bot.console.room import desk
from bot.helpline.hours import local
from bot.web.locale import language

USES = ("state", "staff", "never")
READERS = ("child", "parent", "adult")


def use(name: str) -> str:
    """Return what may be done with a service."""
    return str({"state": _("told to people"), "staff": _("for staff only"), "never": _("never given")}.get(name, name))


def reader(name: str) -> str:
    """Return whom a service is for."""
    return str({"child": _("children"), "parent": _("parents"), "adult": _("other adults")}.get(name, name))


def place(region: str) -> str:
    """Return a place's name."""
    known = desk().library.regions.get(region)
    return known.name(language()) if known else str(_("The whole country"))


def regions() -> list[tuple[str, str, bool]]:
    """Return every place: id, name, whether it lies in another."""
    return [(one.id, one.name(language()), one.parent is not None) for one in desk().library.regions.values()]


def topics() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the topics that are answered, by group, with the words of their menus."""
    library = desk().library
    labelled = [topic for topic in library.topics.values() if topic.id in library.menus.labels]
    return [
        (
            library.label(group, language()) if group in library.menus.labels else group.replace("_", " "),
            [(topic.id, library.label(topic.id, language())) for topic in members],
        )
        for group, members in groupby(labelled, key=lambda topic: topic.group)
    ]


def today() -> str:
    """Return the day in Ashgabat as a form takes it."""
    return local(desk().clock.now()).date().isoformat()


def day(value: date | datetime | None) -> str:
    """Return a day."""
    return f"{value:%d.%m.%Y}" if value else "–"


def field(name: str) -> str:
    """Return the name of a field."""
    head, _dot, tail = name.partition(".")
    known = {
        "name": _("Name of the service"),
        "what": _("What it does"),
        "audience": _("For whom"),
        "region": _("Velayat"),
        "etrap": _("Etrap or city"),
        "phone": _("Phone number"),
        "verified_by": _("Called by"),
        "verified_on": _("Called on"),
        "hours": _("Hours"),
        "checked_on": _("Last checked"),
        "topics": _("Topics"),
        "source": _("Source"),
        "note": _("Note for staff"),
        "use": _("Use"),
        "retired": _("Retired"),
    }
    return str(known.get(head, head)) + (f" ({tail})" if tail else "")


def value(name: str, held: Any) -> str:
    """Return a field's value as a person reads it."""
    if held is None or held in ("", []):
        return "–"
    if isinstance(held, bool):
        return str(_("yes") if held else _("no"))
    if isinstance(held, list):
        return ", ".join(reader(one) if name == "audience" else str(one) for one in held)
    spoken: dict[str, Callable[[str], str]] = {
        "use": use,
        "region": place,
        "etrap": place,
        "checked_on": _iso_day,
        "verified_on": _iso_day,
    }
    return spoken.get(name, str)(held)


def fault(code: str) -> str:
    """Return what is wrong, and what to do."""
    known = {
        "name_tk": _("The Turkmen name is missing."),
        "name_ru": _("The Russian name is missing."),
        "name_en": _("The English name is missing."),
        "name_long": _("A name is too long: at most 110 letters."),
        "name_number": _("A name holds a number or a link. A number belongs in its own field, with who called it."),
        "name_avoided": _("A name holds a word that we do not use (glossary)."),
        "region": _("Choose a place."),
        "audience": _("Choose whom it is for."),
        "use": _("Choose who may be told of it."),
        "topics": _("One of the topics is unknown."),
        "hours": _("Write the hours like this: Mon-Fri 09:00-18:00, Sat 09:00-13:00 (or leave them empty)."),
        "phone": _("This is no number that one can call."),
        "unverified": _("A number is kept only with who called it and when."),
        "verified_nothing": _("Without a number there is nothing to be verified."),
        "future": _("A day lies in the future."),
        "checked": _("Say on which day this was checked."),
    }
    return str(known.get(code, code))


def _iso_day(words: str) -> str:
    return day(date.fromisoformat(words))

"""Content review's words: aspects, states and uses of facts in the language of the page."""

from __future__ import annotations

from flask_babel import gettext as _

from bot.console.room import desk
from bot.console.services_words import day
from bot.web.locale import language

__all__ = ["aspect", "colour", "day", "fact_use", "group", "part", "state", "title"]
COLOURS = {"reviewed": "green", "stale": "amber", "changed": "red", "machine": "amber", "unread": ""}


def aspect(name: str) -> str:
    """Return an aspect."""
    return str({"law": _("Law"), "tk": _("Turkmen"), "ru": _("Russian")}.get(name, name))


def state(name: str) -> str:
    """Return where an aspect stands."""
    known = {
        "unread": _("unread"),
        "machine": _("read by a machine"),
        "changed": _("changed since read"),
        "stale": _("read over a year ago"),
        "reviewed": _("read"),
    }
    return str(known.get(name, name))


def colour(name: str) -> str:
    """Return the colour of a state's tag."""
    return COLOURS.get(name, "")


def title(item: str) -> str:
    """Return what a topic is called in the menus, with its id; of a text of the service the id."""
    library = desk().library
    known = item in library.topics and item in library.menus.labels
    return f"{library.label(item, language())} ({item})" if known else item


def group(name: str) -> str:
    """Return what a group of topics is called in the menus; a subject of texts has its id alone."""
    library = desk().library
    return library.label(name, language()) if name in library.menus.labels else name.replace("_", " ")


def fact_use(name: str) -> str:
    """Return what may be done with a fact."""
    known = {
        "state": _("may be stated"),
        "hedge": _("only “as far as we know”"),
        "staff": _("for staff only"),
        "never": _("never said"),
    }
    return str(known.get(name, name))


def part(name: str) -> str:
    """Return what a row of an answer is: its part and its reader."""
    known = {
        "short": _("first"),
        "simpler": _("simpler"),
        "child": _("to a child"),
        "parent": _("to a parent"),
        "all": _("to everybody"),
    }
    return ", ".join(str(known.get(one, _more(one))) for one in name.split(", "))


def _more(name: str) -> str:
    number = name.removeprefix("more")
    return str(_("part %(number)s", number=int(number) + 1)) if number.isdecimal() else name

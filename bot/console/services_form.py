"""Services' form: what its fields say, as a service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from werkzeug.datastructures import MultiDict

from bot.answers.service import Service
from bot.answers.service_rules import LANGUAGES

LONGEST = 2000


def blank(region: str = "") -> Service:
    """Return a service of which nothing is known."""
    return Service("", {}, (), region or "all", use="staff")


def read_form(form: MultiDict[str, str], before: Service) -> Service:
    """Return the service as the form has it; what the form does not ask for stays as it was."""

    def words(name: str) -> str:
        return " ".join(form.get(name, "")[:LONGEST].split())

    phone = words("phone")
    return replace(
        before,
        names={language: words(f"name_{language}") for language in LANGUAGES},
        what={language: words(f"what_{language}") for language in LANGUAGES if words(f"what_{language}")},
        audience=tuple(form.getlist("audience")),
        region=words("region"),
        phone=phone or None,
        verified_by=words("verified_by") if phone else "",
        verified_on=_day(words("verified_on")) if phone else None,
        hours=words("hours") or None,
        checked_on=_day(words("checked_on")),
        use=words("use"),
        topics=tuple(form.getlist("topics")),
        source=words("source"),
        note=words("note"),
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None

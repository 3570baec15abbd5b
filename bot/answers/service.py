"""A service: one place of help, as content/services.yml and the database write it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.answers import opening
from bot.answers.content import BadContent

EMERGENCY = frozenset({"police", "ambulance", "fire", "gas_emergency"})  # a line of their own, edited by nobody
FRESH_FOR = timedelta(days=366)


@dataclass(frozen=True)
class Service:
    """
    One place of help.

    A `phone` is told only when somebody has called it (`verified_by`, `verified_on`); `hours` like
    "Mon-Fri 09:00-18:00, Sat 09:00-13:00", or None. `use`: state (told to people), staff or never.
    """

    id: str
    names: Mapping[str, str] = field(hash=False)
    audience: tuple[str, ...]
    region: str  # a region's id, or "all"
    phone: str | None = None
    hours: str | None = None
    checked_on: date | None = None
    use: str = "state"
    topics: tuple[str, ...] = ()
    what: Mapping[str, str] = field(default_factory=dict, hash=False)
    verified_by: str = ""
    verified_on: date | None = None
    source: str = ""
    confidence: str = ""
    note: str = ""
    why: str = ""
    is_retired: bool = False

    def name(self, language: str) -> str:
        """Return what it is called."""
        return self.names.get(language) or self.names["en"]

    @property
    def known_phone(self) -> str | None:
        """The number, when somebody has verified it: no other may be told."""
        return self.phone if self.verified_by and self.verified_on else None

    @property
    def opening(self) -> str | None:
        """The hours, when they are written so that a machine and a person can read them."""
        return self.hours if opening.spans(self.hours) else None

    @property
    def is_emergency(self) -> bool:
        """Say whether it is one of the numbers that always stay."""
        return self.id in EMERGENCY

    def is_stale(self, today: date) -> bool:
        """Say whether nobody has checked it, or called its number, for a year."""
        looked = [self.checked_on, *([self.verified_on] if self.known_phone else [])]
        return not self.is_retired and any(day is None or today - day > FRESH_FOR for day in looked)


def service_of(entry: Mapping[str, Any], topics: Iterable[str] = ()) -> Service:
    """Read an entry; `topics` are those of another file, unless it names its own."""
    names, audience = entry["name"], entry.get("audience")
    if not isinstance(names, Mapping) or not isinstance(audience, list):
        raise BadContent(f"services.yml: {entry['id']} needs names by language and a list of readers")
    what = entry.get("what") or {}
    return Service(
        id=str(entry["id"]),
        names=names,
        audience=tuple(audience),
        region=str(entry.get("etrap") or entry["region"]),
        checked_on=_day(entry.get("checked_on")),
        verified_on=_day(entry.get("verified_on")),
        use=str(entry["use"]),
        topics=tuple(entry.get("topics", topics)),
        what=what if isinstance(what, Mapping) else {"en": str(what)},
        is_retired=bool(entry.get("retired")),
        phone=_words(entry, "phone") or None,
        hours=_words(entry, "hours") or None,
        verified_by=_words(entry, "verified_by"),
        source=_words(entry, "source"),
        confidence=_words(entry, "confidence"),
        note=_words(entry, "note"),
        why=_words(entry, "why"),
    )


def as_entry(service: Service, velayat: str | None = None) -> dict[str, Any]:
    """Write a service as an entry that `service_of` reads; `velayat`: the one that its place lies in."""
    inside = velayat is not None and velayat != service.region
    return {
        "id": service.id,
        "name": _in_order(service.names),
        "what": _in_order(service.what),
        "audience": list(service.audience),
        "region": velayat if inside else service.region,
        "etrap": service.region if inside else None,
        "phone": service.phone,
        "verified_by": service.verified_by or None,
        "verified_on": service.verified_on.isoformat() if service.verified_on else None,
        "hours": service.hours,
        "checked_on": service.checked_on.isoformat() if service.checked_on else None,
        "topics": list(service.topics),
        "source": service.source or None,
        "confidence": service.confidence or None,
        "note": service.note or None,
        "use": service.use,
        "why": service.why or None,
        "retired": service.is_retired,
    }


def _in_order(words: Mapping[str, str]) -> dict[str, str]:
    return {language: words[language] for language in ("tk", "ru", "en") if language in words}


def _words(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get(name) or "")


def _day(value: object) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None

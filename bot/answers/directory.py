"""Directory: where to go, by region; at most three services, open ones first, and no number that nobody tested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.answers.content import BadContent, read_yaml
from bot.answers.regions import Region, velayat_of

AT_MOST = 3
EMERGENCY = frozenset({"police", "ambulance", "fire", "gas_emergency"})  # said in a line of their own
HERE = ZoneInfo("Asia/Ashgabat")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = re.compile(r"(?P<first>\w{3})(?:-(?P<last>\w{3}))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Service:
    """One place of help. `phone` is None until somebody verified it; `hours` like "Mon-Fri 09:00-18:00", or None."""

    id: str
    names: Mapping[str, str] = field(hash=False)
    audience: tuple[str, ...]
    region: str  # a region's id, or "all"
    phone: str | None = None
    hours: str | None = None
    checked_on: date | None = None
    use: str = "state"
    topics: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return what it is called."""
        return self.names.get(language) or self.names["en"]

    @property
    def opening(self) -> str | None:
        """The hours, when they are written so that a machine and a person can read them."""
        return self.hours if self.hours and HOURS.fullmatch(self.hours) else None


def read_services(content: Path) -> tuple[Service, ...]:
    """Read services.yml, with the topics that each service is for (none: an empty directory)."""
    path = content / "services.yml"
    serves = content / "services_for.yml"
    topics = read_yaml(serves) if serves.exists() else {}
    return tuple(_service(entry, topics.get(entry["id"], ())) for entry in read_yaml(path)) if path.exists() else ()


def find(
    services: Iterable[Service],
    regions: Mapping[str, Region],
    region: str | None,
    audience: str | None,
    now: datetime,
    *,
    topic: str | None = None,
) -> list[Service]:
    """
    Return up to three services: those for the topic first, then open ones, then the nearest.

    `region`: a place of any level. Only what may be told to people is given; emergency numbers are a line of their own.
    """
    near = [service for service in services if _is_told(service) and _serves(service, audience)]
    near = [service for service in near if _distance(service, regions, region) is not None]
    if topic and any(topic in service.topics for service in near):
        near = [service for service in near if topic in service.topics]
    order = {service.id: place for place, service in enumerate(near)}
    near.sort(key=lambda service: (_closed(service, now), _distance(service, regions, region), order[service.id]))
    return near[:AT_MOST]


def line(service: Service, language: str) -> str:
    """Write one service: name, number if it has a verified one, hours if they are known."""
    return ", ".join(filter(None, (service.name(language), service.phone, service.opening)))


def is_open(service: Service, now: datetime) -> bool | None:
    """Say whether it is open at this moment; None when its hours are not known."""
    hours = HOURS.fullmatch(service.hours or "")
    if hours is None:
        return None
    local = now.astimezone(HERE)
    first = DAYS.index(hours["first"].lower())
    last = DAYS.index((hours["last"] or hours["first"]).lower())
    opens, closes = time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"])
    return first <= local.weekday() <= last and opens <= local.time() < closes


def last_checked(services: Sequence[Service]) -> date | None:
    """Return the oldest day on which one of these was checked."""
    return min((service.checked_on for service in services if service.checked_on), default=None)


def _service(entry: Mapping[str, object], topics: Iterable[str]) -> Service:
    names, audience = entry["name"], entry.get("audience")
    if not isinstance(names, Mapping) or not isinstance(audience, list):
        raise BadContent(f"services.yml: {entry['id']} needs names by language and a list of readers")
    checked_on = entry.get("checked_on")
    return Service(
        id=str(entry["id"]),
        names=names,
        audience=tuple(audience),
        region=str(entry.get("etrap") or entry["region"]),
        phone=str(entry["phone"]) if entry.get("phone") else None,
        hours=str(entry["hours"]) if entry.get("hours") else None,
        checked_on=checked_on if isinstance(checked_on, date) else None,
        use=str(entry["use"]),
        topics=tuple(topics),
    )


def _is_told(service: Service) -> bool:
    return service.use == "state" and service.id not in EMERGENCY


def _serves(service: Service, audience: str | None) -> bool:
    return audience is None or audience in service.audience


def _closed(service: Service, now: datetime) -> int:
    """Order: open, unknown, closed."""
    return {True: 0, None: 1, False: 2}[is_open(service, now)]


def _distance(service: Service, regions: Mapping[str, Region], region: str | None) -> int | None:
    """Return 0 for the same place, 1 for its velayat, 2 for the whole country, None for elsewhere."""
    if service.region == "all":
        return 2
    if region is None:
        return None
    if service.region == region:
        return 0
    same_velayat = velayat_of(regions, service.region) == velayat_of(regions, region)
    return 1 if same_velayat else None

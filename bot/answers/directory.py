"""Directory: where to go, by region; at most three services, open ones first, and no number that nobody tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from bot.answers import opening
from bot.answers.content import read_yaml
from bot.answers.regions import Region, velayat_of
from bot.answers.service import EMERGENCY, Service, service_of

__all__ = ["EMERGENCY", "Service", "find", "is_open", "last_checked", "line", "read_services"]

AT_MOST = 3


def read_services(content: Path) -> tuple[Service, ...]:
    """Read services.yml, with the topics that each service is for (none: an empty directory)."""
    path = content / "services.yml"
    serves = content / "services_for.yml"
    topics = read_yaml(serves) if serves.exists() else {}
    return tuple(service_of(entry, topics.get(entry["id"], ())) for entry in read_yaml(path)) if path.exists() else ()


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
    hours = opening.written(service.hours, language)
    return ", ".join(filter(None, (service.name(language), service.known_phone, hours)))


def is_open(service: Service, now: datetime) -> bool | None:
    """Say whether it is open at this moment; None when its hours are not known."""
    return opening.is_open(service.hours, now)


def last_checked(services: Sequence[Service]) -> date | None:
    """Return the oldest day on which one of these was checked."""
    return min((service.checked_on for service in services if service.checked_on), default=None)


def _is_told(service: Service) -> bool:
    return service.use == "state" and not service.is_emergency and not service.is_retired


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

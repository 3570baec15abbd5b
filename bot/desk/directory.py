"""Directory: services as staff keep them. They begin in content/services.yml; an edition goes before it at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.answers import glossary
from bot.answers.library import Library
from bot.answers.regions import velayat_of
from bot.answers.service import Service, as_entry, service_of
from bot.answers.service_rules import Surroundings, faults
from bot.desk.desk import Desk
from bot.helpline.hours import local
from bot.ports import Edition, UnitOfWork
from bot.text.alphabet import fold

EVERYWHERE = "all"


class BadEntry(ValueError):
    """An entry that may not be kept; `faults` are the codes of bot.answers.service_rules."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(", ".join(found))
        self.faults = found


class EmergencyStays(ValueError):
    """The emergency numbers are no matter of the directory: they stay as the reviewed texts have them."""


class ChangedMeanwhile(ValueError):
    """Somebody else saved this service since it was opened."""


class NoSuchService(LookupError):
    """No service has this id."""


@dataclass(frozen=True)
class Kept:
    """A service as it stands: `version` 0 is the file's, else the last edition's with who left it."""

    service: Service
    version: int = 0
    at: datetime | None = None
    by: str | None = None
    is_stale: bool = False


@dataclass(frozen=True)
class Change:
    """A line of a service's history: which fields became what. Version 0 is what the file says."""

    version: int
    at: datetime | None
    by: str | None
    fields: tuple[tuple[str, Any, Any], ...]


# ── looking ────────────────────────────────────────────────────────────────────────────────────────


def told(library: Library, work: UnitOfWork) -> list[Service]:
    """Return the services that may be told to people now: what was edited counts at once."""
    return [service for service in held(library, work).values() if not service.is_retired]


def held(library: Library, work: UnitOfWork) -> dict[str, Service]:
    """Return every service by id, retired ones too. Of emergency numbers the file alone speaks."""
    found = {service.id: service for service in library.directory}
    for edition in work.directory.newest():
        before = found.get(edition.service_id)
        if before is None or not before.is_emergency:
            found[edition.service_id] = service_of(edition.entry)
    return found


def services_now(desk: Desk) -> list[Service]:
    """Return the services that are not retired."""
    with desk.store.begin() as work:
        return told(desk.library, work)


def service_named(desk: Desk, service_id: str | None) -> Service | None:
    """Return a service, also a retired one: what was asked of it once keeps its name."""
    with desk.store.begin() as work:
        return held(desk.library, work).get(service_id or "")


def list_services(
    desk: Desk, *, region: str | None = None, words: str = "", stale: bool = False, retired: bool = False
) -> list[Kept]:
    """
    List services in the order of the file, then as they were added.

    `region`: of this place, its etraps and its velayat ("all": of the whole country); `words` are looked for in
    names and purposes, however they are spelled; `retired`: those alone; `stale`: unchecked for a year.
    """
    with desk.store.begin() as work:
        rows = _rows(desk, work)
    looked_for = fold(words).split()
    return [
        row
        for row in rows
        if row.service.is_retired == retired
        and (not stale or row.is_stale)
        and _lies_in(desk.library, row.service, region)
        and all(word in _readable(row.service) for word in looked_for)
    ]


def look_up(desk: Desk, service_id: str) -> Kept:
    """Return one service; raises NoSuchService."""
    with desk.store.begin() as work:
        return _row(desk, work, service_id)


def history(desk: Desk, service_id: str) -> list[Change]:
    """Return what became of a service, the newest first; raises NoSuchService."""
    with desk.store.begin() as work:
        _row(desk, work, service_id)
        names = {worker.id: worker.name for worker in work.workers.all()}
        editions = work.directory.of(service_id)[::-1]
    file = next((service for service in desk.library.directory if service.id == service_id), None)
    before = _entry(desk.library, file) if file else {}
    changes = [Change(0, None, None, ())] if file else []
    for edition in editions:
        after = _entry(desk.library, service_of(edition.entry))
        by = names.get(edition.by_worker or 0)
        changes.append(Change(edition.version, edition.at, by, tuple(_differences(before, after))))
        before = after
    return changes[::-1]


def export(desk: Desk) -> list[dict[str, Any]]:
    """Return the directory as entries of services.yml."""
    with desk.store.begin() as work:
        return [_entry(desk.library, row.service) for row in _rows(desk, work)]


# ── changing ───────────────────────────────────────────────────────────────────────────────────────


def save(desk: Desk, worker_id: int, service: Service, *, seen: int = 0) -> Service:
    """
    Keep a service as it is given; without an id it is a new one. `seen`: the version that was opened.

    Raises EmergencyStays, BadEntry, ChangedMeanwhile or NoSuchService.
    """
    with desk.store.begin() as work:
        known = held(desk.library, work)
        service = _named(service, known)
        _check(desk, service)
        _append(desk, work, worker_id, service, seen=seen, verb="saved_service")
        work.commit()
    return service


def retire(desk: Desk, worker_id: int, service_id: str, *, seen: int) -> None:
    """Tell nobody of a service any more. Raises EmergencyStays, ChangedMeanwhile or NoSuchService."""
    _set_retired(desk, worker_id, service_id, seen, retired=True)


def bring_back(desk: Desk, worker_id: int, service_id: str, *, seen: int) -> None:
    """Tell of a retired service again. Raises as `retire`, and BadEntry where it lacks what is asked of one today."""
    _set_retired(desk, worker_id, service_id, seen, retired=False)


# ── below ──────────────────────────────────────────────────────────────────────────────────────────


def _set_retired(desk: Desk, worker_id: int, service_id: str, seen: int, *, retired: bool) -> None:
    with desk.store.begin() as work:
        service = replace(_row(desk, work, service_id).service, is_retired=retired)
        if service.is_emergency:
            raise EmergencyStays(service_id)
        if not retired:
            _check(desk, service)
        verb = "retired_service" if retired else "brought_back_service"
        _append(desk, work, worker_id, service, seen=seen, verb=verb)
        work.commit()


def _append(desk: Desk, work: UnitOfWork, worker_id: int, service: Service, *, seen: int, verb: str) -> None:
    last = next((edition.version for edition in work.directory.of(service.id)), 0)
    entry, now = _entry(desk.library, service), desk.clock.now()
    if last != seen or not work.directory.add(Edition(service.id, last + 1, now, worker_id, entry)):
        raise ChangedMeanwhile(service.id)
    work.audit.note(f"worker:{worker_id}", verb, f"service:{service.id}", now, {"version": last + 1})


def _named(service: Service, known: dict[str, Service]) -> Service:
    if service.id:
        if service.id not in known:
            raise NoSuchService(service.id)
        return replace(service, is_retired=known[service.id].is_retired)
    plain = unicodedata.normalize("NFKD", service.names.get("en", "")).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "service"
    free = (name if number == 1 else f"{name}_{number}" for number in range(1, len(known) + 2))
    return replace(service, id=next(one for one in free if one not in known))


def _check(desk: Desk, service: Service) -> None:
    if service.is_emergency:
        raise EmergencyStays(service.id)
    library = desk.library
    avoided = glossary.read_avoided(library.folder) if library.folder else ()
    around = Surroundings(_today(desk), library.regions, library.topics, avoided)
    if found := faults(service, around):
        raise BadEntry(list(dict.fromkeys(found)))


def _rows(desk: Desk, work: UnitOfWork) -> list[Kept]:
    names = {worker.id: worker.name for worker in work.workers.all()}
    editions = {edition.service_id: edition for edition in work.directory.newest()}
    today = _today(desk)
    rows = []
    for service in held(desk.library, work).values():
        last = None if service.is_emergency else editions.get(service.id)
        by = names.get(last.by_worker or 0) if last else None
        rows.append(Kept(service, last.version if last else 0, last.at if last else None, by, service.is_stale(today)))
    return rows


def _row(desk: Desk, work: UnitOfWork, service_id: str) -> Kept:
    for row in _rows(desk, work):
        if row.service.id == service_id:
            return row
    raise NoSuchService(service_id)


def _entry(library: Library, service: Service) -> dict[str, Any]:
    return as_entry(service, velayat_of(library.regions, service.region))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name, value in _flat(after).items():
        was = _flat(before).get(name)
        if name != "id" and (was or None) != (value or None):
            yield name, was, value


def _flat(entry: dict[str, Any]) -> dict[str, Any]:
    """Lay languages beside each other: name.tk, name.ru."""
    flat: dict[str, Any] = {}
    for name, value in entry.items():
        flat |= {f"{name}.{key}": words for key, words in value.items()} if isinstance(value, dict) else {name: value}
    return flat


def _lies_in(library: Library, service: Service, region: str | None) -> bool:
    if not region or service.region == region:
        return True
    return region != EVERYWHERE and velayat_of(library.regions, service.region) == region


def _readable(service: Service) -> str:
    return fold(" ".join((service.id, *service.names.values(), *service.what.values(), service.phone or "")))


def _today(desk: Desk) -> date:
    return local(desk.clock.now()).date()

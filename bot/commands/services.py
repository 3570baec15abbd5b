"""Services: the directory as people are told of it now, with what staff edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from bot.commands.surroundings import as_json, load_settings, write


@click.group()
def services() -> None:
    """Look at the directory of services."""


@services.command("list")
@click.option("--stale", is_flag=True, help="Only those that nobody has checked for twelve months.")
@click.option("--region", help="Only those of a place (a region's id, or all: of the whole country).")
@as_json
def list_all(stale: bool, region: str | None, in_json: bool) -> None:
    """List the services that are not retired: id, place, use, number if verified, last checked."""
    from bot.desk.directory import list_services
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        rows = [_row(kept) for kept in list_services(house.desk, region=region, stale=stale)]
    write(rows, _lines, in_json=in_json)


@services.command("export")
@click.option("--json", "in_json", is_flag=True, help="Write JSON instead of YAML.")
def export_all(in_json: bool) -> None:
    """Write the whole directory, retired ones too, in the form of content/services.yml."""
    import yaml

    from bot.desk.directory import export
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        entries = export(house.desk)
    words = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120)
    write(entries, lambda _: iter([words.rstrip()]), in_json=in_json)


def _row(kept: Any) -> dict[str, Any]:
    service = kept.service
    return {
        "id": service.id,
        "name": service.name("en"),
        "region": service.region,
        "use": service.use,
        "phone": service.phone if service.is_emergency else service.known_phone,
        "verified_on": service.verified_on.isoformat() if service.verified_on else None,
        "checked_on": service.checked_on.isoformat() if service.checked_on else None,
        "stale": kept.is_stale,
        "version": kept.version,
    }


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for one in rows:
        place, number = f"{one['region']:18} {one['use']:6}", one["phone"] or "-"
        yield f"{one['id']:28} {place} {number:16} {one['checked_on']} {'stale' if one['stale'] else ''}".rstrip()
    yield f"{len(rows)} services; told to people: {sum(one['use'] == 'state' for one in rows)}"

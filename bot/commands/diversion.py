"""Diversion: the cases by their codes, never with a name, a number or anybody's words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from bot.commands.surroundings import as_json, load_settings, write


@click.group()
def diversion() -> None:
    """Look at diversion cases."""


@diversion.command("list")
@click.option("--all", "ended_too", is_flag=True, help="Ended ones as well.")
@as_json
def list_all(ended_too: bool, in_json: bool) -> None:
    """List the diversion cases: code, stage, what is missing, what is overdue."""
    from bot.desk.diversion import look
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        rows = [look.as_json(row) for row in look.list_diversions(house.desk, None, open_only=not ended_too)]
    write(rows, _lines, in_json=in_json)


@diversion.command("show")
@click.argument("code")
@as_json
def show(code: str, in_json: bool) -> None:
    """Show one case. Exit code 1: there is none with this code."""
    from bot.desk.diversion import look
    from bot.desk.diversion.sitting import NoSuchCase
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        try:
            row = look.as_json(look.row_of(house.desk, code.strip().upper()))
        except NoSuchCase:
            click.echo("goldaw: there is no such diversion case.", err=True)
            sys.exit(1)
    write(row, _facts, in_json=in_json)


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for one in rows:
        late = f"{one['overdue']} overdue" if one["overdue"] else ""
        yield f"{one['code']}  {one['stage']:12} {one['region'] or '?':20} {late:12} {', '.join(one['missing'])}"
    if not rows:
        yield "No diversion case is open."


def _facts(row: dict[str, Any]) -> Iterator[str]:
    for name, value in row.items():
        yield f"{name:12} {_said(name, value)}"


def _said(name: str, value: Any) -> str:
    from bot.helpline.hours import local

    if name in ("since", "next_due") and value:
        return f"{local(datetime.fromisoformat(value)):%d.%m.%Y %H:%M}"
    return ", ".join(value) if isinstance(value, list) else str(value)

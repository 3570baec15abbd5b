"""Person: what is held on one person, for that person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.commands.surroundings import load_settings

if TYPE_CHECKING:
    from bot.desk.desk import Desk


@click.group()
def person() -> None:
    """Hand out, to a person, what is held on them."""


@person.command()
@click.argument("codename")
@click.option("--html", "in_html", is_flag=True, help="A page to print, instead of JSON.")
def export(codename: str, in_html: bool) -> None:
    """Write everything held on CODENAME ("grey heron"). First a supervisor records in the console who asks."""
    from bot.answers.own_data import page
    from bot.desk.own_data import export as exported

    with _a_desk() as desk:
        held = exported(desk, codename, "command_line")
    click.echo(page(held) if in_html else json.dumps(held, ensure_ascii=False, indent=2))


@contextmanager
def _a_desk() -> Iterator[Desk]:
    from bot.desk.own_data import NoSuchPerson, NotChecked
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        try:
            yield house.desk
        except (NoSuchPerson, NotChecked) as fault:
            raise click.ClickException(str(fault)) from None

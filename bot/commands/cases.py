"""Cases: matters in human hands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from bot.commands.surroundings import as_json, load_settings, write


@click.group()
def case() -> None:
    """Look at cases."""


@case.command("list")
@click.option("--all", "closed_too", is_flag=True, help="Closed ones as well.")
@as_json
def list_all(closed_too: bool, in_json: bool) -> None:
    """List the open cases, the most severe first. No name, no number, no words of the person."""
    from bot.desk.cases import list_cases
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        write(list_cases(house.desk, open_only=not closed_too), _lines, in_json=in_json)


def _lines(cases: list[dict[str, Any]]) -> Iterator[str]:
    from bot.helpline.hours import local

    for one in cases:
        about = one["kind"] or one["topic"] or "a person"
        by = f"{local(datetime.fromisoformat(one['answer_by'])):%d.%m. %H:%M}"
        who = one["assignee"] or "nobody yet"
        yield f"{one['code']}  {one['severity']:9} {one['status']:8} {about:20} answer by {by}  {who}"
    if not cases:
        yield "No case is open."

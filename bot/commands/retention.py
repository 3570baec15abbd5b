"""Retention: what is past its day, and one night's work by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from bot.commands.surroundings import as_json, load_settings, write


@click.group()
def retention() -> None:
    """See what is kept how long, and erase what is past its day."""


@retention.command()
@as_json
def report(in_json: bool) -> None:
    """Say, by class, how long things are kept and how much is past its day. Erases nothing."""
    from bot.desk.retain import report as reported
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        write(reported(house.desk), _lines, in_json=in_json)


@retention.command()
@as_json
def run(in_json: bool) -> None:
    """Erase now what the next night would erase."""
    from bot.desk.retain import retain
    from bot.wiring import open_house

    with open_house(load_settings(), serves_people=False) as house:
        done = retain(house.desk, "command_line")
        write(done, lambda erased: (f"{name:9} {count}" for name, count in erased.items()), in_json=in_json)


def _lines(told: dict[str, Any]) -> Iterator[str]:
    for line in told["classes"]:
        yield f"{line['name']:9} {line['days']:5} days  {line['due']:6} past their day  {line['about']}"
    yield f"Last night: {told['last']['at']}" if told["last"] else "No night has been worked yet."

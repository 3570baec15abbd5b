"""Staff: who can be reached by SMS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from bot.commands.logins import demo_logins, login, permissions
from bot.commands.surroundings import as_json, load_settings, write

if TYPE_CHECKING:
    from bot.desk.desk import Desk
    from bot.settings import Settings
    from bot.wiring import House


@click.group()
def staff() -> None:
    """Add, list and suspend the people who answer."""


@staff.command()
@click.option("--name", required=True, help="Full name; a person is told the first name once a worker has answered.")
@click.option("--phone", "number", required=True, help="The phone that cases are sent to.")
@click.option("--role", required=True, help="social_worker, psychologist, lawyer, supervisor …; a wrong one lists all.")
@click.option("--language", "languages", multiple=True, default=("tk",), show_default=True, help="tk or ru; may repeat")
@click.option("--region", "regions", multiple=True, help="A region's id, or all; may repeat. None: everywhere.")
@click.option("--skill", "skills", multiple=True, help="What this person is asked for; may repeat.")
@click.option("--pin", prompt="PIN", prompt_required=False, hide_input=True, help="Opens the shift; asked for if bare.")
def add(**told: Any) -> None:
    """Add somebody to the staff."""
    from bot.desk.staff import Newcomer, add_staff

    with a_desk() as desk:
        added = add_staff(desk, Newcomer(**told))
    duty = "on duty" if added.on_duty else "not on duty; a PIN by SMS or a shift begins it"
    click.echo(f"{added.name} is on the staff ({added.role}, {duty}).")


@staff.command("list")
@as_json
def list_all(in_json: bool) -> None:
    """List the staff."""
    from bot.desk.staff import list_staff

    with a_desk() as desk:
        write(list_staff(desk), _lines, in_json=in_json)


@staff.command()
@click.argument("who")
def suspend(who: str) -> None:
    """Close the phone of WHO (number or name) at once; their open cases go to the next on duty."""
    from bot.desk.staff import suspend_staff

    with a_desk() as desk:
        suspended = suspend_staff(desk, who)
    click.echo(f"{suspended.name} is suspended.")


@staff.command()
@click.argument("who")
def resume(who: str) -> None:
    """Open the phone of WHO (number or name) again after a suspension; a PIN or a shift begins their duty."""
    from bot.desk.staff import resume_staff

    with a_desk() as desk:
        resumed = resume_staff(desk, who)
    click.echo(f"{resumed.name} is no longer suspended, and off duty.")


@staff.command()
@as_json
def demo(in_json: bool) -> None:
    """Add the demo staff, if it is not there, and list it with its logins. With the simulator only."""
    from bot.desk.staff import demo_staff, list_staff

    settings = load_settings()
    refuse_outside_simulator(settings)
    with parts(settings) as house:
        logins = demo_logins(house, demo_staff(house.desk))
        listed = [one | logins[one["name"]] for one in list_staff(house.desk) if one["name"] in logins]
        write(listed, _with_login, in_json=in_json)


def refuse_outside_simulator(settings: Settings) -> None:
    """Keep made-up people away from real ones."""
    if settings.in_production or settings.provider != "simulated":
        raise click.ClickException("the demo staff belongs to the simulator (PROVIDER=simulated, not in production)")


@contextmanager
def a_desk(settings: Settings | None = None) -> Iterator[Desk]:
    """Yield a desk on a migrated database."""
    with parts(settings or load_settings()) as house:
        yield house.desk


@contextmanager
def parts(settings: Settings) -> Iterator[House]:
    """Yield the parts of the service on a migrated database."""
    from bot.desk.staff import StaffError
    from bot.wiring import open_house

    with open_house(settings, serves_people=False) as house:
        try:
            yield house
        except StaffError as fault:
            raise click.ClickException(str(fault)) from None


def _lines(people: list[dict[str, Any]]) -> Iterator[str]:
    for one in people:
        duty = "suspended" if one["suspended"] else "on duty" if one["on_duty"] else "off duty"
        where = ", ".join(one["regions"]) or "everywhere"
        yield f"{one['name']:24} {one['phone']:14} {one['role']:14} {','.join(one['languages']):6} {where:20} {duty}"
    if not people:
        yield "Nobody is on the staff: staff add --help"


def _with_login(people: list[dict[str, Any]]) -> Iterator[str]:
    for one, line in zip(people, _lines(people), strict=True):
        yield line
        yield f"{'':24} login {one['login']}  password {one['password']}  one-time codes {one['totp_secret']}"


staff.add_command(login)
staff.add_command(permissions)

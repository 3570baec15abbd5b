"""Logins: how staff enter the console; and the table of what each role may open there."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from bot.commands.surroundings import as_json, load_settings, write

if TYPE_CHECKING:
    from bot.helpline.records import Worker
    from bot.wiring import House

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


@click.group()
def login() -> None:
    """Make and renew logins of the console."""


@login.command()
@click.argument("who")
@click.option("--name", help="The login name; the first name in plain letters if not given.")
def add(who: str, name: str | None) -> None:
    """
    Make a login for WHO (number or name).

    The password is shown once, and changed at the first login; the second factor is set up inside.
    """
    from bot.desk.staff import find_staff
    from bot.store.logins import NameTaken

    with a_house() as house:
        worker, password = find_staff(house.desk, who), new_password()
        if house.accounts.of(worker.id):
            raise click.ClickException("there is a login already: staff login reset")
        try:
            house.accounts.add(worker.id, name or plain(worker.first_name), password)
        except NameTaken as fault:
            raise click.ClickException(f"the login name {fault} is taken; choose another: --name") from None
        _show(house, worker, password, "created_login")


@login.command()
@click.argument("who")
def reset(who: str) -> None:
    """Give WHO a new password, and take the second factor away: for a lost phone. All sessions end."""
    from bot.desk.staff import find_staff
    from bot.store.logins import NoLogin

    with a_house() as house:
        worker, password = find_staff(house.desk, who), new_password()
        try:
            house.accounts.reset(worker.id, password)
        except NoLogin:
            raise click.ClickException("there is no login yet: staff login add") from None
        _show(house, worker, password, "reset_login")


@click.command()
@as_json
def permissions(in_json: bool) -> None:
    """Print what each role may open in the console: address, method, roles."""
    with a_house() as house:
        write(table_of(house), _lines, in_json=in_json)


def table_of(house: House) -> list[dict[str, Any]]:
    """Return each view of the console with its methods and the roles that may call it."""
    from bot.helpline.privacy import roles_that_open
    from bot.main import app_of

    rules = [rule for rule in app_of(house).url_map.iter_rules() if rule.endpoint.startswith("console.")]
    return [
        {"address": rule.rule, "method": method, "view": view, "roles": roles_that_open(view)}
        for rule in sorted(rules, key=lambda rule: rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (view := rule.endpoint.removeprefix("console.")) != "static"
    ]


def demo_logins(house: House, team: list[Worker]) -> dict[str, dict[str, str]]:
    """
    Return login, password and one-time-code secret of each demo worker, by name, making what is not there.

    The password follows from SECRET_KEY, so that it is the same each time here and unknown elsewhere.
    """
    from passlib.totp import TOTP

    made = {}
    for worker in team:
        name = plain(worker.first_name)
        secret = house.accounts.secret_of(worker.id) or TOTP.new().base32_key
        password = demo_password(house, name)
        house.accounts.add(worker.id, name, password, secret, is_given=False)
        made[worker.name] = {"login": name, "password": password, "totp_secret": secret}
    return made


def demo_password(house: House, name: str) -> str:
    """Return the password of a demo login."""
    key = house.settings.secret_key.get_secret_value().encode()
    digest = hmac.new(key, f"demo login {name}".encode(), hashlib.sha256).digest()
    return "-".join("".join(LETTERS[byte % len(LETTERS)] for byte in digest[at : at + 4]) for at in (0, 4, 8, 12))


def new_password() -> str:
    """Return a password to be read out once."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def plain(name: str) -> str:
    """Return a name in letters that every keyboard has: Aýna → ayna."""
    from bot.text.alphabet import fold

    return "".join(char for char in fold(name) if char.isascii() and char.isalnum()) or "staff"


def a_house() -> Any:
    """Return the parts of the service, to be used in a with block; a fault of the staff ends in one line."""
    from bot.commands.staff import parts

    return parts(load_settings())


def _show(house: House, worker: Worker, password: str, verb: str) -> None:
    from bot.desk.doorkeeper import write_down

    write_down(house.desk, worker.id, verb, actor="command_line")
    known = house.accounts.of(worker.id)
    click.echo(f"{worker.name}: login {known.name if known else '?'}, password {password}")
    click.echo("The password is not shown again, and is changed at the first login; the second factor is set up there.")


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    from bot.helpline.privacy import PERMISSIONS

    roles = list(PERMISSIONS)
    yield " " * 58 + "  ".join(role[:7].ljust(7) for role in roles)
    for row in rows:
        marks = "  ".join(("yes" if role in row["roles"] else "·").ljust(7) for role in roles)
        yield f"{row['method']:5} {row['address']:52}{marks}"

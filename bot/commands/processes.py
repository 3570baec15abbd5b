"""The long-running commands, and the migration they need."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from bot.commands.surroundings import load_settings

if TYPE_CHECKING:
    from bot.settings import Settings


@click.command()
def run() -> None:
    """
    Run the whole service in the foreground, until Ctrl-C.

    Starts PostgreSQL (when DATABASE_URL is not set), brings its tables up to date, trains the model if its data
    changed, starts all processes and shows what they say. When PROVIDER is not set the simulator is on, with a
    demo staff.
    """
    from bot.run import run as run_everything
    from bot.wiring import check_settings

    settings = load_settings()
    if settings.provider == "simulated" and not settings.in_production and "simulator" not in settings.model_fields_set:
        settings = settings.model_copy(update={"simulator": True})
    check_settings(settings)
    run_everything(settings, prepare=_look_around)


@click.command()
def web() -> None:
    """Serve web pages and webhooks. Settings: HOST, PORT, WEB_PROCESSES, WEB_THREADS."""
    from bot.run import check_port

    settings = load_settings()
    check_port(settings)
    _look_around(settings)
    # Gunicorn takes this process over; bot/gunicorn.py tells it the rest.
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:bot.gunicorn", "bot.main:create_app()"]
    os.execv(sys.executable, gunicorn)  # noqa: S606


def _look_around(settings: Settings) -> None:
    """Refuse to start what cannot work, in one line here rather than in each process; staff the simulator."""
    from bot.commands.logins import demo_logins
    from bot.desk.staff import demo_staff
    from bot.wiring import open_house

    with open_house(settings) as house:
        if settings.simulator:
            demo_logins(house, demo_staff(house.desk))


@click.command()
def worker() -> None:
    """Answer, send, remind: do the work that waits. Any number of workers may run. Setting: WORKER_TALKS."""
    from bot.worker import work

    work(load_settings())


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date. Does nothing when they are."""
    from bot.store import migrate as migration
    from bot.store.embedded import database

    with database(load_settings()) as url:
        before, head = migration.current(url), migration.head()
        migration.migrate(url)
    click.echo(f"The tables are at {head}" + (" already." if before == head else f" (from {before or 'nothing'})."))

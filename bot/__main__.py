"""The command line: `python -m bot --help`."""

from __future__ import annotations

import click

from bot.commands.cases import case
from bot.commands.content import content
from bot.commands.diversion import diversion
from bot.commands.evaluate import evaluate
from bot.commands.health import health
from bot.commands.keys import keys
from bot.commands.person import person
from bot.commands.processes import migrate, run, web, worker
from bot.commands.retention import retention
from bot.commands.services import services
from bot.commands.settings import settings
from bot.commands.staff import staff
from bot.commands.surroundings import faults_in_one_line


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """
    Goldaw: an SMS information service for children and families in Turkmenistan.

    Settings come from the environment or from .env (see .env.example). Exit codes: 0 well, 1 not, 2 wrong usage.
    """


for command in (
    run,
    web,
    worker,
    migrate,
    health,
    settings,
    keys,
    staff,
    case,
    diversion,
    person,
    retention,
    content,
    services,
    evaluate,
):
    cli.add_command(command)


def main() -> None:
    """Run one command."""
    with faults_in_one_line():
        cli(prog_name="python -m bot")


if __name__ == "__main__":
    main()

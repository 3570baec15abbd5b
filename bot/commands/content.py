"""Content: is everything that may be said answered, translated, short enough, sourced and reviewed?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from bot.commands.surroundings import as_json, load_settings, write

if TYPE_CHECKING:
    from bot.answers.check import Findings
    from bot.answers.reviews import Reviews
    from bot.settings import Settings

WARNINGS_SHOWN = 10


@click.group()
def content() -> None:
    """Look at what the service may say."""


@content.command()
@click.option(
    "--with-reviews", is_flag=True, help="Ask the database who has read what; without it nothing counts as read."
)
@as_json
def check(with_reviews: bool, in_json: bool) -> None:
    """List what is missing, too long, unsourced or not reviewed. Exit code 1: there are errors."""
    from bot.answers.check import check as check_all
    from bot.wiring import load_library

    settings = load_settings()
    read = _read(settings) if with_reviews else {}
    findings = check_all(load_library(settings), read, datetime.now(UTC).date())
    write(findings.as_json(), lambda _: _words(findings), in_json=in_json)
    if findings.errors:
        sys.exit(1)


@content.command()
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default="docs/content-review.html", show_default=True
)
@click.option("--with-reviews", is_flag=True, help="Ask the database who has read what.")
def report(out: Path, with_reviews: bool) -> None:
    """Write everything we say on one page (HTML, printable) for a lawyer or a native reader."""
    from bot.answers.report import write_report
    from bot.wiring import load_library

    settings = load_settings()
    read = _read(settings) if with_reviews else {}
    out.write_text(write_report(load_library(settings), read, datetime.now(UTC).date()), encoding="utf-8")
    click.echo(f"→ {out}")


@content.command()
@click.argument("item")
@click.option("--aspect", type=click.Choice(["law", "tk", "ru"]), multiple=True, required=True, help="What was read.")
@click.option("--by", required=True, help="Who read it: a name, as the audit shall know it.")
@click.option("--machine", is_flag=True, help="A program read it. That is noted, and opens nothing.")
def review(item: str, aspect: tuple[str, ...], by: str, machine: bool) -> None:
    """Note that somebody has read ITEM (a topic, or the id of a text) as it stands now."""
    from bot.answers.reviews import Aspect, Review, version
    from bot.desk.reviewing import note_reading
    from bot.wiring import open_house

    now = datetime.now(UTC)
    with open_house(load_settings(), serves_people=False) as house:
        library = house.desk.library
        if not library.has_text(item):
            raise click.BadParameter(f"there is no topic or text {item!r}", param_hint="ITEM")
        with house.store.begin() as work:
            for one in (name for name in get_args(Aspect) if name in aspect):
                reading = Review(item, one, version(library, item, one), by, now.date(), machine)
                note_reading(work, reading, f"command:{by}", now)
                click.echo(f"{item}: {one} read by {by}, version {reading.version}")
            work.commit()


def _read(settings: Settings) -> Reviews:
    from bot.desk.reviewing import readings
    from bot.wiring import open_house

    with open_house(settings, serves_people=False) as house, house.store.begin() as work:
        return readings(work)


def _words(findings: Findings) -> Iterator[str]:
    for fault in findings.errors:
        yield f"✗ {fault}"
    for doubt in findings.warnings[:WARNINGS_SHOWN]:
        yield f"· {doubt}"
    if len(findings.warnings) > WARNINGS_SHOWN:
        yield f"· … and {len(findings.warnings) - WARNINGS_SHOWN} more that wait for a reader (--json lists all)"
    answered = ", ".join(f"{count} in {language}" for language, count in findings.answered.items())
    yield f"{findings.topics} topics, answered: {answered}; {len(findings.errors)} errors"

"""Settings: what is chosen, and whether that is safe."""

from __future__ import annotations

import sys

import click

from bot.commands.surroundings import as_json, load_settings, write


@click.group()
def settings() -> None:
    """Look at the settings."""


@settings.command()
@click.option("--production", "as_production", is_flag=True, help="Ask what production would need, wherever this runs.")
@as_json
def check(as_production: bool, in_json: bool) -> None:
    """Say whether the service may start with these settings, this content and this staff. Exit code 1: it may not."""
    from bot.wiring import faults

    chosen = load_settings()
    if as_production:
        chosen = chosen.model_copy(update={"environment": "production"})
    found = faults(chosen)
    write(
        {"environment": chosen.environment, "faults": found},
        lambda _: iter([f"✗ {fault}" for fault in found] or [f"✓ safe to start ({chosen.environment})"]),
        in_json=in_json,
    )
    if found:
        sys.exit(1)


@settings.command()
def show() -> None:
    """Show every setting. Secrets stay hidden."""
    for name, value in load_settings():
        click.echo(f"{name.upper()}={value}")

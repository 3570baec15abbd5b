"""Health: whether a text can be answered now."""

from __future__ import annotations

import sys

import click

from bot.commands.surroundings import as_json, load_settings, write

NOT_THERE = {"ready": False, "parts": {"web": "not ready"}}


@click.command()
@as_json
def health(in_json: bool) -> None:
    """Ask the running service whether a text can be answered now. Exit code 1: it cannot."""
    import httpx

    settings = load_settings()
    try:
        answer = httpx.get(f"http://{settings.host}:{settings.port}/health/ready", timeout=10, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        answer = NOT_THERE
    write(answer, lambda _: (f"{part:10} {state}" for part, state in answer["parts"].items()), in_json=in_json)
    if not answer["ready"]:
        sys.exit(1)

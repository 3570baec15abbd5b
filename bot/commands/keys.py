"""Keys: make them, and change them."""

from __future__ import annotations

import base64
import secrets
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.commands.surroundings import as_json, load_settings, write

if TYPE_CHECKING:
    from bot.store.rotate import Rotation


@click.group()
def keys() -> None:
    """Make keys, and bring the database under a new one."""


@keys.command()
def new() -> None:
    """Print a new key for SEAL_KEYS or LOOKUP_KEYS (each needs its own)."""
    click.echo(base64.b64encode(secrets.token_bytes(32)).decode())


@keys.command()
@as_json
def rotate(in_json: bool) -> None:
    """
    Seal and look up everything under the first keys of SEAL_KEYS and LOOKUP_KEYS.

    In this order: put the new key at the END of the list everywhere; then to the FRONT everywhere; then run this;
    when it reports nothing left, take the old key out. It may be stopped and started again at any time.
    """
    from bot.store.embedded import database
    from bot.store.rotate import rotate as rotate_all
    from bot.store.store import open_store

    settings = load_settings()
    with database(settings) as url:
        store = open_store(url, settings)
        try:
            done = rotate_all(store, on_progress=_show)
        finally:
            store.close()
    write(asdict(done) | {"complete": done.is_complete}, lambda _: iter(_words(done)), in_json=in_json)
    if not done.is_complete:
        sys.exit(1)


def _show(column: str, count: int) -> None:
    click.echo(f"  {column}: {count}", err=True)


def _words(done: Rotation) -> list[str]:
    lines = [f"{done.sealed} values sealed and {done.hashed} numbers hashed under the first keys."]
    if done.unopened:
        lines.append(f"{len(done.unopened)} values open with none of the keys: {', '.join(done.unopened[:5])} …")
    if done.clashing:
        lines.append(f"{len(done.clashing)} numbers stand there twice: {', '.join(done.clashing[:5])} …")
    lines.append("The old keys may be taken out." if done.is_complete else "Keep the old keys.")
    return lines

"""What every command needs: the settings, the database, and faults said in one line."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from pydantic import ValidationError

from bot.settings import Settings, UnsafeSettings

as_json = click.option("--json", "in_json", is_flag=True, help="Write JSON, for machines.")


class BadSettings(RuntimeError):
    """A setting cannot be read. The words name it and never show its value."""


def load_settings() -> Settings:
    """Read the settings from the environment and .env; raises BadSettings."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, one['loc'])).upper()}: {one['msg'].lower()}" for one in error.errors()]
        raise BadSettings("; ".join(faults)) from None


def write(value: Any, lines: Callable[[Any], Iterator[str]], *, in_json: bool) -> None:
    """Write a value as JSON, or as lines for a person."""
    if in_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        for line in lines(value):
            click.echo(line)


@contextmanager
def faults_in_one_line() -> Iterator[None]:
    """End with one line and exit code 1 where the surroundings are bad; a fault of ours keeps its traceback."""
    try:
        yield
    except _plain_faults() as fault:
        _end(str(fault))
    except UnsafeSettings as fault:
        _end(f"not safe to start:\n{fault}")
    except OSError as fault:
        if fault.errno != errno.ENOSPC:
            raise
        _end("no disk space left.")
    except KeyboardInterrupt:
        sys.exit(130)


def _plain_faults() -> tuple[type[Exception], ...]:
    from bot.answers.content import BadContent
    from bot.run import BadSurroundings
    from bot.store.engine import StoreProblem
    from bot.store.sealing import BadKey
    from bot.supervise import GaveUp
    from bot.wiring import ModelDoesNotFit

    return (BadSettings, BadSurroundings, GaveUp, StoreProblem, BadKey, BadContent, ModelDoesNotFit)


def _end(words: str) -> None:
    click.echo(f"goldaw: {words}", err=True)
    sys.exit(1)

"""Bring a database to the newest tables, step by numbered step; also back."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.settings import ROOT
from bot.store.engine import make_engine, plain_problems

ONE_AT_A_TIME = 4_615_291  # the advisory lock under which two starting processes migrate one after the other


def migrate(url: str, revision: str = "head") -> None:
    """Upgrade the database to `revision`; does nothing when it is there. Safe to call from several processes."""
    _run(url, lambda config: command.upgrade(config, revision))


def migrate_down(url: str, revision: str) -> None:
    """Take the database back to `revision` ("base" for empty). Rows of dropped tables are lost."""
    _run(url, lambda config: command.downgrade(config, revision))


def current(url: str) -> str | None:
    """Return the revision the database is at, None when it is empty."""
    engine = make_engine(url)
    try:
        with plain_problems(url), engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def head() -> str:
    """Return the newest revision of this code."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""


def configuration(connection: Connection | None = None) -> Config:
    """Return alembic's configuration, bound to a connection when there is one."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def _run(url: str, step: object) -> None:
    engine = make_engine(url)
    try:
        with plain_problems(url), engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            step(configuration(connection))  # type: ignore[operator]
    finally:
        engine.dispose()

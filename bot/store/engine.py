"""Connections: one engine per process, and what goes wrong said in one line without a password."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, InterfaceError, OperationalError

DISK_FULL = "53100"
CONNECT_TIMEOUT_S = 10


class StoreProblem(RuntimeError):
    """The database cannot be used. The words are for a person at a terminal and hold no password."""


class WrongDatabaseUrl(StoreProblem):
    """DATABASE_URL is no PostgreSQL address."""


class CannotConnect(StoreProblem):
    """Nobody answers at DATABASE_URL, or it does not let us in."""


class NoDiskSpace(StoreProblem):
    """The database has no room left to write."""


def read_url(url: str) -> URL:
    """Return the address with the driver that we use; raises WrongDatabaseUrl."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise WrongDatabaseUrl("DATABASE_URL is not an address like postgresql://user:password@host/name") from None
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise WrongDatabaseUrl(f"DATABASE_URL names {parsed.get_backend_name()}; Goldaw needs postgresql://")
    if not parsed.database:
        raise WrongDatabaseUrl("DATABASE_URL names no database: postgresql://user:password@host/name")
    return parsed.set(drivername="postgresql+psycopg")


def libpq_url(url: str) -> str:
    """Return the address as PostgreSQL's own library reads it (procrastinate, psql). It holds the password."""
    return read_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def make_engine(url: str, *, is_read_only: bool = False, **options: Any) -> Engine:
    """Make an engine that never logs values and that speaks UTC."""
    address = read_url(url)
    only_reads = " -c default_transaction_read_only=on" if is_read_only else ""
    connect_args: dict[str, Any] = {"options": f"-c timezone=UTC{only_reads}"}
    if "connect_timeout" not in address.query:
        connect_args["connect_timeout"] = CONNECT_TIMEOUT_S
    engine = create_engine(address, hide_parameters=True, connect_args=connect_args, **options)
    event.listen(engine, "checkout", refuse_dead)
    return engine


def refuse_dead(connection: psycopg.Connection[Any], *_: object) -> None:
    """
    Have the pool replace a connection whose server went away.

    The pool's own check (`pool_pre_ping`) asks the server before every transaction, which is one question in five.
    A server that ends a connection says so on the line, and an idle line says nothing else: so we look at the line,
    and ask only when there is something on it.
    """
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    if line.poll(0):
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error:
            raise DisconnectionError from None


def check_connection(url: str) -> None:
    """Connect once; raises WrongDatabaseUrl, CannotConnect or NoDiskSpace."""
    engine = make_engine(url)
    try:
        with plain_problems(url), engine.connect():
            pass
    finally:
        engine.dispose()


@contextmanager
def plain_problems(url: str) -> Iterator[None]:
    """Translate the driver's errors, whose words may hold the address with its password."""
    try:
        yield
    except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
        raise _problem(error, url) from None


def is_disk_full(error: BaseException | None) -> bool:
    """Say whether PostgreSQL gave up for want of room."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(original, psycopg.Error) and original.sqlstate == DISK_FULL


def _problem(error: Exception, url: str) -> StoreProblem:
    if is_disk_full(error):
        return NoDiskSpace("The database has no disk space left; free some and start again.")
    return CannotConnect(f"Cannot connect to the database {_where(url)}: {_why(str(error))}.")


def _where(url: str) -> str:
    parsed = read_url(url)
    host = parsed.host or parsed.query.get("host") or "this machine"
    return f"{parsed.database!r} at {host}" + (f":{parsed.port}" if parsed.port else "")


REASONS = (
    ("password authentication failed", "user or password is wrong"),
    ("no password supplied", "it asks for a password"),
    ("does not exist", "this user or database does not exist"),
    ("Connection refused", "nothing listens there"),
    ("No such file", "no server runs there"),
    ("timeout", "no answer in time"),
    ("timed out", "no answer in time"),
    ("resolve host", "this host is not known"),
    ("Name or service", "this host is not known"),
    ("too many clients", "it has too many connections"),
    ("starting up", "it is still starting"),
    ("recovery mode", "it is repairing itself after a crash"),
    ("server closed the connection", "it broke off; its own log says why"),
    ("shutting down", "it is stopping"),
)


def _why(words: str) -> str:
    # Only words of our own go out: the driver's may quote the whole address.
    return next((plain for sign, plain in REASONS if sign in words), "it refused the connection")

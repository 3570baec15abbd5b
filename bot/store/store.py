"""The store behind the port: transactions and named locks on one PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.store.engine import make_engine
from bot.store.sealing import Lookup, Seal, seals
from bot.store.unit import SqlUnitOfWork

TRY = text("SELECT pg_try_advisory_lock(:key)")
RELEASE = text("SELECT pg_advisory_unlock(:key)")


class SqlStore:
    """
    The memory of the service on PostgreSQL. Safe to share between threads; not between forked processes.

    Locks and looks have connections of their own, so that a drain which holds a person and waits for a transaction
    cannot starve the others. There each statement stands alone, which spares a look its BEGIN and its end.
    """

    def __init__(self, url: str, seal: Seal, lookup: Lookup, *, connections: int = 10) -> None:
        self.engine = make_engine(url, pool_size=connections, max_overflow=connections)
        self._looks = make_engine(
            url, pool_size=connections, max_overflow=-1, isolation_level="AUTOCOMMIT", is_read_only=True
        )
        self.seal, self.lookup = seal, lookup

    def begin(self) -> SqlUnitOfWork:
        """Return one transaction, to be used in a with block."""
        return SqlUnitOfWork(self.engine, self.seal, self.lookup)

    def look(self) -> SqlUnitOfWork:
        """Return one that only reads, each statement for itself, to be used in a with block."""
        return SqlUnitOfWork(self._looks, self.seal, self.lookup)

    @contextmanager
    def hold(self, name: str, key: int = 0) -> Iterator[bool]:
        """Try to take the lock and yield whether it is ours. A process that dies loses it at once."""
        number = lock_number(name, key)
        with self._looks.connect() as connection:
            mine = bool(connection.scalar(TRY, {"key": number}))
            try:
                yield mine
            finally:
                if mine:
                    _release(connection, number)

    def close(self) -> None:
        """Close all connections (before a fork, and at the end)."""
        self.engine.dispose()
        self._looks.dispose()


def open_store(url: str, settings: Any, *, connections: int = 10) -> SqlStore:
    """Return the store with the settings' keys; raises BadKey or WrongDatabaseUrl."""
    seal, lookup = seals(settings)
    return SqlStore(url, seal, lookup, connections=connections)


def lock_number(name: str, key: int) -> int:
    """Return the 64-bit number PostgreSQL knows the lock by."""
    digest = hashlib.blake2b(f"{name}/{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _release(connection: Connection, number: int) -> None:
    released = False
    with suppress(DBAPIError):
        released = bool(connection.scalar(RELEASE, {"key": number}))
    if not released:
        # The session is broken; closing it is what frees the lock.
        connection.invalidate()

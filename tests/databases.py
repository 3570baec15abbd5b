"""
Databases for tests: cloned from a migrated template, and used again once they are empty.

Cloning copies some 150 files and takes longer than most tests. So a database that a test has left with the tables of
the template is emptied (which takes milliseconds) and given to the next one; any other is dropped.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg

from bot.store.engine import libpq_url, read_url

numbers = itertools.count(1)

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', one.tablename);
    END LOOP;
    FOR one IN SELECT sequencename, start_value FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(quote_ident(one.sequencename)::regclass, one.start_value, false);
    END LOOP;
END $$
"""
# Everything that a test could have changed about tables: columns, constraints, triggers, functions, revision.
SHAPE = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT format('%s.%s %s %s', attrelid::regclass, attname, atttypid, attnotnull) AS line
        FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger
    UNION ALL SELECT proname || md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
) AS lines
"""


@dataclass
class Databases:
    """The databases of one test run on one server."""

    server: str
    template: str
    spare: list[str] = field(default_factory=list)
    shape: str = ""

    def one(self) -> Iterator[str]:
        """Yield the address of an empty migrated database."""
        name = self.spare.pop() if self.spare else create(self.server, self.template)
        yield named(self.server, name)
        if self.is_clean(name):
            self.spare.append(name)
        else:
            drop(self.server, name)

    def is_clean(self, name: str) -> bool:
        """Empty a database, and say whether it is as good as new."""
        self.shape = self.shape or shape_of(named(self.server, self.template))
        try:
            with psycopg.connect(libpq_url(named(self.server, name)), autocommit=True) as connection:
                connection.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")  # type: ignore[call-overload]
                connection.execute(EMPTY)
        except psycopg.Error:
            return False
        return shape_of(named(self.server, name)) == self.shape


def fresh(server: str, template: str) -> Iterator[str]:
    """Clone a database, and drop it afterwards."""
    name = create(server, template)
    yield named(server, name)
    drop(server, name)


def create(server: str, template: str) -> str:
    """Clone a database and return its name."""
    name = f"test_{os.getpid()}_{next(numbers)}"
    run(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


def drop(server: str, name: str) -> None:
    """Drop a database, whoever is still connected."""
    run(server, f"DROP DATABASE {name} WITH (FORCE)")


def shape_of(url: str) -> str:
    """Return a fingerprint of a database's tables."""
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        row = connection.execute(SHAPE).fetchone()  # type: ignore[call-overload]
    return str(row[0]) if row else ""


def run(server: str, statement: str) -> None:
    """Run a statement outside any transaction."""
    with psycopg.connect(libpq_url(server), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def named(server: str, database: str) -> str:
    """Return the server's address with another database."""
    return read_url(server).set(drivername="postgresql", database=database).render_as_string(hide_password=False)

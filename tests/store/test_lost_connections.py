"""A database that restarts ends all connections: the next transaction gets a new one and notices nothing."""

from __future__ import annotations

import time

import psycopg
from sqlalchemy import text

from bot.store.engine import libpq_url, make_engine

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def end_all_others(database_url: str) -> None:
    with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")  # type: ignore[call-overload]
        while connection.execute(f"SELECT 1 {OTHERS}").fetchone():  # type: ignore[call-overload]
            time.sleep(0.01)


def test_a_transaction_after_a_restart_notices_nothing(database_url, store):
    with store.begin() as work:
        work.marks.put("before", 1)
        work.commit()
    for _ in range(3):
        end_all_others(database_url)
        with store.begin() as work:
            assert work.marks.get("before") == 1


def test_a_lock_after_a_restart_is_taken(database_url, store):
    with store.hold("person", 1) as mine:
        assert mine
    end_all_others(database_url)
    with store.hold("person", 1) as mine:
        assert mine


def test_a_whole_pool_of_dead_connections_is_replaced(database_url):
    engine = make_engine(database_url, pool_size=5)
    several = [engine.connect() for _ in range(5)]
    for one in several:
        one.execute(text("SELECT 1"))
        one.close()
    end_all_others(database_url)
    for one in [engine.connect() for _ in range(5)]:
        assert one.execute(text("SELECT 1")).scalar() == 1
        one.close()
    engine.dispose()


def test_a_message_on_the_line_is_not_taken_for_an_end(database_url):
    engine = make_engine(database_url, pool_size=1, isolation_level="AUTOCOMMIT")
    with engine.connect() as one:
        one.execute(text("LISTEN news"))
        pid = one.execute(text("SELECT pg_backend_pid()")).scalar()
    with psycopg.connect(libpq_url(database_url), autocommit=True) as other:
        other.execute("NOTIFY news")
    with engine.connect() as one:
        assert one.execute(text("SELECT pg_backend_pid()")).scalar() == pid
    engine.dispose()

"""What goes wrong with a database is said in one plain line, and no password is ever in it."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import make_url

from bot.store.engine import (
    CannotConnect,
    NoDiskSpace,
    StoreProblem,
    WrongDatabaseUrl,
    check_connection,
    is_disk_full,
    libpq_url,
    make_engine,
    plain_problems,
    read_url,
)

PASSWORD = "s3cr3t-pa55"


@pytest.mark.parametrize(
    ("url", "error", "said"),
    [
        ("", WrongDatabaseUrl, "not an address"),
        (f"me:{PASSWORD}@host/db", WrongDatabaseUrl, "not an address"),  # the scheme was forgotten
        (f"postgresql://me:{PASSWORD}@host:port/db", WrongDatabaseUrl, "not an address"),  # a port in words
        (f"mysql://me:{PASSWORD}@host/db", WrongDatabaseUrl, "names mysql"),
        (f"postgresql://me:{PASSWORD}@host", WrongDatabaseUrl, "names no database"),
        (f"postgresql://me:{PASSWORD}@127.0.0.1:1/db", CannotConnect, "nothing listens there"),
        (f"postgresql://me:{PASSWORD}@no-such-host.invalid/db", CannotConnect, "host is not known"),
        (f"postgresql://me:{PASSWORD}@/db?host=/no/such/folder", CannotConnect, "no server runs there"),
    ],
)
def test_a_wrong_address_is_said_without_the_password(url, error, said):
    with pytest.raises(error, match=said) as raised:
        check_connection(url)
    assert PASSWORD not in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.__context__ is None or raised.value.__suppress_context__


def test_a_database_that_is_not_there_is_said_by_name(database_url):
    url = make_url(database_url).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(CannotConnect, match=r"'nowhere' at .*does not exist"):
        check_connection(url)


def test_a_server_that_says_nothing_is_not_waited_for_for_ever():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        url = f"postgresql://me:{PASSWORD}@127.0.0.1:{deaf.getsockname()[1]}/db?connect_timeout=2"
        with pytest.raises(CannotConnect, match="no answer in time"):
            check_connection(url)


def test_the_address_may_name_any_driver_and_ours_is_used():
    for url in ("postgresql://h/db", "postgresql+psycopg2://h/db", "postgres://h/db"):
        assert read_url(url).drivername == "postgresql+psycopg"
        assert libpq_url(url) == "postgresql://h/db"


def test_a_connection_that_works_is_not_complained_about(database_url):
    check_connection(database_url)


def test_a_full_disk_is_known_from_other_trouble(database_url):
    engine = make_engine(database_url)

    def fail_with(sqlstate: str) -> None:
        with plain_problems(database_url), engine.begin() as connection:
            connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{sqlstate}'; END $$")

    with pytest.raises(NoDiskSpace, match="no disk space"):
        fail_with("53100")
    with pytest.raises(CannotConnect):
        fail_with("53300")
    assert not is_disk_full(ValueError())
    engine.dispose()


def test_no_engine_shows_values_or_statements(database_url):
    engine = make_engine(database_url)
    assert engine.hide_parameters
    assert not engine.echo
    assert PASSWORD not in repr(make_engine(f"postgresql://me:{PASSWORD}@host/db"))
    engine.dispose()


def test_times_are_utc_whatever_the_server_thinks(database_url):
    engine = make_engine(database_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
    engine.dispose()


def test_a_problem_is_one_kind_that_a_command_can_catch():
    assert all(issubclass(kind, StoreProblem) for kind in (WrongDatabaseUrl, CannotConnect, NoDiskSpace))

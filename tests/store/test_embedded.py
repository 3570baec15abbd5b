"""The embedded server: one for all who use it, gone with the last, and plain words when it cannot start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest

from bot.settings import Settings
from bot.store import embedded
from bot.store.embedded import CannotStart
from bot.store.engine import NoDiskSpace
from bot.store.jobs import Handlers, SqlJobs, WorkerStopped, run_worker, tasks, worker_app
from bot.store.migrate import migrate

USE = """
import sys
from pathlib import Path
from bot.store.embedded import start
server = start(Path(sys.argv[1]))
print(server.pid, flush=True)
sys.stdin.readline()
server.leave()
print("left", flush=True)
"""


@pytest.fixture
def data_dir():
    # Not pytest's own folder: see the fixture `postgres`.
    folder = Path(tempfile.mkdtemp(prefix="goldaw-embedded-"))
    yield folder
    if (folder / embedded.USERS).exists():
        embedded.start(folder).leave()
    shutil.rmtree(folder)


@pytest.fixture
def user(data_dir):
    """Start processes that use the server until they get a line."""
    started = []

    def begin():
        command = [sys.executable, "-c", USE, str(data_dir)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield begin
    for one in started:
        one.kill()
        one.communicate()


def answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def assert_gone(pid: int) -> None:
    give_up_at = time.monotonic() + 60
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < give_up_at, "the server still runs"
        time.sleep(0.02)


def leave(process) -> None:
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "left\n"


def test_who_comes_first_starts_it_and_the_last_one_stops_it(data_dir, user):
    first, second = user(), user()
    pids = {int(first.stdout.readline()), int(second.stdout.readline())}
    assert len(pids) == 1
    leave(first)
    assert psutil.pid_exists(*pids)
    leave(second)
    assert_gone(*pids)


def test_a_lone_command_neither_stops_nor_starts_what_runs(data_dir):
    server = embedded.start(data_dir)
    command = [sys.executable, "-c", USE, str(data_dir)]
    done = subprocess.run(command, input="\n", capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(server.pid), "left"]
    assert answers(server.url)
    server.leave()


def test_a_killed_process_does_not_keep_the_server_for_ever(data_dir, user):
    killed = user()
    pid = int(killed.stdout.readline())
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert embedded.is_orphaned(data_dir)
    server = embedded.start(data_dir)
    assert server.pid == pid
    server.leave()
    assert_gone(pid)


def test_rows_are_there_the_next_time(data_dir):
    with embedded.running(data_dir) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    with embedded.running(data_dir) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_server_that_was_killed_starts_again(data_dir):
    server = embedded.start(data_dir)
    os.kill(server.pid, signal.SIGKILL)
    assert_gone(server.pid)
    again = embedded.start(data_dir)
    assert answers(again.url)
    again.leave()


def test_a_pid_file_that_names_another_program_is_not_believed(data_dir):
    with embedded.running(data_dir):
        pass
    lines = [os.getpid(), data_dir / "postgres", 1, 5432, data_dir / "postgres", "", "0 0", "ready"]
    (data_dir / "postgres" / "postmaster.pid").write_text("\n".join(map(str, lines)) + "\n")
    with embedded.running(data_dir) as url:
        assert answers(url)


def test_a_full_disk_is_said_in_one_line(data_dir, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    with pytest.raises(NoDiskSpace, match="needs 200 MB") as raised:
        embedded.start(data_dir)
    assert "\n" not in str(raised.value)


def test_a_folder_that_cannot_be_written_is_said_in_one_line(data_dir):
    (data_dir / "a file").write_text("")
    with pytest.raises(CannotStart, match="DATA_DIR"):
        embedded.start(data_dir / "a file" / "data")


def test_broken_files_are_said_in_one_line_that_names_the_servers_log(data_dir, secrets_in_logs):
    (data_dir / "postgres").mkdir()
    (data_dir / "postgres" / "PG_VERSION").write_text("18\n")
    with pytest.raises(CannotStart, match="log") as raised:
        embedded.start(data_dir)
    assert "\n" not in str(raised.value)
    assert secrets_in_logs.lines == []


def test_the_servers_own_log_quotes_no_value(data_dir):
    secret = "gizlin söz"
    with embedded.running(data_dir) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE words (word text UNIQUE, n integer CHECK (n > 0))")
        connection.execute("INSERT INTO words VALUES (%s, 1)", [secret])
        for statement in (
            "INSERT INTO words VALUES (%s, 2)",  # its error would quote the key
            "INSERT INTO words VALUES (%s || 'x', -1)",  # its error would quote the row
            f"INSERT INTO nowhere VALUES ('{secret}')",  # its error would quote the statement
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, [secret] if "%s" in statement else None)
    log = (data_dir / "postgres" / "log").read_text()
    assert "words_word_key" in log  # the errors themselves are there
    assert secret not in log


def test_a_database_of_ones_own_is_used_as_it_is(data_dir, database_url):
    settings = Settings(database_url=database_url, data_dir=data_dir)
    with embedded.database(settings) as url:
        assert url == database_url
    assert not (data_dir / "postgres").exists()


def test_without_an_address_the_embedded_one_is_used(data_dir):
    with embedded.database(Settings(database_url=None, data_dir=data_dir)) as url:
        assert answers(url)


def test_a_worker_whose_database_goes_away_ends_and_says_so(data_dir, clock, secrets_in_logs):
    server = embedded.start(data_dir)
    migrate(server.url)
    app, done, ended = worker_app(server.url), [], []
    tasks(app, Handlers(done.append, lambda: None, lambda: None, lambda: None))

    def work() -> None:
        try:
            run_worker(app)
        except WorkerStopped as stopped:
            ended.append(stopped)

    thread = threading.Thread(target=work)
    thread.start()
    jobs = SqlJobs(server.url, clock)
    jobs.wake_respond(7)
    jobs.wait_until_idle()
    assert done == [7]
    jobs.close()
    server.leave()
    thread.join(60)
    assert len(ended) == 1

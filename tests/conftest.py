"""
Fixtures that every room may use.

`database_url` is a fresh, migrated PostgreSQL of this test's own; `store` works on it with test keys;
`clock` stands still until it is moved; `secrets_in_logs.register("…")` names words that no log line may hold
(numbers from +9936100000… are watched in every test without asking).
"""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.store import embedded
from bot.store.migrate import migrate
from bot.store.sealing import Lookup, Seal
from bot.store.store import SqlStore
from tests.clock import FakeClock
from tests.databases import Databases, fresh, named, run
from tests.quiet import LogLines, listen, stop_listening
from tests.real_service import RealService, real_service

SEAL_KEY = b"a key that only seals in tests..."[:32]
LOOKUP_KEY = b"a key that only finds in tests..."[:32]
FOLDER = "goldaw-tests-"
TEMPLATE = "goldaw_template"
# A test's rows need not survive the machine.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LEAVING = "leaving"  # who makes this folder in a server's folder is the one who clears it away

# What hypothesis measures is the machine, which is busy. A change is judged by the same cases each time; new ones are
# drawn by `make fuzz`, and what it finds becomes a test of its own.
settings.register_profile("ordinary", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile(
    "fuzz", settings.get_profile("ordinary"), derandomize=False, max_examples=2000, print_blob=True, database=None
)
settings.load_profile("ordinary")


@pytest.fixture(autouse=True)
def secrets_in_logs() -> Iterator[LogLines]:
    """Listen to every log line of the test, and fail it when one holds a number or a registered text."""
    lines = listen()
    yield lines
    stop_listening(lines)
    lines.check_all()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """
    Yield the address of an embedded server that lives as long as the test run.

    Not under pytest's own folder: as root, each new run of pytest takes the server's user out of there again.
    """
    clear_away_orphans()
    folder = Path(tempfile.mkdtemp(prefix=FOLDER))
    server = embedded.start(folder, **CARELESS)
    yield server.url
    (folder / LEAVING).mkdir()
    server.leave()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template(postgres: str) -> str:
    """Return the name of a migrated database to be cloned."""
    run(postgres, f"CREATE DATABASE {TEMPLATE}")
    migrate(named(postgres, TEMPLATE))
    return TEMPLATE


@pytest.fixture
def empty_database_url(postgres: str) -> Iterator[str]:
    """Yield the address of a database without tables."""
    yield from fresh(postgres, "template1")


@pytest.fixture(scope="session")
def databases(postgres: str, template: str) -> Databases:
    """Return the databases of this run."""
    return Databases(postgres, template)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """Yield the address of a migrated database of this test's own."""
    yield from databases.one()


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """Yield a store on the test's database, with keys of the tests."""
    opened = SqlStore(database_url, Seal([SEAL_KEY]), Lookup([LOOKUP_KEY]))
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that stands at noon in Ashgabat, on a Monday, until it is moved."""
    return FakeClock()


@pytest.fixture
def service_env(database_url: str, tmp_path: Path) -> dict[str, str]:
    """Return the environment for a real process of the service on the test's database and keys."""
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DATABASE_URL": database_url,
        "DATA_DIR": str(tmp_path / "data"),
        "SEAL_KEYS": base64.b64encode(SEAL_KEY).decode(),
        "LOOKUP_KEYS": base64.b64encode(LOOKUP_KEY).decode(),
        "RASA_TELEMETRY_ENABLED": "false",
    }


@pytest.fixture(scope="session")
def goldaw(postgres: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealService]:
    """Yield the whole service as real processes (`python -m bot run`, simulated provider), started once for all."""
    folder = tmp_path_factory.mktemp("goldaw")
    for url in fresh(postgres, template):
        with real_service(folder, DATABASE_URL=url) as service:
            yield service


def clear_away_orphans() -> None:
    """Stop the servers of test runs that were killed. Two runs that begin at once do not both clear one away."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        if embedded.is_orphaned(folder):
            with suppress(FileExistsError, FileNotFoundError):
                (folder / LEAVING).mkdir()
                embedded.start(folder).leave()
                shutil.rmtree(folder)

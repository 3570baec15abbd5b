"""A running service, and its JSON doors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from bot.store.sealing import Lookup, Seal
from bot.store.store import SqlStore
from bot.wiring import House
from tests.conftest import LOOKUP_KEY, SEAL_KEY, fresh
from tests.simulator.running import app_for, running


@pytest.fixture
def house(store: SqlStore, database_url: str) -> Iterator[House]:
    """Yield a service that answers."""
    with running(store, database_url) as house:
        yield house


@pytest.fixture
def doors(house: House) -> FlaskClient:
    """Return a client of its JSON doors."""
    return app_for(house).test_client()


@pytest.fixture
def quiet_doors(store: SqlStore, database_url: str) -> Iterator[FlaskClient]:
    """Yield a client of a service where nobody works: for what is answered at the door."""
    with running(store, database_url, works=False) as house:
        yield app_for(house).test_client()


@pytest.fixture
def other_store(postgres: str, template: str) -> Iterator[SqlStore]:
    """Yield a second, empty database: what was recorded in one is played in the other."""
    for url in fresh(postgres, template):
        opened = SqlStore(url, Seal([SEAL_KEY]), Lookup([LOOKUP_KEY]))
        yield opened
        opened.close()

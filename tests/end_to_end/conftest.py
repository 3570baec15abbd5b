"""The real processes, started once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.databases import fresh
from tests.real_service import RealService, free_ports, program, wait_until_up
from tests.twilio_stand_in import ACCOUNT, OUR_NUMBER, TOKEN, TwilioStandIn, twilio_stand_in


@pytest.fixture(scope="session")
def twilio_database(postgres: str, template: str) -> Iterator[str]:
    """Yield a database for the service that sends through the stand-in for Twilio."""
    yield from fresh(postgres, template)


@pytest.fixture(scope="session")
def twilio_port() -> int:
    """Return the port at which the stand-in's webhooks arrive."""
    return free_ports(1)[0]


@pytest.fixture(scope="session")
def twilio(tmp_path_factory: pytest.TempPathFactory, twilio_port: int) -> Iterator[TwilioStandIn]:
    """Run the stand-in for Twilio."""
    with twilio_stand_in(tmp_path_factory.mktemp("twilio"), f"http://127.0.0.1:{twilio_port}") as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def twilio_environment(
    goldaw: RealService, twilio: TwilioStandIn, twilio_database: str, twilio_port: int
) -> dict[str, str]:
    """Return the settings of processes that send through the stand-in, with the assistant of `goldaw`."""
    return {
        **goldaw.environment,
        "DATABASE_URL": twilio_database,
        "PORT": str(twilio_port),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{twilio_port}",
        "SIMULATOR": "0",
        "PROVIDER": "twilio",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKENS": TOKEN,
        "TWILIO_FROM": OUR_NUMBER,
        "TWILIO_API_BASE": twilio.base,
        "SEGMENTS_PER_SECOND": "0",
    }


@pytest.fixture(scope="session")
def twilio_web(twilio_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run the web process for the stand-in's webhooks; yield its log."""
    log = tmp_path_factory.mktemp("web") / "web.log"
    with program("bot", "web", environment=twilio_environment, log=log) as process:
        wait_until_up(process, f"{twilio_environment['PUBLIC_BASE_URL']}/health/live", log)
        yield log


@contextmanager
def a_worker(environment: dict[str, str], log: Path) -> Iterator[None]:
    """Run a worker process until the end of the block."""
    with program("bot", "worker", environment=environment, log=log) as process:
        wait_until_up(process, f"{environment['PUBLIC_BASE_URL']}/health/ready", log)
        yield

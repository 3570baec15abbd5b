"""Fixtures: the service, a social worker, a supervisor, and a case."""

import pytest

from tests.conversations.harness import Helpline
from tests.desk.diversion.journey import Journey


@pytest.fixture
def helpline(store, clock) -> Helpline:
    """Return the service."""
    return Helpline(store, clock)


@pytest.fixture
def staff(helpline):
    """Return a function that adds a member of staff and returns their record."""
    numbers = iter(range(11, 60))

    def add(role: str):
        phone = helpline.worker(f"Worker {role}", f"+993610000{next(numbers)}", role)
        phone.changes(on_duty=False)  # no case of the helpline is offered to them
        with helpline.store.begin() as work:
            return work.workers.get(phone.worker_id)

    return add


@pytest.fixture
def journey(helpline, staff) -> Journey:
    """Return a case that was just referred."""
    return Journey(helpline.desk, staff("social_worker"), staff("supervisor")).begin()

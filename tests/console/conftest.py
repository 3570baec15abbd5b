"""A helpline with a console."""

import pytest

from tests.console.visiting import House, visitor
from tests.conversations.conftest import ayna, child, helpline, merdan, oraz, parent

__all__ = ["ayna", "child", "helpline", "merdan", "oraz", "parent"]


@pytest.fixture
def house(helpline, store) -> House:
    """Return the console around the desk of `helpline`."""
    return visitor(helpline.desk, store)


@pytest.fixture
def worker(house):
    """Return a social worker's browser."""
    return house.as_("social_worker")


@pytest.fixture
def code(helpline, child, worker) -> str:
    """Return the code of a case that the worker has taken."""
    child.texts("Нужен адвокат?", "ЧЕЛОВЕК")
    child.texts("1")
    code = helpline.case().code
    worker.posts(f"/console/cases/{code}/take")
    assert helpline.case().assignee_id == worker.worker.id
    return code

"""A helpline with a console."""

import pytest

from tests.console.visiting import House, visitor
from tests.conversations.conftest import ayna, child, helpline, merdan, oraz, parent

__all__ = ["ayna", "child", "helpline", "merdan", "oraz", "parent"]


@pytest.fixture
def house(helpline, store) -> House:
    """Return the console around the desk of `helpline`."""
    return visitor(helpline.desk, store)

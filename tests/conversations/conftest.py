"""Fixtures of the conversation tests."""

import pytest

from tests.conversations.harness import PARENT, Helpline, Phone, WorkersPhone


@pytest.fixture
def helpline(store, clock) -> Helpline:
    """Return the service, with nobody on the staff."""
    return Helpline(store, clock)


@pytest.fixture
def child(helpline) -> Phone:
    """Return a child's phone."""
    return helpline.phone()


@pytest.fixture
def parent(helpline) -> Phone:
    """Return a parent's phone."""
    return helpline.phone(PARENT)


@pytest.fixture
def ayna(helpline) -> WorkersPhone:
    """Return the phone of a social worker on duty."""
    return helpline.worker("Aýna Myradowa", "+99361000011")


@pytest.fixture
def merdan(helpline, ayna) -> WorkersPhone:
    """Return the phone of a second social worker on duty."""
    return helpline.worker("Merdan Amanow", "+99361000012")


@pytest.fixture
def oraz(helpline) -> WorkersPhone:
    """Return the supervisor's phone."""
    return helpline.worker("Oraz Gurbanow", "+99361000013", "supervisor")


@pytest.fixture
def taken(child, ayna) -> str:
    """Return the code of a case that Aýna took."""
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = ayna.takes()
    child.unread()
    return code

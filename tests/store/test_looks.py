"""A look reads outside any transaction, and cannot write."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import InternalError

from bot.store.store import SqlStore


def test_a_look_sees_what_was_committed_and_nothing_that_was_not(store: SqlStore) -> None:
    with store.begin() as work, store.look() as other:
        work.marks.put("mark", 1)
        assert other.marks.get("mark") is None
        work.commit()
        assert other.marks.get("mark") == 1


def test_a_look_cannot_write(store: SqlStore) -> None:
    with store.look() as work, pytest.raises(InternalError, match="read-only"):
        work.marks.put("mark", 1)


def test_a_lock_can_be_held_beside_looks(store: SqlStore) -> None:
    with store.hold("person", 1) as mine, store.look() as work:
        assert mine
        assert work.marks.get("mark") is None

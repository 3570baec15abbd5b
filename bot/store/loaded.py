"""What a unit of work has read: so that a save writes what was changed, and not what somebody else has changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import CursorResult


class NoSuchRow(LookupError):
    """No row has this id."""


class HasId(Protocol):
    """A record."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=HasId)


class Loaded(Generic[R]):
    """The records of one kind, as this unit of work last saw them."""

    def __init__(self) -> None:
        self._records: dict[int, R] = {}

    def keep(self, record: R) -> R:
        """Remember and return the record."""
        self._records[record.id] = record
        return record

    def get(self, record_id: int) -> R | None:
        """Return a record that was read or saved before."""
        return self._records.get(record_id)

    def drop(self, record_id: int) -> None:
        """Forget a record: it has to be read again."""
        self._records.pop(record_id, None)

    def changed(self, record: R, names: Iterable[str]) -> dict[str, Any]:
        """Return those of the named fields that differ from what was read; all of them if it was not read here."""
        seen = self._records.get(record.id)
        return {
            name: getattr(record, name)
            for name in names
            if seen is None or getattr(seen, name) != getattr(record, name)
        }


def must_exist(result: CursorResult[Any], what: str) -> None:
    """Raise NoSuchRow when a statement touched no row."""
    if result.rowcount == 0:
        raise NoSuchRow(what)

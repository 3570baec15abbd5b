"""Marks: small named facts that all processes share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.store.tables import mark


class SqlMarks:
    """The marks. A value is whatever JSON can carry."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Any:
        """Return the value, None when there is no such mark."""
        return self._connection.scalar(select(mark.c.value).where(mark.c.name == name))

    def put(self, name: str, value: Any) -> None:
        """Set the value."""
        new = insert(mark).values(name=name, value=value)
        self._connection.execute(
            new.on_conflict_do_update(index_elements=[mark.c.name], set_={"value": new.excluded.value})
        )

    def drop(self, name: str) -> None:
        """Forget the mark; does nothing when there is none."""
        self._connection.execute(delete(mark).where(mark.c.name == name))

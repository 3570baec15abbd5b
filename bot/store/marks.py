"""Marks: small named facts that all processes share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Connection, cast, delete, func, select
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

    def named(self, prefix: str) -> dict[str, Any]:
        """Return the marks whose names begin so, by name."""
        found = select(mark.c.name, mark.c.value).where(mark.c.name.startswith(prefix, autoescape=True))
        return {row.name: row.value for row in self._connection.execute(found.order_by(mark.c.name))}

    def count(self, name: str, by: int = 1) -> int:
        """Add to a mark that counts, in one statement, and return the sum."""
        new = insert(mark).values(name=name, value=by)
        added = new.on_conflict_do_update(
            index_elements=[mark.c.name],
            set_={"value": func.to_jsonb(cast(mark.c.value, BigInteger) + cast(new.excluded.value, BigInteger))},
        )
        return int(self._connection.execute(added.returning(mark.c.value)).scalar_one())

    def drop(self, *names: str) -> None:
        """Forget marks, those that are there."""
        self._connection.execute(delete(mark).where(mark.c.name.in_(names)))

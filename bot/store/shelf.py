"""Shelf: rows of one kind that are added, read and saved alike, their words sealed."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, func, insert, select, update

from bot.store.loaded import Loaded, NoSuchRow, must_exist
from bot.store.sealing import Seal

R = TypeVar("R")
SUFFIX = "_sealed"


class SqlShelf(Generic[R]):
    """
    The rows of one table as records of one kind.

    A field of the record whose column ends in `_sealed` is sealed under the row's id; lists come back as tuples.
    """

    def __init__(self, connection: Connection, seal: Seal, table: Table, kind: type[R]) -> None:
        self._connection, self._seal, self._table, self._kind = connection, seal, table, kind
        self._names = tuple(one.name for one in fields(kind))  # type: ignore[arg-type]
        self._sealed = {name for name in self._names if f"{name}{SUFFIX}" in table.c}
        self._loaded: Loaded[Any] = Loaded()

    def add(self, record: R) -> R:
        """Store a new one (its id is given here)."""
        new_id = self._connection.execute(
            select(func.nextval(func.pg_get_serial_sequence(self._table.name, "id")))
        ).scalar_one()
        columns = self._columns(asdict(record), new_id) | {"id": new_id}  # type: ignore[call-overload]
        return self._record(self._connection.execute(insert(self._table).values(columns).returning(self._table)).one())

    def get(self, row_id: int, *, lock: bool = False) -> R:
        """Return one; raises NoSuchRow. With `lock` nobody else changes it before this transaction ends."""
        found = select(self._table).where(self._table.c.id == row_id)
        row = self._connection.execute(found.with_for_update(key_share=True) if lock else found).first()
        if row is None:
            raise NoSuchRow(f"{self._table.name} {row_id}")
        return self._record(row)

    def save(self, record: R) -> None:
        """Store what has changed of one."""
        row_id = record.id  # type: ignore[attr-defined]
        changed = self._loaded.changed(record, [name for name in self._names if name != "id"])
        if changed:
            result = self._connection.execute(
                update(self._table).where(self._table.c.id == row_id).values(self._columns(changed, row_id))
            )
            must_exist(result, f"{self._table.name} {row_id}")
        self._loaded.keep(record)

    def of_case(self, case_id: int) -> list[R]:
        """Return those of one case, in the order they were made."""
        return self.where(case_id=case_id)

    def where(self, **values: Any) -> list[R]:
        """Return those whose columns have these values, in the order they were made."""
        return self._list(*(self._table.c[name] == value for name, value in values.items()))

    def _list(self, *conditions: ColumnElement[bool]) -> list[R]:
        found = select(self._table).where(*conditions).order_by(self._table.c.id)
        return [self._record(row) for row in self._connection.execute(found)]

    def _columns(self, values: dict[str, Any], row_id: int) -> dict[str, Any]:
        return dict(self._column(name, value, row_id) for name, value in values.items() if name != "id")

    def _column(self, name: str, value: Any, row_id: int) -> tuple[str, Any]:
        if name in self._sealed:
            closed = None if value is None else self._seal.close(value, self._table.name, name, row_id)
            return f"{name}{SUFFIX}", closed
        return name, list(value) if isinstance(value, tuple) else value

    def _record(self, row: Row[Any]) -> R:
        values = {name: self._value(row, name) for name in self._names}
        record: R = self._kind(**values)
        self._loaded.keep(record)
        return record

    def _value(self, row: Row[Any], name: str) -> Any:
        if name in self._sealed:
            blob = getattr(row, f"{name}{SUFFIX}")
            return None if blob is None else self._seal.open(blob, self._table.name, name, row.id)
        value = getattr(row, name)
        return tuple(value) if isinstance(value, list) else value

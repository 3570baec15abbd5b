"""Workers: staff who can be reached by SMS."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.helpline.records import Worker
from bot.store.loaded import Loaded, NoSuchRow, must_exist
from bot.store.tables import worker

FIELDS = tuple(one.name for one in fields(Worker))
LISTS = ("languages", "regions", "skills")
BY_NUMBER = select(worker).where(worker.c.identifier_id == bindparam("number"))


class SqlWorkers:
    """The staff."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._loaded: Loaded[Worker] = Loaded()

    def all(self) -> list[Worker]:
        """Return everybody, in the order they joined."""
        return [self._record(row) for row in self._connection.execute(select(worker).order_by(worker.c.id))]

    def get(self, worker_id: int) -> Worker:
        """Return one; raises NoSuchRow."""
        row = self._connection.execute(select(worker).where(worker.c.id == worker_id)).first()
        if row is None:
            raise NoSuchRow(f"worker {worker_id}")
        return self._record(row)

    def by_identifier(self, identifier_id: int) -> Worker | None:
        """Return the worker who has this number."""
        row = self._connection.execute(BY_NUMBER, {"number": identifier_id}).first()
        return None if row is None else self._record(row)

    def add(self, record: Worker) -> Worker:
        """Store a new worker (the id is given here)."""
        return self._record(
            self._connection.execute(insert(worker).values(_columns(asdict(record))).returning(worker)).one()
        )

    def save(self, record: Worker) -> None:
        """Store what has changed of a worker."""
        changed = self._loaded.changed(record, FIELDS)
        if changed:
            result = self._connection.execute(update(worker).where(worker.c.id == record.id).values(_columns(changed)))
            must_exist(result, f"worker {record.id}")
        self._loaded.keep(record)

    def _record(self, row: Row[Any]) -> Worker:
        plain = {name: getattr(row, name) for name in FIELDS}
        return self._loaded.keep(Worker(**plain | {name: tuple(plain[name]) for name in LISTS}))


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if name in LISTS else value for name, value in values.items() if name != "id"}

"""Workers: staff who can be reached by SMS."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.helpline.records import Worker
from bot.store.identifiers import NoSuchRow
from bot.store.tables import worker

FIELDS = tuple(one.name for one in fields(Worker))
LISTS = ("languages", "regions", "skills")


class SqlWorkers:
    """The staff."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Worker]:
        """Return everybody, in the order they joined."""
        return [_record(row) for row in self._connection.execute(select(worker).order_by(worker.c.id))]

    def get(self, worker_id: int) -> Worker:
        """Return one; raises NoSuchRow."""
        row = self._connection.execute(select(worker).where(worker.c.id == worker_id)).first()
        if row is None:
            raise NoSuchRow(f"worker {worker_id}")
        return _record(row)

    def by_identifier(self, identifier_id: int) -> Worker | None:
        """Return the worker who has this number."""
        row = self._connection.execute(select(worker).where(worker.c.identifier_id == identifier_id)).first()
        return None if row is None else _record(row)

    def add(self, record: Worker) -> Worker:
        """Store a new worker (the id is given here)."""
        return _record(self._connection.execute(insert(worker).values(_columns(record)).returning(worker)).one())

    def save(self, record: Worker) -> None:
        """Store the state of a worker."""
        self._connection.execute(update(worker).where(worker.c.id == record.id).values(_columns(record)))


def _columns(record: Worker) -> dict[str, Any]:
    columns = asdict(record) | {name: list(getattr(record, name)) for name in LISTS}
    del columns["id"]
    return columns


def _record(row: Row[Any]) -> Worker:
    return Worker(**{name: getattr(row, name) for name in FIELDS} | {name: tuple(getattr(row, name)) for name in LISTS})

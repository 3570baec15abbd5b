"""Shifts: who is on duty when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.helpline.records import Shift
from bot.store.tables import shift


class SqlShifts:
    """The rota."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: Shift) -> Shift:
        """Store a new shift (its id is given here)."""
        row = self._connection.execute(
            insert(shift).values(worker_id=record.worker_id, starts=record.starts, ends=record.ends).returning(shift)
        ).one()
        return Shift(**row._mapping)

    def between(self, starts: datetime, ends: datetime) -> list[Shift]:
        """Return the shifts that touch this time, in the order they begin."""
        found = select(shift).where(shift.c.ends > starts, shift.c.starts < ends).order_by(shift.c.starts, shift.c.id)
        return [Shift(**row._mapping) for row in self._connection.execute(found)]

    def of(self, worker_id: int) -> list[Shift]:
        """Return a worker's shifts, in the order they begin."""
        found = select(shift).where(shift.c.worker_id == worker_id).order_by(shift.c.starts, shift.c.id)
        return [Shift(**row._mapping) for row in self._connection.execute(found)]

    def remove(self, shift_id: int) -> None:
        """Take a shift off the rota."""
        self._connection.execute(delete(shift).where(shift.c.id == shift_id))

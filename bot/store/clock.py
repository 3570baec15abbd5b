"""Clocks: real time, and the service's time that the simulator can move."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine, Float, cast, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.store.tables import mark

OFFSET = "clock_offset_s"
READ_AGAIN_AFTER_S = 0.5


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)


class HasEngine(Protocol):
    """What the clock needs of the store."""

    engine: Engine


class StoreClock:
    """
    Real time plus an offset that stands in a row, so that all processes travel together.

    The offset is read at most twice a second; a process that did not make the jump sees it that much later.
    Logins and one-time codes use real time, never this.
    """

    def __init__(self, store: HasEngine) -> None:
        self._engine = store.engine
        self._lock = threading.Lock()
        self._offset, self._read_at = timedelta(), -READ_AGAIN_AFTER_S

    def now(self) -> datetime:
        """The present moment of the service, aware, UTC."""
        with self._lock:
            if time.monotonic() - self._read_at >= READ_AGAIN_AFTER_S:
                self._remember(self._read())
            return datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> datetime:
        """Move the time of the whole service forward and return what time it is now."""
        new = insert(mark).values(name=OFFSET, value=float(seconds))
        moved = new.on_conflict_do_update(
            index_elements=[mark.c.name],
            set_={"value": func.to_jsonb(cast(mark.c.value, Float) + cast(new.excluded.value, Float))},
        )
        with self._engine.begin() as connection:
            offset = connection.execute(moved.returning(mark.c.value)).scalar_one()
        with self._lock:
            self._remember(float(offset))
        return self.now()

    def refresh(self) -> None:
        """Read the offset anew with the next question."""
        with self._lock:
            self._read_at = -READ_AGAIN_AFTER_S

    def _read(self) -> float:
        with self._engine.connect() as connection:
            return float(connection.scalar(select(mark.c.value).where(mark.c.name == OFFSET)) or 0.0)

    def _remember(self, offset: float) -> None:
        self._offset, self._read_at = timedelta(seconds=offset), time.monotonic()

"""Content desk's rows: editions of services, and readings of texts."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql

from bot.ports.directory import Edition, Reading
from bot.store.tables import content_reading, service_edition


class SqlDirectory:
    """The editions of services."""

    _columns = tuple(column for column in service_edition.c if column.name != "id")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self) -> list[Edition]:
        """Return the last edition of each service."""
        last = select(*self._columns).ext(postgresql.distinct_on(service_edition.c.service_id))
        rows = last.order_by(service_edition.c.service_id, service_edition.c.version.desc())
        return [Edition(**row._mapping) for row in self._connection.execute(rows)]

    def of(self, service_id: str) -> list[Edition]:
        """Return a service's editions, the newest first."""
        mine = select(*self._columns).where(service_edition.c.service_id == service_id)
        rows = self._connection.execute(mine.order_by(service_edition.c.version.desc()))
        return [Edition(**row._mapping) for row in rows]

    def add(self, edition: Edition) -> bool:
        """Append an edition; False when its version is taken."""
        new = postgresql.insert(service_edition).values(**asdict(edition))
        added = new.on_conflict_do_nothing().returning(service_edition.c.id)
        return self._connection.scalar(added) is not None


class SqlReadings:
    """The readings of texts."""

    _columns = tuple(column for column in content_reading.c if column.name != "id")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, reading: Reading) -> None:
        """Append a reading."""
        self._connection.execute(insert(content_reading).values(**asdict(reading)))

    def of(self, item: str) -> list[Reading]:
        """Return the readings of a text, the newest first."""
        mine = select(*self._columns).where(content_reading.c.item == item)
        return [Reading(**row._mapping) for row in self._connection.execute(mine.order_by(content_reading.c.id.desc()))]

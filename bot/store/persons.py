"""Persons: those behind the numbers. One number may be several people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from bot.helpline.records import Person
from bot.store.codenames import draw_code_name
from bot.store.loaded import NoSuchRow
from bot.store.tables import person, person_identifier

BEHIND: Select[Any] = select(person, person_identifier.c.who).join(person_identifier)


class SqlPersons:
    """The persons, by code name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, person_id: int) -> Person:
        """Return one; raises NoSuchRow."""
        row = self._connection.execute(BEHIND.where(person.c.id == person_id)).first()
        if row is None:
            raise NoSuchRow(f"person {person_id}")
        return _record(row)

    def by_code_name(self, code_name: str) -> Person | None:
        """Return who has this code name."""
        row = self._connection.execute(BEHIND.where(person.c.code_name == code_name)).first()
        return None if row is None else _record(row)

    def behind(self, identifier_id: int) -> list[Person]:
        """Return everybody who writes from a number, the first one first."""
        found = BEHIND.where(person_identifier.c.identifier_id == identifier_id).order_by(person.c.id)
        return [_record(row) for row in self._connection.execute(found)]

    def numbers_of(self, person_id: int) -> list[int]:
        """Return the ids of the numbers that a person writes from."""
        found = select(person_identifier.c.identifier_id).where(person_identifier.c.person_id == person_id)
        return list(self._connection.scalars(found.order_by(person_identifier.c.identifier_id)))

    def add(self, identifier_id: int, who: str, now: datetime) -> Person:
        """Add one more person behind a number."""
        person_id = new_person(self._connection, now)
        self._connection.execute(
            insert(person_identifier).values(person_id=person_id, identifier_id=identifier_id, who=who)
        )
        return self.get(person_id)

    def name(self, person_id: int, identifier_id: int, who: str) -> None:
        """Write down who a person said they are."""
        mine = person_identifier.c
        self._connection.execute(
            update(person_identifier)
            .where(mine.person_id == person_id, mine.identifier_id == identifier_id)
            .values(who=who)
        )


def new_person(connection: Connection, now: datetime) -> int:
    """Add a person under a code name that nobody has."""
    tries = 0
    while True:
        added = connection.execute(
            pg_insert(person)
            .values(code_name=draw_code_name(tries), created_at=now)
            .on_conflict_do_nothing(index_elements=[person.c.code_name])
            .returning(person.c.id)
        ).scalar()
        if added is not None:
            return int(added)
        tries += 1


def _record(row: Row[Any]) -> Person:
    return Person(row.id, row.code_name, row.created_at, row.who)

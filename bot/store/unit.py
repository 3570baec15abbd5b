"""Unit of work: one transaction, one repository per noun."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine

from bot.ports import (
    Audit,
    Cases,
    Casework,
    Conversations,
    Directory,
    Diversions,
    Forgetting,
    Identifiers,
    Marks,
    Messages,
    Persons,
    Readings,
    Shifts,
    Workers,
)
from bot.store.audit import SqlAudit
from bot.store.cases import SqlCases
from bot.store.casework import SqlCasework
from bot.store.conversations import SqlConversations
from bot.store.directory import SqlDirectory, SqlReadings
from bot.store.diversion import SqlDiversions
from bot.store.forgetting import SqlForgetting
from bot.store.identifiers import SqlIdentifiers
from bot.store.marks import SqlMarks
from bot.store.messages import SqlMessages
from bot.store.persons import SqlPersons
from bot.store.sealing import Lookup, Seal
from bot.store.shifts import SqlShifts
from bot.store.workers import SqlWorkers


class SqlUnitOfWork:
    """One transaction on one connection. Leaving the block without `commit` rolls back."""

    identifiers: Identifiers
    conversations: Conversations
    messages: Messages
    cases: Cases
    diversions: Diversions
    workers: Workers
    shifts: Shifts
    audit: Audit
    marks: Marks
    casework: Casework
    persons: Persons
    forgetting: Forgetting
    directory: Directory
    readings: Readings

    def __init__(self, engine: Engine, seal: Seal, lookup: Lookup) -> None:
        self._engine, self._seal, self._lookup = engine, seal, lookup
        self._connection: Connection | None = None

    def __enter__(self) -> SqlUnitOfWork:
        connection = self._engine.connect()
        connection.begin()
        self._connection = connection
        self.identifiers = SqlIdentifiers(connection, self._seal, self._lookup)
        self.conversations = SqlConversations(connection, self._seal)
        self.messages = SqlMessages(connection, self._seal)
        self.cases = SqlCases(connection)
        self.diversions = SqlDiversions(connection, self._seal)
        self.workers = SqlWorkers(connection)
        self.shifts = SqlShifts(connection)
        self.audit = SqlAudit(connection)
        self.marks = SqlMarks(connection)
        self.casework = SqlCasework(connection, self._seal)
        self.persons = SqlPersons(connection)
        self.forgetting = SqlForgetting(connection, self._seal)
        self.directory = SqlDirectory(connection)
        self.readings = SqlReadings(connection)
        return self

    def commit(self) -> None:
        """Make everything since `begin` or the last commit permanent; the block may go on."""
        connection = self.connection
        connection.commit()
        connection.begin()

    @property
    def connection(self) -> Connection:
        """The connection of the open block."""
        if self._connection is None:
            raise RuntimeError("use the unit of work in a with block")
        return self._connection

    def __exit__(self, *_: Any) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()  # rolls back what was not committed

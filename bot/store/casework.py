"""Casework: what is kept of cases beside their course, one shelf per noun."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.helpline.casework.records import (
    Consent,
    Contact,
    Flag,
    IdentityCheck,
    Note,
    Referral,
    Sheet,
    Stint,
    Task,
    Transfer,
    Watcher,
)
from bot.store import tables
from bot.store.sealing import Seal
from bot.store.shelf import SqlShelf


class SqlSheets(SqlShelf[Sheet]):
    """The sheets: one for each case that was described."""

    def of(self, case_id: int) -> Sheet:
        """Return the case's sheet, beginning an empty one when there is none."""
        found = self.of_case(case_id)
        return found[0] if found else self.add(Sheet(id=0, case_id=case_id))


class SqlWatchers(SqlShelf[Watcher]):
    """Who follows which case."""

    def remove(self, watcher_id: int) -> None:
        """Let somebody follow a case no more."""
        self._connection.execute(delete(self._table).where(self._table.c.id == watcher_id))


class SqlTasks(SqlShelf[Task]):
    """What is to be done by when."""

    def due(self, now: datetime) -> list[Task]:
        """Return the open ones whose time has come."""
        return self._list(self._table.c.state == "open", self._table.c.due_at <= now)

    def unfinished(self) -> list[Task]:
        """Return what is open or missed, the longest overdue first."""
        return sorted(self._list(self._table.c.state != "done"), key=lambda task: (task.due_at, task.id))

    def next_due(self) -> datetime | None:
        """Return when the next open one is due."""
        open_ones = select(self._table.c.due_at).where(self._table.c.state == "open")
        return self._connection.execute(open_ones.order_by(self._table.c.due_at).limit(1)).scalar()


class SqlContacts(SqlShelf[Contact]):
    """Calls and visits."""

    def between(self, since: datetime, until: datetime) -> list[Contact]:
        """Return those that were in this time."""
        return self._list(self._table.c.at >= since, self._table.c.at < until)


class SqlStints(SqlShelf[Stint]):
    """Who wrote from a number, one after another."""

    def of(self, conversation_id: int) -> list[Stint]:
        """Return the stints of one number, oldest first."""
        return self.where(conversation_id=conversation_id)


class SqlCasework:
    """The shelves of casework, in one transaction."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self.sheets = SqlSheets(connection, seal, tables.case_sheet, Sheet)
        self.notes = SqlShelf(connection, seal, tables.case_note, Note)
        self.watchers = SqlWatchers(connection, seal, tables.case_watcher, Watcher)
        self.tasks = SqlTasks(connection, seal, tables.case_task, Task)
        self.consents = SqlShelf(connection, seal, tables.case_consent, Consent)
        self.referrals = SqlShelf(connection, seal, tables.case_referral, Referral)
        self.transfers = SqlShelf(connection, seal, tables.case_transfer, Transfer)
        self.contacts = SqlContacts(connection, seal, tables.contact, Contact)
        self.flags = SqlShelf(connection, seal, tables.case_flag, Flag)
        self.stints = SqlStints(connection, seal, tables.stint, Stint)
        self.checks = SqlShelf(connection, seal, tables.identity_check, IdentityCheck)

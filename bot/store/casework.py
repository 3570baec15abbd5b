"""Casework: what is kept of cases beside their course, one shelf per noun."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

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
from bot.store.board import SqlBoard
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
    """The shelves of casework, in one transaction. Each is set up when first asked for: most transactions need none."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection, self._seal = connection, seal

    @cached_property
    def sheets(self) -> SqlSheets:
        """How cases are described."""
        return SqlSheets(self._connection, self._seal, tables.case_sheet, Sheet)

    @cached_property
    def notes(self) -> SqlShelf[Note]:
        """What was written down."""
        return SqlShelf(self._connection, self._seal, tables.case_note, Note)

    @cached_property
    def watchers(self) -> SqlWatchers:
        """Who follows which case."""
        return SqlWatchers(self._connection, self._seal, tables.case_watcher, Watcher)

    @cached_property
    def tasks(self) -> SqlTasks:
        """What is to be done by when."""
        return SqlTasks(self._connection, self._seal, tables.case_task, Task)

    @cached_property
    def consents(self) -> SqlShelf[Consent]:
        """Who agreed to what."""
        return SqlShelf(self._connection, self._seal, tables.case_consent, Consent)

    @cached_property
    def referrals(self) -> SqlShelf[Referral]:
        """Services asked of others."""
        return SqlShelf(self._connection, self._seal, tables.case_referral, Referral)

    @cached_property
    def transfers(self) -> SqlShelf[Transfer]:
        """Cases offered to colleagues."""
        return SqlShelf(self._connection, self._seal, tables.case_transfer, Transfer)

    @cached_property
    def contacts(self) -> SqlContacts:
        """Calls and visits."""
        return SqlContacts(self._connection, self._seal, tables.contact, Contact)

    @cached_property
    def flags(self) -> SqlShelf[Flag]:
        """Dated marks."""
        return SqlShelf(self._connection, self._seal, tables.case_flag, Flag)

    @cached_property
    def stints(self) -> SqlStints:
        """Who wrote from a shared number."""
        return SqlStints(self._connection, self._seal, tables.stint, Stint)

    @cached_property
    def board(self) -> SqlBoard:
        """Many cases at a glance."""
        return SqlBoard(self._connection)

    @cached_property
    def checks(self) -> SqlShelf[IdentityCheck]:
        """Who was made sure of, and how."""
        return SqlShelf(self._connection, self._seal, tables.identity_check, IdentityCheck)

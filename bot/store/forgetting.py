"""Forgetting: what the retention rules count and erase. Rows stay, so that counts do; words and numbers go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    text,
    update,
)

from bot.store import tables
from bot.store.sealing import FORMAT, KEY_ID_BYTES, NONCE_BYTES, Seal

EMPTY = len(FORMAT) + KEY_ID_BYTES + NONCE_BYTES + 16  # bytes of a sealed nothing: all of it is frame
BATCH = 500
SUFFIX = "_sealed"
OF_CASE = (
    tables.message,
    tables.case_sheet,
    tables.case_note,
    tables.case_task,
    tables.case_consent,
    tables.case_referral,
    tables.case_transfer,
    tables.case_flag,
)
message, case, conversation, identifier = tables.message, tables.case, tables.conversation, tables.identifier


class SqlForgetting:
    """What is past its day."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection, self._seal = connection, seal

    def count_talks(self, before: datetime) -> int:
        """Count the texts of talks without a case from before that moment."""
        return self._count(message, _is_past_talk(before))

    def erase_talks(self, before: datetime) -> int:
        """Empty them, and drop what the assistant was told in those talks."""
        self._connection.execute(
            update(conversation)
            .where(conversation.c.last_in_at < before, _has_no_open_case())
            .values(question_sealed=None, question_expires_at=None, talk_sealed=None)
        )
        return self._empty(message, message.c.text_sealed, _is_past_talk(before))

    def closed_cases(self, before: datetime, *, in_danger: bool) -> list[int]:
        """Return the closed cases of this class whose words are still there."""
        danger = case.c.kind.is_not(None) if in_danger else case.c.kind.is_(None)
        worded = or_(*(exists().where(table.c.case_id == case.c.id, _has_words(table)) for table in OF_CASE))
        found = select(case.c.id).where(case.c.status == "closed", case.c.closed_at < before, danger, worded)
        return list(self._connection.scalars(found.order_by(case.c.id)))

    def erase_cases(self, case_ids: list[int]) -> int:
        """Empty every word of these cases; the row, its category and its times stay, for counting."""
        erased = 0
        for table in OF_CASE:
            for column in _sealed(table):
                erased += self._empty(table, column, and_(table.c.case_id.in_(case_ids), _holds(column)))
        return erased

    def count_contacts(self, before: datetime) -> int:
        """Count the calls and visits from before that moment with notes."""
        return self._count(tables.contact, _is_past_contact(before))

    def erase_contacts(self, before: datetime) -> int:
        """Empty those notes."""
        return self._empty(tables.contact, tables.contact.c.words_sealed, _is_past_contact(before))

    def silent_numbers(self, before: datetime) -> list[int]:
        """Return the numbers of persons that have not written since then and have no open case."""
        staff = exists().where(tables.worker.c.identifier_id == identifier.c.id)
        silent = and_(conversation.c.last_in_at < before, _has_no_open_case(), not_(staff))
        found = select(identifier.c.id).join(conversation, conversation.c.identifier_id == identifier.c.id)
        return list(self._connection.scalars(found.where(silent, _holds(identifier.c.number_sealed))))

    def count_readings(self, before: datetime) -> int:
        """Count the lines of the audit, and of closed cases' timelines, from before that moment."""
        return self._count(tables.audit, tables.audit.c.at < before) + self._count(
            tables.case_action, _is_past_line(before)
        )

    def erase_readings(self, before: datetime) -> int:
        """Delete those lines; the database lets nobody but retention do so."""
        self._connection.execute(text("SET LOCAL goldaw.retention = 'on'"))
        lines = self._connection.execute(delete(tables.case_action).where(_is_past_line(before))).rowcount
        reads = self._connection.execute(delete(tables.audit).where(tables.audit.c.at < before)).rowcount
        self._connection.execute(text("SET LOCAL goldaw.retention = 'off'"))
        return lines + reads

    def _count(self, table: Table, condition: ColumnElement[bool]) -> int:
        return int(self._connection.scalar(select(func.count()).select_from(table).where(condition)) or 0)

    def _empty(self, table: Table, column: Column[Any], condition: ColumnElement[bool]) -> int:
        """Put nothing into the place of a sealed value, a batch at a time."""
        if column.nullable:
            return int(self._connection.execute(update(table).where(condition).values({column.name: None})).rowcount)
        erased, name = 0, column.name.removesuffix(SUFFIX)
        while ids := list(self._connection.scalars(select(table.c.id).where(condition).limit(BATCH))):
            for row_id in ids:
                nothing = self._seal.close("", table.name, name, row_id)
                self._connection.execute(update(table).where(table.c.id == row_id).values({column.name: nothing}))
            erased += len(ids)
        return erased


def _sealed(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name.endswith(SUFFIX)]


def _holds(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say whether a sealed value has words in it, without opening it."""
    return func.octet_length(column) > EMPTY


def _has_words(table: Table) -> ColumnElement[bool]:
    return or_(*(_holds(column) for column in _sealed(table)))


def _has_no_open_case() -> ColumnElement[bool]:
    return ~exists().where(case.c.conversation_id == conversation.c.id, case.c.status != "closed")


def _is_past_talk(before: datetime) -> ColumnElement[bool]:
    held = exists().where(case.c.conversation_id == message.c.conversation_id, case.c.status != "closed")
    return and_(message.c.case_id.is_(None), message.c.at < before, _holds(message.c.text_sealed), ~held)


def _is_past_contact(before: datetime) -> ColumnElement[bool]:
    return and_(tables.contact.c.at < before, _holds(tables.contact.c.words_sealed))


def _is_past_line(before: datetime) -> ColumnElement[bool]:
    closed = exists().where(case.c.id == tables.case_action.c.case_id, case.c.closed_at < before)
    return and_(tables.case_action.c.at < before, closed)

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
    cast,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONPATH

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
OF_DIVERSION = (
    tables.diversion_party,
    tables.diversion_sheet,
    tables.diversion_plan,
    tables.diversion_task,
    tables.case_transfer,
)
# Details of a history are ids, and ids have no spaces and no capitals: whatever else is in them are words.
NO_ID = '$.** ? (@.type() == "string" && !(@ like_regex "^[a-z0-9_./:-]*$"))'
diversion, diversion_action = tables.diversion, tables.diversion_action
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

    def ended_diversions(self, before: datetime) -> list[int]:
        """Return the diversion cases that ended before that moment and whose words are still there."""
        worded = or_(
            exists().where(diversion_action.c.diversion_id == diversion.c.id, _is_worded_line()),
            *(exists().where(table.c.diversion_id == diversion.c.id, _has_words(table)) for table in OF_DIVERSION),
        )
        found = select(diversion.c.id).where(diversion.c.closed_at < before, worded)
        return list(self._connection.scalars(found.order_by(diversion.c.id)))

    def erase_diversions(self, diversion_ids: list[int]) -> int:
        """Empty names, answers, notes and agreements; stage, outcome, dates, region, versions and scores stay."""
        erased = 0
        for table in OF_DIVERSION:
            for column in _sealed(table):
                erased += self._empty(table, column, and_(table.c.diversion_id.in_(diversion_ids), _holds(column)))
        return erased + self._delete(
            diversion_action, and_(diversion_action.c.diversion_id.in_(diversion_ids), _is_worded_line())
        )

    def count_contacts(self, before: datetime) -> int:
        """Count the calls and visits from before that moment with notes."""
        return self._count(tables.contact, _is_past_contact(before))

    def erase_contacts(self, before: datetime) -> int:
        """Empty those notes."""
        return self._empty(tables.contact, tables.contact.c.words_sealed, _is_past_contact(before))

    def silent_numbers(self, before: datetime) -> list[int]:
        """
        Return the numbers of persons that have not written since then and have no open case of either kind.

        Somebody who takes part in a diversion case may never have written: their days begin when it ended.
        """
        staff = exists().where(tables.worker.c.identifier_id == identifier.c.id)
        never_wrote = and_(conversation.c.last_in_at.is_(None), _takes_part())
        silent = and_(or_(conversation.c.last_in_at < before, never_wrote), _has_no_open_case(), not_(staff))
        found = select(identifier.c.id).outerjoin(conversation, conversation.c.identifier_id == identifier.c.id)
        kept = _takes_part(_is_running_after(before))
        return list(self._connection.scalars(found.where(silent, ~kept, _holds(identifier.c.number_sealed))))

    def count_readings(self, before: datetime) -> int:
        """Count the lines of the audit, and of closed cases' timelines, from before that moment."""
        lines = (self._count(table, condition) for table, condition in _past_lines(before))
        return self._count(tables.audit, tables.audit.c.at < before) + sum(lines)

    def erase_readings(self, before: datetime) -> int:
        """Delete those lines; the database lets nobody but retention do so."""
        lines = sum(self._delete(table, condition) for table, condition in _past_lines(before))
        return lines + self._delete(tables.audit, tables.audit.c.at < before)

    def _delete(self, table: Table, condition: ColumnElement[bool]) -> int:
        """Delete rows that nobody but retention may touch."""
        self._connection.execute(text("SET LOCAL goldaw.retention = 'on'"))
        deleted = int(self._connection.execute(delete(table).where(condition)).rowcount)
        self._connection.execute(text("SET LOCAL goldaw.retention = 'off'"))
        return deleted

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


def _past_lines(before: datetime) -> tuple[tuple[Table, ColumnElement[bool]], ...]:
    """Return the timelines of closed cases, of either kind, with what of them is past its day."""
    of_case, of_diversion = tables.case_action, diversion_action
    closed = exists().where(case.c.id == of_case.c.case_id, case.c.closed_at < before)
    ended = exists().where(diversion.c.id == of_diversion.c.diversion_id, diversion.c.closed_at < before)
    return (
        (of_case, and_(of_case.c.at < before, closed)),
        (of_diversion, and_(of_diversion.c.at < before, ended)),
    )


def _is_worded_line() -> ColumnElement[bool]:
    return func.jsonb_path_exists(diversion_action.c.details, cast(NO_ID, JSONPATH))


def _takes_part(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say whether a number is of somebody in a diversion case (in one of these, if any are named)."""
    party = tables.diversion_party
    of_number = and_(party.c.identifier_id == identifier.c.id, party.c.diversion_id == diversion.c.id)
    return exists().where(of_number, *which)


def _is_running_after(moment: datetime) -> ColumnElement[bool]:
    """Say whether a diversion case had not ended by then, for somebody who has not left it."""
    running = or_(diversion.c.closed_at.is_(None), diversion.c.closed_at >= moment)
    return and_(running, tables.diversion_party.c.left_at.is_(None))

"""Cases: matters in human hands, and their timeline."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update
from sqlalchemy import case as when
from sqlalchemy.exc import IntegrityError

from bot.helpline.records import Case, CaseAction, Severity
from bot.store.loaded import Loaded, NoSuchRow, must_exist
from bot.store.tables import case, case_action

FIELDS = tuple(one.name for one in fields(Case))
IS_OPEN = case.c.status != "closed"
BY_SEVERITY = when({name.value: place for place, name in enumerate(Severity)}, value=case.c.severity, else_=-1)
OPEN_OF = (
    select(case).where(case.c.conversation_id == bindparam("thread"), IS_OPEN).order_by(BY_SEVERITY, case.c.id).limit(1)
)
OPEN_OF_PERSON = OPEN_OF.where(case.c.person_id == bindparam("person"))


class CodeTaken(ValueError):
    """Another open case carries this code."""


class SqlCases:
    """The cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._loaded: Loaded[Case] = Loaded()

    def add(self, record: Case) -> Case:
        """Store a new case (its id is given here); raises CodeTaken, and the transaction can go on."""
        columns = asdict(record)
        del columns["id"]
        try:
            with self._connection.begin_nested():
                row = self._connection.execute(insert(case).values(columns).returning(case)).one()
        except IntegrityError as error:
            if "uq_case_open_code" in str(error.orig):
                raise CodeTaken("this code is in use") from None
            raise
        return self._record(row)

    def get(self, case_id: int, *, lock: bool = False) -> Case:
        """Return one; raises NoSuchRow. With `lock` nobody else changes it before this transaction ends."""
        found = select(case).where(case.c.id == case_id)
        row = self._connection.execute(found.with_for_update(key_share=True) if lock else found).first()
        if row is None:
            raise NoSuchRow(f"case {case_id}")
        return self._record(row)

    def by_code(self, code: str) -> Case | None:
        """The case that carries this code now: an open one first, else the newest."""
        row = self._connection.execute(
            select(case).where(case.c.code == code).order_by(IS_OPEN.desc(), case.c.id.desc()).limit(1)
        ).first()
        return None if row is None else self._record(row)

    def code_is_free(self, code: str, since: datetime) -> bool:
        """No open case has it, and none closed after `since`."""
        taken = select(case.c.id).where(case.c.code == code, IS_OPEN | (case.c.closed_at > since)).limit(1)
        return self._connection.execute(taken).first() is None

    def open_of(self, conversation_id: int, person_id: int | None = None) -> Case | None:
        """Return the most severe open case of this number; with a person, of that one of those who write from it."""
        thread = {"thread": conversation_id}
        found = (
            self._connection.execute(OPEN_OF, thread)
            if person_id is None
            else self._connection.execute(OPEN_OF_PERSON, thread | {"person": person_id})
        )
        row = found.first()
        return None if row is None else self._record(row)

    def of_person(self, person_id: int) -> list[Case]:
        """Return every case of a person, the newest first."""
        found = select(case).where(case.c.person_id == person_id).order_by(case.c.id.desc())
        return [self._record(row) for row in self._connection.execute(found)]

    def all(self, open_only: bool = True) -> list[Case]:
        """Return the cases, the most severe first, then the one whose answer is due first."""
        return self._list(*([IS_OPEN] if open_only else []))

    def closed(self, worker_id: int | None = None, *, skip: int = 0, limit: int = 50) -> list[Case]:
        """Return closed cases (of one worker), the one closed last first."""
        found = select(case).where(~IS_OPEN).order_by(case.c.closed_at.desc(), case.c.id.desc())
        if worker_id is not None:
            found = found.where(case.c.assignee_id == worker_id)
        return [self._record(row) for row in self._connection.execute(found.offset(skip).limit(limit))]

    def due(self, now: datetime) -> list[Case]:
        """Open cases whose next step has come, the most severe first."""
        return self._list(IS_OPEN, case.c.next_step_at <= now)

    def save(self, record: Case) -> None:
        """Store what has changed of a case."""
        changed = self._loaded.changed(record, FIELDS)
        if changed:
            result = self._connection.execute(update(case).where(case.c.id == record.id).values(changed))
            must_exist(result, f"case {record.id}")
        self._loaded.keep(record)

    def note(self, action: CaseAction) -> None:
        """Append to the timeline."""
        columns = asdict(action)
        del columns["id"]
        self._connection.execute(insert(case_action).values(columns))

    def timeline(self, case_id: int) -> list[CaseAction]:
        """Return what happened, in order."""
        found = select(case_action).where(case_action.c.case_id == case_id).order_by(case_action.c.id)
        return [CaseAction(**row._mapping) for row in self._connection.execute(found)]

    def load_of(self, worker_id: int) -> int:
        """How many open cases this worker has taken."""
        load = select(func.count()).select_from(case).where(case.c.assignee_id == worker_id, IS_OPEN)
        return int(self._connection.execute(load).scalar_one())

    def _list(self, *conditions: ColumnElement[bool]) -> list[Case]:
        found = select(case).where(*conditions).order_by(BY_SEVERITY, case.c.answer_by, case.c.id)
        return [self._record(row) for row in self._connection.execute(found)]

    def _record(self, row: Row[Any]) -> Case:
        columns = {name: getattr(row, name) for name in FIELDS}
        columns["severity"] = Severity(row.severity)
        return self._loaded.keep(Case(**columns))

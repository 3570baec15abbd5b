"""Diversion cases: names, answers, notes and the words of agreements are sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from bot.helpline.diversion import records
from bot.helpline.diversion.forms import Form
from bot.helpline.diversion.records import Diversion, DiversionAction, File, Progress, Stage, Task
from bot.store.loaded import NoSuchRow, must_exist
from bot.store.sealing import Seal
from bot.store.tables import (
    diversion,
    diversion_action,
    diversion_consent,
    diversion_form,
    diversion_party,
    diversion_plan,
    diversion_sheet,
    diversion_task,
)

R = TypeVar("R", bound=Any)


@dataclass(frozen=True)
class Rows:
    """How records of one kind stand in their table: which of their fields are sealed."""

    table: Table
    record: type[Any]
    sealed: tuple[str, ...] = ()

    @property
    def plain(self) -> list[str]:
        """The fields that stand in clear."""
        return [one.name for one in fields(self.record) if one.name not in ("id", *self.sealed)]


CASE = Rows(diversion, Diversion)
BELONGS = {
    "parties": Rows(diversion_party, records.Party, ("name",)),
    "consents": Rows(diversion_consent, records.Consent),
    "sheets": Rows(diversion_sheet, records.Sheet, ("answers", "note")),
    "plans": Rows(diversion_plan, records.Plan, ("words",)),
    "tasks": Rows(diversion_task, Task, ("words",)),
}
OPEN = diversion.c.stage.not_in([str(stage) for stage in records.ENDS])
READ_AS = {"stage": Stage, "progress": Progress, "names": tuple, "measures": tuple, "agreed_by": tuple}


class SqlDiversions:
    """The diversion cases."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection, self._seal = connection, seal
        self._seen: dict[tuple[str, int], Any] = {}

    def add(self, record: Diversion) -> Diversion:
        """Store a new case (its id is given here)."""
        added: Diversion = self._insert(CASE, record)
        return added

    def by_code(self, code: str) -> Diversion | None:
        """Return the case that carries this code."""
        found = self._list(CASE, select(diversion).where(diversion.c.code == code))
        return found[0] if found else None

    def of_case(self, case_id: int) -> list[Diversion]:
        """Return the diversion cases that hang on a case of the helpline."""
        return self._list(CASE, select(diversion).where(diversion.c.case_id == case_id).order_by(diversion.c.id))

    def all(self, open_only: bool = True) -> list[Diversion]:
        """Return the cases, the newest first."""
        found = select(diversion).order_by(diversion.c.id.desc())
        return self._list(CASE, found.where(OPEN) if open_only else found)

    def file(self, diversion_id: int, *, lock: bool = False) -> File:
        """Return a case with everything that belongs to it; raises NoSuchRow."""
        found = select(diversion).where(diversion.c.id == diversion_id)
        cases = self._list(CASE, found.with_for_update(key_share=True) if lock else found)
        if not cases:
            raise NoSuchRow(f"diversion {diversion_id}")
        return File(cases[0], **{name: tuple(self._of(rows, diversion_id)) for name, rows in BELONGS.items()})

    def keep(self, file: File) -> File:
        """Store what has changed of a file since it was read here; new records get their ids."""
        self._save(CASE, file.diversion)
        kept: dict[str, Any] = {
            name: tuple(
                self._insert(rows, one) if one.id == 0 else self._save(rows, one) for one in getattr(file, name)
            )
            for name, rows in BELONGS.items()
        }
        return replace(file, **kept)

    def note(self, action: DiversionAction) -> None:
        """Append to the history."""
        columns = {one.name: getattr(action, one.name) for one in fields(action) if one.name != "id"}
        self._connection.execute(insert(diversion_action).values(columns))

    def history(self, diversion_id: int) -> list[DiversionAction]:
        """Return what happened, in order."""
        found = select(diversion_action).where(diversion_action.c.diversion_id == diversion_id)
        return [
            DiversionAction(**row._mapping) for row in self._connection.execute(found.order_by(diversion_action.c.id))
        ]

    # ── forms ──────────────────────────────────────────────────────────────────────────────────────

    def form_used(self, form: Form, digest: str, now: datetime) -> Form:
        """Return the stored version of a form, storing it as the next one when it was never used."""
        known = select(diversion_form).where(diversion_form.c.name == form.name, diversion_form.c.digest == digest)
        row = self._connection.execute(known).first()
        while row is None:
            newest = select(func.max(diversion_form.c.version)).where(diversion_form.c.name == form.name)
            version = int(self._connection.scalar(newest) or 0) + 1
            # Two who use it first at once: one stores it, the other finds it.
            self._connection.execute(
                pg_insert(diversion_form)
                .values(name=form.name, version=version, digest=digest, body=dict(form.body), first_used_at=now)
                .on_conflict_do_nothing()
            )
            row = self._connection.execute(known).first()
        return _form(row)

    def form(self, form_id: int) -> Form:
        """Return one version of a form; raises NoSuchRow."""
        row = self._connection.execute(select(diversion_form).where(diversion_form.c.id == form_id)).first()
        if row is None:
            raise NoSuchRow(f"diversion_form {form_id}")
        return _form(row)

    # ── the clock ──────────────────────────────────────────────────────────────────────────────────

    def to_remind(self, now: datetime) -> list[Task]:
        """Return tasks whose reminder has fallen due, the earliest first."""
        task = diversion_task.c
        return self._tasks(task.remind_at <= now, task.reminded_at.is_(None), task.progress == str(Progress.OPEN))

    def passed(self, now: datetime) -> list[Task]:
        """Return tasks with a person, still open, whose day has passed, the longest ago first."""
        task = diversion_task.c
        return self._tasks(task.due_at <= now, task.party_id.is_not(None), task.progress == str(Progress.OPEN))

    def _tasks(self, *conditions: ColumnElement[bool]) -> list[Task]:
        found = select(diversion_task).where(*conditions).order_by(diversion_task.c.due_at, diversion_task.c.id)
        return self._list(BELONGS["tasks"], found)

    # ── rows ───────────────────────────────────────────────────────────────────────────────────────

    def _of(self, rows: Rows, diversion_id: int) -> list[Any]:
        table = rows.table
        return self._list(rows, select(table).where(table.c.diversion_id == diversion_id).order_by(table.c.id))

    def _list(self, rows: Rows, found: Select[Any]) -> list[Any]:
        return [self._record(rows, row) for row in self._connection.execute(found)]

    def _insert(self, rows: Rows, record: R) -> R:
        columns = {name: _written(getattr(record, name)) for name in rows.plain}
        row_id = self._connection.execute(insert(rows.table).values(columns).returning(rows.table.c.id)).scalar_one()
        added = replace(record, id=row_id)
        self._seen[rows.table.name, row_id] = replace(added, **dict.fromkeys(rows.sealed))
        return self._save(rows, added)

    def _save(self, rows: Rows, record: R) -> R:
        seen = self._seen.get((rows.table.name, record.id))
        changed = dict(self._changes(rows, record, seen))
        if changed:
            table = rows.table
            result = self._connection.execute(update(table).where(table.c.id == record.id).values(changed))
            must_exist(result, f"{table.name} {record.id}")
        self._seen[rows.table.name, record.id] = record
        return record

    def _changes(self, rows: Rows, record: Any, seen: Any) -> Iterable[tuple[str, Any]]:
        for name in (*rows.plain, *rows.sealed):
            value = getattr(record, name)
            if seen is not None and getattr(seen, name) == value:
                continue
            if name in rows.sealed:
                words = json.dumps(value, ensure_ascii=False)
                yield f"{name}_sealed", self._seal.close(words, rows.table.name, name, record.id)
            else:
                yield name, _written(value)

    def _record(self, rows: Rows, row: Row[Any]) -> Any:
        values = {name: _read(name, getattr(row, name)) for name in rows.plain}
        for name in rows.sealed:
            blob = getattr(row, f"{name}_sealed")
            values[name] = _erased(name) if blob is None else json.loads(self._open(blob, rows, name, row.id))
        record = rows.record(id=row.id, **values)
        self._seen[rows.table.name, row.id] = record
        return record

    def _open(self, blob: bytes, rows: Rows, name: str, row_id: int) -> str:
        return self._seal.open(blob, rows.table.name, name, row_id)


def _erased(name: str) -> Any:
    """Return what stands in the place of words that retention has erased."""
    return {} if name == "answers" else ""


def _form(row: Row[Any]) -> Form:
    return Form(row.name, row.body, row.id, row.version)


def _written(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    return READ_AS[name](value) if name in READ_AS else value

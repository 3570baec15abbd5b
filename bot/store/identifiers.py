"""Numbers: sealed, and found by a keyed hash."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from bot.helpline.records import Identifier
from bot.store.loaded import Loaded, NoSuchRow, must_exist
from bot.store.sealing import Lookup, Seal
from bot.store.tables import identifier

NEXT_ID = select(func.nextval(func.pg_get_serial_sequence("identifier", "id")))
BY_ID = select(identifier).where(identifier.c.id == bindparam("row"))
BY_HASH = (
    select(identifier).where(identifier.c.lookup.in_(bindparam("hashes", expanding=True))).order_by(identifier.c.id)
)
STATE = ("stopped_at", "unreachable", "blocked_until")
NEW_NUMBER = 7_306_112  # the advisory lock for new numbers while two lookup keys are in use


class SqlIdentifiers:
    """The numbers (and short or lettered senders) that we know."""

    def __init__(self, connection: Connection, seal: Seal, lookup: Lookup) -> None:
        self._connection, self._seal, self._lookup = connection, seal, lookup
        self._loaded: Loaded[Identifier] = Loaded()

    def find(self, number: str) -> Identifier | None:
        """Return the identifier of this number, whichever key its hash was made with."""
        row = self._connection.execute(BY_HASH, {"hashes": self._lookup.all(number)}).first()
        return None if row is None else self._record(row)

    def find_or_add(self, number: str, kind: str) -> Identifier:
        """Return the identifier of this number, adding it when it is new; two at once get the same one."""
        known = self.find(number)
        if known is not None:
            return known
        if self._lookup.rotating:
            # Beside us a process may write hashes of the other key, which no unique index can compare.
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": NEW_NUMBER})
        return self.find(number) or self._add(number, kind)

    def get(self, identifier_id: int, *, lock: bool = False) -> Identifier:
        """Return one, as this unit of work first saw it unless it is to be locked; raises NoSuchRow."""
        known = None if lock else self._loaded.get(identifier_id)
        if known is not None:
            return known
        found = BY_ID.with_for_update(key_share=True) if lock else BY_ID
        row = self._connection.execute(found, {"row": identifier_id}).first()
        if row is None:
            raise NoSuchRow(f"identifier {identifier_id}")
        return self._record(row)

    def save(self, record: Identifier) -> None:
        """Store the state of a number; the number itself never changes."""
        changed = self._loaded.changed(record, STATE)
        if changed:
            result = self._connection.execute(update(identifier).where(identifier.c.id == record.id).values(changed))
            must_exist(result, f"identifier {record.id}")
        self._loaded.keep(record)

    def forget(self, identifier_id: int) -> None:
        """Make the number unreadable for ever; whoever writes from it again is somebody new."""
        self._loaded.drop(identifier_id)
        self._connection.execute(
            update(identifier)
            .where(identifier.c.id == identifier_id)
            .values(
                lookup=secrets.token_bytes(32),  # of no number; the column wants a value that nobody else has
                number_sealed=self._seal.close("", "identifier", "number", identifier_id),
            )
        )

    def _add(self, number: str, kind: str) -> Identifier:
        new_id = self._connection.execute(NEXT_ID).scalar_one()
        self._connection.execute(
            insert(identifier)
            .values(
                id=new_id,
                lookup=self._lookup.written(number),
                number_sealed=self._seal.close(number, "identifier", "number", new_id),
                kind=kind,
            )
            .on_conflict_do_nothing(index_elements=[identifier.c.lookup])
        )
        added = self.find(number)
        if added is None:
            raise NoSuchRow("a new identifier")
        return added

    def _record(self, row: Row[Any]) -> Identifier:
        return self._loaded.keep(
            Identifier(
                id=row.id,
                number=self._seal.open(row.number_sealed, "identifier", "number", row.id),
                kind=row.kind,
                **{name: getattr(row, name) for name in STATE},
            )
        )

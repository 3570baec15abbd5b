"""
Rotation: seal and hash everything anew under the first keys of the lists.

In this order: (1) put the new key at the END of the list everywhere, so that every process can read it;
(2) move it to the FRONT everywhere; (3) `keys rotate`; (4) when it reports that nothing is left, drop the old key.
It may be stopped and started at any time: a row says itself which key it is under.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.sealing import KEY_ID_BYTES, CannotOpen
from bot.store.store import SqlStore
from bot.store.tables import metadata
from bot.store.tables.people import identifier

SUFFIX = "_sealed"


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: values sealed and hashed anew, and ids (per column) that no key opens or that clash."""

    sealed: int = 0
    hashed: int = 0
    unopened: tuple[str, ...] = ()
    clashing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Say whether the old keys may be dropped."""
        return not self.unopened and not self.clashing


def rotate(
    store: SqlStore, *, batch: int = 500, on_progress: Callable[[str, int], None] = lambda _column, _count: None
) -> Rotation:
    """Bring every row under the first keys, a batch per transaction. `on_progress` hears column and count so far."""
    sealed, unopened = 0, []
    for table, column in sealed_columns():
        count, bad = _reseal(store, table, column, batch, on_progress)
        sealed += count
        unopened += bad
    hashed, more_unopened, clashing = _rehash(store, batch, on_progress)
    return Rotation(sealed, hashed, tuple(dict.fromkeys([*unopened, *more_unopened])), tuple(clashing))


def left_over(store: SqlStore) -> dict[str, int]:
    """Count, per column, the rows that are still under an older key."""
    with store.engine.connect() as connection:
        counts = {
            f"{table.name}.{column.name}": connection.scalar(
                select(func.count()).where(_is_old(column, 2, store.seal.writes_with))
            )
            for table, column in sealed_columns()
        }
        old_hash = _is_old(identifier.c.lookup, 1, store.lookup.writes_with)
        counts["identifier.lookup"] = connection.scalar(select(func.count()).where(old_hash))
    return {name: int(count or 0) for name, count in counts.items()}


def sealed_columns() -> list[tuple[Table, Column[Any]]]:
    """Return every column that holds sealed values."""
    return [(table, column) for table in metadata.sorted_tables for column in table.c if column.name.endswith(SUFFIX)]


def _is_old(column: ColumnElement[Any], place: int, key: bytes) -> ColumnElement[bool]:
    # The key's id stands in the value itself: behind the format byte of a sealed one, in front of a hash.
    return func.substring(column, place, KEY_ID_BYTES) != key


def _reseal(
    store: SqlStore, table: Table, column: Column[Any], batch: int, on_progress: Callable[[str, int], None]
) -> tuple[int, list[str]]:
    name = column.name.removesuffix(SUFFIX)
    done, last, unopened = 0, 0, []
    while True:
        with store.engine.begin() as connection:
            rows = connection.execute(
                select(table.c.id, column)
                .where(table.c.id > last, _is_old(column, 2, store.seal.writes_with))
                .order_by(table.c.id)
                .limit(batch)
                .with_for_update(key_share=True)
            ).all()
            for row_id, blob in rows:
                try:
                    words = store.seal.open(blob, table.name, name, row_id)
                except CannotOpen:
                    unopened.append(f"{table.name}.{name}/{row_id}")
                    continue
                fresh = store.seal.close(words, table.name, name, row_id)
                connection.execute(update(table).where(table.c.id == row_id).values({column.name: fresh}))
                done += 1
        if not rows:
            return done, unopened
        last = rows[-1].id
        on_progress(f"{table.name}.{name}", done)


def _rehash(store: SqlStore, batch: int, on_progress: Callable[[str, int], None]) -> tuple[int, list[str], list[str]]:
    done, last, unopened, clashing = 0, 0, [], []
    while True:
        with store.engine.begin() as connection:
            rows = connection.execute(
                select(identifier.c.id, identifier.c.number_sealed)
                .where(identifier.c.id > last, _is_old(identifier.c.lookup, 1, store.lookup.writes_with))
                .order_by(identifier.c.id)
                .limit(batch)
                .with_for_update()
            ).all()
            for row_id, blob in rows:
                try:
                    fresh = store.lookup.written(store.seal.open(blob, "identifier", "number", row_id))
                    with connection.begin_nested():
                        connection.execute(update(identifier).where(identifier.c.id == row_id).values(lookup=fresh))
                except CannotOpen:
                    unopened.append(f"identifier.number/{row_id}")
                except IntegrityError:
                    # Steps (1) and (2) were not kept apart, and the same number was added under either key.
                    clashing.append(f"identifier.lookup/{row_id}")
                else:
                    done += 1
        if not rows:
            return done, unopened, clashing
        last = rows[-1].id
        on_progress("identifier.lookup", done)

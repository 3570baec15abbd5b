"""Board: what the lists of the console ask of many cases at once, each in one statement however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from bot.helpline.records import CaseAction
from bot.store.tables import case, case_action, case_sheet, case_watcher, conversation


class SqlBoard:
    """Many cases at a glance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def written_at(self, case_ids: Collection[int]) -> dict[int, datetime | None]:
        """Return when the number of each case wrote last."""
        found = select(case.c.id, conversation.c.last_in_at).join(conversation)
        rows = self._connection.execute(found.where(case.c.id.in_(case_ids)))
        return {row.id: row.last_in_at for row in rows}

    def lines(self, case_ids: Collection[int], verbs: Collection[str]) -> dict[int, list[CaseAction]]:
        """Return the lines with one of these verbs in the cases' timelines, in order."""
        found = select(case_action).where(case_action.c.case_id.in_(case_ids), case_action.c.verb.in_(verbs))
        lines: dict[int, list[CaseAction]] = defaultdict(list)
        for row in self._connection.execute(found.order_by(case_action.c.id)):
            lines[row.case_id].append(CaseAction(**row._mapping))
        return lines

    def followed_by(self, worker_id: int) -> set[int]:
        """Return the ids of the cases that a worker was let in to."""
        found = select(case_watcher.c.case_id).where(case_watcher.c.worker_id == worker_id)
        return set(self._connection.scalars(found))

    def to_wrap_up(self, worker_id: int | None = None) -> list[int]:
        """Return the ids of closed cases that nobody has wrapped up (of one worker), the longest closed first."""
        left = select(case_sheet.c.case_id).where(case_sheet.c.wrapped_up_at.is_(None))
        found = select(case.c.id).where(case.c.id.in_(left), case.c.status == "closed")
        if worker_id is not None:
            found = found.where(case.c.assignee_id == worker_id)
        return list(self._connection.scalars(found.order_by(case.c.closed_at, case.c.id)))

"""Audit: who did what, in lines that nobody can change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.store.tables import audit


class SqlAudit:
    """The audit. The database itself refuses to change or delete its lines."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, actor: str, verb: str, subject: str, at: datetime, details: dict[str, Any] | None = None) -> None:
        """Append a line. `details` holds ids and words of the helpline, never a number or a text."""
        self._connection.execute(
            insert(audit).values(actor=actor, verb=verb, subject=subject, at=at, details=details or {})
        )

    def latest(self, limit: int, before: int | None = None) -> list[dict[str, Any]]:
        """Return the newest lines (older than the line `before`), the newest first."""
        found = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            found = found.where(audit.c.id < before)
        return [dict(row._mapping) for row in self._connection.execute(found)]

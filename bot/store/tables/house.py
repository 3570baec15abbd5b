"""What the house keeps about itself: the audit, and small marks that all processes share."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.tables.base import Moment, metadata, row_id

# A trigger (migration 0001) refuses to change or delete these rows, except for the retention job.
audit = Table(
    "audit",
    metadata,
    row_id(),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
)

Index("ix_audit_subject_id", audit.c.subject, audit.c.id)
Index("ix_audit_at", audit.c.at)

mark = Table(
    "mark",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
)

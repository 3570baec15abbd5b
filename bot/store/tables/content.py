"""What content desk writes down: editions of services, and readings of texts. Both only grow."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.tables.base import Moment, metadata, row_id

# Triggers (migration 0007) refuse to change or delete rows of both.
service_edition = Table(
    "service_edition",
    metadata,
    row_id(),
    Column("service_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by_worker", BigInteger, ForeignKey("worker.id")),
    Column("entry", JSONB, nullable=False),
    UniqueConstraint("service_id", "version"),
)

content_reading = Table(
    "content_reading",
    metadata,
    row_id(),
    Column("item", Text, nullable=False, index=True),
    Column("aspect", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by_machine", Boolean, nullable=False),
    Column("by_worker", BigInteger, ForeignKey("worker.id")),
)

"""Staff who can be reached by SMS, and when they are on duty."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from bot.store.tables.base import Moment, metadata, row_id

NONE = text("'{}'::text[]")

worker = Table(
    "worker",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("identifier_id", BigInteger, ForeignKey("identifier.id"), nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("languages", ARRAY(Text), nullable=False, server_default=NONE),
    Column("regions", ARRAY(Text), nullable=False, server_default=NONE),
    Column("skills", ARRAY(Text), nullable=False, server_default=NONE),
    Column("capacity", Integer, nullable=False, server_default=text("5")),
    Column("on_duty", Boolean, nullable=False, server_default=text("false")),
    Column("pin_hash", Text),
    Column("pin_ok_until", Moment),
    Column("suspended_at", Moment),
)

shift = Table(
    "shift",
    metadata,
    row_id(),
    Column("worker_id", BigInteger, ForeignKey("worker.id"), nullable=False),
    Column("starts", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    CheckConstraint("starts < ends", name="starts_before_it_ends"),
)

Index("ix_shift_worker_id_starts", shift.c.worker_id, shift.c.starts)
Index("ix_shift_ends_starts", shift.c.ends, shift.c.starts)

"""The texts, in and out. These rows are the truth; a job is only a wake-up."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.tables.base import Moment, metadata, row_id

message = Table(
    "message",
    metadata,
    row_id(),
    Column("identifier_id", BigInteger, ForeignKey("identifier.id"), nullable=False),
    Column("conversation_id", BigInteger, ForeignKey("conversation.id")),
    Column("direction", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("provider_message_id", Text),
    Column("token", Text, unique=True),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("purpose", Text),
    Column("rank", SmallInteger),
    Column("case_id", BigInteger, ForeignKey("case.id")),
    Column("worker_id", BigInteger, ForeignKey("worker.id")),
    Column("in_reply_to", BigInteger, ForeignKey("message.id", ondelete="SET NULL")),
    Column("topic", Text),
    Column("confidence", Float),
    Column("kind", Text),
    Column("segments", Integer, nullable=False, server_default=text("0")),
    Column("encoding", Text),
    Column("media_count", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("due_at", Moment),
    Column("screened_at", Moment),
    Column("sending_since", Moment),
    Column("failed_reason", Text),
    UniqueConstraint("provider", "provider_message_id"),
)

Index("ix_message_identifier_id_id", message.c.identifier_id, message.c.id)
Index("ix_message_identifier_id_at", message.c.identifier_id, message.c.at)
Index("ix_message_conversation_id_id", message.c.conversation_id, message.c.id)
Index("ix_message_case_id_id", message.c.case_id, message.c.id, postgresql_where=message.c.case_id.is_not(None))
# Few rows are ever in these states, so the busiest questions read small indexes however long the history grows.
Index(
    "ix_message_due",
    message.c.rank,
    message.c.due_at,
    message.c.id,
    postgresql_where=text("status = 'due'"),
)
Index("ix_message_due_at", message.c.due_at, postgresql_where=text("status = 'due'"))
Index(
    "ix_message_waiting",
    message.c.identifier_id,
    message.c.id,
    message.c.at,
    postgresql_where=text("status IN ('waiting', 'in_hand')"),
)
Index("ix_message_stuck", message.c.sending_since, postgresql_where=text("status IN ('sending', 'unknown')"))
Index("ix_message_in_reply_to", message.c.in_reply_to, postgresql_where=message.c.in_reply_to.is_not(None))

"""Matters in human hands, and their timeline."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.tables.base import Moment, metadata, row_id

case = Table(
    "case",
    metadata,
    row_id(),
    Column("code", Text, nullable=False),
    Column("conversation_id", BigInteger, ForeignKey("conversation.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("severity", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", Text),
    Column("topic", Text),
    Column("language", Text, nullable=False),
    Column("region", Text),
    Column("status", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("answer_by", Moment, nullable=False),
    Column("offered_to", BigInteger, ForeignKey("worker.id")),
    Column("offered_at", Moment),
    Column("next_step_at", Moment),
    Column("step", Integer, nullable=False, server_default=text("0")),
    Column("assignee_id", BigInteger, ForeignKey("worker.id")),
    Column("taken_at", Moment),
    Column("last_worker_text_at", Moment),
    Column("closed_at", Moment),
    Column("closed_reason", Text),
)

OPEN = text("status <> 'closed'")
# Two open cases never share a code, whatever two processes do at once.
Index("uq_case_open_code", case.c.code, unique=True, postgresql_where=OPEN)
Index("ix_case_code", case.c.code, case.c.id)
Index("ix_case_conversation_id", case.c.conversation_id)
Index("ix_case_next_step_at", case.c.next_step_at, postgresql_where=OPEN)
Index("ix_case_assignee_id", case.c.assignee_id, postgresql_where=OPEN)

case_action = Table(
    "case_action",
    metadata,
    row_id(),
    Column("case_id", BigInteger, ForeignKey("case.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("details", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
)

Index("ix_case_action_case_id_id", case_action.c.case_id, case_action.c.id)

"""Diversion cases: who takes part, consents, filled-in forms, agreements, dates, and the history."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bot.store.tables.base import Moment, metadata, row_id

NONE = text("'{}'::text[]")
NOBODY = text("'{}'::bigint[]")


def _of_diversion() -> Column[int]:
    return Column("diversion_id", BigInteger, ForeignKey("diversion.id"), nullable=False, index=True)


# What was asked and agreed to, in every language: published words, so they are not sealed.
diversion_form = Table(
    "diversion_form",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("first_used_at", Moment, nullable=False),
    UniqueConstraint("name", "version"),
    UniqueConstraint("name", "digest"),
)

diversion = Table(
    "diversion",
    metadata,
    row_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("stage", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("stage_since", Moment, nullable=False),
    Column("referred_by", Text, nullable=False),
    Column("owner_id", BigInteger, ForeignKey("worker.id"), nullable=False, index=True),
    Column("case_id", BigInteger, ForeignKey("case.id"), index=True),
    Column("case_code", Text),
    Column("kind", Text),
    Column("region", Text),
    Column("language", Text, nullable=False),
    Column("closed_at", Moment),
    Column("end_reason", Text),
)

diversion_party = Table(
    "diversion_party",
    metadata,
    row_id(),
    _of_diversion(),
    Column("role", Text, nullable=False),
    Column("name_sealed", LargeBinary),
    Column("language", Text, nullable=False),
    Column("identifier_id", BigInteger, ForeignKey("identifier.id"), index=True),
    Column("worker_id", BigInteger, ForeignKey("worker.id"), index=True),
    Column("left_at", Moment),
)

diversion_consent = Table(
    "diversion_consent",
    metadata,
    row_id(),
    _of_diversion(),
    Column("party_id", BigInteger, ForeignKey("diversion_party.id"), nullable=False),
    Column("wording", Text, nullable=False),
    Column("form_id", BigInteger, ForeignKey("diversion_form.id"), nullable=False),
    Column("language", Text, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("taken_by", BigInteger, ForeignKey("worker.id"), nullable=False),
    Column("how", Text, nullable=False),
    Column("names", ARRAY(Text), nullable=False, server_default=NONE),
    Column("withdrawn_at", Moment),
)

diversion_sheet = Table(
    "diversion_sheet",
    metadata,
    row_id(),
    _of_diversion(),
    Column("form", Text, nullable=False),
    Column("form_id", BigInteger, ForeignKey("diversion_form.id"), nullable=False),
    Column("answers_sealed", LargeBinary),
    Column("level", Text, nullable=False),
    Column("score", Integer, nullable=False),
    Column("by", BigInteger, ForeignKey("worker.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("note_sealed", LargeBinary),
    Column("approved_by", BigInteger, ForeignKey("worker.id")),
    Column("approved_at", Moment),
    Column("returned_at", Moment),
)

diversion_plan = Table(
    "diversion_plan",
    metadata,
    row_id(),
    _of_diversion(),
    Column("form_id", BigInteger, ForeignKey("diversion_form.id"), nullable=False),
    Column("measures", ARRAY(Text), nullable=False, server_default=NONE),
    Column("words_sealed", LargeBinary),
    Column("by", BigInteger, ForeignKey("worker.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("agreed_by", ARRAY(BigInteger), nullable=False, server_default=NOBODY),
    Column("approved_by", BigInteger, ForeignKey("worker.id")),
    Column("approved_at", Moment),
    Column("returned_at", Moment),
)

diversion_task = Table(
    "diversion_task",
    metadata,
    row_id(),
    _of_diversion(),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("role", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("party_id", BigInteger, ForeignKey("diversion_party.id")),
    Column("meeting_id", BigInteger, ForeignKey("diversion_task.id")),
    Column("words_sealed", LargeBinary),
    Column("progress", Text, nullable=False),
    Column("remind_at", Moment),
    Column("reminded_at", Moment),
    Column("settled_at", Moment),
)

UNREMINDED = text("remind_at IS NOT NULL AND reminded_at IS NULL")
Index("ix_diversion_task_remind_at", diversion_task.c.remind_at, postgresql_where=UNREMINDED)
UNSETTLED = text("progress = 'open'")
Index("ix_diversion_task_due_at", diversion_task.c.due_at, postgresql_where=UNSETTLED)

# A trigger (migration 0006) refuses to change or delete these rows, except for the retention job.
diversion_action = Table(
    "diversion_action",
    metadata,
    row_id(),
    _of_diversion(),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("details", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
)

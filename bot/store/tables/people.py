"""Those who write: numbers, persons, and the thread with each number."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, Table, Text, text

from bot.store.tables.base import Moment, metadata, row_id

identifier = Table(
    "identifier",
    metadata,
    row_id(),
    Column("lookup", LargeBinary, nullable=False, unique=True),
    Column("number_sealed", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stopped_at", Moment),
    Column("unreachable", Text),
    Column("blocked_until", Moment),
)

person = Table(
    "person",
    metadata,
    row_id(),
    Column("code_name", Text, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
)

# One number may be several people (a child and a parent), and one person may write from several numbers.
person_identifier = Table(
    "person_identifier",
    metadata,
    Column("person_id", BigInteger, ForeignKey("person.id"), primary_key=True),
    Column("identifier_id", BigInteger, ForeignKey("identifier.id"), primary_key=True, index=True),
    Column("who", Text),  # child, parent or other, as they said of themselves; unknown until it mattered
)

conversation = Table(
    "conversation",
    metadata,
    row_id(),
    Column("identifier_id", BigInteger, ForeignKey("identifier.id"), nullable=False, unique=True),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("mode", Text, nullable=False, server_default="assistant"),
    Column("mode_since", Moment),
    Column("language", Text),
    Column("language_chosen", Boolean, nullable=False, server_default=text("false")),
    Column("simple_letters", Boolean),
    Column("discreet", Boolean, nullable=False, server_default=text("false")),
    Column("greeted_at", Moment),
    Column("last_in_at", Moment),
    Column("last_out_at", Moment),
    Column("question_sealed", LargeBinary),
    # In clear, so that the sweep finds what has expired without opening anything.
    Column("question_expires_at", Moment),
    Column("talk_sealed", LargeBinary),
)

Index(
    "ix_conversation_question_expires_at",
    conversation.c.question_expires_at,
    postgresql_where=conversation.c.question_expires_at.is_not(None),
)

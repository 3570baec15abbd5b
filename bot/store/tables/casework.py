"""What is written down of cases beside their course, calls and visits, and who writes from a shared number."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
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
from sqlalchemy.dialects.postgresql import ARRAY

from bot.store.tables.base import Moment, metadata, row_id

NONE = text("'{}'::text[]")


def of_case() -> Column[int]:
    """Return the column that says which case a row belongs to."""
    return Column("case_id", BigInteger, ForeignKey("case.id"), nullable=False, index=True)


def worker(name: str, *, nullable: bool = False) -> Column[int]:
    """Return a column that names a member of staff."""
    return Column(name, BigInteger, ForeignKey("worker.id"), nullable=nullable)


def described() -> tuple[Column[str], ...]:
    """Return the columns of Child Helpline International's description, that cases and calls share."""
    names = ("contact_type", "relation", "category", "subcategory", "age_band", "sex", "not_counselling")
    return tuple(Column(name, Text) for name in names)


case_sheet = Table(
    "case_sheet",
    metadata,
    row_id(),
    Column("case_id", BigInteger, ForeignKey("case.id"), nullable=False, unique=True),
    *described(),
    Column("dispositions", ARRAY(Text), nullable=False, server_default=NONE),
    Column("summary_sealed", LargeBinary),
    Column("wrapped_up_at", Moment),
    worker("wrapped_up_by", nullable=True),
    Column("reopened", Integer, nullable=False, server_default=text("0")),
    Column("repeat_of", BigInteger, ForeignKey("case.id")),
)

case_note = Table(
    "case_note",
    metadata,
    row_id(),
    of_case(),
    Column("at", Moment, nullable=False),
    worker("worker_id"),
    Column("words_sealed", LargeBinary, nullable=False),
)

case_watcher = Table(
    "case_watcher",
    metadata,
    row_id(),
    Column("case_id", BigInteger, ForeignKey("case.id"), nullable=False),
    worker("worker_id"),
    Column("since", Moment, nullable=False),
    UniqueConstraint("case_id", "worker_id"),
)

case_task = Table(
    "case_task",
    metadata,
    row_id(),
    of_case(),
    worker("worker_id"),
    Column("what_sealed", LargeBinary, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("made_at", Moment),
    worker("made_by", nullable=True),
    Column("told_at", Moment),
    Column("done_at", Moment),
)

case_consent = Table(
    "case_consent",
    metadata,
    row_id(),
    of_case(),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    worker("recorded_by"),
    Column("giver", Text),
    Column("way", Text),
    Column("wording", Text),
    Column("wording_version", Text),
    Column("language", Text),
    Column("names_role", Text),
    Column("override_reason", Text),
    Column("words_sealed", LargeBinary),
)

case_referral = Table(
    "case_referral",
    metadata,
    row_id(),
    of_case(),
    Column("made_at", Moment, nullable=False),
    worker("made_by"),
    Column("consent_id", BigInteger, ForeignKey("case_consent.id"), nullable=False),
    Column("asked_sealed", LargeBinary, nullable=False),
    worker("worker_id", nullable=True),
    Column("service_id", Text),
    Column("email_sealed", LargeBinary),
    Column("state", Text, nullable=False, server_default="in_progress"),
    Column("token_hash", Text, unique=True),
    Column("token_until", Moment),
    Column("answered_at", Moment),
    Column("answered_by", Text),
    Column("answer_sealed", LargeBinary),
)

case_transfer = Table(
    "case_transfer",
    metadata,
    row_id(),
    # Of one of the two: a case of the helpline, or a diversion case.
    Column("case_id", BigInteger, ForeignKey("case.id"), index=True),
    Column("diversion_id", BigInteger, ForeignKey("diversion.id"), index=True),
    worker("from_worker"),
    worker("to_worker"),
    Column("offered_at", Moment, nullable=False),
    Column("state", Text, nullable=False, server_default="offered"),
    Column("answered_at", Moment),
    Column("reason_sealed", LargeBinary),
    CheckConstraint("num_nonnulls(case_id, diversion_id) = 1", name="one"),
)

case_flag = Table(
    "case_flag",
    metadata,
    row_id(),
    of_case(),
    Column("what", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    worker("made_by"),
    Column("until", Moment),
    Column("words_sealed", LargeBinary),
)

contact = Table(
    "contact",
    metadata,
    row_id(),
    Column("at", Moment, nullable=False, index=True),
    Column("recorded_at", Moment, nullable=False),
    worker("worker_id"),
    Column("channel", Text, nullable=False),
    Column("minutes", Integer, nullable=False, server_default=text("0")),
    *described(),
    Column("language", Text),
    Column("region", Text),
    Column("dispositions", ARRAY(Text), nullable=False, server_default=NONE),
    Column("case_id", BigInteger, ForeignKey("case.id"), index=True),
    Column("words_sealed", LargeBinary),
)

stint = Table(
    "stint",
    metadata,
    row_id(),
    Column("conversation_id", BigInteger, ForeignKey("conversation.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
    Column("after", BigInteger, nullable=False),
    Column("kept_sealed", LargeBinary),
)

identity_check = Table(
    "identity_check",
    metadata,
    row_id(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    worker("worker_id"),
    Column("how", Text, nullable=False),
    Column("until", Moment, nullable=False),
)

Index("ix_case_task_due_at", case_task.c.due_at, postgresql_where=text("state <> 'done'"))
# Two offers of one case at once would be two owners to come.
Index("uq_case_transfer_offered", case_transfer.c.case_id, unique=True, postgresql_where=text("state = 'offered'"))
Index(
    "uq_case_transfer_diversion_offered",
    case_transfer.c.diversion_id,
    unique=True,
    postgresql_where=text("state = 'offered'"),
)
Index("ix_case_sheet_to_wrap_up", case_sheet.c.case_id, postgresql_where=case_sheet.c.wrapped_up_at.is_(None))
Index("ix_stint_conversation_id_after", stint.c.conversation_id, stint.c.after)

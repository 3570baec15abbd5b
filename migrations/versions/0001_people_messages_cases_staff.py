"""People, messages, cases, staff: numbers, texts, questions and talks are sealed from the first row on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_index("ix_audit_subject_id", "audit", ["subject", "id"], unique=False)
    op.create_table(
        "identifier",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unreachable", sa.Text(), nullable=True),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_identifier"),
        sa.UniqueConstraint("lookup", name="uq_identifier_lookup"),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mark"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("code_name", name="uq_person_code_name"),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.Text(), server_default="assistant", nullable=False),
        sa.Column("mode_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("language_chosen", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("simple_letters", sa.Boolean(), nullable=True),
        sa.Column("discreet", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("greeted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("question_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talk_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["identifier_id"], ["identifier.id"], name="fk_conversation_identifier_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_conversation_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("identifier_id", name="uq_conversation_identifier_id"),
    )
    op.create_index("ix_conversation_person_id", "conversation", ["person_id"], unique=False)
    op.create_index(
        "ix_conversation_question_expires_at",
        "conversation",
        ["question_expires_at"],
        unique=False,
        postgresql_where=sa.text("question_expires_at IS NOT NULL"),
    )
    op.create_table(
        "person_identifier",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["identifier_id"], ["identifier.id"], name="fk_person_identifier_identifier_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_identifier_person_id"),
        sa.PrimaryKeyConstraint("person_id", "identifier_id", name="pk_person_identifier"),
    )
    op.create_index("ix_person_identifier_identifier_id", "person_identifier", ["identifier_id"], unique=False)
    op.create_table(
        "worker",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("regions", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("skills", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("capacity", sa.Integer(), server_default=sa.text("5"), nullable=False),
        sa.Column("on_duty", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("pin_ok_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["identifier_id"], ["identifier.id"], name="fk_worker_identifier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
        sa.UniqueConstraint("identifier_id", name="uq_worker_identifier_id"),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_to", sa.BigInteger(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_worker_text_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["worker.id"], name="fk_case_assignee_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name="fk_case_conversation_id"),
        sa.ForeignKeyConstraint(["offered_to"], ["worker.id"], name="fk_case_offered_to"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_case_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
    )
    op.create_index(
        "ix_case_assignee_id", "case", ["assignee_id"], unique=False, postgresql_where=sa.text("status <> 'closed'")
    )
    op.create_index("ix_case_code", "case", ["code", "id"], unique=False)
    op.create_index("ix_case_conversation_id", "case", ["conversation_id"], unique=False)
    op.create_index(
        "ix_case_next_step_at", "case", ["next_step_at"], unique=False, postgresql_where=sa.text("status <> 'closed'")
    )
    op.create_index("ix_case_person_id", "case", ["person_id"], unique=False)
    op.create_index("uq_case_open_code", "case", ["code"], unique=True, postgresql_where=sa.text("status <> 'closed'"))
    op.create_table(
        "shift",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts < ends", name="ck_shift_starts_before_it_ends"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_shift_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shift"),
    )
    op.create_index("ix_shift_ends_starts", "shift", ["ends", "starts"], unique=False)
    op.create_index("ix_shift_worker_id_starts", "shift", ["worker_id", "starts"], unique=False)
    op.create_table(
        "case_action",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_action_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_action"),
    )
    op.create_index("ix_case_action_case_id_id", "case_action", ["case_id", "id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_message_id", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("rank", sa.SmallInteger(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("worker_id", sa.BigInteger(), nullable=True),
        sa.Column("in_reply_to", sa.BigInteger(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("segments", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("media_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_message_case_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name="fk_message_conversation_id"),
        sa.ForeignKeyConstraint(["identifier_id"], ["identifier.id"], name="fk_message_identifier_id"),
        sa.ForeignKeyConstraint(["in_reply_to"], ["message.id"], name="fk_message_in_reply_to", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_message_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("provider", "provider_message_id", name="uq_message_provider_provider_message_id"),
        sa.UniqueConstraint("token", name="uq_message_token"),
    )
    op.create_index(
        "ix_message_case_id_id",
        "message",
        ["case_id", "id"],
        unique=False,
        postgresql_where=sa.text("case_id IS NOT NULL"),
    )
    op.create_index("ix_message_conversation_id_id", "message", ["conversation_id", "id"], unique=False)
    op.create_index(
        "ix_message_due", "message", ["rank", "due_at", "id"], unique=False, postgresql_where=sa.text("status = 'due'")
    )
    op.create_index(
        "ix_message_due_at", "message", ["due_at"], unique=False, postgresql_where=sa.text("status = 'due'")
    )
    op.create_index("ix_message_identifier_id_at", "message", ["identifier_id", "at"], unique=False)
    op.create_index("ix_message_identifier_id_id", "message", ["identifier_id", "id"], unique=False)
    op.create_index(
        "ix_message_in_reply_to",
        "message",
        ["in_reply_to"],
        unique=False,
        postgresql_where=sa.text("in_reply_to IS NOT NULL"),
    )
    op.create_index(
        "ix_message_stuck",
        "message",
        ["sending_since"],
        unique=False,
        postgresql_where=sa.text("status IN ('sending', 'unknown')"),
    )
    op.create_index(
        "ix_message_waiting",
        "message",
        ["identifier_id", "id", "at"],
        unique=False,
        postgresql_where=sa.text("status IN ('waiting', 'in_hand')"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_message_waiting", table_name="message", postgresql_where=sa.text("status IN ('waiting', 'in_hand')")
    )
    op.drop_index(
        "ix_message_stuck", table_name="message", postgresql_where=sa.text("status IN ('sending', 'unknown')")
    )
    op.drop_index("ix_message_in_reply_to", table_name="message", postgresql_where=sa.text("in_reply_to IS NOT NULL"))
    op.drop_index("ix_message_identifier_id_id", table_name="message")
    op.drop_index("ix_message_identifier_id_at", table_name="message")
    op.drop_index("ix_message_due_at", table_name="message", postgresql_where=sa.text("status = 'due'"))
    op.drop_index("ix_message_due", table_name="message", postgresql_where=sa.text("status = 'due'"))
    op.drop_index("ix_message_conversation_id_id", table_name="message")
    op.drop_index("ix_message_case_id_id", table_name="message", postgresql_where=sa.text("case_id IS NOT NULL"))
    op.drop_table("message")
    op.drop_index("ix_case_action_case_id_id", table_name="case_action")
    op.drop_table("case_action")
    op.drop_index("ix_shift_worker_id_starts", table_name="shift")
    op.drop_index("ix_shift_ends_starts", table_name="shift")
    op.drop_table("shift")
    op.drop_index("uq_case_open_code", table_name="case", postgresql_where=sa.text("status <> 'closed'"))
    op.drop_index("ix_case_person_id", table_name="case")
    op.drop_index("ix_case_next_step_at", table_name="case", postgresql_where=sa.text("status <> 'closed'"))
    op.drop_index("ix_case_conversation_id", table_name="case")
    op.drop_index("ix_case_code", table_name="case")
    op.drop_index("ix_case_assignee_id", table_name="case", postgresql_where=sa.text("status <> 'closed'"))
    op.drop_table("case")
    op.drop_table("worker")
    op.drop_index("ix_person_identifier_identifier_id", table_name="person_identifier")
    op.drop_table("person_identifier")
    op.drop_index(
        "ix_conversation_question_expires_at",
        table_name="conversation",
        postgresql_where=sa.text("question_expires_at IS NOT NULL"),
    )
    op.drop_index("ix_conversation_person_id", table_name="conversation")
    op.drop_table("conversation")
    op.drop_table("person")
    op.drop_table("mark")
    op.drop_table("identifier")
    op.drop_index("ix_audit_subject_id", table_name="audit")
    op.drop_index("ix_audit_at", table_name="audit")
    op.drop_table("audit")

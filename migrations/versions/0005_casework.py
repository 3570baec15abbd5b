"""Casework: sheets, notes, tasks, consents, referrals, transfers, watchers, flags, calls, and who writes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_check",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_identity_check_person_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_identity_check_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_identity_check"),
    )
    op.create_index("ix_identity_check_person_id", "identity_check", ["person_id"], unique=False)
    op.create_table(
        "stint",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("kept_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name="fk_stint_conversation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_stint_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stint"),
    )
    op.create_index("ix_stint_conversation_id_after", "stint", ["conversation_id", "after"], unique=False)
    op.create_index("ix_stint_person_id", "stint", ["person_id"], unique=False)
    op.create_table(
        "case_consent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=False),
        sa.Column("giver", sa.Text(), nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("wording_version", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("names_role", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_consent_case_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["worker.id"], name="fk_case_consent_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_consent"),
    )
    op.create_index("ix_case_consent_case_id", "case_consent", ["case_id"], unique=False)
    op.create_table(
        "case_flag",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_flag_case_id"),
        sa.ForeignKeyConstraint(["made_by"], ["worker.id"], name="fk_case_flag_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_flag"),
    )
    op.create_index("ix_case_flag_case_id", "case_flag", ["case_id"], unique=False)
    op.create_table(
        "case_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_note_case_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_case_note_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_note"),
    )
    op.create_index("ix_case_note_case_id", "case_note", ["case_id"], unique=False)
    op.create_table(
        "case_sheet",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_type", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("subcategory", sa.Text(), nullable=True),
        sa.Column("age_band", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("not_counselling", sa.Text(), nullable=True),
        sa.Column("dispositions", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrapped_up_by", sa.BigInteger(), nullable=True),
        sa.Column("reopened", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("repeat_of", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_sheet_case_id"),
        sa.ForeignKeyConstraint(["repeat_of"], ["case.id"], name="fk_case_sheet_repeat_of"),
        sa.ForeignKeyConstraint(["wrapped_up_by"], ["worker.id"], name="fk_case_sheet_wrapped_up_by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_sheet"),
        sa.UniqueConstraint("case_id", name="uq_case_sheet_case_id"),
    )
    op.create_table(
        "case_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_task_case_id"),
        sa.ForeignKeyConstraint(["made_by"], ["worker.id"], name="fk_case_task_made_by"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_case_task_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_task"),
    )
    op.create_index("ix_case_task_case_id", "case_task", ["case_id"], unique=False)
    op.create_index(
        "ix_case_task_due_at", "case_task", ["due_at"], unique=False, postgresql_where=sa.text("state <> 'done'")
    )
    op.create_table(
        "case_transfer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("from_worker", sa.BigInteger(), nullable=False),
        sa.Column("to_worker", sa.BigInteger(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="offered", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_transfer_case_id"),
        sa.ForeignKeyConstraint(["from_worker"], ["worker.id"], name="fk_case_transfer_from_worker"),
        sa.ForeignKeyConstraint(["to_worker"], ["worker.id"], name="fk_case_transfer_to_worker"),
        sa.PrimaryKeyConstraint("id", name="pk_case_transfer"),
    )
    op.create_index("ix_case_transfer_case_id", "case_transfer", ["case_id"], unique=False)
    op.create_index(
        "uq_case_transfer_offered",
        "case_transfer",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_table(
        "case_watcher",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_watcher_case_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_case_watcher_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_watcher"),
        sa.UniqueConstraint("case_id", "worker_id", name="uq_case_watcher_case_id_worker_id"),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("contact_type", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("subcategory", sa.Text(), nullable=True),
        sa.Column("age_band", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("not_counselling", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("dispositions", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_contact_case_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_contact_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    op.create_index("ix_contact_at", "contact", ["at"], unique=False)
    op.create_index("ix_contact_case_id", "contact", ["case_id"], unique=False)
    op.create_table(
        "case_referral",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("consent_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=True),
        sa.Column("service_id", sa.Text(), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), server_default="in_progress", nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("token_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_referral_case_id"),
        sa.ForeignKeyConstraint(["consent_id"], ["case_consent.id"], name="fk_case_referral_consent_id"),
        sa.ForeignKeyConstraint(["made_by"], ["worker.id"], name="fk_case_referral_made_by"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_case_referral_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_referral"),
        sa.UniqueConstraint("token_hash", name="uq_case_referral_token_hash"),
    )
    op.create_index("ix_case_referral_case_id", "case_referral", ["case_id"], unique=False)
    op.add_column("person_identifier", sa.Column("who", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("person_identifier", "who")
    op.drop_table("case_referral")
    op.drop_table("contact")
    op.drop_table("case_watcher")
    op.drop_table("case_transfer")
    op.drop_table("case_task")
    op.drop_table("case_sheet")
    op.drop_table("case_note")
    op.drop_table("case_flag")
    op.drop_table("case_consent")
    op.drop_table("stint")
    op.drop_table("identity_check")

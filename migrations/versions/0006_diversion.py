"""The diversion case: forms, parties, consents, sheets, agreements, dates, history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diversion_form",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_diversion_form"),
        sa.UniqueConstraint("name", "digest", name="uq_diversion_form_name_digest"),
        sa.UniqueConstraint("name", "version", name="uq_diversion_form_name_version"),
    )
    op.create_table(
        "diversion",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("referred_by", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_diversion_case_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["worker.id"], name="fk_diversion_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_diversion"),
        sa.UniqueConstraint("code", name="uq_diversion_code"),
    )
    op.create_index("ix_diversion_case_id", "diversion", ["case_id"], unique=False)
    op.create_index("ix_diversion_owner_id", "diversion", ["owner_id"], unique=False)
    op.create_table(
        "diversion_action",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("diversion_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(["diversion_id"], ["diversion.id"], name="fk_diversion_action_diversion_id"),
        sa.PrimaryKeyConstraint("id", name="pk_diversion_action"),
    )
    op.create_index("ix_diversion_action_diversion_id", "diversion_action", ["diversion_id"], unique=False)
    op.create_table(
        "diversion_party",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("diversion_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("identifier_id", sa.BigInteger(), nullable=True),
        sa.Column("worker_id", sa.BigInteger(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["diversion_id"], ["diversion.id"], name="fk_diversion_party_diversion_id"),
        sa.ForeignKeyConstraint(["identifier_id"], ["identifier.id"], name="fk_diversion_party_identifier_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_diversion_party_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_diversion_party"),
    )
    op.create_index("ix_diversion_party_diversion_id", "diversion_party", ["diversion_id"], unique=False)
    op.create_index("ix_diversion_party_identifier_id", "diversion_party", ["identifier_id"], unique=False)
    op.create_index("ix_diversion_party_worker_id", "diversion_party", ["worker_id"], unique=False)
    op.create_table(
        "diversion_plan",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("diversion_id", sa.BigInteger(), nullable=False),
        sa.Column("form_id", sa.BigInteger(), nullable=False),
        sa.Column("measures", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "agreed_by", postgresql.ARRAY(sa.BigInteger()), server_default=sa.text("'{}'::bigint[]"), nullable=False
        ),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["worker.id"], name="fk_diversion_plan_approved_by"),
        sa.ForeignKeyConstraint(["by"], ["worker.id"], name="fk_diversion_plan_by"),
        sa.ForeignKeyConstraint(["diversion_id"], ["diversion.id"], name="fk_diversion_plan_diversion_id"),
        sa.ForeignKeyConstraint(["form_id"], ["diversion_form.id"], name="fk_diversion_plan_form_id"),
        sa.PrimaryKeyConstraint("id", name="pk_diversion_plan"),
    )
    op.create_index("ix_diversion_plan_diversion_id", "diversion_plan", ["diversion_id"], unique=False)
    op.create_table(
        "diversion_sheet",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("diversion_id", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("form_id", sa.BigInteger(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["worker.id"], name="fk_diversion_sheet_approved_by"),
        sa.ForeignKeyConstraint(["by"], ["worker.id"], name="fk_diversion_sheet_by"),
        sa.ForeignKeyConstraint(["diversion_id"], ["diversion.id"], name="fk_diversion_sheet_diversion_id"),
        sa.ForeignKeyConstraint(["form_id"], ["diversion_form.id"], name="fk_diversion_sheet_form_id"),
        sa.PrimaryKeyConstraint("id", name="pk_diversion_sheet"),
    )
    op.create_index("ix_diversion_sheet_diversion_id", "diversion_sheet", ["diversion_id"], unique=False)
    op.create_table(
        "diversion_consent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("diversion_id", sa.BigInteger(), nullable=False),
        sa.Column("party_id", sa.BigInteger(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("form_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("names", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["diversion_id"], ["diversion.id"], name="fk_diversion_consent_diversion_id"),
        sa.ForeignKeyConstraint(["form_id"], ["diversion_form.id"], name="fk_diversion_consent_form_id"),
        sa.ForeignKeyConstraint(["party_id"], ["diversion_party.id"], name="fk_diversion_consent_party_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["worker.id"], name="fk_diversion_consent_taken_by"),
        sa.PrimaryKeyConstraint("id", name="pk_diversion_consent"),
    )
    op.create_index("ix_diversion_consent_diversion_id", "diversion_consent", ["diversion_id"], unique=False)
    op.create_table(
        "diversion_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("diversion_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("party_id", sa.BigInteger(), nullable=True),
        sa.Column("meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["diversion_id"], ["diversion.id"], name="fk_diversion_task_diversion_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["diversion_task.id"], name="fk_diversion_task_meeting_id"),
        sa.ForeignKeyConstraint(["party_id"], ["diversion_party.id"], name="fk_diversion_task_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_diversion_task"),
    )
    op.create_index("ix_diversion_task_diversion_id", "diversion_task", ["diversion_id"], unique=False)
    op.create_index(
        "ix_diversion_task_due_at",
        "diversion_task",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("progress = 'open'"),
    )
    op.create_index(
        "ix_diversion_task_remind_at",
        "diversion_task",
        ["remind_at"],
        unique=False,
        postgresql_where=sa.text("remind_at IS NOT NULL AND reminded_at IS NULL"),
    )
    for event in ("BEFORE UPDATE OR DELETE ON diversion_action FOR EACH ROW", "BEFORE TRUNCATE ON diversion_action"):
        name = "append_only" if "ROW" in event else "no_truncate"
        op.execute(f"CREATE TRIGGER diversion_action_{name} {event} EXECUTE FUNCTION goldaw_append_only()")


def downgrade() -> None:
    op.drop_index(
        "ix_diversion_task_remind_at",
        table_name="diversion_task",
        postgresql_where=sa.text("remind_at IS NOT NULL AND reminded_at IS NULL"),
    )
    op.drop_index(
        "ix_diversion_task_due_at", table_name="diversion_task", postgresql_where=sa.text("progress = 'open'")
    )
    op.drop_index("ix_diversion_task_diversion_id", table_name="diversion_task")
    op.drop_table("diversion_task")
    op.drop_index("ix_diversion_consent_diversion_id", table_name="diversion_consent")
    op.drop_table("diversion_consent")
    op.drop_index("ix_diversion_sheet_diversion_id", table_name="diversion_sheet")
    op.drop_table("diversion_sheet")
    op.drop_index("ix_diversion_plan_diversion_id", table_name="diversion_plan")
    op.drop_table("diversion_plan")
    op.drop_index("ix_diversion_party_worker_id", table_name="diversion_party")
    op.drop_index("ix_diversion_party_identifier_id", table_name="diversion_party")
    op.drop_index("ix_diversion_party_diversion_id", table_name="diversion_party")
    op.drop_table("diversion_party")
    op.drop_index("ix_diversion_action_diversion_id", table_name="diversion_action")
    op.drop_table("diversion_action")
    op.drop_index("ix_diversion_owner_id", table_name="diversion")
    op.drop_index("ix_diversion_case_id", table_name="diversion")
    op.drop_table("diversion")
    op.drop_table("diversion_form")

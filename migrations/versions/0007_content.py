"""Content desk: editions of the directory's services, readings of texts. Neither is ever changed or deleted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("service_edition", "content_reading")


def upgrade() -> None:
    op.create_table(
        "service_edition",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_worker", sa.BigInteger(), nullable=True),
        sa.Column("entry", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["by_worker"], ["worker.id"], name="fk_service_edition_by_worker"),
        sa.PrimaryKeyConstraint("id", name="pk_service_edition"),
        sa.UniqueConstraint("service_id", "version", name="uq_service_edition_service_id_version"),
    )
    op.create_table(
        "content_reading",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_machine", sa.Boolean(), nullable=False),
        sa.Column("by_worker", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by_worker"], ["worker.id"], name="fk_content_reading_by_worker"),
        sa.PrimaryKeyConstraint("id", name="pk_content_reading"),
    )
    op.create_index("ix_content_reading_item", "content_reading", ["item"], unique=False)
    for table in APPEND_ONLY:
        for name, event in (
            ("append_only", f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"),
            ("no_truncate", f"BEFORE TRUNCATE ON {table}"),
        ):
            op.execute(f"CREATE TRIGGER {table}_{name} {event} EXECUTE FUNCTION goldaw_append_only()")


def downgrade() -> None:
    op.drop_index("ix_content_reading_item", table_name="content_reading")
    op.drop_table("content_reading")
    op.drop_table("service_edition")

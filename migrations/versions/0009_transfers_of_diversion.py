"""Transfers: a diversion case is offered to a colleague in the same way as a case of the helpline."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("case_transfer", "case_id", nullable=True)
    op.add_column("case_transfer", sa.Column("diversion_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_case_transfer_diversion_id", "case_transfer", "diversion", ["diversion_id"], ["id"])
    op.create_check_constraint("one", "case_transfer", "num_nonnulls(case_id, diversion_id) = 1")
    op.create_index("ix_case_transfer_diversion_id", "case_transfer", ["diversion_id"], unique=False)
    op.create_index(
        "uq_case_transfer_diversion_offered",
        "case_transfer",
        ["diversion_id"],
        unique=True,
        postgresql_where=sa.text("state = 'offered'"),
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_case_transfer_one"), "case_transfer")
    op.execute("DELETE FROM case_transfer WHERE case_id IS NULL")
    op.drop_column("case_transfer", "diversion_id")
    op.alter_column("case_transfer", "case_id", nullable=False)

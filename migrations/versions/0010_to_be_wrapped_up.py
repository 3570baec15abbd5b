"""Wrap-up: every closed case has a sheet, so that one which was not wrapped up is found among few."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_case_sheet_to_wrap_up", "case_sheet", ["case_id"], postgresql_where=sa.text("wrapped_up_at IS NULL")
    )
    op.execute(
        "INSERT INTO case_sheet (case_id) SELECT id FROM \"case\" WHERE status = 'closed' "
        'AND NOT EXISTS (SELECT FROM case_sheet WHERE case_id = "case".id)'
    )


def downgrade() -> None:
    op.drop_index("ix_case_sheet_to_wrap_up", "case_sheet")

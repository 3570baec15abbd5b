"""Logins: passwords that somebody else chose, and recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no = sa.text("false")
    op.add_column("login", sa.Column("password_is_given", sa.Boolean(), server_default=no, nullable=False))
    op.add_column("login", sa.Column("recovery_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("login", sa.Column("recovery_due", sa.Boolean(), server_default=no, nullable=False))


def downgrade() -> None:
    op.drop_column("login", "recovery_due")
    op.drop_column("login", "recovery_sealed")
    op.drop_column("login", "password_is_given")

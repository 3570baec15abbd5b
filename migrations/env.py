"""How alembic reaches the database: the connection it is handed, or DATABASE_URL."""

from __future__ import annotations

import os
from typing import Any

from alembic import context
from sqlalchemy import Connection

from bot.store.engine import make_engine
from bot.store.tables import metadata


def ours(name: str | None, kind: str, _: Any) -> bool:
    """Leave the job queue's own tables to procrastinate."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def run(connection: Connection) -> None:
    """Run what alembic was asked for in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=ours,
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    with make_engine(os.environ["DATABASE_URL"]).begin() as connection:
        run(connection)

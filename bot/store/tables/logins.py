"""Logins of the console: one for a member of staff, and the sessions that are open."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from bot.store.tables.base import Moment, metadata, row_id

login = Table(
    "login",
    metadata,
    row_id(),
    Column("worker_id", BigInteger, ForeignKey("worker.id"), nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("password", Text),
    # Somebody else chose it: nothing opens before its owner has changed it.
    Column("password_is_given", Boolean, nullable=False, server_default=text("false")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    # What the session cookie names; a new one ends every session of this login.
    Column("fs_uniquifier", Text, nullable=False, unique=True),
    Column("tf_primary_method", Text),
    Column("totp_sealed", LargeBinary),
    Column("totp_counter", BigInteger),
    # Hashes of the recovery codes that are left (JSON); `recovery_due`: they are to be made and shown.
    Column("recovery_sealed", LargeBinary),
    Column("recovery_due", Boolean, nullable=False, server_default=text("false")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", Moment),
    Column("conduct_version", Text),
    Column("conduct_accepted_at", Moment),
    Column("created_at", Moment, nullable=False),
)

login_session = Table(
    "login_session",
    metadata,
    row_id(),
    Column("login_id", BigInteger, ForeignKey("login.id"), nullable=False),
    # The hash of a random token that stands in the cookie only.
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

Index("ix_login_session_login_id", login_session.c.login_id, postgresql_where=login_session.c.ended_at.is_(None))

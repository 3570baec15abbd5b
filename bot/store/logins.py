"""
Logins: who may enter the console, kept for Flask-Security on a plain SQLAlchemy session.

They go by real time, never by the time that the simulator moves. A password is a hash (argon2); the secret of the
one-time codes is sealed like a number, and so are the hashes of the recovery codes.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from bot.store.login_record import Datastore, Login, Role, hash_of_code, now
from bot.store.sealing import Seal
from bot.store.tables import login, login_session

IDLE_FOR = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
SEEN_AGAIN_AFTER = timedelta(minutes=1)  # a busy page does not write a row with each request
HASHER = PasswordHasher()
APP = "authenticator"  # Flask-Security's name for an app that shows one-time codes


@dataclass(frozen=True)
class Known:
    """What is known of a login, without a secret."""

    worker_id: int
    name: str
    has_second_factor: bool
    is_locked: bool
    recovery_codes: int = 0


class Accounts:
    """The logins and their sessions. Safe to share between threads: each thread has a transaction of its own."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._db = scoped_session(sessionmaker(engine, info={"seal": seal}))
        self.datastore = Datastore(self._db, Login, Role)

    # ── accounts ───────────────────────────────────────────────────────────────────────────────────

    def add(self, worker_id: int, name: str, password: str, totp: str | None = None, *, is_given: bool = True) -> None:
        """
        Make a login for a worker, or give the worker's login this name and password; raises NameTaken.

        `is_given`: its owner has not chosen this password, and has to change it.
        """
        name = name.lower()
        db = self._db()
        taken = db.scalar(select(login.c.worker_id).where(login.c.name == name, login.c.worker_id != worker_id))
        if taken is not None:
            raise NameTaken(name)
        mine: Login = db.scalar(_of(worker_id)) or self._new(db, worker_id, name)
        mine.username, mine.password, mine.password_is_given = name, HASHER.hash(password), is_given
        mine.failures, mine.locked_until = 0, None
        if totp is not None:
            mine.tf_totp_secret, mine.tf_primary_method = totp, APP
        db.commit()

    def reset(self, worker_id: int, password: str) -> None:
        """Give a new password, take the second factor away, unlock, and end every session; raises NoLogin."""
        db = self._db()
        mine = db.scalar(_of(worker_id))
        if mine is None:
            raise NoLogin(str(worker_id))
        mine.password, mine.fs_uniquifier = HASHER.hash(password), uuid.uuid4().hex
        mine.password_is_given = True
        mine.tf_totp_secret = mine.tf_primary_method = mine.recovery_sealed = None
        mine.failures, mine.locked_until = 0, None
        db.commit()
        self.end_all(mine.id)

    def secret_of(self, worker_id: int) -> str | None:
        """Return the secret of a worker's one-time codes (the demo shows it)."""
        db = self._db()
        mine = db.scalar(_of(worker_id))
        return mine.tf_totp_secret if mine else None

    def of(self, worker_id: int) -> Known | None:
        """Return what is known of a worker's login."""
        return next(iter(self.all([worker_id])), None)

    def all(self, worker_ids: Iterable[int] | None = None) -> list[Known]:
        """Return all logins (or those of some workers)."""
        found = select(Login).order_by(login.c.id)
        if worker_ids is not None:
            found = found.where(login.c.worker_id.in_(list(worker_ids)))
        db = self._db()
        return [
            Known(one.worker_id, one.username, one.has_second_factor, one.is_shut, len(one.recovery_hashes))
            for one in db.scalars(found)
        ]

    def accept_conduct(self, login_id: int, version: str) -> None:
        """Note that the code of conduct was accepted in this wording."""
        self._db.execute(
            update(login).where(login.c.id == login_id).values(conduct_version=version, conduct_accepted_at=now())
        )
        self._db.commit()

    def welcome(self, mine: Login) -> None:
        """Forget wrong tries once somebody has entered."""
        mine.failures, mine.locked_until = 0, None
        self._db.commit()

    def own_password(self, mine: Login) -> None:
        """Note that the password is known to its owner alone."""
        mine.password_is_given = False
        self._db.commit()

    # ── recovery codes ─────────────────────────────────────────────────────────────────────────────

    def spend_recovery_code(self, login_id: int, code: str) -> bool:
        """Say whether a code counts; it never counts again."""
        mine, spent = self._locked(login_id), hash_of_code(login_id, code)
        left = [one for one in mine.recovery_hashes if not secrets.compare_digest(one, spent)]
        counts = len(left) < len(mine.recovery_hashes)
        if counts:
            mine.recovery_hashes = left
        self._db.commit()
        return counts

    # ── sessions ───────────────────────────────────────────────────────────────────────────────────

    def begin_session(self, login_id: int) -> str:
        """Open a session and return the token for the cookie."""
        token = secrets.token_urlsafe(32)
        values = {"login_id": login_id, "token_hash": _hash(token), "began_at": now(), "seen_at": now()}
        self._db.execute(login_session.insert().values(values))
        self._db.commit()
        return token

    def is_open(self, login_id: int, token: str, *, by_hand: bool = True) -> bool:
        """
        Say whether the session goes on: begun today, used lately, not ended.

        `by_hand`: somebody did something; a page that asks for news by itself keeps nobody logged in.
        """
        row = self._db.execute(
            select(login_session).where(
                login_session.c.token_hash == _hash(token),
                login_session.c.login_id == login_id,
                login_session.c.ended_at.is_(None),
                login_session.c.began_at > now() - AT_MOST,
                login_session.c.seen_at > now() - IDLE_FOR,
            )
        ).first()
        if row is not None and by_hand and row.seen_at < now() - SEEN_AGAIN_AFTER:
            self._db.execute(update(login_session).where(login_session.c.id == row.id).values(seen_at=now()))
            self._db.commit()
        return row is not None

    def end_session(self, token: str) -> None:
        """End one session: its cookie is worth nothing from now on."""
        self._db.execute(update(login_session).where(login_session.c.token_hash == _hash(token)).values(ended_at=now()))
        self._db.commit()

    def end_all(self, login_id: int) -> None:
        """End every session of a login."""
        mine = (login_session.c.login_id == login_id) & login_session.c.ended_at.is_(None)
        self._db.execute(update(login_session).where(mine).values(ended_at=now()))
        self._db.commit()

    def let_go(self) -> None:
        """Give the connection back (at the end of each request)."""
        self._db.remove()

    def _locked(self, login_id: int) -> Login:
        """Return a login as it is now; nobody else changes it until the commit."""
        found = select(Login).where(login.c.id == login_id).with_for_update()
        one: Login = self._db.execute(found.execution_options(populate_existing=True)).scalar_one()
        return one

    def _new(self, db: Session, worker_id: int, name: str) -> Login:
        fresh = Login()
        fresh.worker_id, fresh.username, fresh.created_at = worker_id, name, now()
        fresh.fs_uniquifier, fresh.active, fresh.failures = uuid.uuid4().hex, True, 0
        db.add(fresh)
        db.flush()  # the secret is bound to the row's id
        return fresh


class NameTaken(ValueError):
    """Somebody else has this login name."""


class NoLogin(LookupError):
    """This worker has no login."""


def _of(worker_id: int) -> Any:
    return select(Login).where(login.c.worker_id == worker_id)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

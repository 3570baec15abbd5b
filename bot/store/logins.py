"""
Logins: who may enter the console, kept for Flask-Security on a plain SQLAlchemy session.

They go by real time, never by the time that the simulator moves. A password is a hash (argon2); the secret of the
one-time codes is sealed like a number.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from flask import current_app
from flask_security import RoleMixin, SQLAlchemySessionUserDatastore, UserMixin
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, object_session, registry, scoped_session, sessionmaker

from bot.store.sealing import Seal
from bot.store.tables import login, login_session, metadata

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE_FOR = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
SEEN_AGAIN_AFTER = timedelta(minutes=1)  # a busy page does not write a row with each request
HASHER = PasswordHasher()
APP = "authenticator"  # Flask-Security's name for an app that shows one-time codes

mapping = registry(metadata=metadata)


class Role(RoleMixin):  # type: ignore[misc] # Flask-Security has no types
    """What Flask-Security asks for and we do not use: rights follow from the worker's role (bot.helpline.privacy)."""

    name = ""


class Login(UserMixin):  # type: ignore[misc]
    """A login, as Flask-Security wants it. It has no rights of its own."""

    id: int
    worker_id: int
    username: str
    password: str | None
    active: bool
    fs_uniquifier: str
    tf_primary_method: str | None
    totp_sealed: bytes | None
    totp_counter: int | None
    failures: int
    locked_until: datetime | None
    conduct_version: str | None
    conduct_accepted_at: datetime | None
    created_at: datetime

    roles: tuple[Role, ...] = ()

    @property
    def tf_totp_secret(self) -> str | None:
        """The secret of the one-time codes, in base32."""
        if self.totp_sealed is None:
            return None
        return _seal_of(self).open(self.totp_sealed, "login", "totp", self.id)

    @tf_totp_secret.setter
    def tf_totp_secret(self, secret: str | None) -> None:
        self.totp_sealed = None if secret is None else _seal_of(self).close(secret, "login", "totp", self.id)
        self.totp_counter = None

    @property
    def has_second_factor(self) -> bool:
        """Say whether the login is whole."""
        return self.totp_sealed is not None and self.tf_primary_method is not None

    @property
    def is_shut(self) -> bool:
        """Say whether too many wrong passwords or codes have locked this login for a while."""
        return self.locked_until is not None and self.locked_until > now()

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:  # noqa: ARG002 (Flask-Security calls it)
        """Count a wrong password or code; the last one too many locks the login for a while."""
        self.failures += 1
        if self.failures >= MOST_FAILURES:
            self.failures, self.locked_until = 0, now() + LOCKED_FOR
        session = object_session(self)
        assert session is not None
        session.commit()


mapping.map_imperatively(Login, login, properties={"username": login.c.name})


class Datastore(SQLAlchemySessionUserDatastore):  # type: ignore[misc]
    """Flask-Security's datastore. A secret that travelled in the cookie is unwrapped before it is sealed."""

    def tf_set(
        self, user: Login, primary_method: str, totp_secret: str | None = None, phone: str | None = None
    ) -> None:
        """Keep the second factor."""
        bare = current_app.extensions["security"].totp_factory.bare(totp_secret) if totp_secret else None
        super().tf_set(user, primary_method, bare, phone)


@dataclass(frozen=True)
class Known:
    """What is known of a login, without a secret."""

    worker_id: int
    name: str
    has_second_factor: bool
    is_locked: bool


class Accounts:
    """The logins and their sessions. Safe to share between threads: each thread has a transaction of its own."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._db = scoped_session(sessionmaker(engine, info={"seal": seal}))
        self.datastore = Datastore(self._db, Login, Role)

    # ── accounts ───────────────────────────────────────────────────────────────────────────────────

    def add(self, worker_id: int, name: str, password: str, totp: str | None = None) -> None:
        """Make a login for a worker, or give the worker's login this name and password; raises NameTaken."""
        name = name.lower()
        db = self._db()
        taken = db.scalar(select(login.c.worker_id).where(login.c.name == name, login.c.worker_id != worker_id))
        if taken is not None:
            raise NameTaken(name)
        mine: Login = db.scalar(_of(worker_id)) or self._new(db, worker_id, name)
        mine.username, mine.password = name, HASHER.hash(password)
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
        mine.tf_totp_secret = mine.tf_primary_method = None
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
        return [Known(one.worker_id, one.username, one.has_second_factor, one.is_shut) for one in db.scalars(found)]

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


def now() -> datetime:
    """Return the real time."""
    return datetime.now(UTC)


def _of(worker_id: int) -> Any:
    return select(Login).where(login.c.worker_id == worker_id)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _seal_of(one: Any) -> Seal:
    session = object_session(one)
    if session is None:
        raise RuntimeError("a login's secret is read within its session")
    seal: Seal = session.info["seal"]
    return seal

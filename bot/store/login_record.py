"""A login as Flask-Security wants it, mapped onto its row; its secrets are sealed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from flask_security import RoleMixin, SQLAlchemySessionUserDatastore, UserMixin
from sqlalchemy.orm import object_session, registry

from bot.store.sealing import Seal
from bot.store.tables import login, metadata

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)

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
    password_is_given: bool
    recovery_sealed: bytes | None
    recovery_due: bool
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
    def recovery_hashes(self) -> list[str]:
        """What is kept of the recovery codes that are left."""
        if self.recovery_sealed is None:
            return []
        return list(json.loads(_seal_of(self).open(self.recovery_sealed, "login", "recovery", self.id)))

    @recovery_hashes.setter
    def recovery_hashes(self, hashes: list[str]) -> None:
        self.recovery_sealed = _seal_of(self).close(json.dumps(hashes), "login", "recovery", self.id)

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
        """Keep the second factor; for a new one recovery codes are to be made next."""
        bare = current_app.extensions["security"].totp_factory.bare(totp_secret) if totp_secret else None
        if bare and bare != user.tf_totp_secret:
            user.recovery_sealed, user.recovery_due = None, True
        super().tf_set(user, primary_method, bare, phone)

    def mf_set_recovery_codes(self, user: Login, rcs: list[str] | None) -> None:
        """Keep hashes of new recovery codes; the old ones count no more."""
        user.recovery_hashes = [hash_of_code(user.id, code) for code in rcs or ()]
        user.recovery_due = False
        session = object_session(user)
        assert session is not None
        session.commit()


def hash_of_code(login_id: int, code: str) -> str:
    """Return what is kept of a recovery code, however it is typed."""
    bare = "".join(char for char in code.lower() if char.isalnum())
    return hashlib.sha256(f"{login_id}/{bare}".encode()).hexdigest()


def now() -> datetime:
    """Return the real time."""
    return datetime.now(UTC)


def _seal_of(one: Any) -> Seal:
    session = object_session(one)
    if session is None:
        raise RuntimeError("a login's secret is read within its session")
    seal: Seal = session.info["seal"]
    return seal

"""Login: Flask-Security with a name, a password and one-time codes; nothing else of it is switched on."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask, session, url_for
from flask_babel import lazy_gettext as _
from flask_security import LoginForm, Security, Totp, TwoFactorVerifyCodeForm, hash_password, user_authenticated
from flask_security.core import UserMixin
from passlib.totp import TOTP
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from bot.console.guard import SESSION
from bot.console.recovery import NewRecoveryCodes, RecoveryCode, RecoveryCodes
from bot.console.room import room
from bot.desk.doorkeeper import write_down
from bot.ports.logins import Accounts

BLUEPRINT = "security"
SETTINGS = {
    "BLUEPRINT_NAME": BLUEPRINT,
    "URL_PREFIX": "/console",
    "STATIC_FOLDER": None,
    "FLASH_MESSAGES": False,
    "LOGIN_USER_TEMPLATE": "console/login.html",
    "TWO_FACTOR_SETUP_TEMPLATE": "console/second_factor_setup.html",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "console/second_factor.html",
    "TWO_FACTOR_SETUP_URL": "/second-factor/setup",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-factor",
    "POST_LOGIN_VIEW": "/console/",
    "POST_LOGOUT_VIEW": "/console/login",
    "USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": lambda name: name.strip().lower() or None}}],
    "JOIN_USER_ROLES": False,
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    # argon2 salts by itself; so the command line and Flask-Security make the same hashes.
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "PASSWORD_SALT": "",
    "CHANGEABLE": True,
    "CHANGE_URL": "/password",
    "CHANGE_PASSWORD_TEMPLATE": "console/password.html",
    "POST_CHANGE_VIEW": "/console/account",
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    "PASSWORD_LENGTH_MIN": 12,
    "TWO_FACTOR": True,
    "TWO_FACTOR_REQUIRED": True,
    "TWO_FACTOR_ALWAYS_VALIDATE": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 60,
    "TOTP_ISSUER": "Goldaw",
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
    "MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "console/recovery_codes.html",
    "MULTI_FACTOR_RECOVERY_URL": "/recovery",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "console/recovery.html",
    "API_ENABLED_METHODS": ["session"],
    "CACHE_CONTROL": None,  # bot.web.headers says it for every page, in words that browsers know
}


class OneTimeCodes(Totp):  # type: ignore[misc] # Flask-Security has no types
    """One-time codes that count once. On the way to the set-up page a secret travels sealed in the cookie."""

    def bare(self, secret: str) -> str:
        """Return a secret in base32, whatever it is wrapped in."""
        return str(self.get_totp_b32_key(secret)) if secret.startswith("{") else secret

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = 0) -> bool:
        """Say whether the code is right and new."""
        wrapped = totp_secret if totp_secret.startswith("{") else TOTP(key=totp_secret).to_dict()
        return bool(super().verify_totp(token, wrapped, user, window))

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the moment of the last code that counted."""
        return user.totp_counter if user.has_second_factor else None

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Remember the moment of a code that counted."""
        user.totp_counter = tmatch.counter


class NameAndPassword(LoginForm):  # type: ignore[misc]
    """The first page. Whatever is wrong, the same is said: who guesses learns nothing."""

    email = None
    remember = None
    username = StringField(_("Login name"), validators=[InputRequired(), Length(max=64)])

    def validate(self, **kwargs: Any) -> bool:
        """Say whether name and password fit, and the login is not locked."""
        self.user = room().accounts.datastore.find_user(username=(self.username.data or "").strip().lower())
        self.ifield = self.username
        self.next.data = self.next.data or url_for("console.home")
        if self.user is not None and self.user.is_shut:
            hash_password(self.password.data or "")  # as slow as a real try
            return False
        return bool(super().validate(**kwargs))


class Code(TwoFactorVerifyCodeForm):  # type: ignore[misc]
    """The second page. Wrong codes lock the login like wrong passwords."""

    def validate(self, **kwargs: Any) -> bool:
        """Say whether the code is right."""
        if self.user is not None and self.user.is_shut:
            return False
        self.code.data = (self.code.data or "").replace(" ", "")
        return bool(super().validate(**kwargs))


def set_up_login(app: Flask, accounts: Accounts) -> None:
    """Put Flask-Security into the app."""
    app.config.update({f"SECURITY_{name}": value for name, value in SETTINGS.items()})
    wrapping = hashlib.sha256(b"goldaw one-time codes" + str(app.secret_key).encode()).hexdigest()
    app.config["SECURITY_TOTP_SECRETS"] = {"1": wrapping}
    security = Security(
        app,
        accounts.datastore,
        login_form=NameAndPassword,
        two_factor_verify_code_form=Code,
        mf_recovery_form=RecoveryCode,
        mf_recovery_codes_form=NewRecoveryCodes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        totp_cls=OneTimeCodes,
    )
    security.want_json(lambda _request: False)  # its JSON would say what was wrong with a login
    user_authenticated.connect(_enter, app, weak=False)
    app.teardown_appcontext(lambda _error: accounts.let_go())


def _enter(_app: Flask, user: Any, authn_via: list[str] | None = None, **_more: Any) -> None:
    """Begin a session that we can end, and write down who came."""
    accounts = room().accounts
    accounts.welcome(user)
    if authn_via == ["change"]:
        accounts.own_password(user)
    session[SESSION] = accounts.begin_session(user.id)
    write_down(room().desk, user.worker_id, "changed_password" if authn_via == ["change"] else "logged_in")

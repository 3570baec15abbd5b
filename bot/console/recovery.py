"""Recovery codes: eight words on paper that stand in for the second factor when the phone is lost."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_security import UserMixin, current_user, verify_password
from flask_security.recovery_codes import MfRecoveryCodesForm, MfRecoveryCodesUtil, MfRecoveryForm
from wtforms import PasswordField

from bot.console.room import room
from bot.desk.doorkeeper import write_down


class RecoveryCodes(MfRecoveryCodesUtil):  # type: ignore[misc] # Flask-Security has no types
    """The codes of a login: hashes are kept, so that nobody reads them again, not even their owner."""

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        """Return new codes, to be shown this once; the old ones count no more."""
        codes: list[str] = super().create_recovery_codes(user)
        write_down(room().desk, user.worker_id, "made_recovery_codes")
        return codes

    def get_recovery_codes(self, user: UserMixin) -> list[str]:  # noqa: ARG002 (Flask-Security calls it)
        """Return nothing: codes are shown when they are made."""
        return []

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Say whether the code counts, and use it up at once: of two who bring it together one is let in."""
        counts = room().accounts.spend_recovery_code(user.id, code)
        if counts:
            write_down(room().desk, user.worker_id, "used_recovery_code")
        return counts

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:  # noqa: ARG002
        """Say that it is gone: it went when it was checked."""
        return True


class RecoveryCode(MfRecoveryForm):  # type: ignore[misc]
    """The page that takes a recovery code for the one-time code. Wrong ones lock the login like wrong passwords."""

    def validate(self, **kwargs: Any) -> bool:
        """Say whether the code counts."""
        if self.user is None or self.user.is_shut:
            return False
        if super().validate(**kwargs):
            return True
        self.user.track_failed_authn("code", True)
        return False


class NewRecoveryCodes(MfRecoveryCodesForm):  # type: ignore[misc]
    """The page that makes new codes. Whoever finds a console open cannot make a way in: the password is asked again."""

    password = PasswordField(_("Password"))

    def validate(self, **kwargs: Any) -> bool:
        """Say whether the owner asks: the second factor was set up a moment ago, or the password is right."""
        if not super().validate(**kwargs) or current_user.is_shut:
            return False
        if current_user.recovery_due or verify_password(self.password.data or "", current_user.password):
            return True
        current_user.track_failed_authn("password")
        return False

"""Logins: what the console needs of the accounts. They go by real time, not by the service's clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol


class KnownLogin(Protocol):
    """What is known of a login, without a secret."""

    @property
    def worker_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def has_second_factor(self) -> bool: ...
    @property
    def is_locked(self) -> bool: ...
    @property
    def recovery_codes(self) -> int:
        """How many are left."""


class Accounts(Protocol):
    """The logins and their open sessions."""

    @property
    def datastore(self) -> Any:
        """What Flask-Security works on."""

    def of(self, worker_id: int) -> KnownLogin | None: ...
    def all(self, worker_ids: Iterable[int] | None = None) -> Iterable[KnownLogin]: ...
    def accept_conduct(self, login_id: int, version: str) -> None: ...
    def welcome(self, mine: Any) -> None:
        """Forget wrong tries once somebody has entered."""

    def own_password(self, mine: Any) -> None:
        """Note that the password is known to its owner alone."""

    def spend_recovery_code(self, login_id: int, code: str) -> bool:
        """Say whether a code counts; it never counts again."""

    def begin_session(self, login_id: int) -> str:
        """Open a session and return the token for the cookie."""

    def is_open(self, login_id: int, token: str, *, by_hand: bool = True) -> bool: ...
    def end_session(self, token: str) -> None: ...
    def let_go(self) -> None:
        """Give the connection back."""

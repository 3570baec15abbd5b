"""The memory of content desk: editions of the directory's services, and who read which text. Nothing is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Edition:
    """A service as somebody left it. `version` counts from 1; `entry` is what `service_of` reads."""

    service_id: str
    version: int
    at: datetime
    by_worker: int | None
    entry: Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """That an aspect of a text was read: of which version, by whom. `by` is a name, or a program's."""

    item: str
    aspect: str
    version: str
    by: str
    at: datetime
    by_machine: bool
    by_worker: int | None = None


class Directory(Protocol):
    def newest(self) -> list[Edition]:
        """Return the last edition of each service that was ever edited."""

    def of(self, service_id: str) -> list[Edition]:
        """Return a service's editions, the newest first."""

    def add(self, edition: Edition) -> bool:
        """Append; False when this version is there already, because somebody else was faster."""


class Readings(Protocol):
    def add(self, reading: Reading) -> None: ...
    def of(self, item: str) -> list[Reading]:
        """Return who read a text, the newest first."""

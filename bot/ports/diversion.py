"""The memory of diversion cases."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.helpline.diversion.forms import Form
from bot.helpline.diversion.records import Consent, Diversion, DiversionAction, File, Party, Plan, Sheet, Task

Belonging = Party | Consent | Sheet | Plan | Task


class Diversions(Protocol):
    def add(self, diversion: Diversion) -> Diversion:
        """Store a new case (its id is given here); the code must be free."""

    def by_code(self, code: str) -> Diversion | None: ...
    def of_case(self, case_id: int) -> list[Diversion]:
        """The diversion cases that hang on a case of the helpline."""

    def all(self, open_only: bool = True) -> list[Diversion]: ...
    def file(self, diversion_id: int, *, lock: bool = False) -> File:
        """Return a case with everything that belongs to it."""

    def keep(self, file: File) -> File:
        """
        Store what has changed of a file since it was read here.

        What has the id 0 is new and gets one; the file is returned with the ids.
        """

    def note(self, action: DiversionAction) -> None:
        """Append to the history."""

    def history(self, diversion_id: int) -> list[DiversionAction]: ...

    def form_used(self, form: Form, digest: str, now: datetime) -> Form:
        """Return the stored version of a form, storing it as the next one when it was never used."""

    def form(self, form_id: int) -> Form: ...
    def to_remind(self, now: datetime) -> list[Task]:
        """Tasks whose reminder has fallen due, the earliest first."""

    def passed(self, now: datetime) -> list[Task]:
        """Tasks with a person, still open, whose day has passed, the longest ago first."""

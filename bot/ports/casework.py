"""Casework: what the desk asks of the memory for notes, tasks, consents, referrals, and who is behind a number."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.helpline.casework.records import (
    Consent,
    Contact,
    Flag,
    IdentityCheck,
    Note,
    Referral,
    Sheet,
    Stint,
    Task,
    Transfer,
    Watcher,
)
from bot.helpline.records import CaseAction, Person

R = TypeVar("R")


class Shelf(Protocol[R]):
    """Records of one kind."""

    def add(self, record: R) -> R:
        """Store a new one (its id is given here)."""

    def get(self, row_id: int, *, lock: bool = False) -> R: ...
    def save(self, record: R) -> None: ...
    def of_case(self, case_id: int) -> list[R]: ...
    def where(self, **values: Any) -> list[R]:
        """Return those whose plain columns have these values, in the order they were made."""


class Sheets(Shelf[Sheet], Protocol):
    def of(self, case_id: int) -> Sheet:
        """Return the case's sheet, beginning an empty one when there is none."""


class Watchers(Shelf[Watcher], Protocol):
    def remove(self, watcher_id: int) -> None: ...


class Tasks(Shelf[Task], Protocol):
    def due(self, now: datetime) -> list[Task]:
        """Return the open ones whose time has come."""

    def unfinished(self) -> list[Task]:
        """Return what is open or missed, the longest overdue first."""

    def next_due(self) -> datetime | None: ...


class Contacts(Shelf[Contact], Protocol):
    def between(self, since: datetime, until: datetime) -> list[Contact]: ...


class Stints(Shelf[Stint], Protocol):
    def of(self, conversation_id: int) -> list[Stint]:
        """Return who wrote from a number, oldest first."""


class Board(Protocol):
    """What lists ask of many cases at once, each in one statement however many there are."""

    def written_at(self, case_ids: Collection[int]) -> dict[int, datetime | None]:
        """Return when the number of each case wrote last."""

    def lines(self, case_ids: Collection[int], verbs: Collection[str]) -> dict[int, list[CaseAction]]:
        """Return the lines with one of these verbs in the cases' timelines, in order."""

    def followed_by(self, worker_id: int) -> set[int]:
        """Return the ids of the cases that a worker was let in to."""

    def to_wrap_up(self, worker_id: int | None = None) -> list[int]:
        """Return the ids of closed cases that nobody has wrapped up (of one worker), the longest closed first."""


class Casework(Protocol):
    """The shelves of casework."""

    @property
    def sheets(self) -> Sheets: ...
    @property
    def notes(self) -> Shelf[Note]: ...
    @property
    def watchers(self) -> Watchers: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def consents(self) -> Shelf[Consent]: ...
    @property
    def referrals(self) -> Shelf[Referral]: ...
    @property
    def transfers(self) -> Shelf[Transfer]: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def flags(self) -> Shelf[Flag]: ...
    @property
    def stints(self) -> Stints: ...
    @property
    def checks(self) -> Shelf[IdentityCheck]: ...
    @property
    def board(self) -> Board: ...


class Persons(Protocol):
    """Those behind the numbers."""

    def get(self, person_id: int) -> Person: ...
    def by_code_name(self, code_name: str) -> Person | None: ...
    def behind(self, identifier_id: int) -> list[Person]:
        """Return everybody who writes from a number, the first one first."""

    def numbers_of(self, person_id: int) -> list[int]: ...
    def add(self, identifier_id: int, who: str, now: datetime) -> Person: ...
    def name(self, person_id: int, identifier_id: int, who: str) -> None:
        """Write down who a person said they are."""


class Forgetting(Protocol):
    """What the retention rules count and erase. Counts stay; each method returns how many rows it touched."""

    def count_talks(self, before: datetime) -> int: ...
    def erase_talks(self, before: datetime) -> int: ...
    def closed_cases(self, before: datetime, *, in_danger: bool) -> list[int]:
        """Return the closed cases of this class whose words are still there."""

    def erase_cases(self, case_ids: list[int]) -> int: ...
    def ended_diversions(self, before: datetime) -> list[int]:
        """Return the diversion cases that ended before that moment and whose words are still there."""

    def erase_diversions(self, diversion_ids: list[int]) -> int: ...
    def count_contacts(self, before: datetime) -> int: ...
    def erase_contacts(self, before: datetime) -> int: ...
    def silent_numbers(self, before: datetime) -> list[int]:
        """Return the numbers of persons that have not written since then and have no open case of either kind."""

    def count_readings(self, before: datetime) -> int: ...
    def erase_readings(self, before: datetime) -> int: ...

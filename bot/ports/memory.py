"""The memory of the helpline: one protocol per noun, and the unit of work that holds them together."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from bot.helpline.records import (
    Case,
    CaseAction,
    Conversation,
    Identifier,
    Message,
    Shift,
    Status,
    Worker,
)
from bot.ports.casework import Casework, Forgetting, Persons
from bot.ports.directory import Directory, Readings
from bot.ports.diversion import Diversions
from bot.ports.texts import Inbound, Outbound


class Identifiers(Protocol):
    def find(self, number: str) -> Identifier | None: ...
    def find_or_add(self, number: str, kind: str) -> Identifier: ...
    def get(self, identifier_id: int, *, lock: bool = False) -> Identifier:
        """With `lock` nobody else changes the row before this transaction ends: for what is read to be saved."""

    def save(self, identifier: Identifier) -> None: ...
    def forget(self, identifier_id: int) -> None:
        """Make the number unreadable for ever; whoever writes from it again is somebody new."""


class Conversations(Protocol):
    def of(self, identifier_id: int, now: datetime, *, lock: bool = False) -> Conversation:
        """
        Return the number's conversation, beginning one (with a person and a code name) when there is none.

        With `lock` nobody else changes it before this transaction ends.
        """

    def get(self, conversation_id: int, *, lock: bool = False) -> Conversation: ...
    def save(self, conversation: Conversation) -> None: ...
    def with_expired_question(self, now: datetime) -> list[Conversation]: ...


class Messages(Protocol):
    def add_inbound(self, sms: Inbound, identifier_id: int, at: datetime, status: Status) -> int | None:
        """Store once by (provider, provider_message_id) in one atomic insert; None when it is there already."""

    def add_outbound(self, sms: Outbound, provider: str, now: datetime) -> int:
        """Put a text into the outbox; segments and encoding are counted here."""

    def get(self, message_id: int, *, lock: bool = False) -> Message: ...
    def by_token(self, token: str, *, lock: bool = False) -> Message | None: ...
    def by_provider_id(self, provider: str, provider_message_id: str, *, lock: bool = False) -> Message | None: ...
    def waiting(self, identifier_id: int) -> list[Message]:
        """Texts of this number that are waiting or in hand, oldest first."""

    def is_unheard(self, identifier_id: int) -> bool:
        """Say whether one of them has not been listened to for danger yet."""

    def change(self, message_id: int, **columns: Any) -> None:
        """Set columns of one message (names as in records.Message)."""

    def next_due(self, now: datetime) -> Message | None:
        """The text to send next: by purpose's rank, then due_at, then id; locked `FOR UPDATE SKIP LOCKED`."""

    def earliest_due(self) -> datetime | None: ...
    def stuck_sending(self, before: datetime) -> list[Message]:
        """Texts in `sending` or `unknown` since before that moment."""

    def inbound_since(self, identifier_id: int, since: datetime) -> list[Message]: ...
    def segments_sent_since(self, identifier_id: int, since: datetime) -> int:
        """Paid segments put into the outbox for this number since then (failed and cancelled ones not counted)."""

    def thread(self, conversation_id: int, limit: int = 200) -> list[Message]:
        """The conversation's texts, oldest first."""

    def of_identifier(self, identifier_id: int, after: int = 0, limit: int = 200) -> list[Message]: ...
    def for_case(self, case_id: int) -> list[Message]: ...
    def identifiers_waiting(self, older_than: datetime) -> list[int]:
        """Numbers with texts that have waited since before that moment (the sweep)."""


class Cases(Protocol):
    def add(self, case: Case) -> Case:
        """Store a new case (its id is given here); the code must be free."""

    def get(self, case_id: int, *, lock: bool = False) -> Case: ...
    def by_code(self, code: str) -> Case | None:
        """The case that carries this code now: an open one first, else the newest."""

    def code_is_free(self, code: str, since: datetime) -> bool:
        """No open case has it, and none closed after `since`."""

    def open_of(self, conversation_id: int, person_id: int | None = None) -> Case | None:
        """Return the most severe open case of this number; with a person, of that one of those who write from it."""

    def of_person(self, person_id: int) -> list[Case]:
        """Return every case of a person, the newest first."""

    def all(self, open_only: bool = True) -> list[Case]: ...
    def closed(self, worker_id: int | None = None, *, skip: int = 0, limit: int = 50) -> list[Case]:
        """Return closed cases (of one worker), the one closed last first."""

    def due(self, now: datetime) -> list[Case]:
        """Open cases whose next step has come."""

    def save(self, case: Case) -> None: ...
    def note(self, action: CaseAction) -> None:
        """Append to the timeline."""

    def timeline(self, case_id: int) -> list[CaseAction]: ...
    def load_of(self, worker_id: int) -> int:
        """How many open cases this worker has taken."""


class Workers(Protocol):
    def all(self) -> list[Worker]: ...
    def get(self, worker_id: int) -> Worker: ...
    def by_identifier(self, identifier_id: int) -> Worker | None: ...
    def add(self, worker: Worker) -> Worker: ...
    def save(self, worker: Worker) -> None: ...


class Shifts(Protocol):
    def add(self, shift: Shift) -> Shift: ...
    def between(self, starts: datetime, ends: datetime) -> list[Shift]:
        """Shifts that touch this time, in the order they begin."""

    def of(self, worker_id: int) -> list[Shift]: ...
    def remove(self, shift_id: int) -> None: ...


class Audit(Protocol):
    def note(self, actor: str, verb: str, subject: str, at: datetime, details: dict[str, Any] | None = None) -> None:
        """Append a line that nobody can change."""

    def latest(self, limit: int, before: int | None = None) -> list[dict[str, Any]]:
        """Return the newest lines, the newest first, as columns; `before`: older than the line with this id."""


class Marks(Protocol):
    """Small named facts that all processes share: the clock's offset, the outage's beginning, a heartbeat."""

    def get(self, name: str) -> Any: ...
    def put(self, name: str, value: Any) -> None: ...
    def drop(self, *names: str) -> None: ...
    def named(self, prefix: str) -> dict[str, Any]:
        """Return the marks whose names begin so, by name."""

    def count(self, name: str, by: int = 1) -> int:
        """Add to a mark that counts, in one statement, and return the sum."""


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit` rolls back."""

    identifiers: Identifiers
    conversations: Conversations
    messages: Messages
    cases: Cases
    diversions: Diversions
    workers: Workers
    shifts: Shifts
    audit: Audit
    marks: Marks
    casework: Casework
    persons: Persons
    forgetting: Forgetting
    directory: Directory
    readings: Readings

    def commit(self) -> None: ...
    def __enter__(self) -> UnitOfWork: ...
    def __exit__(self, *exc: object) -> None: ...


class Store(Protocol):
    """The memory of the service."""

    def begin(self) -> UnitOfWork: ...
    def look(self) -> UnitOfWork:
        """Return what is read statement by statement, outside any transaction; it cannot write."""

    def hold(self, name: str, key: int = 0) -> AbstractContextManager[bool]:
        """Try to take a lock (`("person", identifier_id)`, `("deliver", 0)`); yields whether it is ours."""

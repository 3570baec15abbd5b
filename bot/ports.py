"""Ports: what the desk needs from the outside, said in the desk's own words. Fakes and real parts both fit."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.deeds import Deed
from bot.helpline.records import (
    Case,
    CaseAction,
    Conversation,
    Identifier,
    Message,
    Purpose,
    Shift,
    Status,
    Worker,
)

# ── what arrives and what leaves ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Inbound:
    """One SMS as a provider handed it over."""

    provider: str
    provider_message_id: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    recipient: str = ""
    media_count: int = 0
    retry_key: str = field(default="", repr=False)  # the same for each time the provider hands over this one SMS
    sent_at: datetime | None = None  # when the provider took it, if that is long ago (a webhook that was missed)


@dataclass(frozen=True)
class Outbound:
    """One SMS to be put into the outbox."""

    identifier_id: int
    text: str = field(repr=False)
    purpose: Purpose
    due_at: datetime
    conversation_id: int | None = None
    case_id: int | None = None
    worker_id: int | None = None
    in_reply_to: int | None = None
    status: Status = Status.DUE


@dataclass(frozen=True)
class Parcel:
    """What a provider is given to send: the number, the words, our own random token for its callbacks."""

    to: str = field(repr=False)
    text: str = field(repr=False)
    token: str
    encoding: str
    first_tried_at: datetime | None = None
    known_ids: frozenset[str] = frozenset()  # the provider's ids of this number's other texts: none of them is this one


@dataclass(frozen=True)
class Accepted:
    """The provider took it: its id, and the status it reported."""

    provider_message_id: str
    status: Status = Status.SENT
    reason: str | None = None


class SendFailed(Exception):
    """
    The provider did not take the text.

    `reason` is a plain-word key from `helpline.failures`; `retryable` says whether later may help;
    `stop` that this number must not be written to again; `alarm` that an administrator has to act.
    """

    def __init__(
        self,
        reason: str,
        *,
        retryable: bool = False,
        stop: bool = False,
        alarm: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable
        self.stop = stop
        self.alarm = alarm
        self.retry_after_s = retry_after_s


class SendUnknown(Exception):
    """The provider may or may not have taken the text: a timeout or a 5xx after the request was sent."""


class CannotAsk(Exception):
    """The provider cannot say now whether it has a text."""


class SmsRoute(Protocol):
    """An SMS provider."""

    name: str
    segments_per_second: float  # 0 = no limit

    def send(self, parcel: Parcel) -> Accepted:
        """Send; raises SendFailed or SendUnknown."""

    def look_up(self, parcel: Parcel) -> Accepted | None:
        """Say whether the provider has this text (None: it has not); raises CannotAsk."""

    def is_up(self) -> bool:
        """Say whether the provider would take a text now."""


# ── the assistant ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Turn:
    """What the assistant is asked: words without a number, and the talk so far."""

    text: str = field(repr=False)
    language: str
    metadata: dict[str, Any] = field(default_factory=dict)
    choice: str | None = None  # a meaning picked by its digit ("affirm", "lawyer", "region:mary") instead of words


@dataclass(frozen=True)
class Reply:
    """What the assistant understood and decided."""

    deeds: tuple[Deed, ...]
    topic: str | None = None
    confidence: float | None = None


class AssistantDown(Exception):
    """The assistant did not answer in time, or not sensibly."""


class Assistant(Protocol):
    """The client of Rasa."""

    def ask(self, turn: Turn) -> Reply:
        """Ask; raises AssistantDown."""

    def is_up(self) -> bool:
        """Say whether the assistant would answer now."""


# ── time and jobs ──────────────────────────────────────────────────────────────────────────────────


class Clock(Protocol):
    """The time that the service goes by (the simulator can move it)."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""


class Jobs(Protocol):
    """Wake-ups. Losing one is no harm: the sweep finds what is due. Call only after the commit."""

    def wake_respond(self, identifier_id: int) -> None:
        """Somebody's texts wait."""

    def wake_deliver(self, at: datetime | None = None) -> None:
        """Texts are due (now, or at a time)."""

    def wake_chase(self, at: datetime | None = None) -> None:
        """A case needs its next step (now, or at a time)."""


# ── the store ──────────────────────────────────────────────────────────────────────────────────────


class Identifiers(Protocol):
    def find(self, number: str) -> Identifier | None: ...
    def find_or_add(self, number: str, kind: str) -> Identifier: ...
    def get(self, identifier_id: int, *, lock: bool = False) -> Identifier:
        """With `lock` nobody else changes the row before this transaction ends: for what is read to be saved."""

    def save(self, identifier: Identifier) -> None: ...
    def forget(self, identifier_id: int) -> None:
        """Make the number unreadable for ever; whoever writes from it again is somebody new."""


class Conversations(Protocol):
    def of(self, identifier_id: int, now: datetime) -> Conversation:
        """Return the number's conversation, beginning one (with a person and a code name) when there is none."""

    def get(self, conversation_id: int, *, lock: bool = False) -> Conversation: ...
    def save(self, conversation: Conversation) -> None: ...
    def with_expired_question(self, now: datetime) -> list[Conversation]: ...


class Messages(Protocol):
    def add_inbound(self, sms: Inbound, identifier_id: int, at: datetime, status: Status) -> int | None:
        """Store once by (provider, provider_message_id) in one atomic insert; None when it is there already."""

    def add_outbound(self, sms: Outbound, provider: str, now: datetime) -> int:
        """Put a text into the outbox; segments and encoding are counted here."""

    def get(self, message_id: int, *, lock: bool = False) -> Message: ...
    def by_token(self, token: str) -> Message | None: ...
    def by_provider_id(self, provider: str, provider_message_id: str) -> Message | None: ...
    def waiting(self, identifier_id: int) -> list[Message]:
        """Texts of this number that are waiting or in hand, oldest first."""

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

    def open_of(self, conversation_id: int) -> Case | None: ...
    def all(self, open_only: bool = True) -> list[Case]: ...
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


class Marks(Protocol):
    """Small named facts that all processes share: the clock's offset, the outage's beginning, a heartbeat."""

    def get(self, name: str) -> Any: ...
    def put(self, name: str, value: Any) -> None: ...
    def drop(self, name: str) -> None: ...
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
    workers: Workers
    shifts: Shifts
    audit: Audit
    marks: Marks

    def commit(self) -> None: ...
    def __enter__(self) -> UnitOfWork: ...
    def __exit__(self, *exc: object) -> None: ...


class Store(Protocol):
    """The memory of the service."""

    def begin(self) -> UnitOfWork: ...
    def hold(self, name: str, key: int = 0) -> AbstractContextManager[bool]:
        """Try to take a lock (`("person", identifier_id)`, `("deliver", 0)`); yields whether it is ours."""

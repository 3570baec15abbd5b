"""What the helpline remembers: frozen records that the rooms hand to one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

Language = Literal["tk", "ru"]


class Mode(StrEnum):
    """Who answers in a conversation."""

    ASSISTANT = "assistant"
    WAITING = "waiting"
    WORKER = "worker"
    STOPPED = "stopped"


class Severity(StrEnum):
    """The order of help, most urgent first."""

    IMMINENT = "imminent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Status(StrEnum):
    """
    Where a message stands.

    In:  waiting → in_hand → answered | passed_on | set_aside | ignored | paused
    Out: due → sending → sent → delivered | failed | cancelled; `unknown` when the provider may or may not have it.
    """

    WAITING = "waiting"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    SET_ASIDE = "set_aside"
    IGNORED = "ignored"
    PAUSED = "paused"
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    HELD = "held"


class Purpose(StrEnum):
    """Why we send a text; its rank in the outbox, first goes first."""

    SAFETY = "safety"
    ALERT = "alert"  # to a worker: an offer, a step of the ladder
    REPLY = "reply"  # to what a person has just written
    WORKER = "worker"  # a worker's words to a person, and what a worker is told
    HOLDING = "holding"
    REMINDER = "reminder"
    BULK = "bulk"


@dataclass(frozen=True)
class Identifier:
    """A phone number (or a short or lettered sender). `number` is secret: it stays out of repr and logs."""

    id: int
    number: str = field(repr=False)
    kind: Literal["phone", "short", "lettered"]
    stopped_at: datetime | None = None
    unreachable: str | None = None
    blocked_until: datetime | None = None


@dataclass(frozen=True)
class Person:
    """Somebody behind a number, known by a code name. `who` is what they said they are: child, parent or other."""

    id: int
    code_name: str
    created_at: datetime
    who: str | None = None


@dataclass(frozen=True)
class Option:
    """One numbered choice: the digit to press, what it means, and the words shown for it."""

    digit: int
    means: str
    label: str = ""


@dataclass(frozen=True)
class Question:
    """The one open numbered question of a conversation. Without `expires_at` it stays until answered (danger)."""

    id: str
    name: str
    options: tuple[Option, ...]
    asked_at: datetime
    expires_at: datetime | None
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    """What the assistant was told so far: choices and ids only, never a person's free text."""

    last_topic: str | None = None
    parts_said: int = 0
    misses: int = 0
    who: Literal["child", "parent", "adult"] | None = None
    region: str | None = None
    age: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Conversation:
    """The thread with one number, and the state it is in."""

    id: int
    identifier_id: int
    person_id: int
    code_name: str
    mode: Mode = Mode.ASSISTANT
    mode_since: datetime | None = None
    language: Language | None = None
    language_chosen: bool = False
    simple_letters: bool | None = None
    discreet: bool = False
    greeted_at: datetime | None = None
    last_in_at: datetime | None = None
    last_out_at: datetime | None = None
    question: Question | None = None
    talk: Talk = field(default_factory=Talk)


@dataclass(frozen=True)
class Message:
    """One SMS, in or out. `text` is secret."""

    id: int
    identifier_id: int
    conversation_id: int | None
    direction: Literal["in", "out"]
    provider: str
    text: str = field(repr=False)
    status: Status = Status.WAITING
    at: datetime | None = None
    provider_message_id: str | None = None
    token: str | None = None
    purpose: Purpose | None = None
    case_id: int | None = None
    worker_id: int | None = None
    in_reply_to: int | None = None
    topic: str | None = None
    confidence: float | None = None
    kind: str | None = None
    segments: int = 0
    encoding: Literal["gsm7", "ucs2"] | None = None
    media_count: int = 0
    attempts: int = 0
    due_at: datetime | None = None
    screened_at: datetime | None = None
    sending_since: datetime | None = None
    failed_reason: str | None = None


@dataclass(frozen=True)
class Case:
    """A person's matter in human hands. `code` is all that an SMS ever says of it."""

    id: int
    code: str
    conversation_id: int
    person_id: int
    severity: Severity
    reason: str
    kind: str | None
    topic: str | None
    language: Language
    region: str | None
    status: Literal["new", "offered", "taken", "closed"]
    opened_at: datetime
    answer_by: datetime
    offered_to: int | None = None
    offered_at: datetime | None = None
    next_step_at: datetime | None = None
    step: int = 0
    assignee_id: int | None = None
    taken_at: datetime | None = None
    last_worker_text_at: datetime | None = None
    closed_at: datetime | None = None
    closed_reason: str | None = None


@dataclass(frozen=True)
class CaseAction:
    """One line of a case's timeline. `details` holds ids and words of the helpline, never a number or a text."""

    case_id: int
    at: datetime
    actor: str  # "system", "person" or "worker:<id>"
    verb: str
    details: dict[str, Any] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class Worker:
    """A member of staff who can be reached by SMS."""

    id: int
    name: str
    identifier_id: int
    role: str
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    capacity: int = 5
    on_duty: bool = False
    pin_hash: str | None = field(default=None, repr=False)
    pin_ok_until: datetime | None = None
    suspended_at: datetime | None = None

    @property
    def first_name(self) -> str:
        """The name a person may be told."""
        return self.name.split()[0]


@dataclass(frozen=True)
class Shift:
    """A time in which a worker is on duty."""

    id: int
    worker_id: int
    starts: datetime
    ends: datetime

"""What is kept of a case beside its course: frozen records. Words of people are out of every repr."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Sheet:
    """How a case is described: Child Helpline International's fields and the summary. One for each case."""

    id: int
    case_id: int
    contact_type: str | None = None
    relation: str | None = None
    category: str | None = None
    subcategory: str | None = None
    age_band: str | None = None
    sex: str | None = None
    dispositions: tuple[str, ...] = ()
    not_counselling: str | None = None
    summary: str | None = field(default=None, repr=False)
    wrapped_up_at: datetime | None = None
    wrapped_up_by: int | None = None
    reopened: int = 0
    repeat_of: int | None = None


@dataclass(frozen=True)
class Note:
    """What a worker wrote down; never changed afterwards."""

    id: int
    case_id: int
    at: datetime
    worker_id: int
    words: str = field(repr=False)


@dataclass(frozen=True)
class Watcher:
    """A worker who follows a case that is another's, and since when."""

    id: int
    case_id: int
    worker_id: int
    since: datetime


TaskState = Literal["open", "done", "missed"]


@dataclass(frozen=True)
class Task:
    """What somebody is to do by a time. `missed` can still be done, late."""

    id: int
    case_id: int
    worker_id: int
    what: str = field(repr=False)
    due_at: datetime
    state: TaskState = "open"
    made_at: datetime | None = None
    made_by: int | None = None
    told_at: datetime | None = None
    done_at: datetime | None = None


ConsentKind = Literal["given", "refused", "withdrawn", "override"]


@dataclass(frozen=True)
class Consent:
    """Who agreed to what: when, in which wording and language; or why it was done without. Never changed."""

    id: int
    case_id: int
    at: datetime
    kind: ConsentKind
    recorded_by: int
    giver: str | None = None  # child, parent, guardian
    way: str | None = None  # sms, voice, paper
    wording: str | None = None  # id of the text that was read
    wording_version: str | None = None  # fingerprint of its very words
    language: str | None = None
    names_role: str | None = None  # a role that this consent names, such as the inspector's
    override_reason: str | None = None
    words: str | None = field(default=None, repr=False)  # the override's reason in the worker's words


ReferralState = Literal["in_progress", "accepted", "rejected", "done", "revoked"]


@dataclass(frozen=True)
class Referral:
    """A service asked of somebody else; the case stays its owner's."""

    id: int
    case_id: int
    made_at: datetime
    made_by: int
    consent_id: int
    asked: str = field(repr=False)
    worker_id: int | None = None  # the receiver, when it is one of ours
    service_id: str | None = None  # else an agency of the services directory
    email: str | None = field(default=None, repr=False)
    state: ReferralState = "in_progress"
    token_hash: str | None = field(default=None, repr=False)
    token_until: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None  # "worker:7" or "link"
    answer: str | None = field(default=None, repr=False)


TransferState = Literal["offered", "accepted", "rejected", "withdrawn"]


@dataclass(frozen=True)
class Transfer:
    """A case (or a diversion case) offered to another worker; its owner changes only when that one accepts."""

    id: int
    case_id: int | None
    from_worker: int
    to_worker: int
    offered_at: datetime
    state: TransferState = "offered"
    answered_at: datetime | None = None
    reason: str | None = field(default=None, repr=False)
    diversion_id: int | None = None


@dataclass(frozen=True)
class Contact:
    """One telephone call or visit, with the time at which it truly was. Counted in reports beside the texts."""

    id: int
    at: datetime
    recorded_at: datetime
    worker_id: int
    channel: Literal["phone", "walk_in"]
    minutes: int = 0
    contact_type: str | None = None
    relation: str | None = None
    category: str | None = None
    subcategory: str | None = None
    age_band: str | None = None
    sex: str | None = None
    language: str | None = None
    region: str | None = None
    dispositions: tuple[str, ...] = ()
    not_counselling: str | None = None
    case_id: int | None = None
    words: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Flag:
    """A dated mark on a case, with its reason and its end."""

    id: int
    case_id: int
    what: str
    made_at: datetime
    made_by: int
    until: datetime | None = None
    words: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Stint:
    """Who writes from a number, after which text. The last one is the person who writes now."""

    id: int
    conversation_id: int
    person_id: int
    since: datetime
    after: int  # id of the last text that is not theirs
    kept: str | None = field(default=None, repr=False)  # their own word, for when they are back


@dataclass(frozen=True)
class IdentityCheck:
    """How a supervisor made sure who asks for their data, before anything is handed out."""

    id: int
    person_id: int
    at: datetime
    worker_id: int
    how: str
    until: datetime

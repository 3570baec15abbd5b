"""Records of a diversion case: who takes part, what they agreed to, what was found, what is to be done by when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal


class Stage(StrEnum):
    """Where a diversion case stands. The last four are ends."""

    REFERRED = "referred"
    ELIGIBILITY = "eligibility"
    CONSENT = "consent"
    ASSESSMENT = "assessment"
    CONFERENCE = "conference"
    AGREEMENT = "agreement"
    CONDITIONS = "conditions"
    COMPLETED = "completed"
    BREACHED = "breached"
    CLOSED = "closed"  # without diversion
    RETURNED = "returned"  # a consent was withdrawn: back to the referring body, without prejudice


ENDS = frozenset({Stage.COMPLETED, Stage.BREACHED, Stage.CLOSED, Stage.RETURNED})
ROAD = tuple(stage for stage in Stage if stage not in ENDS)

CHILD, PARENT, HARMED = "child", "parent", "person_harmed"
INSPECTOR = "inspector"
ROLES = (
    CHILD,
    HARMED,
    PARENT,
    "commission",
    INSPECTOR,
    "psychologist",
    "social_worker",
    "lawyer",
    "school",
    "other",
)

TaskKind = Literal["meeting", "invitation", "condition", "review", "step"]


class Progress(StrEnum):
    """What became of something that is to be done by a day."""

    OPEN = "open"
    CONFIRMED = "confirmed"  # the person said that they will come
    REPORTED = "reported"  # the person said that it is done; a worker looks
    CANNOT = "cannot"  # the person said that they cannot
    MISSED = "missed"
    DONE = "done"
    CANCELLED = "cancelled"


SETTLED = frozenset({Progress.DONE, Progress.CANCELLED})


@dataclass(frozen=True)
class Diversion:
    """A diversion case. `kind` is the kind of danger of the helpline case it hangs on, if it hangs on one."""

    id: int
    code: str
    stage: Stage
    opened_at: datetime
    stage_since: datetime
    referred_by: str  # a role, or "helpline"
    owner_id: int
    case_id: int | None = None
    case_code: str | None = None
    kind: str | None = None
    region: str | None = None
    language: str = "tk"
    closed_at: datetime | None = None
    end_reason: str | None = None


@dataclass(frozen=True)
class Party:
    """Somebody who takes part. `name` is secret; a person may have a number (an identifier), or none."""

    id: int
    diversion_id: int
    role: str
    name: str = field(repr=False)
    language: str = "tk"
    identifier_id: int | None = None
    worker_id: int | None = None
    left_at: datetime | None = None


@dataclass(frozen=True)
class Consent:
    """Who agreed to what, when, in which wording and language; `names` are the roles that it lets in."""

    id: int
    diversion_id: int
    party_id: int
    wording: str
    form_id: int
    language: str
    given_at: datetime
    taken_by: int
    how: str = "signed"
    names: tuple[str, ...] = ()
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Sheet:
    """A filled-in form. `answers` are secret: question → answer; `form_id` is the version it was filled in on."""

    id: int
    diversion_id: int
    form: str  # eligibility or assessment
    form_id: int
    answers: dict[str, str] = field(repr=False)
    level: str  # what the form says: eligible | not_eligible | not_clear, or low | medium | high
    score: int
    by: int
    at: datetime
    note: str = field(default="", repr=False)
    approved_by: int | None = None
    approved_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """The agreement: measures (ids of the form), and words of it, which are secret."""

    id: int
    diversion_id: int
    form_id: int
    measures: tuple[str, ...]
    words: str = field(repr=False)
    by: int
    at: datetime
    agreed_by: tuple[int, ...] = ()  # parties
    approved_by: int | None = None
    approved_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True)
class Task:
    """Something to be done by a day. `about` is an id of a form (a type of meeting, condition or step)."""

    id: int
    diversion_id: int
    kind: TaskKind
    about: str
    due_at: datetime
    role: str
    made_at: datetime
    party_id: int | None = None
    meeting_id: int | None = None  # an invitation's meeting
    words: str = field(default="", repr=False)
    progress: Progress = Progress.OPEN
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True)
class DiversionAction:
    """One line of the history: ids and words of the helpline, never a name, a number or somebody's words."""

    diversion_id: int
    at: datetime
    actor: str
    verb: str
    details: dict[str, Any] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class File:
    """A diversion case with everything that belongs to it."""

    diversion: Diversion
    parties: tuple[Party, ...] = ()
    consents: tuple[Consent, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    plans: tuple[Plan, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether the case has not come to its end."""
        return self.diversion.stage not in ENDS

    @property
    def present(self) -> tuple[Party, ...]:
        """Those who take part now."""
        return tuple(party for party in self.parties if party.left_at is None)

    def of_role(self, role: str) -> tuple[Party, ...]:
        """Return those who take part in this role."""
        return tuple(party for party in self.present if party.role == role)

    def party(self, party_id: int | None) -> Party | None:
        """Return one of the parties."""
        return next((party for party in self.parties if party.id == party_id), None)

    def sheet(self, form: str) -> Sheet | None:
        """Return the newest sheet of a form."""
        return max((one for one in self.sheets if one.form == form), key=lambda one: one.id, default=None)

    @property
    def plan(self) -> Plan | None:
        """The newest agreement."""
        return max(self.plans, key=lambda one: one.id, default=None)

    def of_kind(self, *kinds: TaskKind) -> tuple[Task, ...]:
        """Return the tasks of these kinds, the earliest first."""
        return tuple(sorted((one for one in self.tasks if one.kind in kinds), key=lambda one: (one.due_at, one.id)))

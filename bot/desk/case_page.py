"""The case page: one timeline of texts, notes and steps. Numbers are masked, and reading is audited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.desk.at_case import AtConsole, NoSuchCase, NotYours, looking_at
from bot.desk.climb import asked_so_far
from bot.desk.desk import Desk
from bot.desk.from_console import TRAINEE
from bot.desk.pass_on import COMPLAINT
from bot.desk.queue import State, state_of, waits_since
from bot.desk.relay import WAITS_FOR_SUPERVISOR
from bot.desk.scene import OTHER_PERSON, Scene
from bot.desk.stints import spans_of
from bot.desk.take import UNREAD, follows
from bot.helpline import orders
from bot.helpline.casework import writers
from bot.helpline.privacy import mask_numbers
from bot.helpline.records import Case, CaseAction, Message, Mode, Status
from bot.helpline.routing import Need, may_take
from bot.text import phone

SHOWN_FROM = timedelta(hours=24)  # before the case was opened: what led to it
NOT_SHOWN = frozenset({"wrote"})  # steps that the texts themselves show

Kind = Literal["person", "ours", "worker", "note", "step"]


@dataclass(frozen=True)
class Entry:
    """A line of the timeline. `words` are secret."""

    kind: Kind
    at: datetime
    id: str
    words: str = field(default="", repr=False)
    who: str | None = None  # a worker's name
    status: Status | None = None
    reason: str | None = None  # why it was not delivered, or waits
    verb: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    may_resend: bool = False


@dataclass(frozen=True)
class CasePage:
    """What the page of a case shows."""

    case: Case
    code: str
    case_id: int
    code_name: str
    number: str  # masked
    mode: Mode
    assignee: str | None
    is_mine: bool
    may_take: bool
    may_write: bool
    may_change: bool
    is_trainee: bool
    is_with_person: bool  # False: somebody else writes from the number now
    may_be_sent_to: bool  # False: the person has opted out, or the number cannot be reached
    waits_since: datetime | None
    state: State
    entries: tuple[Entry, ...]

    @property
    def last_id(self) -> str:
        """What changes when the timeline does."""
        return "/".join(f"{entry.id}:{entry.status}" for entry in self.entries[-40:])


def open_page(desk: Desk, worker_id: int, code: str) -> CasePage:
    """Return the page and write on the audit that it was read; raises NoSuchCase."""
    page = look(desk, worker_id, code)
    with desk.store.begin() as work:
        work.audit.note(f"worker:{worker_id}", "read_case", f"case:{page.case_id}", desk.clock.now())
        work.commit()
    return page


def look(desk: Desk, worker_id: int, code: str) -> CasePage:
    """Return the page as it stands now, for who has opened it already; raises NoSuchCase."""
    with looking_at(desk, worker_id, code) as errand:
        if not may_read(errand):
            raise NoSuchCase(code)
        return _page(errand, errand.scene.conversation.identifier_id)


def may_read(errand: AtConsole) -> bool:
    """Say whether the worker may read the words: who has taken the case, supervises, or was let in."""
    # An offer shows code, topic and severity only; the words follow after it was taken (safeguarding 19).
    return errand.may_change or follows(errand.scene, errand.case, errand.worker)


def is_offered(desk: Desk, worker_id: int, code: str) -> Case | None:
    """Return the case if it is open to be taken by this worker, who may not read it yet."""
    with looking_at(desk, worker_id, code) as errand:
        worker, case = errand.worker, errand.case
        asked = worker.id in asked_so_far(errand.scene, case)
    allowed = may_take(worker, Need(case.language, case.region, case.kind))
    return case if asked and allowed and case.status in ("new", "offered") else None


def reveal(desk: Desk, worker_id: int, code: str, why: str) -> str:
    """Return the person's number and write on the audit who asked and why (a word from a list)."""
    with looking_at(desk, worker_id, code) as errand:
        if not may_read(errand):
            raise NoSuchCase(code)
        if not errand.may_change:
            raise NotYours(code)
        scene, case, work = errand.scene, errand.case, errand.scene.work
        number = work.identifiers.get(scene.conversation.identifier_id).number
        work.audit.note(errand.actor, "revealed_number", f"case:{case.id}", scene.now, {"why": why})
        scene.note(case, "revealed_number", actor=errand.actor, why=why)
        work.commit()
    return number


def _page(errand: AtConsole, identifier_id: int) -> CasePage:
    scene, case, worker = errand.scene, errand.case, errand.worker
    identifier = scene.work.identifiers.get(identifier_id)
    names = {one.id: one.name for one in scene.work.workers.all()}
    since = waits_since(case, scene.conversation.last_in_at)
    is_open = case.status != "closed"
    return CasePage(
        case=case,
        code=case.code,
        case_id=case.id,
        code_name=scene.work.persons.get(case.person_id).code_name,
        number=phone.masked(identifier.number),
        mode=scene.conversation.mode,
        assignee=names.get(case.assignee_id or 0),
        is_mine=errand.is_owner,
        may_take=is_open and not errand.is_owner and (case.status != "taken" or errand.is_chief),
        may_write=is_open and errand.is_owner,
        may_change=errand.may_change,
        is_trainee=TRAINEE in worker.skills,
        is_with_person=scene.is_with(case),
        may_be_sent_to=identifier.stopped_at is None and identifier.unreachable is None,
        waits_since=since if is_open else None,
        state=state_of(case, since, scene.now) if is_open else "green",
        entries=tuple(sorted(_entries(errand, names), key=lambda entry: entry.at)),
    )


def _entries(errand: AtConsole, names: dict[int, str]) -> Iterator[Entry]:
    scene, case = errand.scene, errand.case
    spans = spans_of(scene, case.person_id)
    begins, ends = case.opened_at - SHOWN_FROM, case.closed_at
    for text in scene.work.messages.thread(scene.conversation.id):
        if text.at is None or text.at < begins or (ends and text.at > ends) or not writers.is_in(spans, text.id):
            continue
        if text.status not in UNREAD and text.status is not Status.CANCELLED and _is_for(errand, text):
            yield _of_text(errand, text, names)
    for line in scene.work.cases.timeline(case.id):
        if line.verb not in NOT_SHOWN:
            yield _of_line(errand, line, names)


def _is_for(errand: AtConsole, text: Message) -> bool:
    """Say whether this reader may see the text: a complaint never reaches the worker it is about."""
    return text.kind != COMPLAINT or errand.is_chief


def _of_text(errand: AtConsole, text: Message, names: dict[int, str]) -> Entry:
    assert text.at is not None
    words = mask_numbers(text.text)
    if text.direction == "in":
        return Entry("person", text.at, f"m{text.id}", words, status=text.status, details={"media": text.media_count})
    by_worker = text.worker_id is not None
    waits = text.failed_reason in (WAITS_FOR_SUPERVISOR, OTHER_PERSON)
    return Entry(
        "worker" if by_worker else "ours",
        text.at,
        f"m{text.id}",
        text.text,
        who=names.get(text.worker_id or 0),
        status=text.status,
        reason=text.failed_reason,
        may_resend=text.status is Status.FAILED and by_worker and errand.is_owner and not waits,
        details={"segments": text.segments, "message": text.id, "attempts": text.attempts},
    )


def _of_line(errand: AtConsole, line: CaseAction, names: dict[int, str]) -> Entry:
    who = _actor(line.actor, names)
    if line.verb == "note":
        return Entry("note", line.at, f"a{line.id}", _note_words(errand.scene, line), who=who)
    words = _call_words(errand.scene, line) if line.verb == "spoke" else ""
    named = dict(line.details)
    for key in ("workers", "chiefs"):
        if key in named:
            named[key] = [names.get(one, "?") for one in named[key]]
    for key in ("worker", "before"):
        if named.get(key):
            named[key] = names.get(named[key], "?")
    return Entry("step", line.at, f"a{line.id}", words, who=who, verb=line.verb, details=named)


def _actor(actor: str, names: dict[int, str]) -> str | None:
    kind, _, number = actor.partition(":")
    return names.get(int(number)) if kind == "worker" and number.isdecimal() else None


def _call_words(scene: Scene, line: CaseAction) -> str:
    """Return the notes of a call or a visit; nothing once they were erased."""
    found = scene.work.casework.contacts.where(id=line.details.get("contact"))
    return mask_numbers(found[0].words or "") if found else ""


def _note_words(scene: Scene, line: CaseAction) -> str:
    """Return a note's words: kept by casework, or in the worker's own SMS."""
    if "note" in line.details:
        return scene.work.casework.notes.get(int(line.details["note"])).words
    if "text" in line.details:
        return orders.read(scene.work.messages.get(int(line.details["text"])).text).words
    return ""

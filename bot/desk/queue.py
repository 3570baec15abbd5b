"""Queue: the open cases as the console shows them, the most urgent first, and the next person for who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.desk.at_case import NoSuchCase, find
from bot.desk.climb import ASKING, BEGINS, asked_in
from bot.desk.desk import Desk
from bot.desk.from_console import take_over
from bot.desk.presence import online
from bot.desk.scene import open_scene
from bot.desk.take import give_back
from bot.helpline import routing
from bot.helpline.ladder import CONSOLE_OFFER
from bot.helpline.records import Case, Severity, Worker
from bot.helpline.routing import is_chief, may_read
from bot.ports import UnitOfWork

State = Literal["green", "amber", "red"]
AMBER_FROM = 0.5  # of the time to answer


@dataclass(frozen=True)
class Row:
    """One open case: ids and words of the helpline only."""

    code: str
    severity: Severity
    kind: str | None
    topic: str | None
    reason: str
    region: str | None
    language: str
    status: str
    assignee: str | None
    answer_by: datetime
    waits_since: datetime | None  # since when the person waits for a human's word; None: it is the person's turn
    state: State
    is_mine: bool
    offer_ends_at: datetime | None  # the case is offered to who asks, until then
    may_open: bool


@dataclass(frozen=True)
class Queue:
    """The open cases, the light above them, and whether who asks may take one more."""

    rows: tuple[Row, ...]
    light: State
    waiting: int
    load: int
    capacity: int
    may_take_more: bool
    to_wrap_up: int = 0  # closed cases of this worker (for a supervisor: of all) that nobody has wrapped up


@dataclass(frozen=True)
class _Board:
    """What is read once for all rows; `asked` and `followed` are cases of the worker who looks."""

    names: dict[int, str]
    written: dict[int, datetime | None]
    asked: set[int]
    followed: set[int]
    online: set[int]


def queue(desk: Desk, worker: Worker) -> Queue:
    """Return the open cases that the worker may know of; as many statements whatever their number."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        cases = [case for case in work.cases.all() if _may_know(worker, case)]
        board = _board(work, worker, cases, now)
        to_wrap_up = len(work.casework.board.to_wrap_up(None if is_chief(worker) else worker.id))
    rows = sorted(
        (_row(worker, case, board, now) for case in cases),
        key=lambda row: row.offer_ends_at is None,  # what is offered to me stands first
    )
    waiting = [row for row in rows if row.waits_since]
    light: State = "red" if _any(waiting, "red") else "amber" if _any(waiting, "amber") else "green"
    load = sum(row.is_mine for row in rows)
    may_take_more = is_chief(worker) or load < worker.capacity
    return Queue(tuple(rows), light, len(waiting), load, worker.capacity, may_take_more, to_wrap_up)


def next_person(desk: Desk, worker: Worker) -> str | None:
    """
    Put the worker in charge of the most urgent case that they may take, and return its code.

    What they have passed on comes back to them only when nobody else waits.
    None: nobody waits whom this worker may take, or the worker has as many as they can carry.
    """
    with desk.store.begin() as work:
        if not is_chief(worker) and work.cases.load_of(worker.id) >= worker.capacity:
            return None
        open_cases = [case for case in work.cases.all() if case.status in ("new", "offered")]
        fitting = [case for case in open_cases if _fits(worker, case)]
        passed = _passed_by(work, worker, fitting)
    fitting.sort(key=lambda case: case.id in passed)
    return next((case.code for case in fitting if take_over(desk, worker, case)), None)


def _passed_by(work: UnitOfWork, worker: Worker, cases: list[Case]) -> set[int]:
    """Return the ids of the cases that this worker has passed on since the ladder began."""
    told = work.casework.board.lines([case.id for case in cases], (*BEGINS, "passed"))
    return {case_id for case_id, lines in told.items() if worker.id in asked_in(lines)}


def waits_since(case: Case, written: datetime | None) -> datetime | None:
    """Return since when the person, who last wrote then, waits for a human's word; None when it is their turn."""
    if case.last_worker_text_at is None:
        return case.opened_at
    return written if written and written > case.last_worker_text_at else None


def state_of(case: Case, since: datetime | None, now: datetime) -> State:
    """Return how late an answer is: red past its time, amber when half of it is gone."""
    if since is None:
        return "green"
    if case.last_worker_text_at is None:
        given, gone = case.answer_by - case.opened_at, now - case.opened_at
    else:
        given, gone = max(case.answer_by - case.opened_at, timedelta(minutes=5)), now - since
    share = gone / given if given > timedelta() else 1.0
    return "red" if share >= 1 else "amber" if share >= AMBER_FROM else "green"


def _may_know(worker: Worker, case: Case) -> bool:
    if is_chief(worker) or case.assignee_id == worker.id:
        return True
    return routing.may_take(worker, routing.Need(case.language, case.region, case.kind))


def _fits(worker: Worker, case: Case) -> bool:
    return is_chief(worker) or (_may_know(worker, case) and case.language in worker.languages)


def _any(rows: list[Row], state: State) -> bool:
    return any(row.state == state for row in rows)


def _board(work: UnitOfWork, worker: Worker, cases: list[Case], now: datetime) -> _Board:
    ids, board = [case.id for case in cases], work.casework.board
    asked = {case_id: asked_in(lines) for case_id, lines in board.lines(ids, ASKING).items()}
    return _Board(
        names={one.id: one.name for one in work.workers.all()},
        written=board.written_at(ids),
        asked={case_id for case_id, workers in asked.items() if worker.id in workers},
        followed=board.followed_by(worker.id),
        online=online(work, now),
    )


def _row(worker: Worker, case: Case, board: _Board, now: datetime) -> Row:
    since = waits_since(case, board.written[case.id])
    is_mine = case.assignee_id == worker.id
    offered = case.status == "offered" and case.offered_to == worker.id
    return Row(
        code=case.code,
        severity=case.severity,
        kind=case.kind,
        topic=case.topic,
        reason=case.reason,
        region=case.region,
        language=case.language,
        status=case.status,
        assignee=board.names.get(case.assignee_id or 0),
        answer_by=case.answer_by,
        waits_since=since,
        state=state_of(case, since, now),
        is_mine=is_mine,
        offer_ends_at=_offer_ends(case, board, now) if offered else None,
        may_open=may_read(worker, case, board.asked | board.followed),
    )


def _offer_ends(case: Case, board: _Board, now: datetime) -> datetime:
    """Return until when an offer stands; one whose SMS went out long ago stands until somebody takes the case."""
    if case.offered_to in board.online and case.offered_at and case.severity is Severity.IMMINENT:
        return max(case.offered_at + CONSOLE_OFFER, now)
    return case.next_step_at or now


def decline(desk: Desk, worker_id: int, code: str) -> None:
    """Say no to an offer: the next one is asked at once. Raises NoSuchCase when it is not offered to this worker."""
    worker, case, identifier_id = find(desk, worker_id, code)
    with open_scene(desk, identifier_id) as scene:
        locked = scene.work.cases.get(case.id, lock=True)
        if locked.status != "offered" or locked.offered_to != worker.id:
            raise NoSuchCase(code)
        give_back(scene, locked, worker, f"worker:{worker.id}")

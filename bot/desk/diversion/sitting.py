"""Sitting: one worker at one diversion case, locked, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from bot.answers import forms
from bot.desk.desk import Desk
from bot.desk.scene import tell, wake
from bot.helpline.diversion import access
from bot.helpline.diversion.forms import Form
from bot.helpline.diversion.records import DiversionAction, File, Party, Plan, Sheet, Task
from bot.helpline.records import Purpose, Worker
from bot.helpline.routing import SUPERVISOR, chiefs
from bot.ports import UnitOfWork

May = Callable[[File, Worker], bool]


class NoSuchCase(LookupError):
    """There is no such case, or it is not this worker's; nobody is told which."""


class NotAllowed(ValueError):
    """The worker may see the case but not do this; `why` is an id for the pages."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Sitting:
    """What a verb works with. What was changed is committed when the block of `sit` ends well."""

    desk: Desk
    work: UnitOfWork
    now: datetime
    worker: Worker
    file: File
    wakes: list[tuple[str, datetime | None]] = field(default_factory=list)

    @property
    def actor(self) -> str:
        """The worker's name in the history and in the audit."""
        return f"worker:{self.worker.id}"

    @property
    def parts(self) -> frozenset[str]:
        """What the worker sees of the case."""
        return access.parts_for(self.file, self.worker)

    def keep(self, file: File) -> File:
        """Store what has changed, and go on with it."""
        self.file = self.work.diversions.keep(file)
        return self.file

    def note(self, verb: str, **details: Any) -> None:
        """Write a line in the history and in the audit: ids and words of the helpline only."""
        note(self.work, self.file, self.now, self.actor, verb, **details)

    def form(self, name: str) -> Form:
        """Return the form as content/ has it now, stored as a version of its own."""
        current = self.desk.library.forms[name]
        return self.work.diversions.form_used(current, forms.digest(current), self.now)

    def add_task(self, task: Task) -> Task:
        """Add something that is to be done, and have the clock look at it."""
        self.keep(replace(self.file, tasks=(*self.file.tasks, task)))
        for at in (task.remind_at, task.due_at):
            if at is not None:
                self.wakes.append(("chase", at))
        return self.file.tasks[-1]

    def change_task(self, task: Task, **columns: Any) -> Task:
        """Set columns of one of the tasks."""
        changed = replace(task, **columns)
        self.swap("tasks", changed)
        return changed

    def swap(self, kind: Literal["tasks", "sheets", "plans"], record: Task | Sheet | Plan) -> None:
        """Put a record in the place of the one with its id."""
        swapped: dict[str, Any] = {
            kind: tuple(record if one.id == record.id else one for one in getattr(self.file, kind))
        }
        self.keep(replace(self.file, **swapped))

    def task(self, task_id: int) -> Task:
        """Return one of the case's tasks; raises NoSuchCase."""
        found = next((one for one in self.file.tasks if one.id == task_id), None)
        if found is None:
            raise NoSuchCase("no such task")
        return found

    def party(self, party_id: int) -> Party:
        """Return one of those who take part; raises NoSuchCase."""
        found = self.file.party(party_id)
        if found is None or found.left_at is not None:
            raise NoSuchCase("no such party")
        return found

    def require(self, allowed: bool, why: str) -> None:
        """Raise NotAllowed unless it is allowed."""
        if not allowed:
            raise NotAllowed(why)


def _sees(sitting: Sitting) -> bool:
    return bool(sitting.parts)


@contextmanager
def sit(
    desk: Desk, worker: Worker, code: str, *, may: May = access.may_change, enters: Callable[[Sitting], bool] = _sees
) -> Iterator[Sitting]:
    """
    Yield the case for this worker to work on; commit when the block ends well. `enters`: for whom it is there at all.

    Raises NoSuchCase for a case that is not theirs, NotAllowed for one that they may only read.
    """
    now = desk.clock.now()
    with desk.store.begin() as work:
        found = work.diversions.by_code(code)
        if found is None:
            raise NoSuchCase("no such case")
        sitting = Sitting(desk, work, now, worker, work.diversions.file(found.id, lock=True))
        if not enters(sitting):
            raise NoSuchCase("no such case")
        sitting.require(may(sitting.file, worker), "not_yours_to_change")
        yield sitting
        work.commit()
    wake(desk, sitting.wakes)


def note(work: UnitOfWork, file: File, now: datetime, actor: str, verb: str, **details: Any) -> None:
    """Write a line in the history and in the audit."""
    case_id = file.diversion.id
    work.diversions.note(DiversionAction(case_id, now, actor, verb, details))
    work.audit.note(actor, f"diversion_{verb}", f"diversion:{case_id}", now, details)


def tell_owner(
    desk: Desk,
    work: UnitOfWork,
    file: File,
    text_id: str,
    wakes: list[tuple[str, datetime | None]],
    **fields: Any,
) -> None:
    """Tell the case's worker by SMS, with the code alone; the supervisors if that worker is gone."""
    owner = work.workers.get(file.diversion.owner_id)
    staff = [owner] if owner.suspended_at is None else chiefs(work.workers.all(), SUPERVISOR)
    now = desk.clock.now()
    for one in staff:
        tell(
            desk, work, now, one, text_id, purpose=Purpose.ALERT, wakes=wakes, code=file.diversion.code, **fields
        )  # fmt: skip

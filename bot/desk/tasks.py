"""Tasks: what somebody is to do by a time. When it comes and the task is not done, the worker is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.at_case import NoSuchCase, NotYours, at_any_case, at_case
from bot.desk.desk import Desk
from bot.desk.scene import open_scene
from bot.desk.take import may_see
from bot.helpline.casework import tasks as rules
from bot.helpline.casework.records import Task
from bot.helpline.records import Purpose, Worker
from bot.helpline.routing import is_chief, may_read
from bot.logs import log
from bot.ports import UnitOfWork


@dataclass(frozen=True)
class TaskLine:
    """A task as a list shows it."""

    id: int
    code: str
    what: str = field(repr=False)
    worker: str
    due_at: datetime
    state: str
    is_overdue: bool
    may_open: bool  # the case: who was given a task in it reads nothing else of it


def add_task(
    desk: Desk, worker_id: int, code: str, what: str, due_at: datetime, *, for_worker: int | None = None
) -> int:
    """Write down what is to be done; without `for_worker` by the one who writes it down."""
    with at_case(desk, worker_id, code) as errand:
        scene, case = errand.scene, errand.case
        doer = scene.work.workers.get(for_worker or worker_id)
        task = scene.work.casework.tasks.add(
            Task(0, case.id, doer.id, what.strip(), due_at, made_at=scene.now, made_by=worker_id)
        )
        scene.note(case, "task_added", actor=errand.actor, task=task.id, worker=doer.id)
        scene.wake("chase", due_at)
        return task.id


def finish_task(desk: Desk, worker_id: int, code: str, task_id: int) -> None:
    """Mark a task as done, by who does it, owns the case or supervises. Raises NoSuchCase or NotYours."""
    with at_any_case(desk, worker_id, code) as errand:
        shelf = errand.scene.work.casework.tasks
        for task in shelf.where(id=task_id, case_id=errand.case.id):
            if task.worker_id == worker_id or errand.may_change:
                shelf.save(rules.finish(task, errand.scene.now))
                errand.scene.note(errand.case, "task_done", actor=errand.actor, task=task.id)
                return
        raise NotYours(code) if may_see(errand) else NoSuchCase(code)


def postpone_task(desk: Desk, worker_id: int, code: str, task_id: int, due_at: datetime) -> None:
    """Give a task a new time."""
    with at_case(desk, worker_id, code) as errand:
        shelf = errand.scene.work.casework.tasks
        for task in shelf.where(id=task_id, case_id=errand.case.id):
            shelf.save(rules.postpone(task, due_at))
            errand.scene.note(errand.case, "task_postponed", actor=errand.actor, task=task.id)
            errand.scene.wake("chase", due_at)


def tell_due(desk: Desk) -> None:
    """Tell the workers of tasks whose time has come. Called by the chase."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        due = [(task.id, task.case_id) for task in work.casework.tasks.due(now)]
        people = {case_id: _number_of(work, case_id) for _, case_id in due}
    for task_id, case_id in due:
        _tell(desk, task_id, people[case_id])


def list_tasks(desk: Desk, worker_id: int) -> list[TaskLine]:
    """Return what is not done: one's own, for a supervisor everybody's; the longest overdue first."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        asking = work.workers.get(worker_id)
        names = {worker.id: worker.name for worker in work.workers.all()}
        found = [task for task in work.casework.tasks.unfinished() if _is_shown(task, asking)]
        followed = work.casework.board.followed_by(worker_id)
        cases = [work.cases.get(task.case_id) for task in found]
        return [
            TaskLine(
                task.id,
                case.code,
                task.what,
                names[task.worker_id],
                task.due_at,
                task.state,
                rules.is_overdue(task, now),
                may_read(asking, case, followed),
            )
            for task, case in zip(found, cases, strict=True)
        ]


def _is_shown(task: Task, worker: Worker) -> bool:
    return is_chief(worker) or task.worker_id == worker.id


def _number_of(work: UnitOfWork, case_id: int) -> int:
    case = work.cases.get(case_id)
    number: int = work.conversations.get(case.conversation_id).identifier_id
    return number


def _tell(desk: Desk, task_id: int, identifier_id: int) -> None:
    with open_scene(desk, identifier_id) as scene:
        shelf = scene.work.casework.tasks
        task = shelf.get(task_id, lock=True)
        missed = rules.miss(task, scene.now)
        if missed == task:
            return  # somebody was quicker
        shelf.save(missed)
        case = scene.work.cases.get(task.case_id)
        scene.note(case, "task_due", task=task.id, worker=task.worker_id)
        worker = scene.work.workers.get(task.worker_id)
        scene.tell(worker, "worker.task_due", case=case, purpose=Purpose.ALERT, code=case.code)
    log.info("task_due", case=case.id)

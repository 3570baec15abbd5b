"""Presence: whose console is open. Who is there reads the person's words there, and is asked there first."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.scene import Scene
from bot.helpline.records import Case
from bot.ports import UnitOfWork

SEEN = "console.seen."
STILL_THERE = timedelta(minutes=2)
AGAIN_AFTER = timedelta(seconds=20)  # a page asks every few seconds; the row is written seldom
CONSOLE = "console"  # how something was done; nothing stands there for an SMS


def here(desk: Desk, worker_id: int) -> None:
    """Note that a worker's console is open."""
    now, name = desk.clock.now(), f"{SEEN}{worker_id}"
    with desk.store.begin() as work:
        if not _is_fresh(work.marks.get(name), now, AGAIN_AFTER):
            work.marks.put(name, now.timestamp())
            work.commit()


def gone(desk: Desk, worker_id: int) -> None:
    """Note that a worker has logged out."""
    with desk.store.begin() as work:
        work.marks.drop(f"{SEEN}{worker_id}")
        work.commit()


def online(work: UnitOfWork, now: datetime) -> set[int]:
    """Return the ids of those whose console is open."""
    seen = work.marks.named(SEEN)
    return {int(name.removeprefix(SEEN)) for name, at in seen.items() if _is_fresh(at, now, STILL_THERE)}


def reads_at_console(scene: Scene, case: Case) -> bool:
    """Say whether the worker in charge reads this case at the console, so that no SMS has to carry the words."""
    if case.assignee_id not in online(scene.work, scene.now):
        return False
    acts = [line for line in scene.work.cases.timeline(case.id) if line.verb in ("taken", "wrote", "reopened")]
    mine = [line for line in acts if line.actor == f"worker:{case.assignee_id}"]
    return bool(mine) and mine[-1].details.get("via") == CONSOLE


def _is_fresh(at: float | None, now: datetime, within: timedelta) -> bool:
    return at is not None and abs(now.timestamp() - at) < within.total_seconds()

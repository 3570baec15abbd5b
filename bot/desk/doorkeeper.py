"""Doorkeeper: who of the staff stands at the console's door, and what the audit keeps of coming and going."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.helpline.records import Worker


def member(desk: Desk, worker_id: int) -> Worker | None:
    """Return the member of staff; None for one who is suspended."""
    with desk.store.begin() as work:
        worker = work.workers.get(worker_id)
    return None if worker.suspended_at is not None else worker


def write_down(desk: Desk, worker_id: int, verb: str, actor: str | None = None) -> None:
    """Write a line on the audit about a login: "logged_in", "logged_out", "accepted_conduct", "login_locked"."""
    with desk.store.begin() as work:
        work.audit.note(actor or f"worker:{worker_id}", verb, f"worker:{worker_id}", desk.clock.now())
        work.commit()

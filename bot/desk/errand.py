"""Errand: a worker's text while it is dealt with, about the house or about one case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.desk.scene import Scene
from bot.helpline import routing
from bot.helpline.orders import Order
from bot.helpline.records import Case, Message, Status, Worker


@dataclass
class Errand:
    """
    A worker, the order, and the text it came in.

    The scene is that of the case's person; about the house it is one without a person.
    """

    scene: Scene
    worker: Worker
    order: Order
    text: Message

    def answer(self, text_id: str, **fields: Any) -> None:
        """Tell the worker who wrote."""
        self.scene.tell(self.worker, text_id, **fields)

    def finish(self, case: Case | None = None) -> None:
        """Mark the worker's text as dealt with."""
        self.scene.settle([self.text], Status.ANSWERED, case_id=case.id if case else None, worker_id=self.worker.id)

    @property
    def actor(self) -> str:
        """The worker's name in timelines and in the audit."""
        return f"worker:{self.worker.id}"

    @property
    def is_chief(self) -> bool:
        """Say whether the worker is a supervisor or an administrator."""
        return routing.is_chief(self.worker)


@dataclass
class CaseErrand(Errand):
    """An errand about one case, which is locked."""

    case: Case

    def save(self, case: Case, verb: str, **details: Any) -> None:
        """Store the case and write what was done on its timeline."""
        self.case = case
        self.scene.work.cases.save(case)
        self.scene.note(case, verb, actor=self.actor, **details)

    @property
    def is_owner(self) -> bool:
        """Say whether the worker has taken the case."""
        return self.case.assignee_id == self.worker.id

    @property
    def may_change(self) -> bool:
        """Say whether the case is the worker's to work on: its owner's, or whose task it is to supervise."""
        return self.is_owner or self.is_chief

"""At a case: a worker at the console does something in one case, under the same rules as by SMS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.desk.desk import Desk
from bot.desk.errand import CaseErrand
from bot.desk.presence import CONSOLE
from bot.desk.scene import Scene, open_scene
from bot.desk.take import may_see
from bot.helpline.orders import Order
from bot.helpline.records import Case, Message, Worker


class NoSuchCase(LookupError):
    """There is no such case for this worker; whether somebody else has it is not said."""


class NotYours(PermissionError):
    """The worker may see the case, and only its owner or a supervisor may do this."""


class AtConsole(CaseErrand):
    """An errand without an SMS: the page itself is the answer."""

    def answer(self, text_id: str, **fields: Any) -> None:
        """Say nothing by SMS."""

    def finish(self, case: Case | None = None) -> None:
        """There is no text to be marked."""


@contextmanager
def at_case(desk: Desk, worker_id: int, code: str, *, to_change: bool = True) -> Iterator[AtConsole]:
    """
    Yield the errand, its case locked, and commit when the block ends well.

    `to_change`: only the owner or a supervisor may. Raises NoSuchCase or NotYours.
    """
    with at_any_case(desk, worker_id, code) as errand:
        if not may_see(errand):
            raise NoSuchCase(code)
        if to_change and not errand.may_change:
            raise NotYours(code)
        yield errand


@contextmanager
def at_any_case(desk: Desk, worker_id: int, code: str) -> Iterator[AtConsole]:
    """Yield the errand to whoever asks: the caller judges whether the worker may. Raises NoSuchCase."""
    worker, case, identifier_id = find(desk, worker_id, code)
    with open_scene(desk, identifier_id) as scene:
        locked = scene.work.cases.get(case.id, lock=True)
        yield AtConsole(scene, worker, Order("who", code), nothing(identifier_id), locked)


@contextmanager
def looking_at(desk: Desk, worker_id: int, code: str) -> Iterator[AtConsole]:
    """Yield the errand to look and not to change: no lock, and nothing is committed unless the caller does."""
    worker, case, identifier_id = find(desk, worker_id, code)
    with desk.store.begin() as work:
        now = desk.clock.now()
        scene = Scene(desk, work, now, work.conversations.of(identifier_id, now), desk.provider)
        yield AtConsole(scene, worker, Order("who", code), nothing(identifier_id), case)


def nothing(identifier_id: int) -> Message:
    """Return what stands where a worker's SMS would: no text at all."""
    return Message(0, identifier_id, None, "in", CONSOLE, "")


def find(desk: Desk, worker_id: int, code: str) -> tuple[Worker, Case, int]:
    """Return the worker, the case that carries the code, and the number of its person; raises NoSuchCase."""
    with desk.store.begin() as work:
        worker, case = work.workers.get(worker_id), work.cases.by_code(code.upper())
        if case is None or worker.suspended_at is not None:
            raise NoSuchCase(code)
        return worker, case, work.conversations.get(case.conversation_id).identifier_id

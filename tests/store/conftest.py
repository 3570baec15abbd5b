"""People and matters that the store's tests begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.helpline.records import Case, Conversation, Identifier, Purpose, Severity, Status
from bot.ports import Inbound, Outbound
from bot.store.store import SqlStore
from tests.clock import FakeClock

CHILD, PARENT, WORKER = "+99361000001", "+99361000002", "+99361000003"


@dataclass
class Desk:
    """A few verbs that put rows into the store, each in a transaction of its own."""

    store: SqlStore
    clock: FakeClock

    def someone(self, number: str = CHILD) -> tuple[Identifier, Conversation]:
        with self.store.begin() as work:
            identifier = work.identifiers.find_or_add(number, "phone")
            conversation = work.conversations.of(identifier.id, self.clock.now())
            work.commit()
        return identifier, conversation

    def hears(self, text: str, sid: str, number: str = CHILD, status: Status = Status.WAITING) -> int | None:
        with self.store.begin() as work:
            identifier = work.identifiers.find_or_add(number, "phone")
            sms = Inbound("simulated", sid, number, text)
            message_id = work.messages.add_inbound(sms, identifier.id, self.clock.now(), status)
            work.commit()
        return message_id

    def says(self, text: str, purpose: Purpose = Purpose.REPLY, number: str = CHILD, **more: Any) -> int:
        identifier, conversation = self.someone(number)
        due_at = more.pop("due_at", self.clock.now())
        sms = Outbound(identifier.id, text, purpose, due_at, conversation_id=conversation.id, **more)
        with self.store.begin() as work:
            message_id = work.messages.add_outbound(sms, "simulated", self.clock.now())
            work.commit()
        return message_id

    def case(self, code: str = "K4F2", **more: Any) -> Case:
        _, conversation = self.someone()
        now = self.clock.now()
        columns = {
            "id": 0,
            "code": code,
            "conversation_id": conversation.id,
            "person_id": conversation.person_id,
            "severity": Severity.MEDIUM,
            "reason": "wish",
            "kind": None,
            "topic": "lawyer",
            "language": "tk",
            "region": "mary",
            "status": "new",
            "opened_at": now,
            "answer_by": now + timedelta(hours=4),
        }
        with self.store.begin() as work:
            added = work.cases.add(Case(**columns | more))
            work.commit()
        return added

    def change(self, message_id: int, **columns: Any) -> None:
        with self.store.begin() as work:
            work.messages.change(message_id, **columns)
            work.commit()


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock) -> Desk:
    return Desk(store, clock)


@pytest.fixture
def rows(store: SqlStore) -> Callable[[str], list[Any]]:
    """Read raw rows, as somebody who has stolen the database would."""

    def read(query: str) -> list[Any]:
        with store.engine.connect() as connection:
            return list(connection.exec_driver_sql(query))

    return read

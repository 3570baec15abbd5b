"""Conversations: the thread with one number, its state, its open question and its talk (both sealed)."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from bot.helpline.records import Conversation, Mode, Option, Question, Talk
from bot.store.loaded import Loaded, NoSuchRow, must_exist
from bot.store.persons import new_person
from bot.store.sealing import Seal
from bot.store.tables import conversation, identifier, message, person, person_identifier

PLAIN = (
    "person_id",
    "mode",
    "mode_since",
    "language",
    "language_chosen",
    "simple_letters",
    "discreet",
    "greeted_at",
    "last_in_at",
    "last_out_at",
)
ALL: Select[Any] = select(conversation, person.c.code_name).join(person)
BY_ID = ALL.where(conversation.c.id == bindparam("row"))
OF_NUMBER = ALL.where(conversation.c.identifier_id == bindparam("number"))


class SqlConversations:
    """The threads."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection, self._seal = connection, seal
        self._loaded: Loaded[Conversation] = Loaded()

    def of(self, identifier_id: int, now: datetime, *, lock: bool = False) -> Conversation:
        """
        Return the number's conversation, beginning one (with a person and a code name) when there is none.

        With `lock` nobody else changes it before this transaction ends.
        """
        known = self._first(OF_NUMBER, lock=lock, number=identifier_id)
        if known is not None:
            return known
        begun = self._begin(identifier_id, now)
        return self.get(begun.id, lock=True) if lock else begun

    def get(self, conversation_id: int, *, lock: bool = False) -> Conversation:
        """Return one; raises NoSuchRow. With `lock` nobody else changes it before this transaction ends."""
        found = self._first(BY_ID, lock=lock, row=conversation_id)
        if found is None:
            raise NoSuchRow(f"conversation {conversation_id}")
        return found

    def save(self, record: Conversation) -> None:
        """Store what has changed of the state, the question and the talk."""
        changed = self._loaded.changed(record, (*PLAIN, "question", "talk"))
        if changed:
            result = self._connection.execute(
                update(conversation).where(conversation.c.id == record.id).values(self._columns(changed, record.id))
            )
            must_exist(result, f"conversation {record.id}")
        self._loaded.keep(record)

    def with_expired_question(self, now: datetime) -> list[Conversation]:
        """Return the conversations whose open question has run out, the longest ago first."""
        found = ALL.where(conversation.c.question_expires_at <= now).order_by(conversation.c.question_expires_at)
        return [self._record(row) for row in self._connection.execute(found)]

    def _first(self, found: Select[Any], *, lock: bool = False, **values: Any) -> Conversation | None:
        locked = found.with_for_update(of=conversation, key_share=True) if lock else found
        row = self._connection.execute(locked, values).first()
        return None if row is None else self._record(row)

    def _begin(self, identifier_id: int, now: datetime) -> Conversation:
        # One of two beginners waits here, and then finds what the other began.
        lock = select(identifier.c.id).where(identifier.c.id == identifier_id).with_for_update(key_share=True)
        if self._connection.execute(lock).first() is None:
            raise NoSuchRow(f"identifier {identifier_id}")
        begun = self._first(OF_NUMBER, number=identifier_id)
        if begun is not None:
            return begun
        person_id = new_person(self._connection, now)
        self._connection.execute(insert(person_identifier).values(person_id=person_id, identifier_id=identifier_id))
        new_id = self._connection.execute(
            insert(conversation)
            .values(identifier_id=identifier_id, person_id=person_id, mode_since=now)
            .returning(conversation.c.id)
        ).scalar_one()
        # What came in before the thread began belongs to it.
        self._connection.execute(
            update(message)
            .where(message.c.identifier_id == identifier_id, message.c.conversation_id.is_(None))
            .values(conversation_id=new_id)
        )
        return self.get(new_id)

    def _columns(self, changed: dict[str, Any], row: int) -> dict[str, Any]:
        columns = {name: value for name, value in changed.items() if name in PLAIN}
        if "question" in changed:
            question = changed["question"]
            columns["question_sealed"] = question and self._close("question", question_out(question), row)
            columns["question_expires_at"] = question and question.expires_at
        if "talk" in changed:
            columns["talk_sealed"] = self._close("talk", asdict(changed["talk"]), row)
        return columns

    def _close(self, column: str, value: dict[str, Any], row: int) -> bytes:
        return self._seal.close(json.dumps(value, ensure_ascii=False), "conversation", column, row)

    def _open(self, column: str, blob: bytes | None, row: int) -> dict[str, Any] | None:
        if blob is None:
            return None
        opened: dict[str, Any] = json.loads(self._seal.open(blob, "conversation", column, row))
        return opened

    def _record(self, row: Row[Any]) -> Conversation:
        question = self._open("question", row.question_sealed, row.id)
        plain = {name: getattr(row, name) for name in PLAIN}
        plain["mode"] = Mode(row.mode)
        return self._loaded.keep(
            Conversation(
                id=row.id,
                identifier_id=row.identifier_id,
                code_name=row.code_name,
                question=None if question is None else question_in(question),
                talk=Talk(**known(Talk, self._open("talk", row.talk_sealed, row.id) or {})),
                **plain,
            )
        )


def question_out(question: Question) -> dict[str, Any]:
    """Return the question as JSON can carry it."""
    expires = question.expires_at
    return asdict(question) | {
        "asked_at": question.asked_at.isoformat(),
        "expires_at": None if expires is None else expires.isoformat(),
    }


def question_in(raw: dict[str, Any]) -> Question:
    """Read a question back."""
    expires = raw["expires_at"]
    columns = known(Question, raw) | {
        "options": tuple(Option(**known(Option, option)) for option in raw["options"]),
        "asked_at": datetime.fromisoformat(raw["asked_at"]),
        "expires_at": None if expires is None else datetime.fromisoformat(expires),
    }
    return Question(**columns)


def known(kind: type[Any], raw: dict[str, Any]) -> dict[str, Any]:
    """Leave out what this version of the code does not know: beside it a newer one may be at work."""
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in raw.items() if name in names}

"""Messages: the texts in and out, sealed, and the questions that the desk asks about them."""

from __future__ import annotations

import secrets
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.helpline.records import Message, Purpose, Status
from bot.ports import Inbound, Outbound
from bot.store.loaded import NoSuchRow, must_exist
from bot.store.sealing import Seal
from bot.store.tables import conversation, message
from bot.text.segments import count_segments, encoding_of

NEXT_ID = select(func.nextval(func.pg_get_serial_sequence("message", "id")))
RANK = {purpose: rank for rank, purpose in enumerate(Purpose)}
UNREAD = (Status.WAITING, Status.IN_HAND)
UNSURE = (Status.SENDING, Status.UNKNOWN)
NOT_BILLED = (Status.FAILED, Status.CANCELLED)
FIELDS = frozenset(one.name for one in fields(Message)) - {"id", "text"}

# What every text costs is made once: to build such a statement takes several times as long as to run it.
ALL: Select[Any] = select(message)
OF_NUMBER: Select[Any] = ALL.where(message.c.identifier_id == bindparam("number"))
IS_UNREAD = message.c.status.in_(UNREAD)
BY_ID = ALL.where(message.c.id == bindparam("row"))
BY_TOKEN = ALL.where(message.c.token == bindparam("token"))
BY_PROVIDER_ID = ALL.where(
    message.c.provider == bindparam("provider"), message.c.provider_message_id == bindparam("known_as")
)
WAITING = OF_NUMBER.where(IS_UNREAD).order_by(message.c.id)
HEARD_SINCE = OF_NUMBER.where(message.c.direction == "in", message.c.at >= bindparam("since")).order_by(message.c.id)
UNHEARD = (
    select(message.c.id)
    .where(message.c.identifier_id == bindparam("number"), IS_UNREAD, message.c.screened_at.is_(None))
    .limit(1)
)
NEXT_DUE = (
    ALL.where(message.c.status == Status.DUE, message.c.due_at <= bindparam("now"))
    .order_by(message.c.rank, message.c.due_at, message.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
EARLIEST_DUE = select(func.min(message.c.due_at)).where(message.c.status == Status.DUE)
SPENT = select(func.coalesce(func.sum(message.c.segments), 0)).where(
    message.c.identifier_id == bindparam("number"),
    message.c.direction == "out",
    message.c.at >= bindparam("since"),
    message.c.status.not_in(NOT_BILLED),
)


class NoSuchColumn(ValueError):
    """A message has no such column."""


class SqlMessages:
    """The texts."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection, self._seal = connection, seal

    def add_inbound(self, sms: Inbound, identifier_id: int, at: datetime, status: Status) -> int | None:
        """
        Store once by (provider, provider_message_id) in one atomic insert; None when it is there already.

        A retry that the provider marks as one is known by that too.
        """
        new_id = self._next_id()
        thread = select(conversation.c.id).where(conversation.c.identifier_id == identifier_id).scalar_subquery()
        return self._connection.execute(
            insert(message)
            .values(
                id=new_id,
                identifier_id=identifier_id,
                conversation_id=thread,
                direction="in",
                provider=sms.provider,
                provider_message_id=sms.provider_message_id,
                token=self._retry_token(sms, identifier_id),
                status=status,
                at=at,
                **self._words(sms.text, new_id),
                media_count=sms.media_count,
            )
            .on_conflict_do_nothing()  # the same provider's id, or the same retry
            .returning(message.c.id)
        ).scalar()

    def add_outbound(self, sms: Outbound, provider: str, now: datetime) -> int:
        """Put a text into the outbox; segments and encoding are counted here."""
        new_id = self._next_id()
        self._connection.execute(
            insert(message).values(
                id=new_id,
                identifier_id=sms.identifier_id,
                conversation_id=sms.conversation_id,
                direction="out",
                provider=provider,
                token=secrets.token_urlsafe(24),
                status=sms.status,
                at=now,
                purpose=sms.purpose,
                rank=RANK[sms.purpose],
                case_id=sms.case_id,
                worker_id=sms.worker_id,
                in_reply_to=sms.in_reply_to,
                **self._words(sms.text, new_id),
                due_at=sms.due_at,
            )
        )
        return new_id

    def get(self, message_id: int, *, lock: bool = False) -> Message:
        """Return one; raises NoSuchRow. With `lock` nobody else changes it before this transaction ends."""
        found = self._first(BY_ID, lock=lock, row=message_id)
        if found is None:
            raise NoSuchRow(f"message {message_id}")
        return found

    def by_token(self, token: str, *, lock: bool = False) -> Message | None:
        """Return the text that carries our token."""
        return self._first(BY_TOKEN, lock=lock, token=token)

    def by_provider_id(self, provider: str, provider_message_id: str, *, lock: bool = False) -> Message | None:
        """Return the text that the provider knows by this id."""
        return self._first(BY_PROVIDER_ID, lock=lock, provider=provider, known_as=provider_message_id)

    def waiting(self, identifier_id: int) -> list[Message]:
        """Texts of this number that are waiting or in hand, oldest first."""
        return self._all(WAITING, number=identifier_id)

    def is_unheard(self, identifier_id: int) -> bool:
        """Say whether one of them has not been listened to for danger yet."""
        return self._connection.scalar(UNHEARD, {"number": identifier_id}) is not None

    def change(self, message_id: int, **columns: Any) -> None:
        """
        Set columns of one message (names as in records.Message); raises NoSuchColumn or NoSuchRow.

        A new text is sealed and counted again; an erased one ("") keeps the counts of what it was.
        """
        unknown = columns.keys() - FIELDS - {"text"}
        if unknown:
            raise NoSuchColumn(", ".join(sorted(unknown)))
        values = {name: value for name, value in columns.items() if name != "text"}
        if "text" in columns:
            values = self._words(columns["text"], message_id) | values
        if columns.get("purpose") is not None:
            values["rank"] = RANK[columns["purpose"]]
        result = self._connection.execute(update(message).where(message.c.id == message_id).values(values))
        must_exist(result, f"message {message_id}")

    def next_due(self, now: datetime) -> Message | None:
        """The text to send next: by purpose's rank, then due_at, then id; locked `FOR UPDATE SKIP LOCKED`."""
        return self._first(NEXT_DUE, now=now)

    def earliest_due(self) -> datetime | None:
        """Return when the first text of the outbox falls due."""
        moment: datetime | None = self._connection.scalar(EARLIEST_DUE)
        return moment

    def stuck_sending(self, before: datetime) -> list[Message]:
        """Texts in `sending` or `unknown` since before that moment."""
        return self._list(message.c.status.in_(UNSURE), message.c.sending_since < before)

    def inbound_since(self, identifier_id: int, since: datetime) -> list[Message]:
        """Texts of this number that came in since then, oldest first."""
        return self._all(HEARD_SINCE, number=identifier_id, since=since)

    def segments_sent_since(self, identifier_id: int, since: datetime) -> int:
        """Paid segments put into the outbox for this number since then (failed and cancelled ones not counted)."""
        return int(self._connection.execute(SPENT, {"number": identifier_id, "since": since}).scalar_one())

    def thread(self, conversation_id: int, limit: int = 200) -> list[Message]:
        """The conversation's newest texts, oldest first."""
        number = select(conversation.c.identifier_id).where(conversation.c.id == conversation_id).scalar_subquery()
        # A text that came in at the very moment in which its thread was begun does not know of it.
        stray = and_(
            message.c.identifier_id == number, message.c.conversation_id.is_(None), message.c.direction == "in"
        )
        newest = self._select(or_(message.c.conversation_id == conversation_id, stray))
        rows = self._connection.execute(newest.order_by(message.c.id.desc()).limit(limit)).all()
        return [self._record(row) for row in reversed(rows)]

    def of_identifier(self, identifier_id: int, after: int = 0, limit: int = 200) -> list[Message]:
        """The number's texts with an id above `after`, oldest first."""
        found = self._select(message.c.identifier_id == identifier_id, message.c.id > after)
        return [self._record(row) for row in self._connection.execute(found.order_by(message.c.id).limit(limit))]

    def for_case(self, case_id: int) -> list[Message]:
        """The texts that belong to a case, oldest first."""
        return self._list(message.c.case_id == case_id)

    def identifiers_waiting(self, older_than: datetime) -> list[int]:
        """Numbers with texts that have waited since before that moment (the sweep), the longest first."""
        found = (
            select(message.c.identifier_id)
            .where(message.c.status.in_(UNREAD), message.c.at < older_than)
            .group_by(message.c.identifier_id)
            .order_by(func.min(message.c.id))
        )
        return list(self._connection.scalars(found))

    def _select(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return ALL.where(*conditions)

    def _first(self, found: Select[Any], *, lock: bool = False, **values: Any) -> Message | None:
        row = self._connection.execute(found.with_for_update(key_share=True) if lock else found, values).first()
        return None if row is None else self._record(row)

    def _list(self, *conditions: ColumnElement[bool]) -> list[Message]:
        return self._all(self._select(*conditions).order_by(message.c.id))

    def _all(self, found: Select[Any], **values: Any) -> list[Message]:
        return [self._record(row) for row in self._connection.execute(found, values)]

    def _retry_token(self, sms: Inbound, identifier_id: int) -> str | None:
        # Bound to the number and the words: should a provider ever use a key twice, no other text is lost by it.
        if not sms.retry_key:
            return None
        return "in:" + self._seal.fingerprint(f"{sms.provider}\n{sms.retry_key}\n{identifier_id}\n{sms.text}")

    def _next_id(self) -> int:
        # The id is part of what a sealed text is bound to, so it is drawn before the row is written.
        return int(self._connection.execute(NEXT_ID).scalar_one())

    def _words(self, words: str, row: int) -> dict[str, Any]:
        counts = {"segments": count_segments(words), "encoding": encoding_of(words)} if words else {}
        return {"text_sealed": self._close(words, row), **counts}

    def _close(self, words: str, row: int) -> bytes:
        return self._seal.close(words, "message", "text", row)

    def _record(self, row: Row[Any]) -> Message:
        plain = {name: getattr(row, name) for name in FIELDS}
        plain["status"] = Status(row.status)
        plain["purpose"] = None if row.purpose is None else Purpose(row.purpose)
        return Message(id=row.id, text=self._seal.open(row.text_sealed, "message", "text", row.id), **plain)

"""Scene: one transaction about one number: what changes, what is said, and who is woken after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bot.answers.library import UnknownText
from bot.answers.phrasing import Reader, spell
from bot.desk.desk import Desk
from bot.helpline.records import Case, CaseAction, Conversation, Message, Mode, Purpose, Status, Worker
from bot.ports import Outbound, UnitOfWork

LONGEST = 1500  # characters that a provider takes at once
LATELY = timedelta(minutes=5)
UNREAD = (Status.WAITING, Status.IN_HAND)
OTHER_PERSON = "other_person_writes"  # why a text is held: its person is not the one who writes from the number now


@dataclass
class Scene:
    """
    A number's thread, locked, inside an open transaction.

    Everything done to it is committed together by `open_scene`, or not at all.
    """

    desk: Desk
    work: UnitOfWork
    now: datetime
    conversation: Conversation
    route: str
    wakes: list[tuple[str, datetime | None]] = field(default_factory=list)
    _waiting: list[Message] | None = None

    # ── the person ─────────────────────────────────────────────────────────────────────────────────

    def change(self, **columns: Any) -> None:
        """Set columns of the conversation."""
        self.conversation = replace(self.conversation, **columns)

    def switch(self, mode: Mode) -> None:
        """Let somebody else answer from now on."""
        if mode is not self.conversation.mode:
            self.change(mode=mode, mode_since=self.now)

    def remember(self, **talk: Any) -> None:
        """Set entries of the talk that the assistant does not know by name."""
        extra = {**self.conversation.talk.extra, **talk}
        kept = {name: value for name, value in extra.items() if value is not None}
        self.change(talk=replace(self.conversation.talk, extra=kept))

    @property
    def language(self) -> str:
        """The language to write in."""
        return self.conversation.language or self.desk.policy.default_language

    @property
    def reader(self) -> Reader:
        """Who reads what is written to this number."""
        own = self.conversation.simple_letters
        simple = self.desk.policy.simple_letters if own is None else own
        return Reader(self.language, self.conversation.talk.who, simple)

    def words(self, text_id: str, **fields: Any) -> str:
        """Return the words of a text in the person's language and spelling."""
        reader, library = self.reader, self.desk.library
        try:
            words = library.text(text_id, reader.language, audience=reader.audience, **fields)
        except UnknownText:
            # Help in the other language is better than none.
            words = library.text(text_id, "tk" if reader.language == "ru" else "ru", audience=reader.audience, **fields)
        return spell(words, reader)

    def say(self, text_id: str, *, purpose: Purpose = Purpose.REPLY, case: Case | None = None, **fields: Any) -> int:
        """Put a text of the service into the outbox for the person, and tag it with its id."""
        return self.send(self.words(text_id, **fields), purpose=purpose, case=case, tag=text_id)

    def send(
        self,
        text: str,
        *,
        purpose: Purpose = Purpose.REPLY,
        case: Case | None = None,
        tag: str | None = None,
        after: timedelta = timedelta(),
        worker: Worker | None = None,
        answers: Message | None = None,
        status: Status = Status.DUE,
    ) -> int:
        """Put words for the person into the outbox and return the row's id (the last one's, of a very long text)."""
        message_id = 0
        waits = case is not None and not self.is_with(case)
        for part in in_letters(text):
            sms = Outbound(
                identifier_id=self.conversation.identifier_id,
                text=part,
                purpose=purpose,
                due_at=self.now + after,
                conversation_id=self.conversation.id,
                case_id=case.id if case else None,
                worker_id=worker.id if worker else None,
                in_reply_to=answers.id if answers else None,
                status=Status.HELD if waits else status,
            )
            message_id = self.work.messages.add_outbound(sms, self.route, self.now)
            if waits:  # nothing of one person's case reaches another who holds the phone
                self.work.messages.change(message_id, failed_reason=OTHER_PERSON)
            if tag:
                self.work.messages.change(message_id, kind=tag)
        self.change(last_out_at=self.now)
        self.wake("deliver", self.now + after if after else None)
        return message_id

    # ── texts, cases, staff ────────────────────────────────────────────────────────────────────────

    @property
    def waiting(self) -> list[Message]:
        """The person's texts that wait or are in hand, oldest first, as they stand in this transaction."""
        if self._waiting is None:
            self._waiting = self.work.messages.waiting(self.conversation.identifier_id)
        return [text for text in self._waiting if text.status in UNREAD]

    @cached_property
    def lately(self) -> list[Message]:
        """What the person wrote in the last minutes, oldest first."""
        return self.work.messages.inbound_since(self.conversation.identifier_id, self.now - LATELY)

    def mark(self, text: Message, **columns: Any) -> None:
        """Set columns of one text of the person."""
        self.work.messages.change(text.id, **columns)
        if self._waiting is not None:
            self._waiting = [replace(one, **columns) if one.id == text.id else one for one in self._waiting]

    def settle(self, texts: list[Message], status: Status, **columns: Any) -> None:
        """Mark texts of the person as dealt with."""
        for text in texts:
            self.mark(text, status=status, **columns)

    def open_case(self) -> Case | None:
        """Return the open case of the person who writes now, locked."""
        found = self.work.cases.open_of(self.conversation.id, self.conversation.person_id)
        return self.work.cases.get(found.id, lock=True) if found else None

    def is_with(self, case: Case) -> bool:
        """Say whether the person of this case is the one who writes from the number now."""
        return case.person_id == self.conversation.person_id

    def note(self, case: Case, verb: str, actor: str = "system", **details: Any) -> None:
        """Write a line on the case's timeline: ids and words of the helpline only."""
        self.work.cases.note(CaseAction(case.id, self.now, actor, verb, details))

    def tell(
        self,
        worker: Worker,
        text_id: str,
        *,
        case: Case | None = None,
        purpose: Purpose = Purpose.WORKER,
        **fields: Any,
    ) -> int:
        """Put a text of the service for a worker into the outbox."""
        return tell(
            self.desk, self.work, self.now, worker, text_id, case=case, purpose=purpose, wakes=self.wakes, **fields
        )

    def wake(self, job: str, at: datetime | None = None) -> None:
        """Have a job woken after the commit."""
        if (job, at) not in self.wakes:
            self.wakes.append((job, at))


@contextmanager
def open_scene(desk: Desk, identifier_id: int) -> Iterator[Scene]:
    """Yield the number's scene; commit when the block ends well, then wake who is to be woken."""
    now = desk.clock.now()
    with desk.store.begin() as work:
        scene = Scene(desk, work, now, work.conversations.of(identifier_id, now, lock=True), desk.provider)
        yield scene
        work.conversations.save(scene.conversation)
        work.commit()
    wake(desk, scene.wakes)


@contextmanager
def open_house(desk: Desk, worker: Worker) -> Iterator[Scene]:
    """Yield a scene about nobody but a worker: it has no thread, and says nothing to any person."""
    now = desk.clock.now()
    nobody = Conversation(id=0, identifier_id=worker.identifier_id, person_id=0, code_name="")
    with desk.store.begin() as work:
        scene = Scene(desk, work, now, nobody, desk.provider)
        yield scene
        work.commit()
    wake(desk, scene.wakes)


def tell(
    desk: Desk,
    work: UnitOfWork,
    now: datetime,
    worker: Worker,
    text_id: str,
    *,
    case: Case | None = None,
    purpose: Purpose = Purpose.WORKER,
    wakes: list[tuple[str, datetime | None]] | None = None,
    **fields: Any,
) -> int:
    """Put a text of the service for a worker into the outbox, in the worker's language."""
    language = language_of(desk, worker)
    text = spell(desk.library.text(text_id, language, audience="parent", **fields), Reader(language, simple=True))
    return tell_words(desk, work, now, worker, text, case=case, purpose=purpose, wakes=wakes)


def tell_words(
    desk: Desk,
    work: UnitOfWork,
    now: datetime,
    worker: Worker,
    text: str,
    *,
    case: Case | None = None,
    purpose: Purpose = Purpose.WORKER,
    wakes: list[tuple[str, datetime | None]] | None = None,
) -> int:
    """Put words for a worker into the outbox."""
    if wakes is not None:
        wakes.append(("deliver", None))
    case_id = case.id if case else None
    sent = 0
    for part in in_letters(text):
        sms = Outbound(worker.identifier_id, part, purpose, now, case_id=case_id, worker_id=worker.id)
        sent = work.messages.add_outbound(sms, desk.provider, now)
    return sent


def in_letters(text: str) -> list[str]:
    """Cut a very long text into what a provider takes at once (Twilio: 1,600 characters)."""
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)] or [text]


def language_of(desk: Desk, worker: Worker) -> str:
    """Return the language that a worker is written to in."""
    return next((name for name in worker.languages if name in ("tk", "ru")), desk.policy.default_language)


def wake(desk: Desk, wakes: list[tuple[str, datetime | None]]) -> None:
    """Defer the jobs; a lost one is found by the sweep."""
    for job, at in dict.fromkeys(wakes):
        if job == "deliver":
            desk.jobs.wake_deliver(at)
        else:
            desk.jobs.wake_chase(at)

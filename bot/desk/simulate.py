"""
Simulate: what the simulator asks of the desk, by number: its texts, its owner if that is staff, and its network.

A phone's network stands in a mark under the identifier's id (never under the number). The simulated provider reads
it with `network_of(work, number)` before each text, so that every process knows the same weather.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.desk import Desk
from bot.helpline.records import Case, Identifier, Message
from bot.ports import UnitOfWork
from bot.text import phone

PROVIDER = "simulated"
PAGE = 200  # rows that one question to the store returns at most


@dataclass(frozen=True)
class Network:
    """
    How well a simulated phone is reached by what we send.

    Off: the provider reports a failure that may pass. Losing: the provider takes the text, and nothing is heard of it
    again. Delayed: it arrives, and its receipt with it, so much later by the service's clock. Twice: it arrives two
    times, and so does its receipt.
    """

    is_off: bool = False
    loses: bool = False
    delay_s: float = 0
    doubles: bool = False


GOOD = Network()


@dataclass(frozen=True)
class Colleague:
    """A member of staff as the simulator shows one: with the number, which is a made-up one there."""

    name: str
    number: str = field(repr=False)
    role: str
    languages: tuple[str, ...]
    regions: tuple[str, ...]
    skills: tuple[str, ...]
    is_on_duty: bool


@dataclass(frozen=True)
class OpenCase:
    """Where a case stands: who has it or is asked to take it, and when the next step is made."""

    code: str
    severity: str
    status: str
    worker: str | None
    next_step_at: datetime | None


def row_of(desk: Desk, provider_message_id: str) -> int | None:
    """Return the row of a text that came in by the simulated provider."""
    with desk.store.begin() as work:
        stored = work.messages.by_provider_id(PROVIDER, provider_message_id)
    return None if stored is None else stored.id


def texts_of(desk: Desk, number: str, after: int = 0) -> list[Message]:
    """Return every text to and from a number with an id above `after`, oldest first; none of an unknown number."""
    with desk.store.begin() as work:
        owner = work.identifiers.find(number)
        return [] if owner is None else _texts(work, owner.id, after)


def subjects_of(desk: Desk, rows: Iterable[Message]) -> dict[int, str]:
    """Return by row what a text of ours speaks about: the topic that it answers, else its tag (a text's id)."""
    with desk.store.begin() as work:
        found = {row.id: _subject(work, row) for row in rows if row.direction == "out"}
    return {row_id: subject for row_id, subject in found.items() if subject}


def open_cases(desk: Desk, numbers: Collection[str]) -> list[OpenCase]:
    """Return the open cases of people with these numbers, the newest first."""
    with desk.store.begin() as work:
        names = {worker.id: worker.name for worker in work.workers.all()}
        cases = [case for case in work.cases.all() if _number(work, case) in numbers]
    return [
        OpenCase(
            code=case.code,
            severity=case.severity,
            status=case.status,
            worker=names.get(case.assignee_id or case.offered_to or 0),
            next_step_at=case.next_step_at,
        )
        for case in sorted(cases, key=lambda case: case.opened_at, reverse=True)
    ]


def cases_of(desk: Desk, numbers: Collection[str]) -> frozenset[int]:
    """Return the ids of all cases, open and closed, of people with these numbers."""
    with desk.store.begin() as work:
        return frozenset(case.id for case in work.cases.all(open_only=False) if _number(work, case) in numbers)


def network_of(work: UnitOfWork, number: str) -> Network:
    """Return how well this number's phone is reached; a good network unless the simulator was told otherwise."""
    owner = work.identifiers.find(number)
    return GOOD if owner is None else _read(work.marks.get(_mark(owner)))


def network_at(desk: Desk, number: str) -> Network:
    """Return the same in a transaction of its own."""
    with desk.store.begin() as work:
        return network_of(work, number)


def set_network(desk: Desk, number: str, network: Network) -> None:
    """Have the simulated provider treat this number so from the next text on."""
    with desk.store.begin() as work:
        owner = work.identifiers.find_or_add(number, phone.parse(number).kind)
        if network == GOOD:
            work.marks.drop(_mark(owner))
        else:
            work.marks.put(_mark(owner), asdict(network))
        work.commit()


def colleagues(desk: Desk) -> list[Colleague]:
    """Return the staff who can be reached now or later, those on duty first."""
    with desk.store.begin() as work:
        staff = [worker for worker in work.workers.all() if worker.suspended_at is None]
        shown = [
            Colleague(
                name=worker.name,
                number=work.identifiers.get(worker.identifier_id).number,
                role=worker.role,
                languages=worker.languages,
                regions=worker.regions,
                skills=worker.skills,
                is_on_duty=worker.on_duty,
            )
            for worker in staff
        ]
    return sorted(shown, key=lambda colleague: not colleague.is_on_duty)


def _texts(work: UnitOfWork, identifier_id: int, after: int) -> list[Message]:
    found: list[Message] = []
    while page := work.messages.of_identifier(identifier_id, after=after, limit=PAGE):
        found += page
        after = page[-1].id
        if len(page) < PAGE:
            break
    return found


def _subject(work: UnitOfWork, row: Message) -> str | None:
    asked = work.messages.get(row.in_reply_to) if row.in_reply_to else None
    return (asked.topic if asked else None) or row.kind


def _number(work: UnitOfWork, case: Case) -> str:
    return work.identifiers.get(work.conversations.get(case.conversation_id).identifier_id).number


def _mark(owner: Identifier) -> str:
    return f"simulated_network.{owner.id}"


def _read(value: Any) -> Network:
    return Network(**value) if isinstance(value, dict) else GOOD

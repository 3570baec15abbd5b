"""What a text costs: every statement is a way to PostgreSQL and back, while the next person waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from bot.desk.deliver import deliver
from bot.desk.respond import respond
from tests.conversations.harness import Helpline

# Statements, without what begins and ends a transaction. Fewer are welcome.
STORING, ANSWERING, DELIVERING = 3, 18, 11


@contextmanager
def counted() -> Iterator[list[str]]:
    """Yield what fills with the statements of the block."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def test_an_everyday_question_costs_few_statements(helpline: Helpline) -> None:
    child = helpline.phone()
    child.texts("Нужен адвокат?")
    with counted() as storing:
        child.sends("Нужен адвокат?")
    with counted() as answering:
        respond(helpline.desk, helpline.jobs.people.pop())
    with counted() as delivering:
        deliver(helpline.desk)
    assert len(storing) <= STORING, storing
    assert len(answering) <= ANSWERING, answering
    assert len(delivering) <= DELIVERING, delivering

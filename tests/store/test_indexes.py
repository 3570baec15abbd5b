"""Every question that is asked while somebody waits has an index; the tables grow for years."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.helpline.records import Status
from bot.ports import Store
from bot.store.sealing import CannotOpen
from bot.store.store import SqlStore
from bot.store.travel import next_due_moment
from tests.store.conftest import CHILD

QUESTIONS = {
    "identifiers.find": lambda work, now: work.identifiers.find(CHILD),
    "identifiers.get": lambda work, now: work.identifiers.get(1),
    "conversations.of": lambda work, now: work.conversations.of(1, now),
    "conversations.get": lambda work, now: work.conversations.get(1, lock=True),
    "conversations.with_expired_question": lambda work, now: work.conversations.with_expired_question(now),
    "messages.get": lambda work, now: work.messages.get(1),
    "messages.by_token": lambda work, now: work.messages.by_token("x"),
    "messages.by_provider_id": lambda work, now: work.messages.by_provider_id("simulated", "x"),
    "messages.waiting": lambda work, now: work.messages.waiting(1),
    "messages.next_due": lambda work, now: work.messages.next_due(now),
    "messages.earliest_due": lambda work, now: work.messages.earliest_due(),
    "messages.stuck_sending": lambda work, now: work.messages.stuck_sending(now),
    "messages.inbound_since": lambda work, now: work.messages.inbound_since(1, now),
    "messages.segments_sent_since": lambda work, now: work.messages.segments_sent_since(1, now),
    "messages.thread": lambda work, now: work.messages.thread(1),
    "messages.of_identifier": lambda work, now: work.messages.of_identifier(1),
    "messages.for_case": lambda work, now: work.messages.for_case(1),
    "messages.identifiers_waiting": lambda work, now: work.messages.identifiers_waiting(now),
    "messages.change": lambda work, now: work.messages.change(1, status=Status.ANSWERED),
    "cases.get": lambda work, now: work.cases.get(1),
    "cases.by_code": lambda work, now: work.cases.by_code("K4F2"),
    "cases.code_is_free": lambda work, now: work.cases.code_is_free("K4F2", now),
    "cases.open_of": lambda work, now: work.cases.open_of(1),
    "cases.due": lambda work, now: work.cases.due(now),
    "cases.all (open)": lambda work, now: work.cases.all(),
    "cases.timeline": lambda work, now: work.cases.timeline(1),
    "cases.load_of": lambda work, now: work.cases.load_of(1),
    "workers.by_identifier": lambda work, now: work.workers.by_identifier(1),
    "shifts.between": lambda work, now: work.shifts.between(now, now + timedelta(hours=1)),
    "shifts.of": lambda work, now: work.shifts.of(1),
    "marks.get": lambda work, now: work.marks.get("outage"),
}


HISTORY = """
INSERT INTO identifier (lookup, number_sealed, kind)
    SELECT decode(md5(n::text), 'hex'), '', 'phone' FROM generate_series(1, 3000) n;
INSERT INTO conversation (identifier_id, person_id)
    SELECT id, 1 FROM identifier WHERE id > 1;
INSERT INTO message (identifier_id, conversation_id, direction, provider, provider_message_id, token, text_sealed,
                     status, at, due_at, rank, sending_since)
    SELECT 1 + mod(n, 3000), 1, 'out', 'twilio', n, n, '',
           'delivered', now() - interval '1 second' * n, now(), 2, now() FROM generate_series(1, 30000) n;
INSERT INTO "case" (code, conversation_id, person_id, severity, reason, language, status, opened_at, answer_by)
    SELECT 'X' || n, 1 + mod(n, 3000), 1, 'low', 'wish', 'tk', 'closed', now(), now() FROM generate_series(1, 5000) n;
INSERT INTO case_action (case_id, at, actor, verb)
    SELECT 1 + mod(n, 5000), now(), 'system', 'opened' FROM generate_series(1, 20000) n
"""


@pytest.fixture
def filled(desk, store):
    """Enough rows that a plan is worth making, nearly all of them history, as in a service that has run for years."""
    desk.someone()
    desk.hears("Salam", "m0")
    desk.case()
    with store.engine.begin() as connection:
        for statement in HISTORY.split(";"):
            connection.exec_driver_sql(statement)
    analyze(store)
    return desk


def analyze(store) -> None:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def plans_of(store, ask) -> list[str]:
    """Run a question and return how PostgreSQL looks the answer up, when it does not think a table small."""
    asked = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        with store.begin() as work, suppress(CannotOpen):  # the rows of history are empty
            ask(work)
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        return [
            "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))
            for statement, parameters in asked
        ]


def test_no_question_reads_a_whole_table(filled, store):
    reading_all = {}
    for name, ask in QUESTIONS.items():
        for plan in plans_of(store, lambda work, ask=ask: ask(work, filled.clock.now())):
            if "Seq Scan" in plan:
                reading_all[name] = plan
    assert reading_all == {}


def test_the_journey_to_the_next_due_moment_reads_no_whole_table(filled, store):
    plans = plans_of(store, lambda _: next_due_moment(store, filled.clock.now()))
    assert plans
    assert not [plan for plan in plans if "Seq Scan" in plan]


def test_a_long_outbox_is_read_in_the_order_of_its_index(filled, store):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE message SET status = 'due', due_at = '2026-01-01' WHERE id > 20000")
    analyze(store)
    [plan] = plans_of(store, lambda work: work.messages.next_due(filled.clock.now()))
    assert "ix_message_due" in plan
    assert "Sort" not in plan


def test_the_store_is_what_the_desk_was_promised(store: SqlStore):
    promised: Store = store  # mypy compares the rest
    with promised.begin() as work:
        assert work.marks.get("nothing") is None

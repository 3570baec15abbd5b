"""Rotation: everything comes under the new key, and at no moment is anything unreadable."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.helpline.records import Option, Question, Status, Talk
from bot.ports import Inbound
from bot.store.rotate import Rotation, left_over, rotate, sealed_columns
from bot.store.sealing import CannotOpen, Lookup, Seal
from bot.store.store import SqlStore
from tests.conftest import LOOKUP_KEY, SEAL_KEY
from tests.store.conftest import CHILD, PARENT

NEW_SEAL, NEW_LOOKUP = b"s" * 32, b"l" * 32


@pytest.fixture
def keyed(database_url):
    """Open the store with other keys, as a process that was started with them."""
    opened = []

    def open_with(seal_keys, lookup_keys):
        opened.append(SqlStore(database_url, Seal(seal_keys), Lookup(lookup_keys)))
        return opened[-1]

    yield open_with
    for one in opened:
        one.close()


@pytest.fixture
def rotating(keyed):
    return keyed([NEW_SEAL, SEAL_KEY], [NEW_LOOKUP, LOOKUP_KEY])


@pytest.fixture
def rotated_only(keyed):
    return keyed([NEW_SEAL], [NEW_LOOKUP])


@pytest.fixture
def full(desk, store, clock):
    """Two talks with a question, a talk and twenty texts."""
    for number in (CHILD, PARENT):
        _, conversation = desk.someone(number)
        question = Question("q1", "consent", (Option(1, "affirm"),), clock.now(), None)
        with store.begin() as work:
            work.conversations.save(replace(conversation, question=question, talk=Talk("lawyer")))
            work.commit()
        for n in range(10):
            desk.hears(f"text {n}", f"{number}-{n}", number=number)
    return desk


def test_everything_comes_under_the_new_keys(full, rotating, rotated_only):
    left = {name: count for name, count in left_over(rotating).items() if count}
    assert left == {
        "identifier.number_sealed": 2,
        "identifier.lookup": 2,
        "conversation.question_sealed": 2,
        "conversation.talk_sealed": 2,
        "message.text_sealed": 20,
    }
    heard = []
    done = rotate(rotating, batch=3, on_progress=lambda column, count: heard.append((column, count)))
    assert done == Rotation(sealed=26, hashed=2)
    assert done.is_complete
    assert ("message.text", 3) in heard
    assert set(left_over(rotating).values()) == {0}
    with rotated_only.begin() as work:
        identifier = work.identifiers.find(CHILD)
        assert identifier.number == CHILD
        assert [one.text for one in work.messages.waiting(identifier.id)] == [f"text {n}" for n in range(10)]
        assert work.conversations.of(identifier.id, full.clock.now()).question.options == (Option(1, "affirm"),)


def test_the_old_key_alone_opens_nothing_afterwards(full, rotating, store):
    rotate(rotating)
    with store.begin() as work:
        assert work.identifiers.find(CHILD) is None
        with pytest.raises(CannotOpen):
            work.messages.get(1)


def test_a_rotation_that_was_stopped_goes_on_where_it_was(full, rotating):
    class Stopped(Exception):
        pass

    def stop(column: str, count: int) -> None:
        if column == "message.text" and count >= 6:
            raise Stopped

    with pytest.raises(Stopped):
        rotate(rotating, batch=3, on_progress=stop)
    half_way = left_over(rotating)["message.text_sealed"]
    assert 0 < half_way < 20
    with rotating.begin() as work:  # both halves are readable meanwhile
        identifier = work.identifiers.find(CHILD)
        assert len(work.messages.of_identifier(identifier.id)) == 10
    assert rotate(rotating, batch=3).sealed <= half_way + 6
    assert set(left_over(rotating).values()) == {0}


def test_a_second_rotation_has_nothing_to_do(full, rotating):
    rotate(rotating)
    assert rotate(rotating) == Rotation()


def test_a_number_that_writes_during_the_rotation_stays_one_number(full, keyed, rotating, clock):
    """Step 1 of the rotation (the new key last) and step 2 (the new key first) run side by side for a while."""
    step_one = keyed([SEAL_KEY, NEW_SEAL], [LOOKUP_KEY, NEW_LOOKUP])
    known = set()
    for process in (step_one, rotating, step_one, rotating):
        with process.begin() as work:
            identifier = work.identifiers.find_or_add("+99361000007", "phone")
            sms = Inbound("simulated", f"m{len(known)}{process is rotating}", identifier.number, "Salam")
            work.messages.add_inbound(sms, identifier.id, clock.now(), Status.WAITING)
            work.commit()
        known.add(identifier.id)
    assert len(known) == 1
    rotate(rotating)
    with step_one.begin() as work:
        assert work.identifiers.find("+99361000007").id in known


def test_both_steps_adding_one_number_at_once_add_it_once(keyed, rotating):
    step_one = keyed([SEAL_KEY, NEW_SEAL], [LOOKUP_KEY, NEW_LOOKUP])

    def add(process: SqlStore) -> int:
        with process.begin() as work:
            identifier = work.identifiers.find_or_add("+99361000008", "phone")
            work.commit()
        return identifier.id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(add, [step_one, rotating] * 4))) == 1


def test_what_no_key_opens_is_named_and_the_rest_goes_on(full, rotating, store):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE message SET text_sealed = text_sealed || '\\x00' WHERE id = 5")
    done = rotate(rotating, batch=3)
    assert done.unopened == ("message.text/5",)
    assert not done.is_complete
    assert done.sealed == 25


def test_no_sealed_column_is_forgotten():
    found = {f"{table.name}.{column.name}" for table, column in sealed_columns()}
    assert found >= {
        "identifier.number_sealed",
        "conversation.question_sealed",
        "conversation.talk_sealed",
        "message.text_sealed",
        "case_note.words_sealed",
        "case_sheet.summary_sealed",
        "case_referral.email_sealed",
        "contact.words_sealed",
        "stint.kept_sealed",
    }
    # A value is bound to its row's id, and rotation walks by it.
    assert all("id" in table.c for table, _ in sealed_columns())

"""Numbers, persons and their threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.helpline.records import Mode, Option, Question, Talk
from bot.store.codenames import draw_code_name
from bot.store.conversations import known, question_in, question_out
from bot.store.loaded import NoSuchRow
from tests.store.conftest import CHILD, PARENT


def question(clock, **more):
    options = (Option(1, "affirm", "Hawa"), Option(2, "deny", "Ýok"))
    return Question(
        "q1", "consent", options, clock.now(), clock.now() + timedelta(minutes=30), {"topic": "lawyer"}, **more
    )


def test_a_number_is_known_again(desk, store):
    identifier, _ = desk.someone()
    with store.begin() as work:
        assert work.identifiers.find(CHILD) == identifier
        assert work.identifiers.find_or_add(CHILD, "phone") == identifier
        assert work.identifiers.get(identifier.id).number == CHILD
        assert work.identifiers.find(PARENT) is None


def test_a_new_number_that_writes_twice_at_once_is_one_number(store):
    def add(_: int) -> int:
        with store.begin() as work:
            identifier = work.identifiers.find_or_add(CHILD, "phone")
            work.commit()
        return identifier.id

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(add, range(10)))) == 1


def test_the_state_of_a_number_is_kept(desk, store, clock):
    identifier, _ = desk.someone()
    with store.begin() as work:
        work.identifiers.save(replace(identifier, stopped_at=clock.now(), unreachable="unknown_number"))
        work.commit()
    with store.begin() as work:
        kept = work.identifiers.get(identifier.id)
    assert (kept.stopped_at, kept.unreachable, kept.blocked_until) == (clock.now(), "unknown_number", None)


def test_one_thread_begins_however_many_ask_for_it(store, clock):
    with store.begin() as work:
        identifier = work.identifiers.find_or_add(CHILD, "phone")
        work.commit()

    def begin(_: int) -> tuple[int, int]:
        with store.begin() as work:
            conversation = work.conversations.of(identifier.id, clock.now())
            work.commit()
        return conversation.id, conversation.person_id

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(begin, range(10)))) == 1


def test_a_new_thread_is_with_the_assistant_and_has_a_code_name(desk, clock):
    _, conversation = desk.someone()
    assert conversation.mode is Mode.ASSISTANT
    assert conversation.mode_since == clock.now()
    assert len(conversation.code_name.split()) == 2
    assert conversation.talk == Talk()
    assert conversation.question is None


def test_a_person_belongs_to_the_number(desk, rows):
    identifier, conversation = desk.someone()
    assert rows("SELECT person_id, identifier_id FROM person_identifier") == [(conversation.person_id, identifier.id)]


def test_every_field_of_a_thread_survives_the_store(desk, store, clock):
    _, conversation = desk.someone()
    changed = replace(
        conversation,
        mode=Mode.WAITING,
        mode_since=clock.now(),
        language="tk",
        language_chosen=True,
        simple_letters=True,
        discreet=True,
        greeted_at=clock.now(),
        last_in_at=clock.now(),
        last_out_at=clock.now(),
        question=question(clock),
        talk=Talk("lawyer", 2, 1, "child", "mary", 14, {"band": "14-15"}),
    )
    with store.begin() as work:
        work.conversations.save(changed)
        work.commit()
    with store.begin() as work:
        assert work.conversations.get(conversation.id) == changed


def test_what_a_newer_version_added_does_not_stop_an_older_one(clock):
    raw = question_out(question(clock)) | {"added_later": 1}
    raw["options"][0]["added_later"] = 1
    assert question_in(raw) == question(clock)
    assert known(Talk, {"misses": 2, "added_later": 1}) == {"misses": 2}


def test_an_answered_question_is_gone(desk, store, clock):
    _, conversation = desk.someone()
    with store.begin() as work:
        work.conversations.save(replace(conversation, question=question(clock)))
        work.conversations.save(replace(conversation, question=None))
        work.commit()
    with store.begin() as work:
        assert work.conversations.get(conversation.id).question is None
        assert work.conversations.with_expired_question(clock.now() + timedelta(days=1)) == []


def test_questions_that_have_run_out_are_found_but_never_those_about_danger(desk, store, clock):
    _, child = desk.someone(CHILD)
    _, parent = desk.someone(PARENT)
    with store.begin() as work:
        work.conversations.save(replace(child, question=question(clock)))
        work.conversations.save(replace(parent, question=replace(question(clock), expires_at=None)))
        work.commit()
    with store.begin() as work:
        assert work.conversations.with_expired_question(clock.now() + timedelta(minutes=29)) == []
        expired = work.conversations.with_expired_question(clock.now() + timedelta(minutes=30))
    assert [conversation.id for conversation in expired] == [child.id]


def test_a_save_does_not_undo_what_another_has_changed(desk, store):
    _, conversation = desk.someone()
    with store.begin() as drain, store.begin() as gateway:
        slow = drain.conversations.get(conversation.id)
        gateway.conversations.save(replace(gateway.conversations.get(conversation.id), mode=Mode.STOPPED))
        gateway.commit()
        drain.conversations.save(replace(slow, language="ru"))
        drain.commit()
    with store.begin() as work:
        kept = work.conversations.get(conversation.id)
    assert (kept.mode, kept.language) == (Mode.STOPPED, "ru")


def test_who_reads_with_a_lock_makes_the_other_wait(desk, store):
    _, conversation = desk.someone()

    def count_a_miss(_: int) -> None:
        with store.begin() as work:
            read = work.conversations.get(conversation.id, lock=True)
            work.conversations.save(replace(read, talk=replace(read.talk, misses=read.talk.misses + 1)))
            work.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_a_miss, range(8)))
    with store.begin() as work:
        assert work.conversations.get(conversation.id).talk.misses == 8


def test_a_text_can_come_in_while_the_thread_is_locked(desk, store):
    _, conversation = desk.someone()
    with store.begin() as work:
        work.conversations.get(conversation.id, lock=True)
        assert desk.hears("Salam", "m1") is not None


def test_who_is_not_there_is_not_made_up(store, clock, desk):
    _, conversation = desk.someone()
    with store.begin() as work:
        for ask in (
            lambda: work.identifiers.get(999),
            lambda: work.conversations.get(999),
            lambda: work.conversations.of(999, clock.now()),
            lambda: work.conversations.save(replace(conversation, id=999, language="ru")),
        ):
            with pytest.raises(NoSuchRow):
                ask()


def test_code_names_do_not_run_out():
    names = {draw_code_name(tries=9) for _ in range(200)}
    assert len(names) == 200

"""Several people behind one number: who writes is asked when it matters, and nothing is repeated to another."""

from __future__ import annotations

import pytest

from bot.desk import erase
from bot.desk.scene import OTHER_PERSON
from bot.helpline.records import Mode, Status
from tests.casework.test_case_stories import code

__all__ = ["code"]
CHILD, PARENT, OTHER = "1", "2", "3"


@pytest.fixture
def asked(helpline, child, ayna, code) -> str:
    """A worker wonders, and asks who is writing."""
    child.texts("Кто вы такие, что пишете моей дочери?")
    ayna.unread()
    ayna.texts(f"ASK {code}")
    ayna.receives("worker.who_asked")
    child.receives("who_writes.ask")
    return code


def open_cases(helpline):
    return {case.person_id: case for case in helpline.cases()}


def test_the_same_person_goes_on_as_before(helpline, child, ayna, asked):
    before = child.conversation.person_id
    child.texts(CHILD)
    assert (child.conversation.person_id, child.conversation.mode) == (before, Mode.WORKER)
    ayna.receives("worker.same_writes")


def test_another_person_meets_the_assistant_and_an_empty_talk(helpline, child, ayna, asked):
    before = child.conversation
    child.texts(PARENT)
    now = child.conversation
    assert now.person_id != before.person_id
    assert now.code_name != before.code_name
    assert (now.mode, now.question, now.talk.last_topic, now.discreet) == (Mode.ASSISTANT, None, None, True)
    child.receives("who_writes.thanks")
    ayna.receives("worker.other_writes")
    assert helpline.case().status == "taken", "the child's case stays with its worker"


def test_what_the_parent_writes_does_not_reach_the_childs_worker(helpline, child, ayna, asked):
    child.texts(PARENT)
    ayna.unread()
    child.texts("Адвокат нужен")
    assert not any("Адвокат" in text for text in ayna.unread())
    child.receives("who_writes.thanks")
    child.receives("lawyer")


def test_what_the_worker_writes_to_the_child_waits_for_the_child(helpline, child, ayna, asked):
    child.texts(PARENT)
    child.unread(), ayna.unread()
    ayna.texts(f"{asked} Как ты, Лейла?")
    child.receives_nothing()
    ayna.receives("worker.other_writes")
    child.texts("СТАТУС")
    assert not any("Лейла" in text for text in child.unread())
    held = [text for text in helpline.messages(child.number) if text.failed_reason == OTHER_PERSON]
    assert [text.status for text in held] == [Status.HELD]


def test_when_the_child_is_back_a_digit_opens_nothing_and_words_do(helpline, child, ayna, asked):
    child.texts(PARENT)
    ayna.texts(f"{asked} Как ты, Лейла?")
    helpline.clock.advance(hours=13)
    child.texts("ЧЕЛОВЕК")
    child.unread()
    child.texts(CHILD)
    assert not any("Лейла" in text for text in child.unread())
    child.texts("Это я")
    assert any("Лейла" in text for text in child.unread())


def test_closing_the_childs_case_says_nothing_to_the_parent(helpline, child, ayna, asked):
    child.texts(PARENT)
    child.unread()
    ayna.texts(f"DONE {asked}")
    child.texts("Адвокат?")
    assert not any("over" in text or "окончен" in text.lower() for text in child.unread())
    assert child.conversation.mode is Mode.ASSISTANT


def test_danger_of_another_opens_a_case_of_their_own(helpline, child, ayna, asked):
    child.texts(PARENT)
    child.texts("я не хочу жить")
    cases = open_cases(helpline)
    assert len(cases) == 2
    assert cases[child.conversation.person_id].kind == "self_harm"
    assert all(case.next_step_at for case in cases.values())


def test_a_human_is_called_for_the_right_person(helpline, child, ayna, asked):
    """Twelve hours after the answer it may be anybody: asked before the consent, which then goes on."""
    child.texts(PARENT)
    helpline.clock.advance(hours=13)
    child.texts("ЧЕЛОВЕК")
    child.unread()
    child.texts(PARENT)
    child.receives("who_writes.thanks")
    child.texts("1")
    cases = open_cases(helpline)
    assert len(cases) == 2
    assert child.conversation.person_id in cases


def test_a_worker_reads_only_the_texts_of_the_cases_own_person(helpline, child, ayna, merdan, asked):
    child.texts(PARENT)
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    merdan.unread()
    case = open_cases(helpline)[child.conversation.person_id]
    merdan.texts(f"TAKE {case.code}")
    told = " ".join(merdan.unread())
    assert "дочери" not in told
    assert f"ASK {case.code}" in told, "the worker learns that the phone is shared"


def test_nothing_is_asked_while_the_person_is_away(helpline, child, ayna, code):
    helpline.later(minutes=12)
    ayna.unread()
    ayna.texts(f"ASK {code}")
    ayna.receives("worker.person_away")
    child.receives_nothing()


def test_only_the_one_who_asks_for_deletion_is_deleted(helpline, child, ayna, asked):
    child.texts(PARENT)
    child.texts("Тайна родителя")
    child.texts("УДАЛИТЬ")
    child.texts("1")
    helpline.later(hours=25)
    texts = [text.text for text in helpline.messages(child.number)]
    assert "Тайна родителя" not in texts
    assert any("дочери" in text for text in texts), "the child's own words stay until the child asks"
    with helpline.store.begin() as work:
        assert work.identifiers.find(child.number) is not None
        assert erase.PREFIX + str(child.conversation.identifier_id) not in work.marks.named(erase.PREFIX)

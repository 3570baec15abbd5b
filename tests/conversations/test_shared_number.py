"""Two people behind one number: what one asks for is not done to the other: safeguarding 10, 14, 15."""

import pytest

from tests.conversations.harness import Helpline, Phone, WorkersPhone, says

SECRET = "моя тайна"


def hand_over_phone(child: Phone, ayna: WorkersPhone, code: str, digit: str = "2") -> None:
    """Let the worker ask who writes, and somebody else answer."""
    ayna.texts(f"ASK {code}")
    child.texts(digit)
    child.unread(), ayna.unread()


def kept(helpline: Helpline, number: str) -> list[str]:
    """Return the words of the number that are still in the books."""
    return [text.text for text in helpline.messages(number) if text.text]


def delete(child: Phone) -> None:
    """Ask for deletion and confirm it."""
    child.texts("УДАЛИТЬ")
    child.texts("1")


@pytest.fixture
def both(taken, child, ayna, helpline):
    """A child who asked for deletion after their case was closed, and a parent whose case Aýna took; its code."""
    child.texts(SECRET)
    ayna.texts(f"DONE {taken}")
    delete(child)
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    helpline.clock.advance(minutes=1)
    code = ayna.takes()
    hand_over_phone(child, ayna, code)
    return code


def test_each_persons_deletion_is_done(both, child, ayna, helpline):
    child.texts("слова родителя")
    delete(child)
    ayna.texts(f"DONE {both}")
    helpline.later(hours=24, minutes=5)
    assert not {SECRET, "слова родителя"} & set(kept(helpline, child.number))


def test_the_number_is_forgotten_once_everybody_behind_it_is_erased(both, child, ayna, helpline):
    delete(child)
    ayna.texts(f"DONE {both}")
    helpline.later(hours=24, minutes=5)
    assert not child.is_known


def test_the_number_stays_while_the_other_still_uses_it(both, child, ayna, helpline):
    child.texts("слова родителя")
    ayna.texts(f"DONE {both}")
    helpline.later(hours=24, minutes=5)
    assert "слова родителя" in kept(helpline, child.number)
    assert SECRET not in kept(helpline, child.number)


def test_the_parents_start_does_not_take_back_the_childs_deletion(both, child, ayna, helpline):
    child.texts("СТАРТ")
    ayna.texts(f"DONE {both}")
    helpline.later(hours=24, minutes=5)
    assert SECRET not in kept(helpline, child.number)


def test_who_comes_back_takes_their_own_deletion_back(both, child, ayna, helpline):
    hand_over_phone(child, ayna, both, "1")
    child.texts("СТАРТ")
    ayna.texts(f"DONE {both}")
    helpline.later(hours=25)
    assert SECRET in kept(helpline, child.number)


def test_a_deletion_that_an_older_version_wrote_down_is_done_and_can_be_taken_back(child, helpline):
    child.texts(SECRET)
    number = child.conversation.identifier_id
    for is_taken_back in (True, False):
        with helpline.store.begin() as work:
            mark = {"due": helpline.clock.now().isoformat(), "person": child.conversation.person_id}
            work.marks.put(f"erase.{number}", mark)
            work.commit()
        if is_taken_back:
            child.texts("СТАРТ")
        helpline.later(minutes=1)
        assert child.is_known is is_taken_back


def test_who_names_the_person_of_the_case(taken, child, ayna):
    name = child.conversation.code_name
    hand_over_phone(child, ayna, taken)
    ayna.texts(f"WHO {taken}")
    ayna.receives(name)


def test_stop_by_the_other_writer_is_told_to_the_worker_of_the_case(taken, child, ayna, helpline):
    hand_over_phone(child, ayna, taken)
    child.texts("СТОП")
    reply = child.receives("stop.done")
    assert not says(reply, "stop.done_in_case"), "the other learns nothing of the case"
    ayna.receives("worker.person_stopped", taken)
    assert helpline.case().status == "taken"

"""The own word: only the person opens what we write, whoever is in charge: safeguarding 8, 9."""

from collections.abc import Callable

import pytest

from bot.helpline.records import Mode
from tests.conversations.harness import Helpline, Phone, WorkersPhone, says

WORDS = "Приходи завтра"


@pytest.fixture
def waits(helpline: Helpline, child: Phone, ayna: WorkersPhone) -> Callable[[str], None]:
    """Return what lets a worker's words wait for the child."""

    def wait(code: str) -> None:
        helpline.later(minutes=20)
        ayna.texts(f"{code} {WORDS}")
        child.unread()

    return wait


def opened(child: Phone) -> bool:
    """Say whether the worker's words have come."""
    return any(WORDS in text for text in child.received())


def test_the_word_is_set_while_a_worker_is_in_charge_and_the_worker_does_not_read_it(taken, child, ayna):
    child.texts("СКРЫТЬ")
    child.unread(), ayna.unread()
    child.texts("лукман")
    child.receives("hide.word_set")
    ayna.receives_nothing()


def test_the_word_is_set_while_a_danger_waits_for_a_human(child, ayna, helpline):
    child.texts("я не хочу жить")
    child.texts("СКРЫТЬ")
    child.unread()
    child.texts("лукман")
    child.receives("hide.word_set")
    ayna.takes()
    assert not any("лукман" in text for text in ayna.received())


@pytest.mark.parametrize("text", ["меня зовут Лукман", "да", "2", "БОТ", "хватит", "жалоба", "полиция бьёт", "👍"])
def test_what_is_no_word_goes_its_own_way_while_one_is_awaited(taken, child, helpline, text):
    child.texts("СКРЫТЬ")
    child.unread()
    child.texts(text)
    assert not any(says(answer, "hide.word_set") for answer in child.unread())


def test_after_the_worker_has_written_a_word_is_an_answer_to_them(taken, child, ayna, helpline):
    child.texts("СКРЫТЬ")
    helpline.clock.advance(seconds=20)
    ayna.texts(f"{taken} Где ты сейчас?")
    ayna.unread()
    child.texts("Байрамали")
    ayna.receives(f"{taken}: Байрамали")


def test_until_a_word_is_chosen_no_letters_open_anything(taken, child, waits):
    child.texts("СКРЫТЬ")
    waits(taken)
    for text in ("1", "👍", "кто это?"):
        child.texts(text)
    assert not opened(child)


def test_who_chose_no_word_in_time_is_asked_again_when_something_lies_there(taken, child, waits):
    child.texts("СКРЫТЬ")
    waits(taken)
    child.texts("кто это?")
    child.receives("hide.choose_word")
    child.texts("лукман")
    child.receives("hide.word_set")
    assert not opened(child)
    child.texts("лукман")
    assert opened(child)


@pytest.mark.parametrize(
    ("chosen", "later"),
    [
        ("Лукман!", "Лукман!"),
        ("лукман", "лукман?"),
        ("Çynar", "cynar"),
        ("içim", "İÇIM."),
        ("alma 😀", "Alma"),
        ("чынар", "Чынар."),
    ],
)
def test_the_word_opens_however_it_is_spelled(taken, child, waits, chosen, later):
    child.texts("СКРЫТЬ")
    child.texts(chosen)
    waits(taken)
    child.texts(later)
    assert opened(child)


def test_a_word_of_which_nothing_is_left_is_asked_for_again(child):
    child.texts("СКРЫТЬ")
    child.unread()
    child.texts("ьъ")
    child.receives("hide.choose_word")
    child.texts("лукман")
    child.receives("hide.word_set")


def test_the_wait_for_the_word_ends(child, helpline):
    child.texts("СКРЫТЬ")
    child.unread()
    helpline.later(hours=30)
    child.texts("адвокат")
    child.receives("lawyer")
    assert helpline.assistant.asked[-1].text == "адвокат"


def test_yes_to_an_open_question_is_no_word(child, helpline):
    child.texts("ЧЕЛОВЕК")
    child.texts("СКРЫТЬ")
    child.unread()
    child.texts("да")
    assert helpline.assistant.asked[-1].text == "да"
    child.texts("лукман")
    assert any(says(text, "hide.word_set") for text in child.unread())


def test_a_text_from_before_hide_is_no_word(child, helpline):
    helpline.assistant.down = True
    child.texts("адвокат")
    helpline.clock.advance(seconds=20)
    child.texts("СКРЫТЬ")
    helpline.assistant.down = False
    helpline.later(minutes=2)
    assert not any(says(text, "hide.word_set") for text in child.received())


@pytest.mark.parametrize("text", ["СКРЫТЬ", "белый снег"])
def test_hiding_opens_nothing(taken, child, waits, text):
    waits(taken)
    child.texts(text)
    assert not opened(child)


def test_a_word_sent_after_stop_is_not_answered(child):
    child.texts("СКРЫТЬ")
    child.texts("СТОП")
    child.unread()
    child.texts("лукман")
    child.receives_nothing()
    assert child.conversation.mode is Mode.STOPPED

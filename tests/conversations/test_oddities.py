"""Texts that are no words, loops, floods, and an assistant that is away."""

import pytest

from tests.conversations.harness import Helpline, says

ODD = [
    ("", "odd.no_words"),
    ("...", "odd.no_words"),
    ("😀👍", "odd.no_words"),
    ("123456789", "odd.digits"),
    ("+993 61 00 00 42", "odd.digits"),
    ("quick question please", "odd.other_language"),
]


@pytest.mark.parametrize(("text", "answer"), ODD)
def test_a_text_without_words_is_answered_sensibly(child, helpline, text, answer):
    child.texts(text)
    child.receives(answer)
    assert helpline.assistant.asked == []


def test_a_picture_without_words_is_answered(child):
    child.texts("", media_count=1)
    child.receives("odd.picture")


def test_a_letter_of_1600_characters_is_read(child, helpline):
    letter = ("adwokat gerek " * 120)[:1600]
    child.texts(letter)
    assert any(says(text, "lawyer") for text in child.unread())


def test_ten_emoji_in_a_row_are_answered_once(child):
    for _ in range(10):
        child.texts("👍")
    assert len(child.unread()) == 1


def test_twenty_equal_texts_pause_the_bot_and_the_pause_ends_by_itself(child, helpline):
    for _ in range(25):
        child.texts("Salam")
        helpline.clock.advance(seconds=5)
    assert sum(says(text, "limits.loop") for text in child.unread()) == 1
    assert "paused" in child.statuses
    helpline.later(hours=1, minutes=1)
    child.texts("Adwokat gerekmi?")
    child.receives("lawyer")


def test_danger_is_exempt_from_the_pause(child, helpline):
    for _ in range(21):
        child.texts("Salam")
    child.unread()
    child.texts("я не хочу жить")
    child.receives("safety.self_harm")


def test_the_answer_to_a_danger_question_is_exempt_from_the_pause(child, helpline):
    child.texts("всё надоело")
    for _ in range(21):
        child.sends("Salam")
    helpline.work()
    child.texts("1")
    assert any(says(text, "safety.self_harm") for text in child.unread())


def test_the_daily_cap_is_told_once_danger_is_exempt_and_the_next_day_is_new(store, clock):
    helpline = Helpline(store, clock, daily_segment_cap=4)
    child = helpline.phone()
    child.texts("Нужен адвокат?")
    child.unread()
    child.texts("Нужен адвокат??", "и ещё")
    child.receives("limits.daily_cap")
    child.texts("Нужен адвокат???")
    child.receives_nothing()
    child.texts("я не хочу жить")
    child.receives("safety.self_harm")
    parent = helpline.phone("+99361000003")
    parent.texts("Нужен адвокат?")
    assert parent.unread(), "another number has its own"


def test_one_holding_text_per_person_and_outage_in_their_language(child, parent, helpline):
    helpline.assistant.down = True
    child.texts("Нужен адвокат?")
    child.receives("holding.assistant_down", "Твоё сообщение у нас")
    child.texts("Ответьте")
    parent.texts("Adwokat gerekmi?")
    parent.receives("holding.assistant_down", "Haty")
    helpline.later(minutes=5)
    child.receives_nothing()
    parent.receives_nothing()


def test_everything_is_answered_when_the_assistant_is_back_within_half_an_hour(child, helpline):
    helpline.assistant.down = True
    child.texts("Нужен адвокат?")
    child.texts("и ещё вопрос")
    helpline.later(minutes=8)
    child.unread()
    helpline.assistant.down = False
    helpline.later(minutes=1)
    child.receives("lawyer")
    assert child.statuses == ["answered", "answered"]
    assert helpline.cases() == []


def test_after_half_an_hour_a_human_reads_what_the_assistant_could_not(child, ayna, helpline):
    helpline.assistant.down = True
    child.texts("Нужен адвокат?")
    helpline.later(minutes=31)
    assert helpline.case().reason == "assistant_down"
    assert child.statuses == ["passed_on"]
    ayna.receives("worker.offer")


def test_texts_are_answered_in_order_after_an_outage(child, helpline):
    helpline.assistant.down = True
    child.texts("Нужен адвокат?")
    child.texts("1 2 3 4")
    child.texts("второй вопрос")
    helpline.assistant.down = False
    helpline.assistant.asked.clear()
    helpline.later(minutes=2)
    assert [turn.text for turn in helpline.assistant.asked] == ["Нужен адвокат?\nвторой вопрос"]


def test_a_text_that_breaks_three_drains_is_set_aside_and_the_others_are_answered(child, ayna, helpline):
    helpline.assistant.breaks_on = "яд"
    child.sends("Нужен адвокат?", "яд")
    for _ in range(4):
        helpline.survives(ZeroDivisionError)
    assert child.statuses == ["answered", "set_aside"]
    assert any(says(text, "holding.set_aside") for text in child.unread())
    assert helpline.case().reason == "set_aside"


def test_a_text_that_nobody_can_listen_to_is_read_by_a_human(child, ayna, helpline):
    helpline.ears.sure = None
    child.texts("что-то")
    assert (helpline.case().reason, helpline.case().severity) == ("set_aside", "high")
    child.receives("holding.set_aside")

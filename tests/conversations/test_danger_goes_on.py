"""Danger that was heard is not lost again: by a worker, STOP, a pause, a deletion or a second danger."""

import pytest

from bot.helpline.records import Mode
from tests.conversations.test_danger import in_charge

AROUND_US = "пиши в телеграм"  # waits for a supervisor


# ── a worker is in charge (4) ──────────────────────────────────────────────────────────────────────


def test_a_text_that_waits_for_a_supervisor_does_not_take_the_safety_text_back(child, ayna, oraz, helpline):
    code = in_charge(child, ayna, helpline)
    child.texts("я не хочу жить")
    ayna.unread()
    ayna.texts(f"{code} {AROUND_US}")
    ayna.receives("worker.held")
    oraz.unread()
    helpline.later(minutes=2, seconds=5)
    child.receives("safety.self_harm")
    oraz.receives("worker.silent")


def test_a_held_text_that_the_supervisor_lets_go_in_time_takes_it_back(child, ayna, oraz, helpline):
    code = in_charge(child, ayna, helpline)
    child.texts("я не хочу жить")
    ayna.texts(f"{code} {AROUND_US}")
    oraz.texts(f"SEND {code}")
    child.receives(AROUND_US)
    helpline.later(minutes=5)
    child.receives_nothing()


def test_another_kind_of_danger_runs_the_clock_of_the_worker_in_charge_again(child, ayna, oraz, helpline):
    child.texts("kakam uryar")
    ayna.takes()
    child.unread()
    ayna.unread()
    helpline.clock.advance(seconds=30)
    child.texts("я не хочу жить")
    ayna.receives("worker.urge")
    helpline.later(minutes=2, seconds=5)
    child.receives("safety.self_harm")


def test_a_sure_danger_after_an_undenied_one_gets_its_safety_text_from_a_silent_worker(child, ayna, helpline):
    helpline.ears.unsure["забрали"] = "police_violence"
    child.texts("меня забрали")
    helpline.later(minutes=5, seconds=5)
    ayna.takes()
    child.unread()
    child.texts("полиция бьёт меня")
    helpline.later(minutes=2, seconds=5)
    child.receives("safety.police_violence")


def test_the_same_danger_again_moves_no_clock_that_runs(child, ayna, oraz, helpline):
    child.texts("я не хочу жить")
    ayna.takes()
    ayna.unread()
    due = helpline.case().next_step_at
    helpline.clock.advance(seconds=30)
    child.texts("не хочу жить")
    assert helpline.case().next_step_at == due
    child.unread()
    helpline.later(minutes=2, seconds=20)
    child.receives_nothing()


def test_a_case_taken_while_the_danger_question_is_open_is_a_danger_case(child, ayna, helpline):
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    child.unread()
    child.texts("всё надоело")
    child.receives("safety.check_self_harm")
    ayna.unread()
    ayna.takes()
    assert (helpline.case().severity, helpline.case().kind) == ("high", "self_harm")
    ayna.receives("worker.urge")
    ayna.receives("worker.taken")
    ayna.receives("всё надоело")
    helpline.later(minutes=2, seconds=5)
    child.receives("safety.self_harm")


def test_words_that_are_sent_too_often_still_reach_the_worker_of_a_danger_case(child, ayna, helpline):
    child.texts("я не хочу жить")
    ayna.takes()
    for _ in range(21):
        helpline.clock.advance(seconds=3)
        child.texts("алло")
    ayna.unread()
    child.texts("улица Мира 5")
    ayna.receives("улица Мира")


def test_the_worker_of_a_case_reads_of_a_danger_although_the_bot_was_asked_back(child, ayna, helpline):
    in_charge(child, ayna, helpline)
    child.texts("БОТ")
    child.unread()
    ayna.unread()
    child.texts("я не хочу жить")
    child.receives("safety.self_harm")
    ayna.receives("worker.urge")
    ayna.receives("не хочу жить")
    child.texts("улица Мира 5")
    ayna.receives("улица Мира")
    child.receives_nothing()


# ── the police number (2) ──────────────────────────────────────────────────────────────────────────


def test_02_is_not_named_to_whom_the_police_hurt_a_while_ago(child, ayna, helpline):
    child.texts("полиция бьёт меня")
    child.unread()
    helpline.clock.advance(minutes=3)
    child.texts("kakam uryar")
    child.receives("safety.violence_home_without_02")
    child.texts("2")
    child.receives("safety.is_not_safe_without_02")


def test_02_is_not_named_once_the_police_have_become_part_of_the_danger(child, ayna, helpline):
    child.texts("kakam uryar")
    helpline.clock.advance(minutes=3)
    child.texts("полиция бьёт меня")
    child.unread()
    helpline.clock.advance(minutes=11)
    child.texts("kakam uryar")
    child.texts("2")
    assert "02" not in " ".join(child.unread())


def test_02_is_not_named_when_the_police_are_spoken_of_while_safe_now_is_asked(child, ayna, helpline):
    helpline.ears.unsure["забрали"] = "police_now"
    child.texts("kakam uryar")
    child.unread()
    child.texts("забрали")
    child.texts("2")
    assert "02" not in " ".join(child.unread())


def test_a_safety_text_that_lies_ready_does_not_name_02_after_the_police_came_into_it(child, ayna, oraz, helpline):
    in_charge(child, ayna, helpline)
    child.texts("kakam uryar")
    helpline.clock.advance(seconds=30)
    child.texts("полиция бьёт меня")
    helpline.later(minutes=3)
    assert "02" not in " ".join(child.unread())


# ── STOP (1, 9, 14) ────────────────────────────────────────────────────────────────────────────────


def test_words_after_stop_in_a_danger_case_reach_the_worker_and_nothing_is_answered(child, ayna, helpline):
    child.texts("я не хочу жить")
    ayna.takes()
    child.texts("СТОП")
    child.unread()
    ayna.unread()
    helpline.clock.advance(minutes=1)
    child.texts("я на крыше, улица Мира 5")
    ayna.receives("я на крыше")
    child.receives_nothing()


def test_words_after_stop_in_a_danger_case_are_shown_to_whoever_takes_it(child, ayna, oraz, helpline):
    child.texts("я не хочу жить")
    child.texts("СТОП")
    child.unread()
    helpline.clock.advance(minutes=3)
    child.texts("я на крыше, улица Мира 5")
    child.receives_nothing()
    ayna.unread()
    ayna.takes()
    ayna.receives("worker.taken")
    ayna.receives("я на крыше")


def test_danger_after_stop_in_a_case_that_a_worker_holds_alarms_that_worker(child, ayna, oraz, helpline):
    in_charge(child, ayna, helpline)
    child.texts("СТОП")
    child.unread()
    ayna.unread()
    helpline.clock.advance(minutes=1)
    child.texts("я не хочу жить")
    ayna.receives("worker.urge")
    ayna.receives("не хочу жить")
    helpline.later(minutes=2, seconds=5)
    child.receives("safety.self_harm")


def test_words_after_stop_in_an_ordinary_case_are_read_by_nobody(child, ayna, helpline):
    in_charge(child, ayna, helpline)
    child.texts("СТОП")
    ayna.unread()
    child.texts("улица Мира 5")
    ayna.receives_nothing()


@pytest.mark.parametrize("is_taken", [False, True])
def test_the_safe_word_after_stop_lets_the_worker_write(child, ayna, helpline, is_taken):
    code = in_charge(child, ayna, helpline) if is_taken else ""
    child.texts("СТОП")
    helpline.clock.advance(minutes=1)
    child.unread()
    child.texts("белый снег")
    child.receives("safe_word.reply")
    code = code or ayna.takes()
    ayna.texts(f"{code} Я здесь, слушаю")
    child.receives("Я здесь, слушаю")
    assert child.conversation.mode is Mode.WORKER


def test_who_asks_for_a_person_after_stop_is_told_that_one_is_called(child, ayna, helpline):
    child.texts("СТОП")
    child.unread()
    helpline.clock.advance(minutes=1)
    child.texts("всё надоело")
    child.receives("safety.check_self_harm")
    child.texts("не знаю")
    child.receives("safety.check_again")
    child.texts("3")
    child.receives("safety.person")
    assert helpline.case().severity == "high"


# ── the danger question (3, 15) ────────────────────────────────────────────────────────────────────


def test_an_erasure_waits_for_the_answer_to_the_danger_question(child, ayna, helpline):
    child.texts("Salam")
    child.texts("УДАЛИТЬ")
    child.texts("1")
    helpline.later(hours=23, minutes=58)
    child.texts("всё надоело")
    child.unread()
    helpline.later(minutes=3)
    child.texts("1")
    child.receives("safety.self_harm")
    assert helpline.case().severity == "imminent"


def test_an_erasure_that_waited_is_done_once_danger_was_denied(child, helpline):
    child.texts("Salam")
    child.texts("УДАЛИТЬ")
    child.texts("1")
    helpline.later(hours=23, minutes=58)
    child.texts("всё надоело")
    helpline.later(minutes=3)
    child.texts("2")
    number = child.number
    helpline.later(seconds=10)
    assert not any(text.text for text in helpline.messages(number))


@pytest.mark.parametrize("apart", [False, True], ids=["together", "one after the other"])
def test_no_to_one_danger_is_no_answer_to_another(child, ayna, helpline, apart):
    if apart:
        child.texts("всё надоело")
        helpline.clock.advance(seconds=20)
        child.texts("боюсь идти домой")
    else:
        child.texts("всё надоело", "боюсь идти домой")
    child.unread()
    child.texts("2")
    child.receives("safety.check_violence_home")
    assert helpline.cases() == []
    helpline.later(minutes=5, seconds=5)
    assert (helpline.case().severity, helpline.case().kind) == ("high", "violence_home")


def test_no_to_each_danger_returns_all_words_to_the_talk(child, helpline):
    child.texts("всё надоело, нужен адвокат", "боюсь идти домой")
    child.unread()
    child.texts("2")
    child.receives("safety.check_violence_home")
    child.texts("2")
    child.receives("lawyer")
    assert helpline.cases() == []
    assert child.statuses == ["answered"] * 4

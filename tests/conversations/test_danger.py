"""Danger comes first: safeguarding 1 to 7."""

import pytest

from bot.helpline.records import Mode
from tests.conversations.harness import Helpline, says


def test_a_child_who_does_not_want_to_live_gets_the_safety_text_and_a_case_at_once(child, ayna, helpline):
    child.texts("я не хочу жить")
    child.receives("safety.self_harm", "03")
    child.receives_nothing()
    case = helpline.case()
    assert (case.severity, case.kind) == ("imminent", "self_harm")
    ayna.receives("worker.offer", case.code)


def test_with_the_assistant_down_and_a_text_hanging_danger_is_still_answered(child, ayna, helpline):
    helpline.assistant.down = True
    child.texts("Adwokat gerekmi?")
    child.receives("holding.assistant_down")
    child.texts("ýaşasym gelmeýär")
    child.receives("safety.self_harm")
    assert helpline.case().severity == "imminent"


def test_danger_in_the_last_of_many_texts_is_answered_before_all_others(child, helpline):
    child.texts("Salam", "Adwokat gerekmi?", "я не хочу жить")
    child.receives("safety.self_harm")
    assert helpline.assistant.asked == []


def test_a_sentence_sent_in_pieces_is_heard_as_one(child, helpline):
    child.texts("я не хочу")
    child.unread()
    helpline.clock.advance(seconds=20)
    child.texts("жить")
    child.receives("safety.self_harm")


def test_two_pieces_that_wait_together_are_heard_as_one(child):
    child.texts("я не хочу", "жить")
    child.receives("safety.self_harm")


def test_the_first_contact_is_never_ahead_of_a_safety_text(child):
    child.texts("я не хочу жить")
    assert not any(says(text, "first_contact.notice") for text in child.unread())
    assert child.conversation.greeted_at is None


@pytest.mark.parametrize("text", ["полиция бьёт меня", "нас забрали в полицию"])
def test_a_child_in_trouble_with_police_is_never_given_their_number(child, text, ayna, helpline):
    child.texts(text)
    assert "02" not in child.unread()[0]
    assert helpline.case().severity == "high"


def test_where_police_are_part_of_the_danger_02_is_not_named_whatever_the_kind(child, helpline):
    child.texts("kakam uryar", "полиция бьёт меня")
    assert "02" not in " ".join(child.unread())


def test_the_other_kinds_are_first_asked_whether_they_are_safe(child, ayna, helpline):
    child.texts("kakam uryar")
    child.receives("safety.violence_home")
    child.texts("1")
    child.receives("safety.is_safe")
    assert "said_safe" in helpline.verbs()
    assert helpline.case().status == "offered", "saying that one is safe closes nothing"


def test_who_is_not_safe_is_told_the_numbers_again(child, helpline):
    child.texts("kakam uryar")
    child.unread()
    child.texts("ýok")
    child.receives("safety.is_not_safe", "03")
    assert "said_not_safe" in helpline.verbs()


def test_an_unsure_danger_is_asked_about_and_no_returns_to_the_talk(child, helpline):
    child.texts("всё надоело, нужен адвокат")
    child.receives("safety.check_self_harm")
    assert helpline.assistant.asked == []
    child.texts("2")
    child.receives("lawyer")
    assert helpline.cases() == []
    assert child.statuses == ["answered", "answered"]


def test_yes_to_the_danger_question_is_sure(child, helpline):
    child.texts("всё надоело")
    child.unread()
    child.texts("1")
    child.receives("safety.self_harm")
    assert helpline.case().severity == "imminent"


def test_a_person_instead_of_an_answer_opens_a_case(child, ayna, helpline):
    child.texts("всё надоело")
    child.unread()
    child.texts("3")
    child.receives("safety.person")
    assert helpline.case().severity == "high"
    ayna.receives("worker.offer")


def test_five_minutes_of_silence_count_as_risk(child, ayna, helpline):
    child.texts("всё надоело")
    child.unread()
    helpline.later(minutes=4, seconds=50)
    assert helpline.cases() == []
    helpline.later(seconds=15)
    assert (helpline.case().severity, helpline.case().kind) == ("high", "self_harm")
    child.receives("safety.silence")
    assert child.statuses == ["passed_on"]


def test_the_danger_question_stays_open_after_the_silence(child, helpline):
    child.texts("всё надоело")
    helpline.later(minutes=45)
    child.unread()
    child.texts("1")
    child.receives("safety.self_harm")


def test_a_no_that_came_together_with_the_words_that_it_gives_back_leaves_none_of_them_waiting(child, helpline):
    child.texts("всё надоело")
    helpline.later(minutes=6)
    child.texts("нужен адвокат", "МЕНЮ", "2")
    assert set(child.statuses) <= {"passed_on", "answered"}


def test_words_instead_of_a_digit_are_asked_once_more_and_nothing_is_lost(child, helpline):
    child.texts("всё надоело, нужен адвокат")
    child.unread()
    child.texts("не знаю")
    child.receives("safety.check_again")
    child.texts("2")
    child.receives("lawyer")
    assert child.statuses == ["answered"] * 3


def test_a_word_that_also_means_no_does_not_end_the_writing_while_danger_is_asked_about(child):
    child.texts("всё надоело")
    child.unread()
    child.texts("хватит")
    child.receives("safety.check_again")
    assert child.conversation.mode is Mode.ASSISTANT


def test_a_topic_of_danger_that_only_rasa_heard_opens_a_case(child, ayna, helpline):
    helpline.assistant.knows["gije öýe goýberenoklar"] = "abuse_at_home"
    child.texts("gije öýe goýberenoklar")
    child.receives("safety.violence_home")
    assert helpline.case().kind == "violence_home"


def test_a_topic_of_danger_understood_with_doubt_is_asked_about_and_believed_when_denied(child, helpline):
    helpline.assistant.knows["gije öýe goýberenoklar"] = "abuse_at_home"
    helpline.assistant.confidence = 0.5
    child.texts("gije öýe goýberenoklar")
    child.receives("safety.check_violence_home")
    child.texts("2")
    child.receives("abuse_at_home")
    assert helpline.cases() == []


def test_a_topic_of_danger_picked_from_the_menu_is_answered_and_then_asked_about(child, helpline):
    from bot.deeds import Ask

    helpline.assistant.deeds["temalar"] = [Ask("menu.group", (("lawyer", "lawyer"), ("sexual_abuse", "sexual_abuse")))]
    child.texts("temalar")
    child.unread()
    child.texts("2")
    child.receives("sexual_abuse")
    child.receives("safety.check_sexual_abuse")
    child.texts("2")
    child.receives("safety.denied")
    assert helpline.cases() == []


def test_a_routine_question_about_numbers_opens_no_case(child, helpline):
    helpline.assistant.knows["номер скорой"] = "emergency_numbers"
    child.texts("какой номер скорой")
    assert helpline.cases() == []


def test_in_a_danger_case_the_bot_only_holds_the_line(child, ayna, oraz, helpline):
    child.texts("я не хочу жить")
    child.unread()
    helpline.clock.advance(minutes=3)
    child.texts("нужен адвокат")
    child.receives("safety.holding_line")
    assert helpline.assistant.asked == []
    child.texts("МЕНЮ")
    child.receives_nothing()


def test_the_same_danger_again_does_not_repeat_the_safety_text_at_once(child, ayna, helpline):
    child.texts("я не хочу жить")
    child.unread()
    child.texts("не хочу жить")
    child.receives_nothing()
    helpline.clock.advance(minutes=11)
    child.texts("не хочу жить")
    child.receives("safety.self_harm")


def test_danger_after_stop_is_answered_and_the_worker_can_write(child, ayna, helpline):
    child.texts("СТОП")
    child.receives("stop.done")
    helpline.clock.advance(minutes=1)
    child.texts("я не хочу жить")
    child.receives("safety.self_harm")
    code = ayna.takes()
    ayna.texts(f"{code} Я здесь")
    child.receives("Я здесь")


def test_an_unsure_danger_after_stop_is_asked_about_and_the_answer_is_heard(child, helpline):
    child.texts("СТОП")
    child.unread()
    child.texts("всё надоело")
    child.receives("safety.check_self_harm")
    child.texts("1")
    child.receives("safety.self_harm")


def test_a_worker_in_charge_is_alarmed_and_the_safety_text_follows_two_minutes_of_silence(child, ayna, oraz, helpline):
    in_charge(child, ayna, helpline)
    child.texts("я не хочу жить")
    child.receives_nothing()
    ayna.receives("worker.urge")
    ayna.receives("не хочу жить")
    assert helpline.case().severity == "imminent"
    helpline.later(minutes=1, seconds=50)
    child.receives_nothing()
    helpline.later(seconds=20)
    child.receives("safety.self_harm")
    oraz.receives("worker.silent")


def test_a_worker_who_writes_in_time_takes_the_safety_text_back(child, ayna, helpline):
    code = in_charge(child, ayna, helpline)
    child.texts("я не хочу жить")
    ayna.texts(f"{code} Я с тобой")
    child.receives("Я с тобой")
    helpline.later(minutes=5)
    child.receives_nothing()


def test_a_first_text_in_an_unknown_language_that_may_be_danger_gets_both_languages(child, ayna, helpline):
    child.texts("i am so scared, quickly help")
    child.receives("safety.bilingual", "03")
    assert helpline.case().severity == "high"


def test_an_undelivered_safety_text_goes_to_the_top(child, ayna, helpline):
    from bot.ports import SendFailed

    helpline.route.fails, helpline.route.failure = 1, SendFailed("no_such_number", stop=True)
    child.texts("полиция бьёт меня")
    assert helpline.case().severity == "imminent"
    assert "not_delivered" in helpline.verbs()


def test_a_safety_text_is_tried_again_after_30_seconds_1_and_2_minutes(child, ayna, helpline):
    helpline.route.off = {child.number}
    child.texts("я не хочу жить")
    helpline.later(seconds=29)
    tries = [helpline.messages(child.number)[1].attempts]
    for seconds in (2, 60, 120):
        helpline.later(seconds=seconds)
        tries.append(helpline.messages(child.number)[1].attempts)
    assert tries == [1, 2, 3, 4]
    assert "not_delivered" in helpline.verbs(), "then it has failed, and the staff knows"


def in_charge(child, worker, helpline: Helpline) -> str:
    """Let a worker take an ordinary case; return its code."""
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = worker.takes()
    child.unread()
    worker.unread()
    return code


def test_stop_does_not_end_a_danger_that_was_not_denied(child, ayna, helpline):
    child.texts("всё надоело")
    child.unread()
    child.texts("СТОП")
    child.receives("stop.done_in_case")
    assert helpline.case().severity == "high"
    ayna.receives("worker.offer")


def test_a_danger_is_not_given_back_to_the_bot_by_a_word(child, ayna, helpline):
    child.texts("я не хочу жить")
    ayna.takes()
    ayna.unread()
    child.texts("БОТ")
    assert child.conversation.mode is Mode.WORKER
    ayna.receives("БОТ")


def test_once_nobody_was_reached_only_the_truth_is_told(child, ayna, helpline):
    child.texts("я не хочу жить")
    helpline.later(minutes=14)
    child.unread()
    child.texts("вы где?")
    child.receives("safety.nobody_yet")
    child.receives_nothing()

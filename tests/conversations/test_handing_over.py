"""From a text to a social worker and back: safeguarding 4, 11, 12, 19, 20."""

import re
from datetime import timedelta

import pytest

from bot.deeds import OpenCase
from bot.helpline.codes import FREE_AFTER
from bot.helpline.records import Mode
from tests.conversations.harness import says


@pytest.fixture
def offered(child, ayna):
    """A child who asked for a person and agreed."""
    child.texts("нужен адвокат, мой номер 861000042")
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    child.unread()
    return ayna


@pytest.fixture
def taken(offered, child):
    """The same, after the worker took the case; returns the code."""
    code = offered.takes()
    offered.unread()
    return code


def test_before_anybody_writes_the_person_is_asked(child, ayna, helpline):
    child.texts("ЧЕЛОВЕК")
    child.receives("consent.ask")
    assert helpline.cases() == []
    child.unread()
    child.texts("2")
    child.receives("consent.declined")
    assert helpline.cases() == []
    ayna.receives_nothing()


def test_with_consent_the_person_is_told_until_when_a_worker_writes(child, ayna, helpline):
    child.texts("ЧЕЛОВЕК")
    child.unread()
    child.texts("1")
    child.receives("handover.tomorrow", "18:00")
    assert (helpline.case().severity, helpline.case().region) == ("low", "mary")
    assert child.conversation.mode is Mode.WAITING


def test_a_topic_of_today_is_answered_today(child, ayna, helpline):
    helpline.assistant.knows["дразнят"] = "bullying"
    child.texts("меня дразнят")
    child.texts("ЧЕЛОВЕК")
    child.unread()
    child.texts("1")
    child.receives("handover.today", "16:00")
    assert helpline.case().severity == "medium"


def test_the_first_sms_to_the_worker_has_no_number_and_no_quotation(offered, child, helpline):
    offer = offered.receives("worker.offer", helpline.case().code)
    assert not re.search(r"\d{4,}", offer)
    assert "адвокат, мой" not in offer


def test_while_waiting_the_bot_still_gives_information(offered, child):
    child.texts("Нужен ли адвокат?")
    assert any(says(text, "lawyer") for text in child.unread())


def test_after_take_the_worker_reads_the_words_with_numbers_masked(offered, child, helpline):
    code = offered.takes()
    offered.receives("worker.offer")
    offered.receives("worker.taken", code)
    words = offered.receives(f"{code}: ", "нужен адвокат", "••42")
    assert "861000042" not in words


@pytest.mark.parametrize("order", ["TAKE {}", "take {}", "1 {}", "AL {}", "беру {}", "{}"])
def test_a_case_is_taken_in_many_ways(offered, child, helpline, order):
    offered.texts(order.format(offered.code()))
    assert helpline.case().status == "taken"


def test_a_code_typed_in_cyrillic_is_read(offered, helpline):
    look_alike = offered.code().translate(str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ"))
    offered.texts(f"TAKE {look_alike.lower()}")
    assert helpline.case().status == "taken"


def test_words_reach_the_person_and_come_back_and_neither_sees_a_number(taken, offered, child, helpline):
    offered.texts(f"{taken} Здравствуй, чем помочь?")
    child.receives("Здравствуй, чем помочь?")
    helpline.clock.advance(minutes=1)
    child.texts("Это я, мой номер 861000042")
    offered.receives(f"{taken}: Это я", "••42")
    everything = " ".join([*child.received(), *offered.received()])
    assert "993610" not in everything


def test_the_bot_is_silent_while_a_worker_is_in_charge(taken, offered, child, helpline):
    asked = len(helpline.assistant.asked)
    child.texts("Нужен адвокат?", "МЕНЮ", "1", "😀")
    child.receives_nothing()
    assert len(helpline.assistant.asked) == asked


def test_the_first_name_is_told_once_the_person_has_answered(taken, offered, child, helpline):
    offered.texts(f"{taken} Здравствуй")
    assert child.receives("Здравствуй") == "Здравствуй"
    helpline.clock.advance(minutes=1)
    child.texts("Здравствуйте")
    helpline.clock.advance(minutes=1)
    offered.texts(f"{taken} Расскажи")
    child.receives("Aýna: Расскажи")
    offered.texts(f"{taken} Я слушаю")
    assert child.receives("Я слушаю") == "Я слушаю"


def test_words_before_take_reach_nobody(offered, child, helpline):
    code = offered.code()
    offered.texts(f"{code} Здравствуй")
    offered.receives("worker.offer")
    offered.receives("worker.take_first", code)
    child.receives_nothing()


def test_words_without_a_code_go_only_to_the_case_written_in_lately_and_are_echoed(taken, offered, child, helpline):
    offered.texts("Здравствуй")
    offered.receives("worker.which_case")
    child.receives_nothing()
    offered.texts(f"{taken} Здравствуй")
    offered.texts("и ещё одно")
    child.receives("Здравствуй")
    child.receives("и ещё одно")
    offered.receives("worker.sent_to", taken)
    helpline.clock.advance(minutes=31)
    offered.texts("а теперь?")
    offered.receives("worker.which_case")


def test_words_without_a_code_go_nowhere_when_two_cases_are_meant(taken, offered, child, parent, helpline):
    parent.texts("ЧЕЛОВЕК")
    parent.texts("1")
    second = offered.takes()
    offered.texts(f"{taken} один")
    offered.texts(f"{second} два")
    offered.unread(), child.unread(), parent.unread()
    offered.texts("кому это?")
    offered.receives("worker.which_case")
    child.receives_nothing()
    parent.receives_nothing()


def test_a_foreign_case_and_a_wrong_code_get_the_same_answer(taken, offered, child, helpline):
    stranger = helpline.worker("Jeren Ýazowa", "+99361000019")
    for order in (f"TAKE {taken}", f"{taken} Привет", f"WHO {taken}", f"DONE {taken}", f"NOTE {taken} x"):
        stranger.texts(order)
        assert stranger.receives("worker.no_such_case", taken)
    stranger.texts("TAKE Z9Z9" if taken != "Z9Z9" else "TAKE Z8Z8")
    stranger.receives("worker.no_such_case")
    assert helpline.case().assignee_id == offered.worker_id
    child.receives_nothing()


def test_an_order_from_an_unknown_number_does_nothing_and_leaks_nothing(taken, offered, parent, child, helpline):
    parent.texts(f"TAKE {taken}")
    parent.receives("worker.unknown_number")
    parent.receives_nothing()
    assert helpline.case().assignee_id == offered.worker_id


def test_a_colleague_who_was_asked_learns_that_it_is_taken(child, ayna, merdan, helpline):
    child.texts("я не хочу жить")
    helpline.later(minutes=2, seconds=1)
    code = merdan.code()
    ayna.unread()
    merdan.takes()
    ayna.receives("worker.taken_by_other", code)
    ayna.texts(f"TAKE {code}")
    assert helpline.case().assignee_id == merdan.worker_id


def test_pass_asks_the_next_and_not_the_same_again(child, ayna, merdan, helpline):
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    ayna.takes()
    ayna.unread()
    ayna.texts(f"PASS {helpline.case().code}")
    ayna.receives("worker.passed")
    ayna.receives_nothing()
    merdan.receives("worker.offer")
    assert helpline.case().assignee_id is None
    assert child.conversation.mode is Mode.WAITING


def test_done_closes_in_silence_and_the_next_text_is_told(taken, offered, child, helpline):
    offered.texts(f"DONE {taken}")
    offered.receives("worker.closed", taken)
    child.receives_nothing()
    assert helpline.cases() == []
    child.texts("Нужен адвокат?")
    child.receives("closing.case_closed")
    child.texts("Нужен адвокат?")
    assert not any(says(text, "closing.case_closed") for text in child.unread())


def test_after_a_day_of_silence_the_assistant_is_back_and_says_so_with_the_next_text(taken, offered, child, helpline):
    offered.texts(f"{taken} Здравствуй")
    child.unread()
    helpline.later(hours=25)
    child.receives_nothing()
    assert child.conversation.mode is Mode.ASSISTANT
    child.texts("Нужен адвокат?")
    child.receives("closing.assistant_back")
    assert helpline.case().status == "taken", "only a human closes"


def test_in_a_danger_case_silence_brings_the_supervisor_and_no_machine(child, ayna, oraz, helpline):
    child.texts("я не хочу жить")
    code = ayna.takes()
    ayna.texts(f"{code} Я здесь")
    oraz.unread()
    helpline.later(hours=25)
    oraz.receives("worker.silent_for_a_day")
    assert child.conversation.mode is Mode.WORKER


def test_a_worker_can_write_again_after_the_assistant_is_back(taken, offered, child, helpline):
    offered.texts(f"{taken} Здравствуй")
    helpline.later(hours=25)
    child.unread()
    child.texts("Нужен адвокат?")
    child.unread()
    offered.texts(f"{taken} Ты здесь?")
    child.receives("Ты здесь?")
    assert child.conversation.mode is Mode.WORKER


def test_a_case_taken_while_the_assistant_thinks_silences_the_answer(offered, child, helpline):
    from bot.desk.respond import respond

    code = offered.code()

    def take():
        offered.sends(f"TAKE {code}")
        with helpline.store.begin() as work:
            identifier = work.identifiers.find(offered.number)
        respond(helpline.desk, identifier.id)

    helpline.assistant.meanwhile = take
    child.texts("Нужен адвокат?")
    child.receives_nothing()
    assert any("Нужен адвокат?" in text for text in offered.received())


def test_a_worker_who_takes_and_stays_silent_is_urged_and_the_supervisor_learns_it(child, ayna, oraz, helpline):
    child.texts("я не хочу жить")
    ayna.takes()
    ayna.unread()
    helpline.later(minutes=3, seconds=1)
    ayna.receives("worker.urge")
    oraz.receives("worker.silent")


def test_a_new_wish_joins_the_open_case(offered, child, helpline):
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    assert len(helpline.cases(open_only=False)) == 1
    assert "joined" in helpline.verbs()


def test_danger_raises_an_open_case_and_asks_again(offered, child, helpline):
    offered.unread()
    child.texts("я не хочу жить")
    offered.receives("worker.offer")
    case = helpline.case()
    assert (case.severity, case.kind) == ("imminent", "self_harm")


def test_a_code_is_not_used_again_for_ninety_days(taken, offered, helpline):
    offered.texts(f"DONE {taken}")
    with helpline.store.begin() as work:
        [closed] = work.cases.all(open_only=False)
        assert not work.cases.code_is_free(taken, closed.closed_at - FREE_AFTER + timedelta(days=89))
        assert work.cases.code_is_free(taken, closed.closed_at + timedelta(days=91) - FREE_AFTER)


def test_case_status_is_told_from_the_books(offered, child, helpline):
    from bot.deeds import Do

    helpline.assistant.deeds["что с моим вопросом"] = [Do("status")]
    child.texts("что с моим вопросом")
    assert any(says(text, "handover.tomorrow") for text in child.unread())
    offered.takes()
    child.texts("БОТ")
    child.texts("что с моим вопросом")
    assert any(says(text, "handover.in_hand") for text in child.unread())


def test_consent_given_in_words_closes_the_question_with_its_digits(child, ayna, helpline):
    helpline.assistant.deeds["hawa, ýazyň"] = [OpenCase(None, "asked", consent=True, region="mary")]
    child.texts("ЧЕЛОВЕК")
    child.receives("consent.ask")
    child.texts("hawa, ýazyň")
    assert helpline.case()
    assert child.conversation.question is None
    child.unread()
    child.texts("2")
    child.receives("questions.which")


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("is_taken", [True, False])
def test_a_case_in_which_police_were_heard_of_stays_one_about_police(child, ayna, helpline, order, is_taken):
    """So that no inspector is asked, whatever else was told before or after."""
    first, second = ("полиция бьёт меня", "kakam uryar")[::order]
    child.texts(first)
    if is_taken:
        ayna.takes()
    helpline.clock.advance(minutes=1)
    child.texts(second)
    assert helpline.case().kind == "police_violence"


@pytest.mark.parametrize("between", ["PASS {}", "DONE {}"])
def test_a_complaint_is_not_shown_to_whom_it_may_be_about_when_they_take_the_case_again(
    taken, child, ayna, oraz, helpline, between
):
    ayna.texts(f"{taken} Привет")
    ayna.texts(between.format(taken))
    child.texts("у меня жалоба на вашу сотрудницу")
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    oraz.unread()
    ayna.unread()
    helpline.clock.advance(minutes=1)
    ayna.texts(f"TAKE {helpline.case().code}")
    assert not any("жалоба" in text for text in ayna.received())
    assert any("жалоба" in text for text in oraz.received())


def test_in_a_danger_the_worker_who_takes_it_reads_where_the_child_is_however_much_was_written_since(child, ayna):
    child.texts("я не хочу жить", "улица Мира 5", *["ау", "ответьте", "пожалуйста", "алло", "где вы", "страшно"])
    ayna.takes()
    assert any("Мира 5" in text for text in ayna.received())

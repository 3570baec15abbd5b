"""Commands are carried out before any model is asked: safeguarding 9, 14, 15."""

import pytest

from bot.helpline.records import Mode
from tests.conversations.harness import says


@pytest.mark.parametrize("word", ["STOP", "СТОП", "Maňa ýazma", "dur", "хватит"])
def test_a_child_who_writes_stop_is_not_written_to_again(child, helpline, word):
    child.texts(word)
    child.receives("stop.done")
    child.texts("Adwokat gerekmi?", "STOP")
    child.receives_nothing()
    assert helpline.assistant.asked == []


def test_start_begins_again(child, helpline):
    child.texts("STOP")
    child.texts("Salam")
    child.unread()
    child.texts("BAŞLA")
    child.receives("stop.started")
    child.texts("Adwokat gerekmi?")
    assert any(says(text, "lawyer") for text in child.unread())


def test_what_lay_in_the_outbox_is_not_sent_after_stop(child, helpline):
    helpline.route.off = {child.number}
    child.texts("Adwokat gerekmi?")
    helpline.route.off = set()
    child.texts("STOP")
    child.receives("stop.done")
    helpline.later(minutes=6)
    child.receives_nothing()


def test_stop_during_an_open_case_tells_the_staff_and_does_not_close_it(child, ayna, helpline):
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = ayna.takes()
    ayna.unread()
    child.texts("СТОП")
    child.unread()
    ayna.receives("worker.person_stopped", code)
    assert helpline.case().status == "taken"
    ayna.texts(f"{code} Вы здесь?")
    assert not any("Вы здесь?" in text for text in child.unread())


def test_the_language_word_holds_for_good(child, helpline):
    child.texts("RU")
    child.receives("talk.language_set")
    child.texts("Adwokat gerekmi?")
    assert child.conversation.language == "ru"
    assert helpline.assistant.asked[-1].language == "ru"


def test_a_bare_language_word_asks_which(child):
    child.texts("DIL")
    child.receives("language.ask")
    child.texts("2")
    child.receives("talk.language_set")
    assert (child.conversation.language, child.conversation.language_chosen) == ("ru", True)


CRIES = ["kömek", "komek!", "помощь", "Помогите!!!", "HELP", "SOS", "мне нужна помощь"]


@pytest.mark.parametrize("word", CRIES)
def test_a_cry_for_help_is_no_command_but_may_be_danger(child, ayna, helpline, word):
    child.texts(word)
    child.receives("safety.check_unknown", "03")
    assert helpline.assistant.asked == []
    child.texts("1")
    child.receives("safety.unknown")
    assert helpline.case().severity == "high"
    ayna.receives("worker.offer")


def test_a_cry_for_help_that_nobody_explains_calls_a_human_after_five_minutes(child, ayna, helpline):
    child.texts("kömek")
    ayna.receives_nothing()
    helpline.later(minutes=6)
    assert helpline.case().severity == "high"
    ayna.receives("worker.offer")


def test_a_cry_for_help_that_was_none_goes_to_the_assistant(child, helpline):
    child.texts("помощь")
    child.texts("2")
    assert [turn.text for turn in helpline.assistant.asked] == ["помощь"]
    assert helpline.cases() == []


def test_hide_gives_advice_and_lets_the_person_choose_a_word(child):
    child.texts("СКРЫТЬ")
    child.receives("hide.advice")
    child.receives("hide.choose_word")
    child.texts("Ромашка")
    child.receives("hide.word_set")
    assert child.conversation.discreet
    assert not any("ромашка" in text.casefold() for text in child.received())


def test_the_safe_word_calls_a_human_and_its_reply_says_nothing(child, ayna, helpline):
    child.texts("белый снег")
    reply = child.receives("safe_word.reply")
    assert not any(word in reply for word in ("03", "02", "опас", "помо"))
    assert helpline.case().severity == "high"
    ayna.receives("worker.offer")


@pytest.mark.parametrize("before", [["СТОП"], ["всё надоело"], ["не хочу жить"], ["ЧЕЛОВЕК", "1"], ["УДАЛИТЬ"]])
def test_the_safe_word_works_from_every_state(child, ayna, helpline, before):
    for text in before:
        child.texts(text)
    child.unread()
    child.texts("ak gar")
    assert any(says(text, "safe_word.reply") for text in child.unread())
    assert helpline.case()


def test_deletion_is_confirmed_and_done_a_day_later(child, helpline):
    child.texts("Нужен адвокат, меня зовут Мерет")
    child.texts("УДАЛИТЬ")
    child.unread()
    child.texts("1")
    child.receives("delete.scheduled")
    before = helpline.messages(child.number)
    assert any("Мерет" in text.text for text in before)
    helpline.later(hours=25)
    with helpline.store.begin() as work:
        kept = [work.messages.get(text.id) for text in before]
        assert work.identifiers.find(child.number) is None
        assert work.identifiers.get(before[0].identifier_id).number == ""
    assert {text.text for text in kept} == {""}
    assert [text.segments for text in kept] == [text.segments for text in before], "what was counted stays"


def test_deletion_after_stop_is_done_without_a_question(child, helpline):
    child.texts("СТОП")
    child.unread()
    child.texts("УДАЛИТЬ")
    child.receives("delete.scheduled")
    helpline.later(hours=25)
    assert helpline.messages(child.number) == []


def test_who_was_erased_and_writes_again_is_somebody_new(child, helpline):
    child.texts("Нужен адвокат?", "УДАЛИТЬ")
    name = child.conversation.code_name
    child.texts("1")
    helpline.later(hours=25)
    child.unread()
    child.texts("Нужен адвокат?")
    child.receives("lawyer")
    assert child.conversation.code_name != name


def test_while_a_case_is_open_the_number_stays_so_that_the_worker_can_answer(child, ayna, helpline):
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = ayna.takes()
    child.texts("УДАЛИТЬ")
    child.texts("1")
    ayna.unread()
    helpline.later(hours=25)
    ayna.texts(f"{code} Привет")
    child.texts("да?")
    assert any("Привет" in text for text in child.unread())
    ayna.texts(f"DONE {code}")
    helpline.later(hours=49)
    assert helpline.messages(child.number) == []


def test_deletion_can_be_declined_and_taken_back(child, helpline):
    child.texts("УДАЛИТЬ")
    child.unread()
    child.texts("2")
    child.receives("delete.kept")
    child.texts("УДАЛИТЬ")
    child.texts("1")
    child.texts("СТАРТ")
    helpline.later(hours=25)
    assert all(text.text for text in helpline.messages(child.number))


def test_bot_and_person_are_heard_while_a_worker_is_in_charge(child, ayna, helpline):
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    ayna.takes()
    ayna.unread()
    child.unread()
    child.texts("БОТ")
    child.receives("closing.bot_answers")
    ayna.receives("worker.person_wants_bot")
    assert child.conversation.mode is Mode.ASSISTANT
    assert helpline.case().status == "taken"


def test_commands_work_while_the_assistant_is_away(child, helpline):
    helpline.assistant.down = True
    child.texts("Adwokat gerekmi?")
    child.receives("holding.assistant_down")
    child.texts("STOP")
    child.receives("stop.done")


@pytest.mark.parametrize("word", ["bes", "бес", "хватит", "dur", "goý", "отмена"])
def test_a_word_that_also_means_no_is_an_answer_to_the_worker_in_charge(child, ayna, word):
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = ayna.takes()
    ayna.texts(f"{code} Näçe doganyň bar?")
    child.unread(), ayna.unread()
    child.texts(word)
    child.receives_nothing()
    ayna.receives(f"{code}: {word}")
    assert child.conversation.mode is Mode.WORKER

"""What we send unasked may be read by somebody else: safeguarding 8."""

from datetime import timedelta

from bot.desk.receive import receive
from bot.ports import Inbound
from tests.conversations.harness import says
from tests.desk.test_helpline_rules import ashgabat

SENSITIVE = ["адвокат", "соцработник", "опас", "полиц", "насил", "03", "02", "Goldaw"]


def test_within_ten_minutes_words_go_out_as_they_are(taken, child, ayna, helpline):
    helpline.later(minutes=9)
    ayna.texts(f"{taken} Здравствуй")
    child.receives("Здравствуй")


def test_after_ten_minutes_only_neutral_words_go_out_and_only_once(taken, child, ayna, helpline):
    helpline.later(minutes=11)
    ayna.texts(f"{taken} Приходи к адвокату")
    ayna.texts(f"{taken} в 15:00")
    text = child.receives("unasked.neutral")
    assert not any(word in text for word in SENSITIVE)
    child.receives_nothing()
    child.texts("ok")
    child.receives("Приходи к адвокату")
    child.receives("в 15:00")


def test_even_neutral_words_wait_for_the_day(taken, child, ayna, helpline):
    helpline.clock.set(ashgabat(17, 22))
    ayna.texts(f"{taken} Приходи завтра")
    child.receives_nothing()
    helpline.later(hours=10)
    child.receives_nothing()
    helpline.later(hours=1, minutes=1)
    child.receives("unasked.neutral")


def test_in_danger_the_neutral_words_go_out_at_night_too(child, ayna, helpline):
    helpline.clock.set(ashgabat(16, 23))
    child.texts("я не хочу жить")
    code = ayna.takes()
    child.unread()
    helpline.later(minutes=12)
    child.unread()
    ayna.texts(f"{code} Я здесь")
    assert child.unread() in (["Есть сообщение. Напишите, когда удобно."], [])
    child.texts("да")
    assert any("Я здесь" in text for text in child.unread())


def test_in_discreet_mode_only_the_persons_own_word_opens(taken, child, ayna, helpline):
    child.texts("БОТ")
    child.texts("СКРЫТЬ")
    child.texts("Ромашка")
    helpline.later(minutes=20)
    child.unread()
    ayna.texts(f"{taken} Приходи завтра")
    child.receives("unasked.neutral")
    child.texts("1")
    child.texts("кто это?")
    assert not any("Приходи" in text for text in child.unread())
    child.texts("ромашка")
    child.receives("Приходи завтра")


def test_coming_back_to_the_assistant_is_silent(taken, child, ayna, helpline):
    helpline.later(hours=25)
    assert not any(says(text, "closing.assistant_back") for text in child.unread())


def test_a_late_answer_of_the_assistant_is_unasked_too(child, helpline):
    helpline.assistant.down = True
    child.texts("Нужен адвокат?")
    helpline.later(minutes=12)
    child.unread()
    helpline.assistant.down = False
    helpline.later(minutes=1)
    child.receives("unasked.neutral")
    child.receives_nothing()
    child.texts("что там?")
    assert any(says(text, "lawyer") for text in child.unread())


def test_a_holding_text_that_comes_too_late_is_not_sent(child, helpline):
    helpline.route.off = {child.number}
    helpline.assistant.down = True
    child.texts("Нужен адвокат?")
    helpline.later(minutes=5, seconds=1)
    helpline.route.off = set()
    helpline.later(minutes=11)
    assert not any(says(text, "holding.assistant_down") for text in child.received())


def test_an_answer_to_a_text_that_was_hours_under_way_is_unasked(child, helpline):
    late = helpline.clock.now() - timedelta(hours=3)
    receive(helpline.desk, Inbound("fake", "late-1", child.number, "сколько стоит писать сюда", sent_at=late))
    helpline.work()
    child.receives("unasked.neutral")
    child.receives_nothing()

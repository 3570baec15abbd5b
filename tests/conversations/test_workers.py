"""A worker's plain phone: PIN, duty, held texts, complaints: safeguarding 19, 20."""

import pytest

from bot.desk.staff import suspend_staff
from bot.desk.unasked import WAITS_FOR_PERSON
from tests.conversations.harness import Helpline


@pytest.fixture
def taken(child, ayna):
    """A case that Aýna took; returns the code."""
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = ayna.takes()
    child.unread()
    ayna.unread()
    return code


def test_a_pin_opens_the_shift(helpline, child):
    guarded = helpline.worker("Aýna Myradowa", "+99361000011", pin="4821")
    child.texts("я не хочу жить")
    guarded.receives_nothing()
    guarded.texts("PIN 4821")
    guarded.receives("worker.on_duty")
    helpline.later(minutes=5, seconds=1)
    assert guarded.unread(), "the ladder finds them now"


def test_without_the_pin_nothing_is_done(helpline, child, ayna):
    guarded = helpline.worker("Merdan Amanow", "+99361000012", pin="4821")
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    guarded.texts(f"TAKE {helpline.case().code}")
    guarded.receives("worker.pin_needed")
    assert helpline.case().assignee_id is None


def test_the_pin_is_not_kept_in_the_text(helpline):
    guarded = helpline.worker("Aýna Myradowa", "+99361000011", pin="4821")
    guarded.texts("PIN 4821")
    assert not any("4821" in text.text for text in helpline.messages(guarded.number))


def test_five_wrong_pins_close_the_door_for_half_an_hour(helpline, oraz):
    guarded = helpline.worker("Aýna Myradowa", "+99361000011", pin="4821")
    for _ in range(5):
        guarded.texts("PIN 1111")
    assert guarded.unread()[-1:] != []
    oraz.receives("worker.pin_tried", "Ayna")
    guarded.texts("PIN 4821")
    guarded.receives("worker.pin_locked")
    helpline.clock.advance(minutes=31)
    guarded.texts("PIN 4821")
    guarded.receives("worker.on_duty")


def test_a_pin_opens_twelve_hours(helpline):
    guarded = helpline.worker("Aýna Myradowa", "+99361000011", pin="4821")
    guarded.texts("PIN 4821")
    helpline.clock.advance(hours=12, minutes=1)
    guarded.unread()
    guarded.texts("WHO")
    guarded.receives("worker.pin_needed")


def test_where_a_pin_is_required_nobody_is_on_duty_without_one(store, clock):
    helpline = Helpline(store, clock, pin_required=True)
    worker, child = helpline.worker("Aýna Myradowa", "+99361000011"), helpline.phone()
    child.texts("я не хочу жить")
    worker.receives_nothing()


def test_a_lost_phone_is_closed_at_once_and_its_cases_go_on(taken, child, ayna, merdan, helpline):
    suspend_staff(helpline.desk, "Aýna Myradowa")
    helpline.work()
    merdan.receives("worker.offer", taken)
    ayna.texts(f"{taken} Привет")
    ayna.receives("worker.suspended")
    child.receives_nothing()


def test_what_a_lost_phone_wrote_and_nobody_has_read_does_not_go_out(taken, child, ayna, helpline):
    ayna.texts(f"{taken} Привет", f"{taken} пиши в телеграм")
    child.unread()
    helpline.later(minutes=20)
    ayna.texts(f"{taken} Приходи ко мне домой")
    suspend_staff(helpline.desk, "Aýna Myradowa")
    helpline.work()
    child.texts("да?")
    helpline.later(minutes=6)
    assert not any("домой" in text or "телеграм" in text for text in child.received())


def test_words_without_a_code_of_a_new_owner_do_not_reach_the_person(taken, child, ayna, merdan, helpline):
    ayna.texts(f"{taken} Привет")
    ayna.texts(f"PASS {taken}")
    merdan.takes()
    helpline.clock.advance(minutes=1)
    child.unread()
    merdan.unread()
    merdan.texts("кто это вообще такой")
    child.receives_nothing()
    merdan.receives("worker.which_case")


@pytest.mark.parametrize("order", ["STOP {}", "OFF {}"])
def test_a_code_after_stop_changes_nothing(taken, ayna, order):
    ayna.texts(order.format(taken))
    ayna.receives("worker.off_duty")


def test_stop_of_a_worker_means_off_duty_and_the_supervisor_learns_it(taken, ayna, oraz, child, helpline):
    ayna.texts("STOP")
    ayna.receives("worker.off_duty")
    oraz.receives("worker.went_off_duty", "Ayna", taken)
    ayna.texts(f"{taken} Я ещё здесь")
    child.receives("Я ещё здесь")


@pytest.mark.parametrize("words", ["мой номер 861000055", "пиши в телеграм", "imo-da ýaz", "www.site.tm"])
def test_a_text_with_a_way_around_us_waits_for_a_supervisor(taken, ayna, oraz, child, words):
    ayna.texts(f"{taken} {words}")
    child.receives_nothing()
    ayna.receives("worker.held")
    oraz.receives("worker.judge", taken)
    oraz.receives(words)


def test_a_supervisor_lets_a_held_text_go_or_drops_it(taken, ayna, oraz, child):
    ayna.texts(f"{taken} приёмная: 861000055")
    oraz.texts(f"SEND {taken}")
    child.receives("861000055")
    ayna.texts(f"{taken} мой: 861000056")
    oraz.texts(f"DROP {taken}")
    child.receives_nothing()
    oraz.texts(f"SEND {taken}")
    child.receives_nothing()


def test_only_a_supervisor_decides_on_held_texts(taken, ayna, child):
    ayna.texts(f"{taken} мой: 861000055")
    ayna.texts(f"SEND {taken}")
    child.receives_nothing()


def test_a_complaint_about_a_worker_never_reaches_that_worker(taken, ayna, oraz, child, helpline):
    child.texts("у меня жалоба на вашу сотрудницу, она кричит")
    ayna.receives_nothing()
    oraz.receives("worker.complaint", taken)
    oraz.receives("жалоба на вашу сотрудницу")
    child.receives("handover.complaint")
    ayna.texts(f"PASS {taken}")
    ayna.unread()
    oraz.texts(f"TAKE {taken}")
    oraz.unread()


def test_a_complaint_is_not_shown_with_the_words_after_take(taken, ayna, merdan, child, helpline):
    child.texts("хочу другого работника")
    ayna.texts(f"PASS {taken}")
    merdan.takes()
    assert not any("другого работника" in text for text in merdan.received())


def test_notes_who_help_and_the_manual(taken, ayna, oraz, child, helpline):
    ayna.texts(f"NOTE {taken} мать звонила")
    ayna.receives("worker.noted", taken)
    ayna.texts(f"WHO {taken}")
    ayna.receives("worker.who", taken, child.conversation.code_name)
    ayna.texts("WHO")
    ayna.receives("worker.your_cases", taken)
    ayna.texts(f"HELP {taken}")
    ayna.receives("worker.help_called")
    oraz.receives("worker.help_wanted", taken)
    for word in ("?", "KÖMEK", "komek"):
        ayna.texts(word)
        ayna.receives("worker.manual")
    assert "note" in helpline.verbs()
    assert "мать" not in str(helpline.timeline()), "the words stay in the sealed text"


def test_a_supervisor_takes_over(taken, ayna, oraz, child, helpline):
    oraz.texts(f"TAKE {taken}")
    assert helpline.case().assignee_id == oraz.worker_id
    ayna.receives("worker.taken_by_other")
    ayna.texts(f"{taken} Привет")
    child.receives_nothing()


def test_an_inspector_is_not_asked_about_a_child(child, helpline):
    inspector = helpline.worker("Serdar Annaýew", "+99361000015", "inspector")
    child.texts("полиция бьёт меня")
    helpline.later(minutes=30)
    child.texts("ЧЕЛОВЕК")
    inspector.receives_nothing()
    inspector.texts(f"TAKE {helpline.case().code}")
    inspector.receives("worker.no_such_case")


def test_a_workers_words_after_ten_minutes_wait_for_the_person_and_give_nothing_away(taken, ayna, child, helpline):
    helpline.later(minutes=15)
    child.unread()
    ayna.texts(f"{taken} Приходи завтра к соцработнику")
    assert child.receives("unasked.neutral") == "Есть сообщение. Напишите, когда удобно."
    ayna.receives("worker.waits_for_person", taken)
    held = [text for text in helpline.messages(child.number) if text.failed_reason == WAITS_FOR_PERSON]
    assert len(held) == 1
    child.texts("да?")
    child.receives("Приходи завтра")


def test_a_worker_learns_in_plain_words_that_a_text_did_not_arrive(taken, ayna, child, helpline):
    helpline.route.off = {child.number}
    ayna.texts(f"{taken} Привет")
    helpline.later(minutes=5, seconds=1)
    helpline.later(minutes=4)
    child.sends("я тут")
    helpline.later(minutes=7)
    assert any("выключен" in text or "öçük" in text or "öcük" in text for text in ayna.unread())

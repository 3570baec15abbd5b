"""The outbox: order, retries, stop, alarms, receipts, and texts of which nobody knows whether they went."""

import pytest

from bot.desk.receipts import settle_receipt
from bot.helpline.records import Status
from bot.ports import SendFailed
from tests.conversations.harness import Helpline, says


def outgoing(helpline: Helpline, phone) -> list:
    """Return what was put into the outbox for a phone."""
    return [text for text in helpline.messages(phone.number) if text.direction == "out"]


def test_a_text_is_tried_after_five_and_ten_minutes_and_then_failed_with_a_reason(child, helpline):
    helpline.route.off = {child.number}
    child.texts("Adwokat gerekmi?")
    seen = [(outgoing(helpline, child)[0].status, outgoing(helpline, child)[0].attempts)]
    helpline.later(minutes=4, seconds=59)
    seen.append((outgoing(helpline, child)[0].status, outgoing(helpline, child)[0].attempts))
    child.sends("1 2 3")
    helpline.later(seconds=2)
    child.sends("4 5 6")
    helpline.later(minutes=5)
    child.sends("7 8 9")
    helpline.later(minutes=5, seconds=1)
    last = outgoing(helpline, child)[0]
    assert seen == [("due", 1), ("due", 1)]
    assert (last.status, last.attempts, last.failed_reason) == ("failed", 3, "phone_off")


def test_a_number_that_opted_out_at_the_provider_is_left_alone(child, helpline):
    helpline.route.fails, helpline.route.failure = 1, SendFailed("opted_out", stop=True)
    child.texts("Adwokat gerekmi?")
    child.receives_nothing()
    with helpline.store.begin() as work:
        assert work.identifiers.find(child.number).stopped_at is not None


def test_an_alarm_reaches_the_administrator_once_an_hour(child, parent, oraz, helpline):
    helpline.route.fails, helpline.route.failure = 1, SendFailed("wrong_login", alarm=True)
    child.texts("Adwokat gerekmi?")
    assert sum(says(text, "worker.alarm") for text in oraz.unread()) == 1
    helpline.route.fails = 1
    parent.texts("Adwokat gerekmi?")
    assert not any(says(text, "worker.alarm") for text in oraz.unread())


def test_a_text_that_the_provider_took_without_saying_so_is_not_sent_twice(child, helpline):
    helpline.route.loses_answer = 1
    child.texts("Salam")
    helpline.later(minutes=1)
    assert len(helpline.route.taken) == len(outgoing(helpline, child))
    assert {text.status for text in outgoing(helpline, child)} == {"sent"}


def test_a_text_that_the_provider_never_took_is_sent_again(child, helpline):
    helpline.route.breaks = 1
    child.texts("Salam")
    helpline.later(minutes=1)
    assert len(helpline.route.taken) == len(outgoing(helpline, child))


def test_when_nobody_can_say_only_a_danger_text_is_sent_again(child, parent, ayna, helpline):
    helpline.route.is_silent = True
    helpline.route.loses_answer = 1
    child.texts("Salam")
    helpline.route.loses_answer = 1
    parent.texts("я не хочу жить")
    ayna.takes()
    parent.unread()
    helpline.later(minutes=3)
    assert [says(text, "safety.self_harm") for text in parent.unread()].count(True) == 1
    helpline.later(hours=2)
    first = outgoing(helpline, child)[0]
    assert (first.status, first.failed_reason) == ("failed", "unknown")
    assert sum(says(text, "greet") for text in child.received()) == 1


def test_what_a_killed_sender_left_is_looked_up_first(child, helpline):
    child.texts("Salam")
    text = outgoing(helpline, child)[0]
    with helpline.store.begin() as work:
        work.messages.change(
            text.id, status=Status.SENDING, provider_message_id=None, sending_since=helpline.clock.now()
        )
        work.commit()
    helpline.later(minutes=1)
    assert outgoing(helpline, child)[0].status == "sent"
    assert sum(says(text, "greet") for text in child.received()) == 1


def test_safety_goes_first_then_alerts_then_answers(child, parent, ayna, helpline):
    parent.sends("Adwokat gerekmi?")
    child.sends("я не хочу жить")
    helpline.work()
    order = [parcel.to for parcel in helpline.route.taken.values()]
    assert order[:2] == [child.number, ayna.number]


def test_a_segment_a_second_but_danger_does_not_wait(child, parent, ayna, helpline):
    helpline.route.segments_per_second = 1
    before = helpline.clock.now()
    parent.texts("Нужен адвокат?")
    took = (helpline.clock.now() - before).total_seconds()
    assert took >= 1
    helpline.route.segments_per_second = 0.01
    child.texts("я не хочу жить")
    child.receives("safety.self_harm")


FORWARD = [
    (["sent", "delivered"], "delivered"),
    (["delivered", "sent"], "delivered"),
    (["delivered", "failed"], "delivered"),
    (["failed", "delivered"], "failed"),
    (["delivered", "delivered"], "delivered"),
]


@pytest.mark.parametrize(("receipts", "end"), FORWARD)
def test_a_status_only_moves_forward(child, helpline, receipts, end):
    child.texts("Salam")
    text = outgoing(helpline, child)[0]
    for receipt in receipts:
        settle_receipt(helpline.desk, text.token, "fake", text.provider_message_id, Status(receipt), "filtered")
    assert outgoing(helpline, child)[0].status == end


def test_a_receipt_of_somebody_elses_text_changes_nothing(child, helpline):
    assert settle_receipt(helpline.desk, "no such token", "fake", "no such id", Status.DELIVERED) is False


def test_an_undelivered_safety_text_is_sent_again_and_then_goes_to_the_top(child, ayna, helpline):
    child.texts("полиция бьёт меня")
    for _ in range(4):
        text = next(text for text in outgoing(helpline, child) if text.purpose == "safety")
        settle_receipt(helpline.desk, text.token, "fake", text.provider_message_id, Status.FAILED, "phone_off")
        helpline.later(minutes=2, seconds=1)
    assert helpline.case().severity == "imminent"
    assert "not_delivered" in helpline.verbs()

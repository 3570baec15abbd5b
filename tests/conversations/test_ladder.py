"""The on-call ladder, by time travel: safeguarding 6 and 7."""

import pytest

from bot.helpline.records import Severity
from tests.conversations.harness import says
from tests.desk.test_helpline_rules import ashgabat


def test_an_urgent_case_climbs_every_two_minutes(child, ayna, merdan, oraz, helpline):
    child.texts("я не хочу жить")
    ayna.receives("worker.offer")
    merdan.receives_nothing()
    helpline.later(minutes=1, seconds=55)
    merdan.receives_nothing()
    helpline.later(seconds=10)
    merdan.receives("worker.offer")
    oraz.receives_nothing()
    helpline.later(minutes=2)
    oraz.receives("worker.offer")
    assert helpline.verbs().count("offered") == 3


def test_when_the_ladder_is_exhausted_all_chiefs_are_asked_every_five_minutes_and_the_person_hears_the_truth(
    child, ayna, oraz, helpline
):
    chief = helpline.worker("Maral Durdyýewa", "+99361000014", "administrator")
    child.texts("я не хочу жить")
    child.unread()
    helpline.later(minutes=4, seconds=1)
    child.receives("safety.nobody_yet")
    assert "told_truth" in helpline.verbs()
    chief.receives("worker.offer")
    before = len(oraz.received())
    helpline.later(minutes=15)
    assert len(oraz.received()) == before + 3
    child.receives_nothing()


def test_with_nobody_on_duty_the_person_hears_the_truth_at_once(child, helpline):
    child.texts("я не хочу жить")
    child.receives("safety.self_harm")
    child.receives("safety.nobody_yet")


@pytest.mark.parametrize("hour", [3, 12, 23])
def test_imminent_danger_ignores_office_hours(child, ayna, oraz, helpline, hour):
    helpline.clock.set(ashgabat(22, hour))  # a Sunday
    child.texts("я не хочу жить")
    ayna.receives("worker.offer")
    helpline.later(minutes=2, seconds=1)
    oraz.receives("worker.offer")


def test_a_wish_at_night_is_offered_and_climbs_when_the_office_opens(child, ayna, merdan, helpline):
    helpline.clock.set(ashgabat(16, 22))
    child.texts("ЧЕЛОВЕК")
    child.unread()
    child.texts("1")
    child.receives("handover.tomorrow")
    helpline.later(hours=10)
    merdan.receives_nothing()
    helpline.later(hours=3, minutes=1)
    merdan.receives("worker.offer")


def test_take_stops_the_ladder(child, ayna, merdan, helpline):
    child.texts("я не хочу жить")
    code = ayna.takes()
    ayna.texts(f"{code} Я здесь")
    helpline.later(minutes=30)
    merdan.receives_nothing()


def test_a_worker_whose_phone_is_off_is_skipped(child, ayna, merdan, helpline):
    helpline.route.off = {ayna.number}
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    helpline.later(minutes=16)
    merdan.receives("worker.offer")


def test_off_duty_and_full_workers_come_last_or_not_at_all(child, ayna, merdan, helpline):
    ayna.changes(on_duty=False)
    child.texts("я не хочу жить")
    merdan.receives("worker.offer")
    ayna.receives_nothing()


def test_the_steps_stand_on_the_staffs_timeline_and_not_in_the_childs_thread(child, ayna, merdan, oraz, helpline):
    child.texts("я не хочу жить")
    helpline.later(minutes=3)
    assert [line.details["rung"] for line in helpline.timeline() if line.verb == "offered"] == ["offer", "offer"]
    assert not any(says(text, "worker.offer") for text in child.received())


def test_no_danger_case_is_ever_without_a_next_step(child, ayna, oraz, helpline):
    child.texts("я не хочу жить")
    for minutes in (1, 2, 3, 5, 60, 600):
        helpline.later(minutes=minutes)
        assert helpline.case().next_step_at is not None
    code = ayna.takes()
    assert helpline.case().next_step_at is not None
    ayna.texts(f"{code} Я здесь")
    assert helpline.case().next_step_at is not None
    ayna.texts(f"PASS {code}")
    assert helpline.case().next_step_at is not None


def test_the_time_to_answer_is_five_minutes_for_imminent(child, ayna, helpline):
    child.texts("я не хочу жить")
    case = helpline.case()
    assert case.severity is Severity.IMMINENT
    assert (case.answer_by - case.opened_at).total_seconds() == 300

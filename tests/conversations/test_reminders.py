"""Reminders of a diversion case by SMS: neutral, by day, only to who agreed; 1 and 2 move the date."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.diversion import begin, consenting, due, meetings
from bot.desk.diversion.begin import Newcomer
from bot.helpline.diversion.records import Progress, Stage
from bot.helpline.hours import local
from bot.store.store import SqlStore
from tests.conversations.harness import LIBRARY, Helpline, Phone, says
from tests.desk.diversion.journey import GIRL, HARMED, MOTHER, Journey
from tests.desk.test_helpline_rules import ashgabat

SENSITIVE = [
    "суд", " дело", "полиц", "инспектор", "комисс", "соц", "психолог", "встреч", "соглас", "Goldaw", "Марал",
    "kazyýet", "polisiýa", "durmuş", "psiholog", "duşuşyk", "kurs", "Maral", "ylalaşyk", "DV",
]  # fmt: skip


@pytest.fixture(params=["tk", "ru"])
def language(request) -> str:
    """Return the language of the family."""
    return request.param


@pytest.fixture
def owner(helpline):
    """Return the phone of the case's social worker."""
    return helpline.worker("Aýna Myradowa", "+99361000011")


@pytest.fixture
def journey(helpline, owner, language) -> Journey:
    """Return a case in its conditions; one condition is due in five days, at 18:00."""
    chief = helpline.worker("Oraz Gurbanow", "+99361000013", "supervisor")
    with helpline.store.begin() as work:
        staff = work.workers.get(owner.worker_id), work.workers.get(chief.worker_id)
    return Journey(helpline.desk, *staff, language).begin().to(Stage.CONDITIONS)


@pytest.fixture
def girl(journey, helpline) -> Phone:
    """Return the girl's phone, which has never written to us."""
    return helpline.phone(GIRL)


def words(text_id: str, language: str, **fields: str) -> str:
    return LIBRARY.text(text_id, language, **fields)


def condition(journey):
    return journey.file.of_kind("condition")[-1]


def until(helpline: Helpline, days: float, hour: int) -> None:
    """Let time pass until an hour of Ashgabat."""
    at = local(helpline.clock.now() + timedelta(days=days)).replace(hour=hour, minute=1)
    helpline.later(seconds=(at - helpline.clock.now()).total_seconds())


def test_the_day_before_a_condition_neutral_words_come_in_the_persons_language(journey, girl, helpline, language):
    until(helpline, 4, 17)
    girl.receives_nothing()
    until(helpline, 0, 18)
    text = girl.receives()
    assert text == words("reminder.condition_tomorrow", language)
    assert not any(word.lower() in text.lower() for word in SENSITIVE)
    assert len(helpline.route.taken) == 1, "only who has something to do"


def test_one_says_that_it_is_done_and_a_worker_looks(journey, girl, helpline, owner, language):
    until(helpline, 4, 18)
    girl.unread()
    girl.texts("1")
    girl.receives(words("reminder.noted", language))
    assert condition(journey).progress is Progress.REPORTED
    assert "said_reported" in journey.verbs
    owner.receives_nothing()


def test_two_says_that_it_cannot_be_done_and_the_worker_is_told_the_code_alone(
    journey, girl, helpline, owner, language
):
    until(helpline, 4, 18)
    girl.unread()
    girl.texts("2")
    girl.receives(words("reminder.cannot", language))
    assert condition(journey).progress is Progress.CANNOT
    told = owner.receives(journey.code)
    assert "Maral" not in told


def test_yes_in_words_counts_as_one(journey, girl, helpline, language):
    until(helpline, 4, 18)
    girl.unread()
    girl.texts("hawa" if language == "tk" else "да")
    girl.receives(words("reminder.noted", language))
    assert condition(journey).progress is Progress.REPORTED


def test_a_meeting_is_reminded_with_its_hour_and_one_says_i_come(journey, girl, helpline, owner, language):
    mother = helpline.phone(MOTHER)
    meeting = journey.meets(days=3, hour=15)
    until(helpline, 2, 15)
    for phone in (girl, mother):
        phone.receives(words("reminder.meeting_tomorrow", language, time="15:00"))
    girl.texts("1")
    mother.texts("2")
    replies = {one.role: one.progress for one in journey.file.tasks if one.meeting_id == meeting.id}
    assert replies == {"child": Progress.CONFIRMED, "parent": Progress.CANNOT}
    owner.receives(journey.code)


def test_two_dates_missed_in_a_row_are_told_to_the_worker_and_one_is_not(journey, girl, helpline, owner):
    until(helpline, 5, 18)
    assert condition(journey).progress is Progress.MISSED
    owner.receives_nothing()
    meeting = journey.meets(days=3, hour=15)
    until(helpline, 3, 15)
    meetings.hold_meeting(helpline.desk, journey.worker, journey.code, meeting.id, [journey.parties["parent"]])
    helpline.work()
    assert says(owner.receives(journey.code), "worker.date_missed_twice")


def test_a_date_that_was_kept_ends_the_row(journey, girl, helpline, owner):
    until(helpline, 5, 18)
    first = journey.meets(days=2, hour=15)
    until(helpline, 2, 15)
    everybody = [journey.parties["child"], journey.parties["parent"]]
    meetings.hold_meeting(helpline.desk, journey.worker, journey.code, first.id, everybody)
    second = journey.meets(days=2, hour=15)
    until(helpline, 2, 15)
    meetings.hold_meeting(helpline.desk, journey.worker, journey.code, second.id, [])
    helpline.work()
    owner.receives_nothing()


def test_who_did_not_agree_to_reminders_gets_none(journey, girl, helpline):
    agreed = next(
        one for one in journey.file.consents if one.wording == "reminders" and one.party_id == journey.parties["child"]
    )
    consenting.withdraw_consent(helpline.desk, journey.worker, journey.code, agreed.id)
    until(helpline, 4, 18)
    girl.receives_nothing()
    assert "not_reminded" in journey.verbs
    assert journey.file.diversion.stage is Stage.CONDITIONS, "reminders are not what carries the case"


def test_after_stop_nothing_is_sent(journey, girl, helpline):
    girl.texts("STOP")
    girl.unread()
    until(helpline, 4, 18)
    girl.receives_nothing()


def test_no_reminder_goes_out_after_the_case_has_ended(journey, girl, helpline):
    assent = next(one for one in journey.file.consents if one.wording == "child_assent")
    consenting.withdraw_consent(helpline.desk, journey.worker, journey.code, assent.id)
    helpline.later(days=6)
    girl.receives_nothing()


def test_in_discreet_mode_even_the_reminder_waits_for_the_own_word(journey, girl, helpline, language):
    girl.texts("ЧТО ТАМ" if language == "ru" else "näme bar")
    girl.texts("СКРЫТЬ" if language == "ru" else "GIZLE")
    girl.texts("Ромашка")
    girl.unread()
    until(helpline, 4, 18)
    girl.receives("unasked.neutral")
    girl.receives_nothing()
    girl.texts("ромашка")
    girl.receives("reminder.condition_tomorrow")
    girl.texts("1")
    girl.receives("reminder.noted")


def test_while_another_question_is_open_the_reminder_waits(journey, girl, helpline, language):
    until(helpline, 4, 17)
    helpline.later(minutes=55)
    girl.texts("адвокат" if language == "ru" else "adwokat")
    girl.unread()
    assert girl.conversation.question is not None
    helpline.later(minutes=20)
    girl.receives_nothing()
    helpline.later(minutes=30)
    girl.receives("reminder.condition_tomorrow")


def test_in_danger_nobody_is_reminded(journey, girl, helpline, language):
    until(helpline, 4, 17)
    girl.texts("не хочу жить" if language == "ru" else "yasasym gelmeyar")
    girl.unread()
    helpline.later(hours=3)
    assert not any(says(text, "reminder.condition_tomorrow") for text in girl.unread())


def test_danger_in_reply_to_a_reminder_is_heard_first(journey, girl, helpline, language):
    until(helpline, 4, 18)
    girl.unread()
    girl.texts("не хочу жить" if language == "ru" else "yasasym gelmeyar")
    assert any("03" in text for text in girl.unread())
    assert condition(journey).progress is Progress.OPEN


def test_a_late_digit_is_asked_back_and_never_guessed(journey, girl, helpline):
    until(helpline, 5, 19)
    girl.unread()
    girl.texts("1")
    girl.receives("questions.which")
    assert condition(journey).progress is Progress.MISSED


def test_two_people_with_one_phone_get_one_sms(helpline, journey, girl):
    sister = begin.add_party(
        helpline.desk, journey.worker, journey.code, Newcomer("parent", "Aman", journey.language, GIRL)
    )
    journey.parties["parent"] = sister.id
    journey.agrees("parent", "reminders")
    meeting = journey.meets(days=3, hour=15)
    until(helpline, 2, 15)
    girl.receives("reminder.meeting_tomorrow")
    girl.receives_nothing()
    girl.texts("1")
    replies = [one.progress for one in journey.file.tasks if one.meeting_id == meeting.id]
    assert replies == [Progress.CONFIRMED, Progress.CONFIRMED]


def test_a_condition_that_was_put_off_is_reminded_anew(journey, girl, helpline):
    until(helpline, 4, 18)
    girl.unread()
    girl.texts("2")
    girl.unread()
    day = local(helpline.clock.now() + timedelta(days=6)).date()
    due.put_off(helpline.desk, journey.worker, journey.code, condition(journey).id, day)
    until(helpline, 5, 18)
    girl.receives("reminder.condition_tomorrow")


def test_the_person_harmed_is_reminded_only_of_their_own_meeting(journey, helpline, language):
    harmed = helpline.phone(HARMED)
    everybody = list(journey.parties.values())
    meetings.arrange_meeting(
        helpline.desk, journey.worker, journey.code, about="mediation", at=journey.at(6, 11), party_ids=everybody
    )
    until(helpline, 5, 11)
    assert harmed.unread() == [words("reminder.meeting_tomorrow", language, time="11:00")]


def test_no_phone_rings_at_night(helpline, owner, language, store: SqlStore):
    helpline.clock.set(ashgabat(16, 22))
    chief = helpline.worker("Oraz Gurbanow", "+99361000013", "supervisor")
    with store.begin() as work:
        staff = work.workers.get(owner.worker_id), work.workers.get(chief.worker_id)
    journey = Journey(helpline.desk, *staff, language).begin()
    helpline.clock.set(ashgabat(16, 12))
    journey.to(Stage.CONDITIONS)
    girl = helpline.phone(GIRL)
    helpline.clock.set(ashgabat(20, 22))
    journey.meets(days=1, hour=12)
    helpline.later(hours=10)
    assert not any(says(text, "reminder.meeting_today") for text in girl.unread())
    helpline.later(hours=2)
    assert any(says(text, "reminder.meeting_today") for text in girl.unread())

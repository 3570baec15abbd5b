"""Handing a diversion case over: offered, accepted or rejected; the owner changes on acceptance and not before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.desk.diversion import consenting, hand_over, look, stages
from bot.desk.diversion.sitting import NoSuchCase, NotAllowed
from bot.desk.staff import suspend_staff
from bot.helpline.diversion.records import Stage
from bot.store.tables import case_transfer


@pytest.fixture
def colleague(journey, staff):
    """Return another social worker."""
    return staff("social_worker")


def owner(journey) -> int:
    return journey.file.diversion.owner_id


def told(helpline, worker) -> list[str]:
    with helpline.store.begin() as work:
        number = work.identifiers.get(worker.identifier_id).number
    return [text.text for text in helpline.messages(number)]


WHY = "On leave from Monday."


def offer(journey, to, by=None, why=WHY) -> None:
    hand_over.offer(journey.desk, by or journey.worker, journey.code, to.id, why)


def phone_of(helpline, worker):
    """Return the plain phone of a member of staff."""
    with helpline.store.begin() as work:
        number = work.identifiers.get(worker.identifier_id).number
    return helpline.phone(number)


def test_the_owner_changes_when_the_colleague_accepts_and_not_before(journey, colleague, helpline):
    offer(journey, colleague)
    assert owner(journey) == journey.worker.id
    with pytest.raises(NoSuchCase):
        look.look(journey.desk, colleague, journey.code)
    [waits] = hand_over.offers_to(journey.desk, colleague)
    assert (waits.code, waits.owner) == (journey.code, journey.worker.name)
    hand_over.answer(journey.desk, colleague, journey.code, accepts=True)
    assert owner(journey) == colleague.id
    assert journey.verbs[-2:] == ["handover_offered", "handover_accepted"]
    assert look.look(journey.desk, colleague, journey.code).may_change
    with pytest.raises(NoSuchCase):
        look.look(journey.desk, journey.worker, journey.code)
    assert hand_over.offers_to(journey.desk, colleague) == []
    assert journey.code in told(helpline, colleague)[-1]
    assert journey.code in told(helpline, journey.worker)[-1]


def test_the_colleague_reads_why_before_the_answer_and_only_in_the_console(journey, colleague, helpline, store):
    offer(journey, colleague, why="  On leave, ask +99361000005  ")
    [waits] = hand_over.offers_to(journey.desk, colleague)
    assert waits.reason == "On leave, ask ••05"
    assert "leave" not in told(helpline, colleague)[-1]
    with store.engine.connect() as connection:
        assert b"leave" not in bytes(connection.scalar(select(case_transfer.c.reason_sealed)))


def test_without_a_reason_nothing_is_offered(journey, colleague):
    with pytest.raises(NotAllowed, match="reason_needed"):
        offer(journey, colleague, why="  ")
    assert hand_over.offers_to(journey.desk, colleague) == []


@pytest.mark.parametrize("order", ["ACCEPT {code}", "{code} razy", "принимаю {code}"])
def test_the_colleague_accepts_by_sms(journey, colleague, helpline, order):
    offer(journey, colleague)
    phone = phone_of(helpline, colleague)
    assert f"ACCEPT {journey.code}" in told(helpline, colleague)[-1]
    phone.texts(order.format(code=journey.code))
    assert owner(journey) == colleague.id
    assert journey.verbs[-1] == "handover_accepted"
    assert journey.code in told(helpline, colleague)[-1]
    assert journey.code in told(helpline, journey.worker)[-1]


def test_the_colleague_rejects_by_sms(journey, colleague, helpline):
    offer(journey, colleague)
    phone_of(helpline, colleague).texts(f"REJECT {journey.code}")
    assert (owner(journey), journey.verbs[-1]) == (journey.worker.id, "handover_rejected")
    assert journey.code in told(helpline, journey.worker)[-1]


@pytest.mark.parametrize(
    "order", ["ACCEPT {code}", "REJECT {code}", "TAKE {code}", "WHO {code}", "{code} hello", "{code}"]
)
def test_a_code_that_was_not_offered_is_like_one_that_nobody_has(journey, colleague, helpline, order):
    phone = phone_of(helpline, colleague)
    phone.texts(order.format(code=journey.code))
    answer = told(helpline, colleague)[-1]
    phone.texts(order.format(code="DVBCD22"))
    assert told(helpline, colleague)[-1].replace("DVBCD22", journey.code) == answer
    assert owner(journey) == journey.worker.id


def test_an_answer_by_sms_needs_an_open_shift_where_a_pin_opens_it(journey, colleague, helpline):
    from bot.desk.shift import hash_of

    offer(journey, colleague)
    phone = phone_of(helpline, colleague)
    with helpline.store.begin() as work:
        work.workers.save(replace(work.workers.get(colleague.id), pin_hash=hash_of("2580")))
        work.commit()
    phone.texts(f"ACCEPT {journey.code}")
    assert owner(journey) == journey.worker.id


def test_alerts_go_to_the_new_owner(journey, colleague, helpline):
    journey.to(Stage.CONDITIONS)
    offer(journey, colleague)
    hand_over.answer(journey.desk, colleague, journey.code, accepts=True)
    before = len(told(helpline, journey.worker)), len(told(helpline, colleague))
    harmed = next(one for one in journey.file.consents if one.wording == "person_harmed_consent")
    consenting.withdraw_consent(journey.desk, journey.chief, journey.code, harmed.id)
    assert (len(told(helpline, journey.worker)), len(told(helpline, colleague))) == (before[0], before[1] + 1)


def test_a_colleague_who_rejects_leaves_the_case_where_it_is(journey, colleague, helpline):
    offer(journey, colleague)
    hand_over.answer(journey.desk, colleague, journey.code, accepts=False)
    assert owner(journey) == journey.worker.id
    assert journey.verbs[-1] == "handover_rejected"
    assert journey.code in told(helpline, journey.worker)[-1]
    with pytest.raises(NoSuchCase):
        hand_over.answer(journey.desk, colleague, journey.code, accepts=True)


def test_an_offer_is_taken_back_and_a_second_one_takes_back_the_first(journey, colleague, staff):
    other = staff("social_worker")
    offer(journey, colleague)
    offer(journey, other)
    with pytest.raises(NoSuchCase):
        hand_over.answer(journey.desk, colleague, journey.code, accepts=True)
    hand_over.take_back(journey.desk, journey.worker, journey.code)
    with pytest.raises(NoSuchCase):
        hand_over.answer(journey.desk, other, journey.code, accepts=True)
    assert owner(journey) == journey.worker.id
    offers = [verb for verb in journey.verbs if verb.startswith("handover")]
    assert offers == ["handover_offered", "handover_withdrawn"] * 2


@pytest.mark.parametrize("role", ["psychologist", "inspector", "supervisor", "counsellor"])
def test_only_a_social_worker_is_offered_a_case(journey, staff, role):
    with pytest.raises(NotAllowed, match="not_to_this_colleague"):
        offer(journey, staff(role))


def test_only_the_owner_or_a_supervisor_hands_over(journey, colleague, staff):
    with pytest.raises(NoSuchCase):
        offer(journey, colleague, by=staff("social_worker"))
    with pytest.raises(NotAllowed, match="not_to_this_colleague"):
        offer(journey, journey.worker)
    offer(journey, colleague, by=journey.chief)
    hand_over.answer(journey.desk, colleague, journey.code, accepts=True)
    assert owner(journey) == colleague.id


def test_an_ended_case_is_neither_offered_nor_accepted(journey, colleague):
    offer(journey, colleague)
    stages.close_without(journey.desk, journey.worker, journey.code, "moved_away")
    assert hand_over.offers_to(journey.desk, colleague) == []
    with pytest.raises(NoSuchCase):
        hand_over.answer(journey.desk, colleague, journey.code, accepts=True)
    with pytest.raises(NotAllowed, match="not_yours_to_hand_over"):
        offer(journey, colleague)


def test_a_case_whose_owner_is_gone_is_handed_over_by_a_supervisor_and_never_to_somebody_gone(
    journey, colleague, staff, helpline
):
    gone = staff("social_worker")
    _suspend(helpline, gone)
    with pytest.raises(NotAllowed, match="not_to_this_colleague"):
        offer(journey, gone)
    _suspend(helpline, journey.worker)
    offer(journey, colleague, by=journey.chief)
    before = len(told(helpline, journey.worker))
    hand_over.answer(journey.desk, colleague, journey.code, accepts=True)
    assert owner(journey) == colleague.id
    assert len(told(helpline, journey.worker)) == before


def _suspend(helpline, worker) -> None:
    with helpline.store.begin() as work:
        number = work.identifiers.get(worker.identifier_id).number
    suspend_staff(helpline.desk, number)

"""No case is closed and forgotten: until it is wrapped up it stands in its worker's list, and the supervisors'."""

from __future__ import annotations

import pytest

from bot.desk import case_file, transfer, wrap_up
from bot.desk.staff import suspend_staff
from bot.helpline.casework.wrap_up import WrapUp
from tests.casework.test_case_stories import FORM, code

__all__ = ["code"]


def listed(helpline, phone) -> list[str]:
    """Return the codes of the cases that a worker is asked to wrap up."""
    with helpline.store.begin() as work:
        worker = work.workers.get(phone.worker_id)
    return [one.code for one in wrap_up.to_wrap_up(helpline.desk, worker)]


def test_a_case_closed_by_sms_waits_for_its_worker_and_for_the_supervisor(helpline, ayna, merdan, oraz, code):
    assert listed(helpline, ayna) == []
    ayna.texts(f"DONE {code}")
    assert (listed(helpline, ayna), listed(helpline, oraz), listed(helpline, merdan)) == ([code], [code], [])
    with helpline.store.begin() as work:
        chief = work.workers.get(oraz.worker_id)
    [line] = wrap_up.to_wrap_up(helpline.desk, chief)
    assert (line.worker, line.closed_at) == ("Aýna Myradowa", helpline.clock.now())


def test_the_sms_that_says_closed_says_what_is_left_to_do(helpline, ayna, code):
    ayna.unread()
    ayna.texts(f"DONE {code}")
    assert any("stol" in text.lower() or "консол" in text.lower() for text in ayna.unread())


@pytest.mark.parametrize("later", ["wrapped up", "not counselling", "reopened"])
def test_it_leaves_the_list_when_it_is_done(helpline, ayna, oraz, code, later):
    ayna.texts(f"DONE {code}")
    if later == "wrapped up":
        wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, FORM)
    elif later == "not counselling":
        wrap_up.close_not_counselling(helpline.desk, oraz.worker_id, code, "test")
    else:
        wrap_up.reopen(helpline.desk, ayna.worker_id, code)
    assert listed(helpline, ayna) == listed(helpline, oraz) == []


def test_a_case_that_was_reopened_and_closed_again_is_wrapped_up_again(helpline, ayna, code):
    wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, FORM)
    wrap_up.reopen(helpline.desk, ayna.worker_id, code)
    ayna.texts(f"DONE {code}")
    assert listed(helpline, ayna) == [code]


def test_what_was_offered_of_a_case_that_is_closed_by_sms_is_taken_back(helpline, ayna, merdan, code):
    transfer.offer_transfer(helpline.desk, ayna.worker_id, code, merdan.worker_id)
    ayna.texts(f"DONE {code}")
    assert case_file.handed_to(helpline.desk, merdan.worker_id) == []
    wrap_up.reopen(helpline.desk, ayna.worker_id, code)
    assert case_file.handed_to(helpline.desk, merdan.worker_id) == []


def test_half_a_wrap_up_is_none(helpline, ayna, code):
    ayna.texts(f"DONE {code}")
    with pytest.raises(ValueError, match="age_band"):
        wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, WrapUp(category="family"))
    assert listed(helpline, ayna) == [code]


def test_what_a_worker_left_behind_the_supervisor_still_sees_and_may_finish(helpline, ayna, oraz, code):
    ayna.texts(f"DONE {code}")
    suspend_staff(helpline.desk, "+99361000011")
    assert listed(helpline, oraz) == [code]
    wrap_up.wrap_up(helpline.desk, oraz.worker_id, code, FORM)
    assert listed(helpline, oraz) == []


def test_a_month_later_it_still_waits(helpline, ayna, code):
    ayna.texts(f"DONE {code}")
    helpline.later(days=31)
    assert listed(helpline, ayna) == [code]

"""Somebody who takes part in a diversion case has everything deleted by SMS: the case goes on without their number."""

from __future__ import annotations

import pytest

from bot.desk.diversion import look
from bot.helpline.diversion.records import Stage
from tests.desk.diversion.journey import GIRL, Journey


@pytest.fixture
def journey(helpline) -> Journey:
    """Return a case in its conditions."""
    owner = helpline.worker("Aýna Myradowa", "+99361000011")
    chief = helpline.worker("Oraz Gurbanow", "+99361000013", "supervisor")
    with helpline.store.begin() as work:
        staff = work.workers.get(owner.worker_id), work.workers.get(chief.worker_id)
    return Journey(helpline.desk, *staff).begin().to(Stage.CONDITIONS)


def test_a_deleted_number_is_reminded_no_more_and_the_case_can_still_be_read(journey, helpline):
    girl = helpline.phone(GIRL)
    girl.texts("POZ")
    girl.texts("1")
    girl.unread()
    helpline.later(hours=25)
    before = len(girl.received())
    helpline.later(days=6)
    assert len(girl.received()) == before
    shown = look.look(helpline.desk, journey.worker, journey.code)
    assert journey.parties["child"] not in shown.numbers
    assert "not_reminded" in journey.verbs

"""When somebody is reminded, and who has missed twice running."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.helpline.diversion import dates
from bot.helpline.diversion.records import Progress
from tests.desk.test_helpline_rules import ashgabat
from tests.helpline.diversion.files import GIRL, MOTHER, NOON, carried, task, with_tasks

OPEN, MISSED, DONE = Progress.OPEN, Progress.MISSED, Progress.DONE


@pytest.mark.parametrize(
    ("due", "now", "expected", "because"),
    [
        (ashgabat(20, 15), ashgabat(16, 12), ashgabat(19, 15), "the day before, at that hour"),
        (ashgabat(20, 8), ashgabat(16, 12), ashgabat(19, 9), "no phone rings before nine"),
        (ashgabat(20, 22), ashgabat(16, 12), ashgabat(19, 20), "nor late in the evening"),
        (ashgabat(17, 9), ashgabat(16, 12), ashgabat(16, 12), "made today for tomorrow: at once"),
        (ashgabat(17, 15), ashgabat(16, 23), ashgabat(17, 9), "made at night: in the morning"),
        (ashgabat(16, 12, 30), ashgabat(16, 12), None, "it begins at once, so nobody is reminded"),
        (ashgabat(17, 9, 30), ashgabat(16, 22), None, "the morning is too late"),
    ],
)
def test_the_reminder_goes_out_the_day_before_and_by_day(due, now, expected, because):
    assert dates.remind_at(due, now) == expected, because


@pytest.mark.parametrize(
    ("progress", "count", "because"),
    [
        ([], 0, "nothing yet"),
        ([MISSED], 1, "once"),
        ([MISSED, MISSED], 2, "twice running"),
        ([MISSED, DONE, MISSED], 1, "a kept date ends the row"),
        ([MISSED, MISSED, DONE], 0, "kept the last one"),
        ([MISSED, OPEN, MISSED], 2, "an open one says nothing"),
    ],
)
def test_missed_dates_are_counted_in_a_row(progress, count, because):
    file = with_tasks(carried(), *(task("condition", days, one) for days, one in enumerate(progress)))
    assert dates.missed_in_a_row(file.tasks, GIRL) == count, because
    assert dates.missed_in_a_row(file.tasks, MOTHER) == 0


def test_overdue_is_what_has_passed_and_is_not_settled():
    file = with_tasks(
        carried(), task("condition", -2), task("condition", -3, DONE), task("review", -4), task("condition", 1)
    )
    assert [one.due_at for one in dates.overdue(file, NOON)] == [NOON - timedelta(days=4), NOON - timedelta(days=2)]
    assert dates.next_due(file, NOON).due_at == NOON + timedelta(days=1)

"""The stages of a diversion case: each goes on only when nothing is missing, and every end is an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.helpline.diversion import machine
from bot.helpline.diversion.machine import NotYet, advance, breach, close_without, missing, withdraw
from bot.helpline.diversion.records import ENDS, Progress, Stage
from tests.helpline.diversion.files import (
    GIRL,
    HARMED,
    MOTHER,
    NOON,
    a_file,
    agreed,
    assessed,
    carried,
    found,
    planned,
    task,
    with_tasks,
)

LATER = NOON + timedelta(days=10)
READY = {
    Stage.REFERRED: a_file(),
    Stage.ELIGIBILITY: found(a_file(Stage.ELIGIBILITY), "eligible"),
    Stage.CONSENT: carried(),
    Stage.ASSESSMENT: assessed(carried(Stage.ASSESSMENT)),
    Stage.CONFERENCE: with_tasks(carried(Stage.CONFERENCE), task("meeting", -1, Progress.DONE, party=None)),
    Stage.AGREEMENT: with_tasks(planned(carried(Stage.AGREEMENT)), task("condition", 5)),
    Stage.CONDITIONS: with_tasks(carried(Stage.CONDITIONS), task("condition", -1, Progress.DONE)),
}


@pytest.mark.parametrize("stage", READY)
def test_a_case_goes_on_when_nothing_is_missing(stage):
    assert missing(READY[stage]) == []
    moved = advance(READY[stage], LATER)
    assert (moved.diversion.stage, moved.diversion.stage_since) == (machine.NEXT[stage], LATER)


LACKING = [
    (replace(a_file(), parties=()), ["child"], "nobody is referred"),
    (a_file(region=None), ["region"], "nobody knows whether there is a pilot"),
    (a_file(Stage.ELIGIBILITY), ["eligibility"], "nobody asked"),
    (found(a_file(Stage.ELIGIBILITY), "not_clear"), ["eligibility_not_clear"], "what is not known is not a yes"),
    (found(a_file(Stage.ELIGIBILITY), "not_eligible"), ["not_eligible"], "a no is a no"),
    (a_file(Stage.CONSENT), ["child_assent", "parent_consent"], "neither has agreed"),
    (agreed(a_file(Stage.CONSENT), MOTHER, "parent_consent", 1), ["child_assent"], "a child is not spoken for"),
    (agreed(a_file(Stage.CONSENT), GIRL, "child_assent", 1), ["parent_consent"], "a child does not stand alone"),
    (agreed(carried(), HARMED, "child_assent", 9), [], "what another signs changes nothing"),
    (carried(Stage.ASSESSMENT), ["assessment"], "nobody has looked"),
    (assessed(carried(Stage.ASSESSMENT), approved=False), ["assessment_approved"], "a supervisor has to look"),
    (carried(Stage.CONFERENCE), ["meeting_held"], "nobody has met"),
    (
        with_tasks(carried(Stage.CONFERENCE), task("meeting", -1, Progress.CANCELLED)),
        ["meeting_held"],
        "a meeting called off is none",
    ),
    (carried(Stage.AGREEMENT), ["agreement"], "nothing is agreed"),
    (planned(carried(Stage.AGREEMENT)), ["conditions"], "an agreement without a date is a wish"),
    (
        with_tasks(planned(carried(Stage.AGREEMENT), agreed_by=(MOTHER,)), task("condition", 3)),
        ["agreed_by_child"],
        "the child agrees too",
    ),
    (
        with_tasks(planned(carried(Stage.AGREEMENT), approved=False), task("condition", 3)),
        ["agreement_approved"],
        "the plan does not begin before it is approved",
    ),
    (with_tasks(carried(Stage.CONDITIONS), task("condition", 3)), ["conditions_done"], "something is left"),
    (
        with_tasks(carried(Stage.CONDITIONS), task("condition", 3, Progress.REPORTED)),
        ["conditions_done"],
        "what the person says by SMS is looked at first",
    ),
    (
        with_tasks(carried(Stage.CONDITIONS), task("condition", 3, Progress.CANCELLED)),
        ["conditions_done"],
        "nothing was done at all",
    ),
]


@pytest.mark.parametrize(("file", "lacking", "because"), LACKING)
def test_what_is_missing_is_named_and_keeps_the_case_where_it_is(file, lacking, because):
    assert missing(file) == lacking, because
    if lacking:
        with pytest.raises(NotYet) as refused:
            advance(file, LATER)
        assert list(refused.value.missing) == lacking


@pytest.mark.parametrize("stage", sorted(ENDS))
def test_an_ended_case_goes_nowhere(stage):
    file = carried(stage)
    for step in (lambda: advance(file, LATER), lambda: close_without(file, "moved_away", LATER)):
        with pytest.raises(NotYet):
            step()
    assert missing(file) == []


@pytest.mark.parametrize("stage", [Stage.CONSENT, *sorted(machine.AFTER_CONSENT)])
@pytest.mark.parametrize(("consent", "whose"), [(1, "the child"), (2, "the parent")])
def test_a_consent_taken_back_returns_the_case_without_prejudice(stage, consent, whose):
    file = with_tasks(carried(stage), task("condition", 5), task("condition", -1, Progress.DONE))
    back = withdraw(file, consent, LATER)
    assert (back.diversion.stage, back.diversion.end_reason) == (Stage.RETURNED, "consent_withdrawn"), whose
    assert [one.progress for one in back.tasks] == [Progress.CANCELLED, Progress.DONE], "nobody is reminded any more"


def test_the_person_harmed_may_leave_and_the_case_goes_on():
    file = agreed(carried(Stage.CONFERENCE), HARMED, "person_harmed_consent", 3)
    file = with_tasks(file, task("invitation", 2, party=HARMED), task("invitation", 2, party=GIRL))
    after = withdraw(file, 3, LATER)
    assert after.diversion.stage is Stage.CONFERENCE
    assert [one.progress for one in after.tasks] == [Progress.CANCELLED, Progress.OPEN]


def test_the_other_parents_consent_carries_on():
    file = carried(Stage.ASSESSMENT)
    father = replace(file.parties[1], id=8, name="Batyr")
    file = agreed(replace(file, parties=(*file.parties, father)), 8, "parent_consent", 7)
    assert withdraw(file, 2, LATER).diversion.stage is Stage.ASSESSMENT


def test_a_consent_that_is_not_theirs_to_give_is_refused():
    file = a_file()
    given = carried().consents[0]
    with pytest.raises(NotYet, match="not_theirs_to_give"):
        machine.give(file, replace(given, party_id=MOTHER))


def test_only_a_missed_condition_can_be_a_breach():
    with pytest.raises(NotYet, match="nothing_missed"):
        breach(with_tasks(carried(Stage.CONDITIONS), task("condition", 3)), "not_kept", NOON)
    with pytest.raises(NotYet, match="not_in_conditions"):
        breach(carried(Stage.ASSESSMENT), "not_kept", NOON)
    late = with_tasks(carried(Stage.CONDITIONS), task("condition", -3, Progress.MISSED))
    assert breach(late, "not_kept", NOON).diversion.stage is Stage.BREACHED


@pytest.mark.parametrize(
    ("file", "may"),
    [
        (planned(assessed(carried())), True),
        (planned(assessed(carried(), approved=False)), False),
        (planned(assessed(carried()), approved=False), False),
        (planned(assessed(a_file())), False),
    ],
)
def test_the_plan_begins_only_when_approved_and_agreed(file, may):
    assert machine.may_plan_begin(file) is may

"""The pure rules of casework: what may follow what, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answers.casework import read_casework
from bot.helpline import retention
from bot.helpline.casework import referrals, tasks, wrap_up, writers
from bot.helpline.casework.records import Consent, Referral, Sheet, Stint, Task, Transfer
from bot.helpline.casework.referrals import CannotMove
from bot.helpline.casework.taxonomy import NotInList
from bot.helpline.casework.wrap_up import Incomplete, WrapUp
from bot.settings import ROOT

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
LISTS = read_casework(ROOT / "content")
REFERRAL = Referral(1, 1, NOW, 1, 1, "a doctor's appointment", service_id="clinic", token_hash="h", token_until=NOW)

ANSWERS = [
    ("in_progress", "accept", "accepted", "the receiver takes it on"),
    ("in_progress", "reject", "rejected", "the receiver cannot"),
    ("in_progress", "revoke", "revoked", "the owner takes it back"),
    ("accepted", "finish", "done", "the service was given"),
    ("accepted", "revoke", "revoked", "the person no longer wants it"),
    ("in_progress", "finish", None, "what nobody accepted cannot be done"),
    ("accepted", "accept", None, "a second click"),
    ("rejected", "accept", None, "a no is final: ask anew"),
    ("done", "revoke", None, "what was done is done"),
    ("revoked", "accept", None, "the link came too late"),
]


@pytest.mark.parametrize(("state", "said", "after", "reason"), ANSWERS, ids=[row[3] for row in ANSWERS])
def test_a_referral_moves_only_where_it_may(state, said, after, reason):
    referral = replace(REFERRAL, state=state)
    if after is None:
        with pytest.raises(CannotMove):
            referrals.answer(referral, said, NOW, "link")
    else:
        moved = referrals.answer(referral, said, NOW, "link")
        # After an agency's yes the link waits for its "done"; after any other answer it is dead.
        assert (moved.state, moved.token_hash) == (after, "h" if said == "accept" else None)


def test_a_colleagues_yes_leaves_no_link_alive():
    assert referrals.answer(REFERRAL, "accept", NOW, "worker:7").token_hash is None


@pytest.mark.parametrize("said", ["accept", "reject", "withdraw"])
def test_a_transfer_is_answered_once(said):
    answered = referrals.settle(Transfer(1, 1, 1, 2, NOW), said, NOW)
    with pytest.raises(CannotMove):
        referrals.settle(answered, "accept", NOW)


def consent(kind: str, minute: int, **more: str) -> Consent:
    return Consent(minute, 1, NOW + timedelta(minutes=minute), kind, 1, **more)  # type: ignore[arg-type]


CONSENTS = [
    ([], None, None, "nobody was asked"),
    ([consent("given", 1)], None, 1, "the child agreed"),
    ([consent("refused", 1)], None, None, "the child said no"),
    ([consent("given", 1), consent("withdrawn", 2)], None, None, "taken back"),
    ([consent("refused", 1), consent("given", 2)], None, 2, "thought again"),
    ([consent("refused", 1), consent("override", 2)], None, 2, "somebody decided, with a reason"),
    ([consent("given", 1)], "inspector", None, "a consent that names no role reaches no police"),
    ([consent("override", 1)], "inspector", None, "nobody overrides towards the police"),
    ([consent("given", 1, names_role="inspector")], "inspector", 1, "it names the role"),
]


@pytest.mark.parametrize(("given", "role", "opens", "reason"), CONSENTS, ids=[row[3] for row in CONSENTS])
def test_a_referral_is_locked_until_a_consent_or_an_override(given, role, opens, reason):
    found = referrals.allows(given, role)
    assert (found and found.id) == opens


def test_a_task_is_missed_once_and_can_still_be_done():
    task = Task(1, 1, 1, "call the school", NOW)
    missed = tasks.miss(task, NOW)
    assert (missed.state, missed.told_at) == ("missed", NOW)
    assert tasks.miss(missed, NOW + timedelta(days=1)) is missed
    assert tasks.is_overdue(missed, NOW)
    assert tasks.finish(missed, NOW).state == "done"
    assert tasks.miss(task, NOW - timedelta(seconds=1)) is task
    assert tasks.postpone(missed, NOW + timedelta(days=1)).state == "open"


FULL = WrapUp("child_about_self", category="violence", age_band="11_13", dispositions=("counselling",))


@pytest.mark.parametrize("left_out", ["contact_type", "category", "age_band", "dispositions"])
def test_a_wrap_up_says_what_is_missing(left_out):
    form = replace(FULL, **{left_out: () if left_out == "dispositions" else None})
    with pytest.raises(Incomplete) as missing:
        wrap_up.finished(wrap_up.fill(Sheet(1, 1), form), 1, NOW)
    assert missing.value.fields == (left_out,)


WRONG = [
    {"contact_type": "king"},
    {"category": "sins"},
    {"category": "violence", "subcategory": "runaway"},
    {"dispositions": ("prayer",)},
    {"age_band": "old"},
    {"closing_reason": "bored"},
]


@pytest.mark.parametrize("form", WRONG, ids=[next(iter(row)) for row in WRONG])
def test_a_choice_that_is_in_no_list_is_refused(form):
    with pytest.raises(NotInList):
        wrap_up.check(WrapUp(**form), LISTS)


def test_another_category_forgets_the_subcategory_of_the_old_one():
    sheet = wrap_up.fill(Sheet(1, 1), WrapUp(category="violence", subcategory="neglect"))
    assert wrap_up.fill(sheet, WrapUp(category="family")).subcategory is None
    assert wrap_up.fill(sheet, WrapUp(summary="…")).subcategory == "neglect"


def test_the_lists_have_the_categories_of_child_helpline_international():
    named = {"missing_children", "violence", "mental_health", "physical_health", "accessibility", "discrimination"}
    named |= {"family", "peers", "education", "sexuality", "non_counselling"}
    assert named <= set(LISTS.categories)
    assert all("other" in subs for subs in LISTS.subcategories.values())


def test_each_text_belongs_to_the_one_who_wrote_it():
    stints = [Stint(1, 1, 10, NOW, 0), Stint(2, 1, 20, NOW, 5), Stint(3, 1, 10, NOW, 8)]
    child, parent = writers.texts_of(stints, 10, 10), writers.texts_of(stints, 20, 10)
    assert [text for text in range(1, 12) if writers.is_in(child, text)] == [1, 2, 3, 4, 5, 9, 10, 11]
    assert [text for text in range(1, 12) if writers.is_in(parent, text)] == [6, 7, 8]
    assert writers.texts_of([], 10, 10) == [(0, None)]
    assert writers.texts_of([], 20, 10) == []


RULES = [
    ("", {}, "nothing chosen"),
    ("talk=30", {"talk": 30}, "fewer days"),
    (" talk = 30 , case=730 ", {"talk": 30, "case": 730}, "with spaces"),
]


@pytest.mark.parametrize(("words", "chosen", "reason"), RULES, ids=[row[2] for row in RULES])
def test_days_are_read_and_the_rest_stays(words, chosen, reason):
    assert retention.read_rules(words) == {**retention.DEFAULT, **chosen}


@pytest.mark.parametrize("words", ["gossip=3", "talk=soon", "danger=30", "talk=0"])
def test_a_rule_that_nobody_may_set_is_refused(words):
    with pytest.raises(retention.BadRule):
        retention.read_rules(words)

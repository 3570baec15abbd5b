"""Forgetting a diversion case: when its days after the end are over, words go and what is counted stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import retain
from bot.desk.diversion import begin, consenting, due, hand_over, look, plans, sheets, stages
from bot.desk.diversion.begin import Newcomer, Referral
from bot.helpline.diversion.records import DiversionAction, Progress, Stage
from bot.helpline.retention import CLASSES
from bot.store.forgetting import OF_DIVERSION
from bot.store.tables import metadata
from tests.desk.diversion.journey import GIRL, HARMED, MOTHER, Journey

DAYS = CLASSES["diversion"].days


@pytest.fixture
def journey(helpline, ayna, oraz) -> Journey:
    """Return a diversion case that was just referred."""
    with helpline.store.begin() as work:
        staff = work.workers.get(ayna.worker_id), work.workers.get(oraz.worker_id)
    return Journey(helpline.desk, *staff).begin()


def complete(journey: Journey) -> None:
    journey.to(Stage.CONDITIONS)
    for condition in journey.file.of_kind("condition"):
        due.settle_task(journey.desk, journey.worker, journey.code, condition.id, Progress.DONE)
    stages.go_on(journey.desk, journey.worker, journey.code)


def breach(journey: Journey) -> None:
    journey.to(Stage.CONDITIONS)
    journey.desk.clock.advance(days=9)
    reason = next(iter(journey.desk.library.forms["endings"].body["breached"]))
    stages.breach(journey.desk, journey.worker, journey.code, reason)


def withdraw(journey: Journey) -> None:
    journey.to(Stage.CONDITIONS)
    assent = next(one for one in journey.file.consents if one.wording == "child_assent")
    consenting.withdraw_consent(journey.desk, journey.worker, journey.code, assent.id)


def close(journey: Journey) -> None:
    journey.to(Stage.CONDITIONS)
    stages.close_without(journey.desk, journey.worker, journey.code, "moved_away")


def words_left(helpline) -> int:
    with helpline.store.engine.connect() as connection:
        return sum(
            connection.exec_driver_sql(f"SELECT count({column.name}) FROM {table.name}").scalar()
            for table in metadata.sorted_tables
            for column in table.c
            if "diversion_id" in table.c and column.name.endswith("_sealed")
        )


def due_now(helpline) -> int:
    return next(line["due"] for line in retain.report(helpline.desk)["classes"] if line["name"] == "diversion")


@pytest.mark.parametrize("end", [complete, breach, withdraw, close])
def test_an_ended_case_keeps_its_words_for_its_days_and_not_one_more(helpline, journey, end):
    end(journey)
    helpline.clock.advance(days=DAYS - 1)
    assert (due_now(helpline), retain.retain(helpline.desk)["diversion"]) == (0, 0)
    assert journey.file.plan.words == "Maral kursa gatnar."
    helpline.clock.advance(days=2)
    assert due_now(helpline) == 1
    assert retain.retain(helpline.desk)["diversion"] == 1
    assert words_left(helpline) == 0
    assert (due_now(helpline), retain.retain(helpline.desk)["diversion"]) == (0, 0)


def test_what_is_counted_stays_when_the_words_have_gone(helpline, journey):
    complete(journey)
    before = journey.file
    helpline.clock.advance(days=DAYS + 1)
    retain.retain(helpline.desk)
    after = journey.file
    assert after.diversion == before.diversion
    assert {party.name for party in after.parties} == {""}
    assert [sheet.answers for sheet in after.sheets] == [{}, {}]
    assert [(one.form_id, one.level, one.score) for one in after.sheets] == [
        (one.form_id, one.level, one.score) for one in before.sheets
    ]
    assert after.consents == before.consents
    assert (after.plan.words, after.plan.measures) == ("", before.plan.measures)
    dates = [(task.kind, task.about, task.due_at, task.progress) for task in before.tasks]
    assert [(task.kind, task.about, task.due_at, task.progress) for task in after.tasks] == dates
    assert look.look(helpline.desk, journey.chief, journey.code).file == after


def test_an_open_case_is_never_emptied(helpline, journey):
    journey.to(Stage.CONDITIONS)
    helpline.clock.advance(days=DAYS * 2)
    assert retain.retain(helpline.desk)["diversion"] == 0
    assert {party.name for party in journey.file.parties} == {"Maral", "Ogulgerek", "Serdar"}
    with helpline.store.begin() as work:
        assert work.identifiers.find(GIRL) is not None


def test_notes_of_sheets_and_words_of_conditions_go_too(helpline, journey):
    journey.to(Stage.ASSESSMENT)
    answers = journey.all_answered("assessment", "some")
    sheet = sheets.fill_in(helpline.desk, journey.worker, journey.code, "assessment", answers=answers, note="Kömek")
    sheets.approve_sheet(helpline.desk, journey.chief, journey.code, sheet.id)
    journey.to(Stage.AGREEMENT)
    day = (helpline.clock.now() + timedelta(days=9)).date()
    about = {"about": "attends_course", "day": day, "words": "Sişenbe"}
    plans.add_condition(helpline.desk, journey.worker, journey.code, **about)
    stages.close_without(helpline.desk, journey.worker, journey.code, "moved_away")
    assert "Kömek" in {one.note for one in journey.file.sheets}
    helpline.clock.advance(days=DAYS + 1)
    retain.retain(helpline.desk)
    assert {one.note for one in journey.file.sheets} == {""}
    assert {one.words for one in journey.file.tasks} == {""}


def test_why_it_was_handed_over_goes_too(helpline, merdan, journey):
    hand_over.offer(helpline.desk, journey.worker, journey.code, merdan.worker_id, "Rugsat")
    stages.close_without(helpline.desk, journey.worker, journey.code, "moved_away")
    helpline.clock.advance(days=DAYS + 1)
    retain.retain(helpline.desk)
    with helpline.store.begin() as work:
        [offer] = work.casework.transfers.where(diversion_id=journey.file.diversion.id)
    assert (offer.reason, offer.to_worker) == (None, merdan.worker_id)


def test_lines_of_the_history_with_words_go_and_those_with_ids_stay(helpline, journey):
    close(journey)
    known = journey.verbs
    with helpline.store.begin() as work:
        line = journey.file.diversion.id, helpline.clock.now(), "system", "slip"
        slip = DiversionAction(*line, {"why": ["Maral gitdi"]})
        work.diversions.note(slip)
        work.commit()
    days = timedelta(days=1)
    with helpline.store.begin() as work:
        ended = work.forgetting.ended_diversions(helpline.clock.now() + days)
        work.forgetting.erase_diversions(ended)
        work.commit()
    assert journey.verbs == known
    helpline.clock.advance(days=CLASSES["reading"].days + 1)
    retain.retain(helpline.desk)
    assert journey.verbs == [], "timelines go with the audit"


def test_every_sealed_column_of_a_diversion_case_belongs_to_its_class():
    sealed = {
        table.name
        for table in metadata.sorted_tables
        for column in table.c
        if "diversion_id" in table.c and column.name.endswith("_sealed")
    }
    assert sealed == {table.name for table in OF_DIVERSION}


def test_numbers_that_never_wrote_go_after_the_case_ended_and_not_before(helpline, journey):
    helpline.clock.advance(days=400)
    assert retain.retain(helpline.desk)["number"] == 0
    stages.close_without(helpline.desk, journey.worker, journey.code, "moved_away")
    helpline.clock.advance(days=364)
    assert retain.retain(helpline.desk)["number"] == 0
    helpline.clock.advance(days=2)
    assert retain.retain(helpline.desk)["number"] == 3
    with helpline.store.begin() as work:
        assert [work.identifiers.find(one) for one in (GIRL, MOTHER, HARMED)] == [None] * 3


def test_a_number_in_another_open_case_stays(helpline, journey):
    again = begin.refer(helpline.desk, journey.worker, Referral("commission", journey.region))
    begin.add_party(helpline.desk, journey.worker, again, Newcomer("child", "Maral", "tk", GIRL))
    stages.close_without(helpline.desk, journey.worker, journey.code, "moved_away")
    helpline.clock.advance(days=400)
    assert retain.retain(helpline.desk)["number"] == 2
    with helpline.store.begin() as work:
        assert work.identifiers.find(GIRL) is not None


def test_a_person_who_deletes_everything_leaves_the_agencys_file_to_its_own_day(helpline, journey):
    girl = helpline.phone(GIRL)
    girl.texts("POZ")
    girl.texts("1")
    helpline.later(hours=25)
    with helpline.store.begin() as work:
        assert work.identifiers.find(GIRL) is None
    assert "Maral" in {party.name for party in journey.file.parties}
    stages.close_without(helpline.desk, journey.worker, journey.code, "moved_away")
    helpline.clock.advance(days=DAYS + 1)
    retain.retain(helpline.desk)
    assert words_left(helpline) == 0

"""A diversion case at the desk: from the referral to its end, who may do what, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.diversion import begin, consenting, due, look, meetings, plans, sheets, stages
from bot.desk.diversion.begin import Newcomer, Referral
from bot.desk.diversion.sitting import NoSuchCase, NotAllowed
from bot.helpline.diversion import dates
from bot.helpline.diversion.forms import BadAnswers
from bot.helpline.diversion.machine import NotYet
from bot.helpline.diversion.records import Progress, Stage
from tests.desk.diversion.journey import GIRL, HARMED, Journey


def test_a_case_goes_from_the_referral_to_completion(journey):
    journey.to(Stage.CONDITIONS)
    [condition] = journey.file.of_kind("condition")
    due.settle_task(journey.desk, journey.worker, journey.code, condition.id, Progress.DONE)
    assert stages.go_on(journey.desk, journey.worker, journey.code) is Stage.COMPLETED
    assert journey.file.diversion.closed_at == journey.desk.clock.now()
    assert journey.verbs.count("stage") == 7
    assert {"referred", "consent_given", "filled_in", "approved", "meeting_held", "agreement_written"} <= set(
        journey.verbs
    )
    assert look.list_diversions(journey.desk, journey.worker) == []
    assert [row.stage for row in look.list_diversions(journey.desk, None, open_only=False)] == [Stage.COMPLETED]


def test_each_stage_lays_out_who_does_what_and_by_when(journey):
    steps = journey.file.of_kind("step")
    assert [(one.about, one.role) for one in steps] == [
        ("referred/lawyer", "social_worker"),
        ("referred/papers", "commission"),
    ]
    assert all(one.due_at > journey.desk.clock.now() for one in steps)


def test_a_stage_with_something_missing_is_not_left(journey):
    journey.to(Stage.ELIGIBILITY)
    with pytest.raises(NotYet) as refused:
        stages.go_on(journey.desk, journey.worker, journey.code)
    assert refused.value.missing == ("eligibility",)
    assert journey.file.diversion.stage is Stage.ELIGIBILITY


def test_an_assessment_is_approved_by_a_supervisor_and_never_by_its_writer(journey):
    journey.to(Stage.ASSESSMENT)
    answers = journey.all_answered("assessment", "strong")
    sheet = sheets.fill_in(journey.desk, journey.chief, journey.code, "assessment", answers=answers, note="Gyssagly")
    assert (sheet.level, sheet.score) == ("high", 26)
    for judge in (journey.worker, journey.chief):
        with pytest.raises(NotAllowed, match="not_yours_to_approve"):
            sheets.approve_sheet(journey.desk, judge, journey.code, sheet.id)
    with pytest.raises(NotYet):
        stages.go_on(journey.desk, journey.worker, journey.code)


def test_the_review_stands_in_the_dates_by_the_level(journey):
    journey.to(Stage.CONFERENCE)
    [review] = journey.file.of_kind("review")
    assert (review.due_at - journey.desk.clock.now()).days in (27, 28), "medium: 28 days"


def test_an_assessment_that_was_given_back_is_written_anew(journey):
    journey.to(Stage.ASSESSMENT)
    answers = journey.all_answered("assessment", "none")
    sheet = sheets.fill_in(journey.desk, journey.worker, journey.code, "assessment", answers=answers)
    sheets.return_sheet(journey.desk, journey.chief, journey.code, sheet.id)
    assert journey.file.sheet("assessment").returned_at
    sheets.fill_in(journey.desk, journey.worker, journey.code, "assessment", answers=answers)
    assert journey.file.sheet("assessment").returned_at is None


def test_an_answer_that_is_missing_is_named(journey):
    journey.to(Stage.ASSESSMENT)
    answers = journey.all_answered("assessment", "none")
    del answers["mood"]
    with pytest.raises(BadAnswers, match="mood"):
        sheets.fill_in(journey.desk, journey.worker, journey.code, "assessment", answers=answers)


def test_a_consent_is_kept_with_who_when_wording_version_and_language(journey):
    journey.to(Stage.CONSENT)
    journey.agrees("child", "child_assent")
    [consent] = journey.file.consents
    assert consent.party_id == journey.parties["child"]
    assert (consent.given_at, consent.taken_by) == (journey.desk.clock.now(), journey.worker.id)
    assert (consent.wording, consent.language) == ("child_assent", "tk")
    with journey.desk.store.begin() as work:
        form = work.diversions.form(consent.form_id)
    assert form.version == 1
    assert form.words("wordings", "child_assent", key="wording")["tk"].startswith("Men")


def test_a_consent_taken_back_at_any_stage_returns_the_case(journey):
    journey.to(Stage.CONDITIONS)
    child = next(one for one in journey.file.consents if one.wording == "child_assent")
    consenting.withdraw_consent(journey.desk, journey.worker, journey.code, child.id)
    assert journey.file.diversion.stage is Stage.RETURNED
    assert all(one.remind_at is None for one in journey.file.of_kind("condition"))
    with pytest.raises(NotYet):
        stages.go_on(journey.desk, journey.worker, journey.code)


def test_the_inspector_comes_in_only_with_consents_that_name_the_role(journey, staff):
    inspector = staff("inspector")
    newcomer = Newcomer("inspector", "Inspektor", worker_id=inspector.id)
    journey.to(Stage.ASSESSMENT)
    with pytest.raises(NotAllowed, match="inspector_needs_consent"):
        begin.add_party(journey.desk, journey.worker, journey.code, newcomer)
    journey.agrees("child", "inspector_may_take_part")
    parents = journey.agrees("parent", "inspector_may_take_part")
    begin.add_party(journey.desk, journey.worker, journey.code, newcomer)
    shown = look.look(journey.desk, inspector, journey.code)
    assert shown.file.consents == ()
    assert all(sheet.answers == {} and sheet.level == "" for sheet in shown.file.sheets)
    assert shown.history == ()
    consenting.withdraw_consent(journey.desk, journey.worker, journey.code, parents)
    with pytest.raises(NoSuchCase):
        look.look(journey.desk, inspector, journey.code)
    assert journey.file.diversion.stage is Stage.ASSESSMENT, "the case itself goes on"


def test_a_case_of_another_is_as_if_it_were_not_there(journey, staff):
    stranger = staff("social_worker")
    with pytest.raises(NoSuchCase):
        look.look(journey.desk, stranger, journey.code)
    with pytest.raises(NoSuchCase):
        stages.go_on(journey.desk, stranger, journey.code)
    assert look.list_diversions(journey.desk, stranger) == []


def test_a_counsellor_opens_none(journey, staff):
    with pytest.raises(NotAllowed, match="not_yours_to_open"):
        begin.refer(journey.desk, staff("counsellor"), Referral("commission", None))


def test_a_case_of_the_helpline_lends_its_code_and_the_number_unseen(helpline, staff, journey):
    child, ayna = helpline.phone("+99361000005"), helpline.worker("Aýna Myradowa", "+99361000061")
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = ayna.takes()
    with helpline.store.begin() as work:
        owner = work.workers.get(ayna.worker_id)
    hung = Journey(helpline.desk, owner, journey.chief)
    hung.code = begin.refer(helpline.desk, owner, Referral("helpline", "ashgabat", case_code=code))
    assert hung.file.diversion.case_code == code
    begin.add_party(helpline.desk, owner, hung.code, Newcomer("child", "Maral", from_helpline=True))
    shown = look.look(helpline.desk, owner, hung.code)
    assert list(shown.numbers.values()) == ["•••• 05"]
    with pytest.raises(NoSuchCase):
        begin.refer(helpline.desk, journey.worker, Referral("helpline", None, case_code=code))


def test_a_case_that_began_as_trouble_with_the_police_never_lets_the_inspector_in(helpline, journey):
    child, ayna = helpline.phone("+99361000005"), helpline.worker("Aýna Myradowa", "+99361000061")
    child.texts("полиция бьёт")
    code = ayna.takes()
    with helpline.store.begin() as work:
        owner = work.workers.get(ayna.worker_id)
    hung = Journey(helpline.desk, owner, journey.chief).begin(case_code=code).to(Stage.ASSESSMENT)
    assert hung.file.diversion.kind == "police_violence"
    hung.agrees("child", "inspector_may_take_part")
    hung.agrees("parent", "inspector_may_take_part")
    with pytest.raises(NotAllowed, match="inspector_needs_consent"):
        begin.add_party(hung.desk, hung.worker, hung.code, Newcomer("inspector", "Inspektor"))


def test_the_person_harmed_is_invited_only_with_their_own_consent(journey):
    journey.to(Stage.CONFERENCE)
    consent = next(one for one in journey.file.consents if one.wording == "person_harmed_consent")
    consenting.withdraw_consent(journey.desk, journey.worker, journey.code, consent.id)
    everybody = list(journey.parties.values())
    for about, who, why in (
        ("mediation", everybody, "person_harmed_consents_first"),
        ("mediation", everybody[:2], "mediation_needs_person_harmed"),
    ):
        with pytest.raises(NotAllowed, match=why):
            meetings.arrange_meeting(
                journey.desk, journey.worker, journey.code, about=about, at=journey.at(2, 15), party_ids=who
            )


def test_each_person_is_handed_their_own_part_only(journey):
    journey.to(Stage.CONDITIONS)
    for_child = look.plan_for(journey.desk, journey.worker, journey.code, journey.parties["child"])
    for_harmed = look.plan_for(journey.desk, journey.worker, journey.code, journey.parties["person_harmed"])
    assert len(for_child.measures) == 2
    assert for_child.words == "Maral kursa gatnar."
    assert [name for name, _ in for_child.dates][-1] == "Kursa gatnaýar"
    assert for_harmed.measures == ("Ötünç soramak: söz bilen ýa-da hat bilen",)
    assert (for_harmed.words, for_harmed.dates) == ("", ())


def test_an_approved_agreement_is_not_added_to(journey):
    journey.to(Stage.AGREEMENT)
    journey._agreement(())
    with pytest.raises(NotAllowed, match="approved_already"):
        journey.promises("joins_club")


def test_the_plan_does_not_begin_before_it_is_approved(journey):
    journey.to(Stage.AGREEMENT)
    plans.write_agreement(
        journey.desk,
        journey.worker,
        journey.code,
        measures=["apology"],
        words="",
        agreed_by=[journey.parties["child"], journey.parties["parent"]],
    )
    condition = journey.promises()
    with pytest.raises(NotYet) as refused:
        stages.go_on(journey.desk, journey.worker, journey.code)
    assert refused.value.missing == ("agreement_approved",)
    assert condition.remind_at is None, "nobody is reminded of what has not begun"


def test_what_is_overdue_is_counted(journey):
    journey.desk.clock.advance(days=10)
    [row] = look.list_diversions(journey.desk, journey.worker)
    assert row.overdue == 2
    assert look.look(journey.desk, journey.worker, journey.code).overdue == {
        one.id for one in dates.overdue(journey.file, journey.desk.clock.now())
    }


def test_a_missed_condition_can_be_given_another_day(journey):
    journey.to(Stage.CONDITIONS)
    [condition] = journey.file.of_kind("condition")
    due.settle_task(journey.desk, journey.worker, journey.code, condition.id, Progress.MISSED)
    day = (journey.desk.clock.now() + timedelta(days=9)).date()
    due.put_off(journey.desk, journey.worker, journey.code, condition.id, day)
    [condition] = journey.file.of_kind("condition")
    assert condition.progress is Progress.OPEN
    assert condition.remind_at is not None


def test_regions_without_a_known_pilot_are_said_to_be_so(journey):
    assert look.look(journey.desk, journey.worker, journey.code).pilot_known
    code = begin.refer(journey.desk, journey.worker, Referral("court", "mary"))
    assert not look.look(journey.desk, journey.worker, code).pilot_known


def test_a_changed_form_is_a_new_version_and_old_sheets_keep_theirs(journey):
    journey.to(Stage.ELIGIBILITY)
    answers = journey.all_answered("eligibility", "yes")
    old = sheets.fill_in(journey.desk, journey.worker, journey.code, "eligibility", answers=answers)
    forms = dict(journey.desk.library.forms)
    body = {**forms["eligibility"].body, "pilots": ["mary"]}
    library = replace(journey.desk.library)
    object.__setattr__(library, "forms", {**forms, "eligibility": replace(forms["eligibility"], body=body)})
    changed = replace(journey.desk, library=library)
    new = sheets.fill_in(changed, journey.worker, journey.code, "eligibility", answers=answers)
    again = sheets.fill_in(changed, journey.worker, journey.code, "eligibility", answers=answers)
    assert old.form_id != new.form_id == again.form_id
    shown = look.look(changed, journey.worker, journey.code)
    assert [shown.versions[one.form_id].version for one in shown.file.sheets] == [1, 2, 2]


def test_names_answers_and_notes_are_sealed_and_numbers_masked(journey, store):
    journey.to(Stage.CONDITIONS)
    with store.engine.connect() as connection:
        tables = ("diversion", "diversion_party", "diversion_sheet", "diversion_plan", "diversion_task")
        rows = [str(row) for table in tables for row in connection.exec_driver_sql(f"SELECT * FROM {table}").all()]
        lines = connection.exec_driver_sql(
            "SELECT details::text FROM audit UNION ALL SELECT details::text FROM diversion_action"
        ).all()
    for secret in ("Maral", "Serdar", "kursa", GIRL, "strong", "some"):
        assert not any(secret in row for row in rows), secret
        assert not any(secret in line[0] for line in lines), secret
    shown = look.look(journey.desk, journey.worker, journey.code)
    assert set(shown.numbers.values()) == {"•••• 01", "•••• 02", "•••• 03"}
    assert HARMED not in repr(shown)


def test_every_look_is_in_the_audit(journey, store):
    look.look(journey.desk, journey.chief, journey.code)
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT actor FROM audit WHERE verb = 'diversion_opened'").all()
    assert found == [(f"worker:{journey.chief.id}",)]


def test_the_history_cannot_be_changed(journey, store):
    with store.engine.connect() as connection, pytest.raises(Exception, match="never changed"):
        connection.exec_driver_sql("UPDATE diversion_action SET verb = 'nothing'")

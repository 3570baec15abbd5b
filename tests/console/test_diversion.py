"""Diversion in the browser: who sees what, and each form does its verb."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.helpline.diversion.records import Progress, Stage
from bot.helpline.hours import local
from tests.console.visiting import House
from tests.desk.diversion.journey import GIRL, Journey


@pytest.fixture
def ayna(house: House):
    """Return the browser of the case's social worker."""
    return house.as_("social_worker")


@pytest.fixture
def chief(house: House):
    """Return the browser of a supervisor."""
    return house.as_("supervisor")


@pytest.fixture
def journey(house, ayna, chief) -> Journey:
    """Return a case that was just referred."""
    return Journey(house.desk, ayna.worker, chief.worker).begin()


def page(browser, journey, language: str = "en", place: str = "") -> str:
    return browser.get(f"/console/diversion/{journey.code}{place}?language={language}").text


def acts(browser, journey, place: str, **form) -> str:
    return browser.posts(f"/console/diversion/{journey.code}/{place}", follow=True, **form).text


def test_a_case_is_opened_and_stands_in_the_list(ayna):
    ayna.get("/console/diversion?language=en")
    said = ayna.posts("/console/diversion/new", follow=True, referred_by="commission", region="mary", language="ru")
    assert "pilot: not known here" in said.text
    assert "Add the child." in said.text
    assert "Commission on Minors" in said.text
    assert 'href="/console/diversion/DV' in ayna.get("/console/diversion").text


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
@pytest.mark.parametrize("stage", [*list(Stage)[:7]])
def test_every_stage_has_its_page_in_every_language(journey, ayna, chief, stage, language):
    journey.to(stage)
    for browser in (ayna, chief):
        text = page(browser, journey, language)
        assert journey.code in text
        assert GIRL not in text
        assert "61000001" not in text
        assert "•••• 01" in text
    for place in ("/consents/child_assent", "/consents/reminders"):
        assert ayna.get(f"/console/diversion/{journey.code}{place}").status_code == 200


def test_a_strangers_case_is_not_there_on_any_address(house, journey):
    stranger = house.as_("social_worker")
    for place in ("", "/consents/child_assent", "/forms/eligibility", f"/plan/{journey.parties['child']}"):
        assert stranger.get(f"/console/diversion/{journey.code}{place}").status_code == 404
    posts = ("stage", "end", "parties", "meetings", "agreement", "conditions", "consents/child_assent", "tasks/1")
    posts += ("handover", "handover/answer")
    for place in posts:
        sent = {
            "reason": "closed.moved_away",
            "party_id": 1,
            "day": "2027-01-01",
            "about": "x",
            "said": "done",
            "worker": "1",
        }
        answer = stranger.posts(f"/console/diversion/{journey.code}/{place}", at="2027-01-01T10:00", **sent)
        assert answer.status_code == 404, place
    assert journey.code not in stranger.get("/console/diversion").text


@pytest.mark.parametrize("role", ["counsellor", "data_analyst", "administrator", "content_editor"])
def test_other_roles_do_not_come_in(house, journey, role):
    assert house.as_(role).get(f"/console/diversion/{journey.code}").status_code == 403


def test_the_inspector_sees_dates_and_plan_and_nothing_of_the_assessment(house, journey):
    journey.to(Stage.ASSESSMENT)
    inspector = house.as_("inspector")
    assert inspector.get(f"/console/diversion/{journey.code}").status_code == 404
    journey.agrees("child", "inspector_may_take_part")
    journey.agrees("parent", "inspector_may_take_part")
    from bot.desk.diversion import begin

    newcomer = begin.Newcomer("inspector", "Inspektor", worker_id=inspector.worker.id)
    begin.add_party(journey.desk, journey.worker, journey.code, newcomer)
    journey.to(Stage.CONDITIONS)
    text = page(inspector, journey)
    assert "Goes to the course" in text
    for hidden in ("example score", "Medium", 'id="consents"', 'id="history"', 'id="sheet"', "Go on to the next"):
        assert hidden not in text, hidden


def test_a_form_is_filled_in_and_its_level_computed(journey, ayna):
    journey.to(Stage.ASSESSMENT)
    form = page(ayna, journey, place="/forms/assessment")
    assert "These questions and scores are examples" in form
    assert "Quarrels or violence at home" in form
    so_far = ayna.posts(f"/console/diversion/{journey.code}/forms/assessment/weigh", care="some").text
    assert "Questions left: 12" in so_far
    answers = journey.all_answered("assessment", "strong")
    whole = ayna.posts(f"/console/diversion/{journey.code}/forms/assessment/weigh", **answers).text
    assert "High" in whole
    assert "26" in whole
    assert journey.file.sheets[-1].form == "eligibility", "weighing stores nothing"
    said = acts(ayna, journey, "forms/assessment", note="Kömek gerek", **answers)
    assert "waits for a supervisor" in said
    assert "A supervisor has to approve the assessment." in said


def test_a_form_with_a_question_left_says_so(journey, ayna):
    journey.to(Stage.ELIGIBILITY)
    ayna.get("/console/diversion?language=en")
    said = acts(ayna, journey, "forms/eligibility", lawyer_spoken="yes")
    assert "Please answer every question" in said
    assert journey.file.sheets == ()


def test_only_a_supervisor_finds_the_button_to_approve(journey, ayna, chief):
    journey.to(Stage.ASSESSMENT)
    acts(ayna, journey, "forms/assessment", **journey.all_answered("assessment", "some"))
    assert "data-approve" not in page(ayna, journey)
    assert "data-approve" in page(chief, journey)
    sheet = journey.file.sheet("assessment")
    place = f"/console/diversion/{journey.code}/sheets/{sheet.id}/judge"
    assert ayna.posts(place, said="approve").status_code == 403
    chief.posts(place, said="approve")
    assert journey.file.sheet("assessment").approved_by == chief.worker.id


def test_a_consent_shows_its_words_in_both_languages_and_is_withdrawn_on_the_page(journey, ayna):
    journey.to(Stage.CONSENT)
    words = page(ayna, journey, place="/consents/child_assent")
    assert "Это не признание" in words
    assert "boýun almak däl" in words
    acts(ayna, journey, "consents/child_assent", party_id=journey.parties["child"], language="ru", how="spoken")
    [given] = journey.file.consents
    assert (given.language, given.how) == ("ru", "spoken")
    assert "ends the case" in page(ayna, journey), "what follows is said before"
    acts(ayna, journey, f"consents/{given.id}/withdraw")
    assert "returned" not in journey.verbs, "it was not ticked that this is meant"
    said = acts(ayna, journey, f"consents/{given.id}/withdraw", sure="1")
    assert "returned" in journey.verbs
    assert "without prejudice" in said


def test_a_refused_step_says_what_is_missing(journey, ayna):
    journey.to(Stage.CONSENT)
    ayna.get("/console/diversion?language=en")
    said = acts(ayna, journey, "stage")
    assert "The child has not agreed. No parent or guardian has agreed." in said
    assert journey.file.diversion.stage is Stage.CONSENT


def test_a_mistyped_code_is_said_at_the_form_and_the_choices_stay(ayna):
    said = ayna.posts(
        "/console/diversion/new?language=en", referred_by="school", region="mary", language="ru", case_code="ZZ9Z"
    )
    assert said.status_code == 400
    assert "No case of yours has this code." in said.text
    for kept in ('value="ZZ9Z"', '"school" selected', '"mary" selected', '"ru" selected'):
        assert kept in said.text, kept


def test_a_mistyped_number_leaves_what_was_written_of_the_person(journey, ayna):
    place = f"/console/diversion/{journey.code}/parties"
    said = ayna.posts(place, role="parent", name="Ogulgerek", language="ru", number="12")
    assert said.status_code == 400
    assert 'value="Ogulgerek"' in said.text
    assert 'value="12"' in said.text
    assert '"parent" selected' in said.text


def test_a_form_with_an_answer_missing_keeps_the_others(journey, ayna):
    journey.to(Stage.ELIGIBILITY)
    place = f"/console/diversion/{journey.code}/forms/eligibility"
    name, value = re.findall(r'type="radio" name="([^"]+)" value="([^"]+)"', ayna.get(place).text)[1]
    said = ayna.posts(place, note="needs a tutor", **{name: value})
    assert said.status_code == 400
    assert "needs a tutor" in said.text
    assert re.search(rf'name="{name}" value="{value}" required checked', said.text)


def test_a_meeting_is_arranged_held_and_attended(journey, ayna):
    journey.to(Stage.CONFERENCE)
    at = local(journey.desk.clock.now() + timedelta(hours=3))
    who = [journey.parties["child"], journey.parties["parent"]]
    acts(ayna, journey, "meetings", about="circle", at=f"{at:%Y-%m-%dT%H:%M}", party=who)
    journey.desk.clock.advance(hours=4)
    [meeting] = journey.file.of_kind("meeting")
    acts(ayna, journey, f"meetings/{meeting.id}", said="held", came=who[:1])
    came = {one.party_id: one.progress for one in journey.file.of_kind("invitation")}
    assert came == {who[0]: Progress.DONE, who[1]: Progress.MISSED}


def test_an_agreement_is_written_approved_and_carried_out(journey, ayna, chief):
    journey.to(Stage.AGREEMENT)
    who = [journey.parties["child"], journey.parties["parent"]]
    acts(ayna, journey, "agreement", measure=["apology", "learning"], words="Maral kursa gatnar.", agreed_by=who)
    day = local(journey.desk.clock.now() + timedelta(days=4)).date()
    acts(ayna, journey, "conditions", about="attends_course", day=day.isoformat(), words="Sişenbe")
    assert "A supervisor has to approve the agreement." in page(ayna, journey)
    acts(chief, journey, f"plans/{journey.file.plan.id}/judge", said="approve")
    acts(ayna, journey, "stage")
    assert journey.file.diversion.stage is Stage.CONDITIONS
    [condition] = journey.file.of_kind("condition")
    journey.desk.clock.advance(days=5)
    assert "overdue" in page(ayna, journey)
    acts(ayna, journey, f"tasks/{condition.id}", said="done")
    acts(ayna, journey, "stage")
    assert journey.file.diversion.stage is Stage.COMPLETED
    assert "The case ended on" in page(ayna, journey)


def test_the_printed_plan_holds_only_the_persons_own_part(journey, ayna):
    journey.to(Stage.CONDITIONS)
    for_child = page(ayna, journey, place=f"/plan/{journey.parties['child']}")
    assert "Kursa gatnaýar" in for_child
    assert "Maral kursa gatnar." in for_child
    for_harmed = page(ayna, journey, place=f"/plan/{journey.parties['person_harmed']}")
    assert "Ötünç soramak" in for_harmed
    assert not any(hidden in for_harmed for hidden in ("Maral", "Kursa", "Ogulgerek"))


def test_a_case_ends_for_a_reason_of_the_form(journey, ayna):
    ayna.get("/console/diversion?language=en")
    said = acts(ayna, journey, "end", reason="closed.moved_away")
    assert "The family has moved away" in said
    assert acts(ayna, journey, "end", reason="closed.nothing")


def test_a_case_is_handed_over_on_the_pages(house, journey, ayna):
    colleague = house.as_("social_worker")
    assert "data-handover" in page(ayna, journey)
    ayna.get("/console/diversion?language=en")
    assert "it stays with its owner until then" in acts(
        ayna, journey, "handover", worker=colleague.worker.id, reason="On leave"
    )
    assert colleague.get(f"/console/diversion/{journey.code}").status_code == 404
    offers = colleague.get("/console/diversion?language=en").text
    assert journey.code in offers
    assert "On leave" in offers
    said = acts(colleague, journey, "handover/answer", said="accept")
    assert "handed over: a new person is in charge" in said
    assert journey.file.diversion.owner_id == colleague.worker.id
    assert ayna.get(f"/console/diversion/{journey.code}").status_code == 404


def test_an_offer_is_rejected_or_taken_back_on_the_pages(house, journey, ayna, chief):
    colleague = house.as_("social_worker")
    acts(ayna, journey, "handover", worker=colleague.worker.id, reason="On leave")
    acts(chief, journey, "handover", ends="1")
    assert colleague.posts(f"/console/diversion/{journey.code}/handover/answer", said="accept").status_code == 404
    acts(ayna, journey, "handover", worker=colleague.worker.id, reason="On leave")
    assert journey.code not in acts(colleague, journey, "handover/answer", said="reject")
    assert journey.verbs[-1] == "handover_rejected"
    assert journey.file.diversion.owner_id == ayna.worker.id


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
def test_no_page_calls_a_child_by_what_happened(journey, ayna, chief, language):
    journey.to(Stage.CONDITIONS)
    text = (page(ayna, journey, language) + page(chief, journey, language, "/consents/child_assent")).lower()
    for word in ("offender", "criminal", "преступник", "виновн", "jenaýatçy", "günäkär"):
        assert word not in text


def test_the_case_of_the_helpline_shows_the_code_and_the_diversion_case_nothing_of_its_thread(house, helpline):
    child, phone = helpline.phone("+99361000005"), helpline.worker("Aýna Myradowa", "+99361000061")
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    code = phone.takes()
    child.texts("Меня позвали в полицию завтра")
    with helpline.store.begin() as work:
        owner = work.workers.get(phone.worker_id)
    browser = house.as_(worker=owner)
    assert f"/console/diversion/new?case={code}" in browser.get(f"/console/cases/{code}").text
    said = browser.posts("/console/diversion/new", follow=True, referred_by="helpline", language="ru", case_code=code)
    assert code in said.text
    assert "позвали" not in said.text
    assert 'href="/console/diversion/DV' in browser.get(f"/console/cases/{code}").text

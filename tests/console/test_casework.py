"""The panel of a case and the pages of casework, in a browser's hands."""

from __future__ import annotations

from datetime import timedelta

import pytest

FORM = {
    "contact_type": "child_about_self",
    "category": "education/school",
    "age_band": "11_13",
    "dispositions": ["counselling"],
    "closing_reason": "helped",
}


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
def test_the_panel_stands_beside_the_conversation(house, worker, code, language):
    page = worker.get(f"/console/cases/{code}?language={language}")
    assert page.status_code == 200
    assert 'id="casework"' in page.text
    if language != "tk":
        assert {"ru": "Подвести итог и закрыть", "en": "Wrap up and close"}[language] in page.text


def test_a_case_is_wrapped_up_in_one_form_and_taken_up_again(helpline, worker, code):
    said = worker.posts(f"/console/cases/{code}/wrap-up", follow=True, **FORM, summary="о школе")
    assert said.status_code == 200
    assert helpline.cases() == []
    assert "о школе" in worker.get(f"/console/cases/{code}").text
    worker.posts(f"/console/cases/{code}/reopen")
    assert helpline.case().status == "taken"


def test_what_is_missing_is_said_and_nothing_closes(helpline, worker, code):
    said = worker.posts(f"/console/cases/{code}/wrap-up?language=en", follow=True, **{**FORM, "age_band": ""})
    assert "Please choose" in said.text or "Выберите" in said.text or "saýlaň" in said.text
    assert helpline.case().status == "taken"


def test_not_counselling_is_one_click(helpline, worker, code):
    worker.posts(f"/console/cases/{code}/not-counselling", kind="test")
    assert helpline.cases(open_only=False)[0].closed_reason == "not_counselling"


def test_a_referral_is_locked_until_a_consent_and_its_link_is_shown_once(helpline, worker, code):
    assert "/refer" not in worker.get(f"/console/cases/{code}").text
    worker.posts(f"/console/cases/{code}/refer", to="service:ambulance", asked="нужен врач")
    with helpline.store.begin() as work:
        assert work.casework.referrals.of_case(helpline.case().id) == []
    worker.posts(f"/console/cases/{code}/consent", kind="given", giver="child", way="voice", language="ru")
    assert f"/console/cases/{code}/refer" in worker.get(f"/console/cases/{code}").text
    shown = worker.posts(f"/console/cases/{code}/refer", follow=True, to="service:ambulance", asked="нужен врач").text
    assert "/referral/" in shown
    assert "/referral/" not in worker.get(f"/console/cases/{code}").text


def test_an_agency_answers_by_its_link_without_a_login(house, helpline, worker, code):
    worker.posts(f"/console/cases/{code}/consent", kind="given", giver="child", way="voice", language="ru")
    shown = worker.posts(f"/console/cases/{code}/refer", follow=True, to="service:ambulance", asked="нужен врач").text
    link = shown.split("/referral/")[1].split('"')[0]
    agency = house.browser()
    page = agency.get(f"/referral/{link}")
    assert page.status_code == 200
    assert code in page.text
    assert "нужен врач" in page.text
    assert "адвокат" not in page.text
    assert agency.post(f"/referral/{link}", data={"said": "accept"}).status_code == 302
    with helpline.store.begin() as work:
        [answered] = work.casework.referrals.of_case(helpline.case().id)
    assert answered.state == "accepted"
    page = agency.get(f"/referral/{link}?language=en").text
    assert "When it is done" in page
    assert "нужен врач" not in page
    assert agency.post(f"/referral/{link}", data={"said": "finish"}).status_code == 302
    assert agency.get(f"/referral/{link}").status_code == 404
    assert agency.get("/referral/" + "x" * 43).status_code == 404


def test_the_inspector_answers_a_referral_at_the_console_and_sees_nothing_else(house, helpline, worker, code):
    inspector = house.as_("inspector")
    agreed = {"kind": "given", "giver": "child", "way": "voice", "language": "ru"}
    worker.posts(f"/console/cases/{code}/consent", **agreed)
    ask = {"to": f"worker:{inspector.worker.id}", "asked": "принять документы"}
    worker.posts(f"/console/cases/{code}/refer", **ask)
    assert code not in inspector.get("/console/handed").text, "no consent names the inspector"
    worker.posts(f"/console/cases/{code}/consent", names_inspector="1", **agreed)
    worker.posts(f"/console/cases/{code}/refer", **ask)
    page = inspector.get("/console/handed").text
    assert code in page
    assert "принять документы" in page
    assert "адвокат" not in page
    for address in (f"/console/cases/{code}", "/console/queue", "/console/tasks", "/console/contacts"):
        assert inspector.get(address).status_code == 403, address
    with helpline.store.begin() as work:
        [asked] = work.casework.referrals.of_case(helpline.case().id)
    inspector.posts(f"/console/handed/{code}", said="accept", referral=asked.id)
    inspector.posts(f"/console/handed/{code}", said="finish", referral=asked.id)
    with helpline.store.begin() as work:
        assert work.casework.referrals.get(asked.id).state == "done"


def test_the_inspector_loses_sight_of_a_referral_with_the_consent(house, helpline, worker, code):
    inspector = house.as_("inspector")
    agreed = {"giver": "child", "way": "voice", "language": "ru", "names_inspector": "1"}
    worker.posts(f"/console/cases/{code}/consent", kind="given", **agreed)
    worker.posts(f"/console/cases/{code}/refer", to=f"worker:{inspector.worker.id}", asked="принять документы")
    worker.posts(f"/console/cases/{code}/consent", kind="withdrawn", **agreed)
    assert code not in inspector.get("/console/handed").text
    assert "hidden: no consent stands" in worker.get(f"/console/cases/{code}?language=en").text
    with helpline.store.begin() as work:
        [asked] = work.casework.referrals.of_case(helpline.case().id)
    assert inspector.posts(f"/console/handed/{code}", said="accept", referral=asked.id).status_code == 404


def test_a_transfer_is_answered_on_the_receivers_page(house, helpline, worker, code):
    other = house.as_("psychologist")
    assert other.get(f"/console/cases/{code}").status_code == 404
    worker.posts(f"/console/cases/{code}/transfer", worker=other.worker.id)
    assert code in other.get("/console/handed").text
    assert other.get(f"/console/cases/{code}").status_code == 404, "the words follow after it was accepted"
    other.posts(f"/console/handed/{code}", said="accept")
    assert helpline.case().assignee_id == other.worker.id
    assert other.get(f"/console/cases/{code}").status_code == 200
    assert worker.posts(f"/console/cases/{code}/describe", summary="…").status_code in (403, 404)


@pytest.mark.parametrize("act", ["wrap-up", "describe", "watch", "task", "consent", "refer", "transfer", "who", "flag"])
def test_another_workers_case_is_not_there_for_any_act(house, code, act):
    other = house.as_("social_worker")
    fields = {**FORM, "worker": other.worker.id, "what": "x", "due": "2026-12-01", "kind": "given", "giver": "child"}
    fields |= {"way": "voice", "language": "ru", "to": "service:ambulance", "asked": "x"}
    if act == "flag":
        fields["what"] = "watch_closely"
    assert other.posts(f"/console/cases/{code}/{act}", **fields).status_code == 404
    assert other.posts(f"/console/handed/{code}", said="accept").status_code == 404


def test_tasks_show_what_is_overdue_in_red(helpline, worker, code):
    worker.posts(f"/console/cases/{code}/task", what="позвонить", due="2026-11-17", worker=worker.worker.id)
    assert "позвонить" in worker.get("/console/tasks").text
    assert "tag red" not in worker.get("/console/tasks").text
    helpline.later(days=2)
    page = worker.get("/console/tasks").text
    assert "tag red" in page
    with helpline.store.begin() as work:
        [task] = work.casework.tasks.of_case(helpline.case().id)
    worker.posts(f"/console/cases/{code}/task-done", task=task.id)
    assert "позвонить" not in worker.get("/console/tasks").text


def test_a_call_is_written_down_with_its_true_time(helpline, worker):
    at = (helpline.clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    worker.posts("/console/contacts", channel="phone", at=at, minutes="15", words="мама", **FORM)
    worker.posts("/console/contacts/none", channel="phone", kind="hung_up")
    with helpline.store.begin() as work:
        found = work.casework.contacts.between(helpline.clock.now() - timedelta(days=3), helpline.clock.now())
    assert [(one.channel, one.minutes, one.words) for one in found] == [("phone", 15, "мама")]
    assert "15 " in worker.get("/console/contacts").text


def test_retention_is_for_those_who_report(house, worker):
    analyst = house.as_("data_analyst")
    assert "1095" in analyst.get("/console/retention").text
    assert worker.get("/console/retention").status_code == 403


def test_own_data_is_a_supervisors_matter_and_needs_a_check(house, helpline, worker, code):
    chief = house.as_("supervisor")
    assert worker.get(f"/console/cases/{code}/person").status_code == 403
    page = f"/console/cases/{code}/person"
    assert "•••• 01" in chief.get(page).text, "the number is masked here too"
    assert chief.posts(f"{page}/export").status_code == 302, "nobody was made sure of"
    chief.posts(f"{page}/check", how="document_seen")
    handed = chief.posts(f"{page}/export", **{"as": "json"})
    assert "Нужен адвокат?" in handed.text
    assert handed.headers["Cache-Control"] == "no-store"
    worker.posts(f"/console/cases/{code}/wrap-up", **FORM)
    chief.posts(f"{page}/erase", sure="1")
    assert not any(text.text for text in helpline.messages("+99361000001"))


def test_a_case_closed_by_sms_waits_on_the_pages_of_its_worker_and_of_the_supervisor(house, helpline, worker, code):
    with helpline.store.begin() as work:
        number = work.identifiers.get(worker.worker.identifier_id).number
    helpline.phone(number).texts(f"DONE {code}")
    for browser in (worker, house.as_("supervisor")):
        page = browser.get("/console/tasks?language=en").text.split("To be wrapped up")[1].split("</section>")[0]
        assert f'href="/console/cases/{code}"' in page
        assert worker.worker.name in page
        assert "To be wrapped up: 1" in browser.get("/console/queue?language=en").text
    assert code not in house.as_("social_worker").get("/console/tasks").text
    worker.posts(f"/console/cases/{code}/wrap-up", **FORM)
    assert "To be wrapped up" not in worker.get("/console/tasks").text


def test_the_console_closes_no_case_without_a_wrap_up(house):
    closing = [rule.rule for rule in house.app.url_map.iter_rules() if rule.rule.endswith("/close")]
    assert closing == []

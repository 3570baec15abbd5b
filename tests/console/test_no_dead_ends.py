"""Nothing that stands on a page leads nowhere, and nothing that somebody typed is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.console import words
from tests.console.test_casework import FORM

AGREED = {"kind": "given", "giver": "child", "way": "voice", "language": "ru"}


@pytest.fixture
def other(house):
    """Return the browser of a colleague."""
    return house.as_("psychologist")


def task_of(helpline, worker, code: str, doer) -> int:
    worker.posts(f"/console/cases/{code}/task", what="позвонить", due="2026-11-20", worker=doer.worker.id)
    with helpline.store.begin() as work:
        return work.casework.tasks.of_case(helpline.case().id)[0].id


def said_by_phone(helpline, **more) -> dict:
    at = (helpline.clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    return {**FORM, "channel": "walk_in", "at": at, "minutes": "17", "words": "мама боится", **more}


# ── tasks ──────────────────────────────────────────────────────────────────────────────────────────


def test_who_was_given_a_task_finishes_it_and_sees_no_link_that_is_closed_to_them(helpline, worker, other, code):
    task = task_of(helpline, worker, code, other)
    page = other.get("/console/tasks").text
    assert "позвонить" in page
    assert f'href="/console/cases/{code}"' not in page
    done = other.posts(f"/console/cases/{code}/task-done", task=task, follow=True)
    assert done.status_code == 200
    assert done.request.path == "/console/tasks"
    assert "позвонить" not in done.text


def test_a_task_is_finished_after_the_case_was_closed(helpline, worker, other, code):
    task = task_of(helpline, worker, code, other)
    worker.posts(f"/console/cases/{code}/wrap-up", **FORM)
    assert other.posts(f"/console/cases/{code}/task-done", task=task).status_code == 302
    assert "позвонить" not in other.get("/console/tasks").text


def test_a_colleague_without_the_task_finishes_nothing(house, helpline, worker, other, code):
    task = task_of(helpline, worker, code, other)
    stranger = house.as_("social_worker")
    assert stranger.posts(f"/console/cases/{code}/task-done", task=task).status_code == 404
    assert "позвонить" in other.get("/console/tasks").text


def test_a_watcher_has_no_button_for_anothers_task(helpline, worker, other, code):
    task = task_of(helpline, worker, code, worker)
    worker.posts(f"/console/cases/{code}/watch", worker=other.worker.id)
    page = other.get(f"/console/cases/{code}").text
    assert "позвонить" in page
    assert "/task-done" not in page
    assert "/task-done" in worker.get(f"/console/cases/{code}").text
    assert other.posts(f"/console/cases/{code}/task-done", task=task).status_code == 403


def test_a_new_task_is_for_tomorrow_as_the_day_is_in_ashgabat(helpline, worker, code):
    helpline.clock.set(helpline.clock.now().replace(day=18, hour=21, minute=0))  # 02:00 of the 19th
    assert 'name="due" required value="2026-11-20"' in worker.get(f"/console/cases/{code}").text


# ── what was typed ─────────────────────────────────────────────────────────────────────────────────


def test_a_wrap_up_that_lacks_something_keeps_the_rest(helpline, worker, code):
    said = worker.posts(
        f"/console/cases/{code}/wrap-up?language=en", **{**FORM, "dispositions": []}, summary="долгий рассказ"
    )
    assert said.status_code == 400
    assert "what was done" in said.text
    wrap_up = said.text.split("/wrap-up")[1].split("</form>")[0]
    assert "долгий рассказ" in wrap_up
    assert '"11_13" selected' in wrap_up
    assert '"education/school" selected' in wrap_up
    assert helpline.case().status == "taken"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"dispositions": []}, "Please choose"),
        ({"at": "2031-01-01T10:00"}, "A contact cannot lie in the future."),
        ({"code": "ZZ9Z"}, "No case of yours has this code."),
    ],
)
def test_a_call_that_is_refused_stays_in_its_form(helpline, worker, wrong, words):
    told = said_by_phone(helpline, **wrong)
    said = worker.posts("/console/contacts?language=en", **told)
    assert said.status_code == 400
    assert words in said.text
    for kept in ("мама боится", 'value="17"', '"walk_in" selected', '"11_13" selected', f'value="{told["at"]}"'):
        assert kept in said.text, kept
    if "code" in wrong:
        assert 'value="ZZ9Z"' in said.text


def test_a_referral_with_a_bad_address_keeps_what_is_asked(worker, code):
    worker.posts(f"/console/cases/{code}/consent", **AGREED)
    said = worker.posts(f"/console/cases/{code}/refer", to="service:ambulance", asked="нужен врач", email="a@b")
    assert said.status_code == 400
    refer = said.text.split("/refer")[1].split("</form>")[0]
    for kept in ("нужен врач", 'value="a@b"', '"service:ambulance" selected'):
        assert kept in refer, kept


# ── what can be read again ─────────────────────────────────────────────────────────────────────────


def test_notes_of_a_call_are_read_in_ones_list_and_on_the_case_page(house, helpline, worker, code):
    worker.posts("/console/contacts", **said_by_phone(helpline, code=code, words="её номер +993 61 000042"))
    assert "её номер" in worker.get("/console/contacts").text
    step = worker.get(f"/console/cases/{code}").text.split('id="timeline"')[1].split("</section>")[0]
    assert "её номер ••42" in step
    chief = house.as_("supervisor")
    assert "её номер" not in chief.get("/console/contacts").text, "a list shows one's own"
    assert "её номер" in chief.get(f"/console/cases/{code}").text


def test_closed_cases_are_found_again(house, helpline, worker, other, code):
    assert code not in worker.get("/console/closed").text
    worker.posts(f"/console/cases/{code}/wrap-up", **FORM, summary="о школе")
    for browser in (worker, house.as_("supervisor")):
        page = browser.get("/console/closed").text
        assert f'href="/console/cases/{code}"' in page
        assert "о школе" not in page
        assert "000001" not in page
    assert code not in other.get("/console/closed").text
    assert 'href="/console/closed"' in worker.get("/console/tasks").text
    assert house.as_("inspector").get("/console/closed").status_code == 403


def test_closed_cases_come_by_fifty_the_newest_first(helpline, worker, code, monkeypatch):
    monkeypatch.setattr("bot.desk.closed.PAGE", 1)
    worker.posts(f"/console/cases/{code}/wrap-up", **FORM)
    helpline.later(hours=1)
    second = another_case(helpline, worker)
    worker.posts(f"/console/cases/{second}/wrap-up", **FORM)
    first = worker.get("/console/closed").text
    assert second in first
    assert f"/cases/{code}" not in first
    assert 'href="/console/closed?page=2"' in first
    last = worker.get("/console/closed?page=2").text
    assert f"/cases/{code}" in last
    assert "page=3" not in last
    assert worker.get("/console/closed?page=x").status_code == 200


def test_the_case_before_is_a_link_where_one_may_open_it(house, helpline, worker, other, code):
    worker.posts(f"/console/cases/{code}/wrap-up", **FORM)
    helpline.later(minutes=30)
    second = another_case(helpline, worker, "+99361000001")
    worker.posts(f"/console/cases/{second}/watch", worker=other.worker.id)
    assert f'href="/console/cases/{code}"' in worker.get(f"/console/cases/{second}").text
    page = other.get(f"/console/cases/{second}").text
    assert code in page
    assert f'href="/console/cases/{code}"' not in page


def another_case(helpline, worker, number: str = "+99361000019") -> str:
    phone = helpline.phone(number)
    phone.texts("Нужен адвокат?", "ЧЕЛОВЕК")
    phone.texts("1")
    code = helpline.case().code
    worker.posts(f"/console/cases/{code}/take")
    return code


# ── the way back ───────────────────────────────────────────────────────────────────────────────────


def test_the_language_is_switched_on_a_page_that_answered_a_form(worker, code):
    shown = worker.posts(f"/console/cases/{code}/reveal", why="ambulance").text
    address = re.search(r'href="([^"]+language=ru)"', shown)
    assert address
    assert address.group(1) == f"/console/cases/{code}?language=ru"
    assert worker.get(address.group(1)).status_code == 200


@pytest.mark.parametrize("address", ["/console/cases/Z9Z9", "/console/audit"])
def test_a_page_that_is_not_there_leads_back_to_the_console(worker, address):
    assert 'href="/console/"' in worker.get(address).text


def test_no_other_error_page_tells_of_the_console(house):
    assert "/console" not in house.browser().get("/referral/" + "x" * 43).text


def test_a_day_of_another_year_says_so(house):
    with house.app.test_request_context():
        assert words.day(datetime(2026, 3, 5, 7, tzinfo=UTC)) == "05.03. 12:00"
        assert words.day(datetime(2025, 3, 5, 7, tzinfo=UTC)) == "05.03.2025 12:00"

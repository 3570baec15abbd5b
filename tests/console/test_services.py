"""The pages of the directory: what an editor saves counts at once; what may not be kept comes back with a reason."""

from __future__ import annotations

import pytest

from bot.desk import directory
from tests.console.visiting import english

FORM = {
    "name_tk": "Mary hukuk klinikasy",
    "name_ru": "Правовая клиника Мары",
    "name_en": "Mary legal clinic",
    "what_en": "Free legal advice.",
    "audience": ["child", "parent"],
    "region": "mary_city",
    "phone": "+993 522 00000",
    "verified_by": "Selbi Synag",
    "verified_on": "2026-11-16",
    "hours": "Mon-Fri 09:00-18:00",
    "checked_on": "2026-11-16",
    "use": "state",
    "version": "0",
}
ID = "mary_legal_clinic"


@pytest.fixture
def selbi(house):
    return english(house, "content_editor")


def test_an_editor_lands_on_the_services_by_place(selbi):
    page = selbi.get("/console/", follow_redirects=True).text
    assert "The whole country" in page
    assert "emergency, always stays" in page
    assert page.index("Police") < page.index("Boards of Lawyers")


def test_a_service_is_added_edited_retired_and_brought_back(house, selbi):
    assert "Mary legal clinic" in selbi.posts("/console/services/new", **FORM, follow=True).text
    [line] = directory.list_services(house.desk, words="legal clinic")
    assert line.service.known_phone == "+993 522 00000"
    selbi.posts(f"/console/services/{ID}", **{**FORM, "hours": "Sat 10:00-12:00", "version": "1"})
    assert directory.look_up(house.desk, ID).service.hours == "Sat 10:00-12:00"
    selbi.posts(f"/console/services/{ID}/retire", version="2")
    assert directory.look_up(house.desk, ID).service.is_retired
    assert "Mary legal clinic" in selbi.get("/console/services?show=retired").text
    selbi.posts(f"/console/services/{ID}/bring-back", version="3")
    assert not directory.look_up(house.desk, ID).service.is_retired
    history = selbi.get(f"/console/services/{ID}/history").text
    assert history.count("<b>Content_Editor Synag</b>") == 5  # four editions, and the menu's own
    assert "<del>Mon-Fri 09:00-18:00</del> <ins>Sat 10:00-12:00</ins>" in history


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"verified_by": ""}, "A number is kept only with who called it and when."),
        ({"verified_on": ""}, "A number is kept only with who called it and when."),
        ({"verified_on": "soon"}, "A number is kept only with who called it and when."),
        ({"name_ru": ""}, "The Russian name is missing."),
        ({"name_tk": "Klinika +993 522 00000"}, "A number belongs in its own field"),
        ({"hours": "twice a week"}, "Write the hours like this"),
        ({"region": "atlantis"}, "Choose a place."),
        ({"audience": []}, "Choose whom it is for."),
    ],
)
def test_what_may_not_be_kept_comes_back_with_the_reason_and_what_was_typed(house, selbi, wrong, said):
    answer = selbi.posts("/console/services/new", **FORM | wrong)
    assert answer.status_code == 400
    assert said in answer.text
    assert "Free legal advice." in answer.text
    assert directory.list_services(house.desk, words="legal clinic") == []


def test_an_emergency_number_has_no_form_and_is_never_retired(house, selbi):
    page = selbi.get("/console/services/police").text
    assert 'name="phone"' not in page
    assert "Emergency numbers always stay" in page
    for act, form in (("police/retire", {"version": "0"}), ("police", FORM)):
        assert "Emergency numbers always stay" in selbi.posts(f"/console/services/{act}", **form, follow=True).text
    assert directory.look_up(house.desk, "police").version == 0


def test_a_number_of_the_source_is_shown_beside_the_field_and_not_in_it(selbi):
    page = selbi.get("/console/services/confidential_helpline").text
    assert "called by nobody yet" in page
    assert 'name="phone" type="tel" value=""' in page


def test_who_saves_an_older_version_is_told_so_and_loses_nothing(house, selbi):
    selbi.posts("/console/services/new", **FORM)
    other = english(house, "supervisor")
    other.posts(f"/console/services/{ID}", **FORM | {"hours": "", "version": "1"})
    answer = selbi.posts(f"/console/services/{ID}", **FORM | {"hours": "Sat 10:00-12:00", "version": "1"})
    assert answer.status_code == 400
    assert "Somebody else has changed this service meanwhile" in answer.text
    assert "Sat 10:00-12:00" in answer.text
    assert directory.look_up(house.desk, ID).service.hours is None


def test_services_are_found_by_place_and_words(selbi):
    selbi.posts("/console/services/new", **FORM)
    assert "Mary legal clinic" in selbi.get("/console/services?region=mary&words=klinikasy").text
    assert "Mary legal clinic" not in selbi.get("/console/services?region=lebap").text
    assert "No service is found." in selbi.get("/console/services?words=xyzzy").text


def test_a_stale_service_is_listed_in_front_of_the_editor(selbi):
    selbi.posts("/console/services/new", **FORM | {"checked_on": "2025-01-05"})
    assert "Not checked for a year: 1" in selbi.get("/console/services").text
    assert "Mary legal clinic" in selbi.get("/console/services?show=stale").text


def test_a_service_that_is_none_is_not_there(selbi):
    for address in ("nobody", "nobody/history"):
        assert selbi.get(f"/console/services/{address}").status_code == 404
    assert selbi.posts("/console/services/nobody", **FORM).status_code == 404


@pytest.mark.parametrize(
    ("role", "edits"),
    [
        ("content_editor", True),
        ("supervisor", True),
        ("administrator", True),
        ("social_worker", False),
        ("lawyer", False),
        ("inspector", False),
        ("data_analyst", False),
        ("counsellor", False),
    ],
)
def test_who_may_edit_the_directory(house, role, edits):
    visitor = english(house, role)
    assert (visitor.get("/console/services").status_code == 200) is edits
    assert (visitor.posts("/console/services/new", **FORM).status_code == 302) is edits
    assert (len(directory.list_services(house.desk, words="legal clinic")) == 1) is edits


def test_a_new_service_can_be_chosen_for_a_referral(house, helpline, child, ayna, selbi):
    selbi.posts("/console/services/new", **FORM)
    child.texts("kakam uryar")
    code = ayna.takes()
    with helpline.store.begin() as work:
        worker = work.workers.get(ayna.worker_id)
    assert "Mary legal clinic" in english(house, worker=worker).get(f"/console/cases/{code}").text

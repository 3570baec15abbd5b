"""The pages of content review: a text beside its facts, and whose word counts."""

from __future__ import annotations

import re

import pytest

from bot.answers.reviews import ASPECTS, Review
from bot.desk.content_review import sheet
from bot.desk.reviewing import note_reading
from tests.console.visiting import english


def version(house, item: str, aspect: str) -> str:
    return sheet(house.desk, item).versions[aspect]


def buttons(page: str) -> list[str]:
    return re.findall(r'name="aspect" value="(\w+)"', page)


def test_a_text_stands_beside_its_translations_and_facts(house):
    page = english(house, "content_editor").get("/console/texts/lawyer").text
    item = sheet(house.desk, "lawyer").item
    for cell in item.rows[0].cells:
        assert cell.words.split(".")[0] in page
    assert item.facts
    for fact in item.facts:
        assert fact.id in page
    assert re.search(r"\d+ units, [12] SMS", page)


def test_reading_is_noted_with_name_day_and_version_and_the_state_changes(house):
    selbi = english(house, "content_editor")
    page = selbi.get("/console/texts/lawyer").text
    assert "unread" in page
    shown = version(house, "lawyer", "tk")
    page = selbi.posts("/console/texts/lawyer/read", aspect="tk", version=shown, follow=True).text
    assert "Noted: you have read it." in page
    assert "Content_Editor Synag" in page
    assert sheet(house.desk, "lawyer").states["tk"] == "reviewed"
    [line] = sheet(house.desk, "lawyer").history
    assert (line.version, line.by_machine) == (shown, False)


@pytest.mark.parametrize(
    ("role", "looks", "vouches"),
    [
        ("content_editor", True, ["tk", "ru"]),
        ("supervisor", True, ["tk", "ru"]),
        ("lawyer", True, ["law", "tk", "ru"]),
        ("administrator", True, []),
        ("social_worker", False, []),
        ("counsellor", False, []),
        ("inspector", False, []),
        ("data_analyst", False, []),
    ],
)
def test_who_looks_and_whose_word_counts(house, role, looks, vouches):
    visitor = english(house, role)
    answer = visitor.get("/console/texts/lawyer")
    assert (answer.status_code == 200) is looks
    assert (visitor.get("/console/texts").status_code == 200) is looks
    assert buttons(answer.text) == vouches
    for aspect in ASPECTS:  # also without a button
        visitor.posts("/console/texts/lawyer/read", aspect=aspect, version=version(house, "lawyer", aspect))
    states = sheet(house.desk, "lawyer").states
    assert [aspect for aspect in ASPECTS if states[aspect] == "reviewed"] == vouches


def test_a_text_that_changed_since_the_page_was_opened_has_to_be_read_again(house):
    selbi = english(house, "content_editor")
    page = selbi.posts("/console/texts/lawyer/read", aspect="tk", version="0123456789ab", follow=True).text
    assert "The text has changed" in page
    assert sheet(house.desk, "lawyer").states["tk"] == "unread"


def test_a_machine_is_called_one(house):
    now = house.desk.clock.now()
    with house.desk.store.begin() as work:
        reading = Review("lawyer", "tk", version(house, "lawyer", "tk"), "checker 3", now.date(), by_machine=True)
        note_reading(work, reading, "command:checker 3", now)
        work.commit()
    page = english(house, "content_editor").get("/console/texts/lawyer").text
    assert "read by a machine" in page
    assert "checker 3" in page


def test_texts_are_listed_by_aspect_and_state(house):
    selbi = english(house, "content_editor")
    selbi.posts("/console/texts/lawyer/read", aspect="tk", version=version(house, "lawyer", "tk"))

    def listed(asked: str) -> list[str]:
        return re.findall(r'href="/console/texts/([\w.]+)"', selbi.get(f"/console/texts?{asked}").text)

    assert listed("aspect=tk&state=reviewed") == ["lawyer"]
    assert "lawyer" not in listed("aspect=tk&state=unread")
    assert "lawyer" in listed("aspect=law&state=unread")
    assert all("." in item for item in listed("kind=texts"))
    assert listed("kind=gate")
    assert {item.split(".")[0] for item in listed("kind=gate")} <= {"safety", "holding", "consent", "stop", "closing"}
    assert listed("words=xyzzy") == []


def test_what_is_none_is_not_there(house):
    selbi = english(house, "content_editor")
    assert selbi.get("/console/texts/nothing.here").status_code == 404
    assert selbi.posts("/console/texts/nothing.here/read", aspect="tk", version="").status_code == 404
    assert selbi.posts("/console/texts/lawyer/read", aspect="spelling", version="").status_code == 400

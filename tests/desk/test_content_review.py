"""Who read which version of a text at the console: only people with that right count, and all of it is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.answers import reviews
from bot.answers.reviews import ASPECTS, Review
from bot.desk import content_review
from bot.desk.content_review import ChangedSince, MayNotReview, NoSuchText, have_read, sheet, standings, vouches_for
from bot.desk.reviewing import note_reading, readings
from bot.desk.staff import Newcomer, add_staff
from bot.helpline.records import Worker
from tests.conversations.conftest import helpline

__all__ = ["helpline"]


def staff(helpline, role: str, number: str = "+99361000015", **more) -> Worker:
    return add_staff(helpline.desk, Newcomer("Selbi Synag", number, role, **{"languages": ("tk", "ru"), **more}))


def shown(helpline, item: str, aspect: str) -> str:
    return sheet(helpline.desk, item).versions[aspect]


@pytest.mark.parametrize(
    ("role", "more", "aspects"),
    [
        ("content_editor", {}, ("tk", "ru")),
        ("content_editor", {"languages": ("tk",)}, ("tk",)),
        ("content_editor", {"skills": ("lawyer",)}, ("law", "tk", "ru")),
        ("supervisor", {"languages": ("ru",)}, ("ru",)),
        ("lawyer", {"languages": ("ru",)}, ("law", "ru")),
        ("administrator", {"skills": ("lawyer",)}, ()),
        ("social_worker", {"skills": ("lawyer",)}, ()),
        ("data_analyst", {}, ()),
    ],
)
def test_who_may_vouch_for_what(helpline, role, more, aspects):
    assert vouches_for(staff(helpline, role, **more)) == aspects


def test_a_text_read_by_people_in_law_and_language_may_go_out(helpline):
    library, today = helpline.desk.library, helpline.clock.now().date()
    selbi, maya = staff(helpline, "content_editor"), staff(helpline, "lawyer", "+99361000016")
    have_read(helpline.desk, selbi, "lawyer", "tk", shown(helpline, "lawyer", "tk"))
    have_read(helpline.desk, maya, "lawyer", "law", shown(helpline, "lawyer", "law"))
    with helpline.store.begin() as work:
        read = readings(work)
    assert reviews.may_be_said(library, read, "lawyer", "tk", today)
    assert not reviews.may_be_said(library, read, "lawyer", "ru", today)
    assert dict(sheet(helpline.desk, "lawyer").states) == {"law": "reviewed", "tk": "reviewed", "ru": "unread"}


def test_an_aspect_without_the_right_is_refused_and_leaves_no_trace(helpline):
    selbi = staff(helpline, "content_editor")
    with pytest.raises(MayNotReview):
        have_read(helpline.desk, selbi, "lawyer", "law", shown(helpline, "lawyer", "law"))
    assert sheet(helpline.desk, "lawyer").history == ()


def test_a_version_that_was_not_shown_is_not_vouched_for(helpline):
    with pytest.raises(ChangedSince):
        have_read(helpline.desk, staff(helpline, "content_editor"), "lawyer", "tk", "0123456789ab")
    assert sheet(helpline.desk, "lawyer").states["tk"] == "unread"


def test_a_text_that_is_not_there_is_refused(helpline):
    with pytest.raises(NoSuchText):
        have_read(helpline.desk, staff(helpline, "content_editor"), "no.such", "tk", "0123456789ab")
    with pytest.raises(NoSuchText):
        sheet(helpline.desk, "no.such")


def test_a_machine_reading_is_shown_as_such_and_opens_nothing(helpline):
    now, version = helpline.clock.now(), shown(helpline, "lawyer", "tk")
    with helpline.store.begin() as work:
        for aspect in ASPECTS:
            seen = shown(helpline, "lawyer", aspect)
            known = Review("lawyer", aspect, seen, "checker 3", now.date(), by_machine=True)
            note_reading(work, known, "command:checker 3", now)
        read = readings(work)
        work.commit()
    page = sheet(helpline.desk, "lawyer")
    assert set(page.states.values()) == {"machine"}
    assert [(line.by, line.by_machine, line.version) for line in page.history if line.aspect == "tk"] == [
        ("checker 3", True, version)
    ]
    assert not reviews.may_be_said(helpline.desk.library, read, "lawyer", "tk", now.date())


def test_a_text_that_changed_or_grew_old_asks_for_another_reading(helpline):
    selbi = staff(helpline, "content_editor")
    have_read(helpline.desk, selbi, "lawyer", "tk", shown(helpline, "lawyer", "tk"))
    helpline.clock.advance(days=400)
    assert sheet(helpline.desk, "lawyer").states["tk"] == "stale"
    context = next(iter(helpline.desk.library.entries_of("lawyer")))
    other = {**helpline.desk.library.translations["tk"], (context.context, context.english): "Başga sözler."}
    library = replace(helpline.desk.library, translations={**helpline.desk.library.translations, "tk": other})
    assert sheet(replace(helpline.desk, library=library), "lawyer").states["tk"] == "changed"


def test_every_reading_is_kept_with_who_and_when(helpline):
    selbi = staff(helpline, "content_editor")
    for _ in range(2):
        have_read(helpline.desk, selbi, "lawyer", "tk", shown(helpline, "lawyer", "tk"))
        helpline.clock.advance(days=30)
    newest, oldest = sheet(helpline.desk, "lawyer").history
    assert (newest.by, newest.by_worker, newest.at - oldest.at) == ("Selbi Synag", selbi.id, newest.at - oldest.at)
    assert (newest.at - oldest.at).days == 30
    for order in ("UPDATE content_reading SET by_machine = true", "DELETE FROM content_reading"):
        with helpline.store.begin() as work, pytest.raises(DBAPIError):
            work.connection.execute(text(order))


def test_every_answer_and_text_stands_in_the_list_and_those_of_the_gate_are_marked(helpline):
    rows, library = standings(helpline.desk), helpline.desk.library
    assert [row.item for row in rows] == [*library.answers, *library.texts]
    gate = {row.item for row in rows if row.holds_gate}
    assert gate == set(reviews.unread_gate_texts(library, {}, helpline.clock.now().date()))
    assert content_review.count(rows)["tk"]["unread"] == len(rows)

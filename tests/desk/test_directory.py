"""The directory as staff keep it: what they save is told at once, no number without its witness, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.answers.service import Service, as_entry, service_of
from bot.deeds import FindService
from bot.desk import directory
from bot.desk.directory import BadEntry, ChangedMeanwhile, EmergencyStays, NoSuchService
from bot.ports import Edition
from tests.conversations.conftest import ayna, child, helpline

__all__ = ["ayna", "child", "helpline"]
TODAY = date(2026, 11, 16)
CLINIC = Service(
    "",
    {"tk": "Mary hukuk klinikasy", "ru": "Правовая клиника Мары", "en": "Mary legal clinic"},
    ("child", "parent", "adult"),
    "mary_city",
    phone="+993 522 00000",
    hours="Mon-Fri 09:00-18:00",
    checked_on=TODAY,
    what={"en": "Free legal advice."},
    verified_by="Selbi Synag",
    verified_on=TODAY,
)


@pytest.fixture
def selbi(helpline) -> int:
    """Return a content editor."""
    return helpline.worker("Selbi Synag", "+99361000015", "content_editor").worker_id


def asks(helpline, child, region: str | None = "mary_city", topic: str | None = None) -> str:
    """Have a child ask for services of a place, and return what it is told."""
    helpline.assistant.deeds["nirä barmaly"] = (FindService(region, "child", topic=topic),)
    child.texts("nirä barmaly")
    return child.unread()[0]


def test_a_new_service_is_told_at_once_with_the_day_of_its_check(helpline, child, selbi):
    assert "klinika" not in asks(helpline, child)
    directory.save(helpline.desk, selbi, CLINIC)
    told = asks(helpline, child)
    assert "Mary hukuk klinikasy, +993 522 00000, " in told
    assert "09:00-18:00" in told
    assert TODAY.strftime("%d.%m.%Y") in told or "22.11.2026" in told  # the oldest of those that are named


def test_what_is_edited_goes_before_the_file(helpline, child, selbi):
    seen = directory.look_up(helpline.desk, "advocate")
    renamed = replace(seen.service, names={**seen.service.names, "tk": "Adwokatlar Synag"}, checked_on=TODAY)
    directory.save(helpline.desk, selbi, renamed, seen=seen.version)
    assert "Adwokatlar Synag" in asks(helpline, child, None, "lawyer")


def test_a_retired_service_is_told_to_nobody_until_it_is_brought_back(helpline, child, selbi):
    kept = directory.save(helpline.desk, selbi, CLINIC)
    directory.retire(helpline.desk, selbi, kept.id, seen=1)
    assert "klinika" not in asks(helpline, child)
    assert kept.id in [row.service.id for row in directory.list_services(helpline.desk, retired=True)]
    assert directory.service_named(helpline.desk, kept.id).name("en") == "Mary legal clinic"
    directory.bring_back(helpline.desk, selbi, kept.id, seen=2)
    assert "klinika" in asks(helpline, child)


def test_at_most_three_are_told_and_the_open_one_comes_first(helpline, child, selbi):
    for number in range(4):
        names = dict.fromkeys(("tk", "ru", "en"), f"Ýapyk {number}")
        directory.save(helpline.desk, selbi, replace(CLINIC, names=names, hours="Sat 09:00-10:00"))
    directory.save(helpline.desk, selbi, CLINIC)  # it is Monday noon
    lines = asks(helpline, child).splitlines()
    assert lines[0].startswith("Mary hukuk klinikasy")
    assert len(lines) == 4  # three and the day


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"verified_by": ""}, "unverified"),
        ({"verified_on": None}, "unverified"),
        ({"phone": "jaň ediň"}, "phone"),
        ({"phone": None}, "verified_nothing"),
        ({"verified_on": date(2026, 11, 17)}, "future"),
        ({"checked_on": date(2027, 1, 1)}, "future"),
        ({"checked_on": None}, "checked"),
        ({"names": {"tk": "Klinika", "en": "Clinic"}}, "name_ru"),
        ({"names": {"tk": "Klinika +99361000077", "ru": "К", "en": "C"}}, "name_number"),
        ({"names": {"tk": "Klinika 112", "ru": "К", "en": "C"}}, "name_number"),
        ({"names": {"tk": "www.klinika.tm", "ru": "К", "en": "C"}}, "name_number"),
        ({"names": {"tk": "K", "ru": "Клиника" * 20, "en": "C"}}, "name_long"),
        ({"region": "atlantis"}, "region"),
        ({"audience": ()}, "audience"),
        ({"audience": ("police",)}, "audience"),
        ({"use": "maybe"}, "use"),
        ({"topics": ("no_such_topic",)}, "topics"),
        ({"hours": "twice a week"}, "hours"),
    ],
)
def test_what_may_not_be_kept_is_refused_by_name(helpline, selbi, wrong, code):
    with pytest.raises(BadEntry) as refused:
        directory.save(helpline.desk, selbi, replace(CLINIC, **wrong))
    assert refused.value.faults == [code]
    assert directory.list_services(helpline.desk, words="clinic") == []


def test_avoided_words_stand_in_no_name(helpline, selbi):
    names = {"tk": "Diwersiýa merkezi", "ru": "Центр", "en": "Centre"}
    with pytest.raises(BadEntry, match="name_avoided"):
        directory.save(helpline.desk, selbi, replace(CLINIC, names=names))


@pytest.mark.parametrize("service_id", ["police", "ambulance", "fire", "gas_emergency"])
def test_emergency_numbers_always_stay(helpline, selbi, service_id):
    kept = directory.look_up(helpline.desk, service_id).service
    with pytest.raises(EmergencyStays):
        directory.retire(helpline.desk, selbi, service_id, seen=0)
    with pytest.raises(EmergencyStays):
        directory.save(helpline.desk, selbi, replace(CLINIC, id=service_id))
    with helpline.store.begin() as work:  # not even a row that found its way into the database
        entry = as_entry(replace(CLINIC, id=service_id))
        work.directory.add(Edition(service_id, 1, helpline.clock.now(), selbi, entry))
        work.commit()
    assert directory.look_up(helpline.desk, service_id).service == kept


def test_an_unverified_number_of_the_file_is_never_told(helpline, child, selbi):
    """The file has one that may be shown to staff; telling it to people needs somebody who called it."""
    seen = directory.look_up(helpline.desk, "confidential_helpline")
    assert seen.service.phone
    assert seen.service.known_phone is None
    with pytest.raises(BadEntry, match="unverified"):
        directory.save(helpline.desk, selbi, replace(seen.service, use="state"))
    called = replace(seen.service, use="state", verified_by="Selbi Synag", verified_on=TODAY, checked_on=TODAY)
    directory.save(helpline.desk, selbi, called)
    assert seen.service.phone in asks(helpline, child, None)


def test_the_second_of_two_editors_is_told_that_it_changed(helpline, selbi):
    kept = directory.save(helpline.desk, selbi, CLINIC)
    directory.save(helpline.desk, selbi, replace(kept, hours=None), seen=1)
    with pytest.raises(ChangedMeanwhile):
        directory.save(helpline.desk, selbi, replace(kept, hours="Mon 09:00-10:00"), seen=1)
    assert directory.look_up(helpline.desk, kept.id).service.hours is None


def test_history_says_who_changed_what(helpline, selbi, ayna):
    kept = directory.save(helpline.desk, selbi, CLINIC)
    directory.save(helpline.desk, ayna.worker_id, replace(kept, hours="Mon 09:00-10:00"), seen=1)
    directory.retire(helpline.desk, selbi, kept.id, seen=2)
    retired, edited, made = directory.history(helpline.desk, kept.id)
    assert retired.fields == (("retired", False, True),)
    assert (edited.by, edited.fields) == ("Aýna Myradowa", (("hours", "Mon-Fri 09:00-18:00", "Mon 09:00-10:00"),))
    assert made.by == "Selbi Synag"
    assert ("name.tk", None, "Mary hukuk klinikasy") in made.fields
    assert [line.version for line in directory.history(helpline.desk, "advocate")] == [0]


def test_the_database_refuses_to_rewrite_history(helpline, selbi):
    directory.save(helpline.desk, selbi, CLINIC)
    for order in ("UPDATE service_edition SET version = 9", "DELETE FROM service_edition", "TRUNCATE service_edition"):
        with helpline.store.begin() as work, pytest.raises(DBAPIError):
            work.connection.execute(text(order))


def test_a_number_stands_in_no_line_of_the_audit(helpline, selbi):
    directory.save(helpline.desk, selbi, CLINIC)
    with helpline.store.begin() as work:
        line = work.audit.latest(1)[0]
    assert (line["verb"], line["subject"], line["details"]) == (
        "saved_service",
        "service:mary_legal_clinic",
        {"version": 1},
    )


def test_what_nobody_checked_for_a_year_is_listed(helpline, selbi):
    old = directory.save(helpline.desk, selbi, replace(CLINIC, checked_on=date(2025, 11, 1)))
    assert [row.service.id for row in directory.list_services(helpline.desk, stale=True)] == [old.id]
    directory.save(helpline.desk, selbi, replace(old, checked_on=TODAY, verified_on=date(2025, 11, 1)), seen=1)
    assert [row.service.id for row in directory.list_services(helpline.desk, stale=True)] == [old.id], "an old call"
    helpline.clock.advance(days=400)
    assert len(directory.list_services(helpline.desk, stale=True)) > 20


def test_services_are_found_by_place_and_by_words_in_any_spelling(helpline, selbi):
    kept = directory.save(helpline.desk, selbi, CLINIC)

    def found(**asked) -> list[str]:
        return [row.service.id for row in directory.list_services(helpline.desk, **asked)]

    assert kept.id in found(region="mary")
    assert kept.id in found(region="mary_city")
    assert kept.id not in found(region="lebap")
    assert kept.id not in found(region="all")
    assert found(words="hukuk KLINIKASY") == [kept.id]
    assert found(words="правовая") == [kept.id]


def test_a_name_that_is_taken_gets_a_number_and_an_unknown_id_is_refused(helpline, selbi):
    ids = [directory.save(helpline.desk, selbi, CLINIC).id for _ in range(2)]
    assert ids == ["mary_legal_clinic", "mary_legal_clinic_2"]
    with pytest.raises(NoSuchService):
        directory.save(helpline.desk, selbi, replace(CLINIC, id="nobody"))


def test_the_export_reads_back_as_the_directory(helpline, selbi):
    directory.save(helpline.desk, selbi, CLINIC)
    entries = directory.export(helpline.desk)
    with helpline.store.begin() as work:
        assert [service_of(entry) for entry in entries] == list(directory.held(helpline.desk.library, work).values())

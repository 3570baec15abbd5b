"""Where to go: by region, open ones first, at most three, no number that nobody verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answers import directory
from bot.answers.directory import Service
from bot.answers.library import Library
from bot.answers.regions import Region, ask_region, find_region, velayat_of, velayats

ROOT = Path(__file__).resolve().parents[2]
REGIONS = {
    "mary": Region("mary", "velayat", None, {"en": "Mary"}),
    "mary_city": Region("mary_city", "city", "mary", {"en": "Mary city"}),
    "mary_tagtabazar": Region("mary_tagtabazar", "etrap", "mary", {"en": "Tagtabazar"}),
    "lebap": Region("lebap", "velayat", None, {"en": "Lebap"}),
}
MONDAY_NOON = datetime(2026, 11, 23, 7, tzinfo=UTC)  # 12 h in Ashgabat


def service(name: str, region: str = "all", hours: str | None = None, **more: object) -> Service:
    return Service(name, {"en": name}, ("child", "parent", "adult"), region, hours=hours, **more)  # type: ignore[arg-type]


def names(found: list[Service]) -> list[str]:
    return [each.id for each in found]


def test_open_ones_come_first_then_unknown_then_closed() -> None:
    listed = [
        service("closed", "mary", "Sat-Sun 09:00-18:00"),
        service("unknown", "mary"),
        service("open", "mary", "Mon-Fri 09:00-18:00"),
    ]
    assert names(directory.find(listed, REGIONS, "mary", None, MONDAY_NOON)) == ["open", "unknown", "closed"]


def test_the_nearest_comes_first_among_those_with_the_same_hours() -> None:
    listed = [service("country"), service("velayat", "mary"), service("etrap", "mary_city")]
    found = directory.find(listed, REGIONS, "mary_city", None, MONDAY_NOON)
    assert names(found) == ["etrap", "velayat", "country"]


def test_another_velayat_is_not_named_and_a_neighbouring_etrap_is() -> None:
    listed = [service("lebap", "lebap"), service("neighbour", "mary_tagtabazar")]
    assert names(directory.find(listed, REGIONS, "mary_city", None, MONDAY_NOON)) == ["neighbour"]


def test_without_a_region_only_what_serves_the_whole_country_is_named() -> None:
    listed = [service("country"), service("mary", "mary")]
    assert names(directory.find(listed, REGIONS, None, None, MONDAY_NOON)) == ["country"]


def test_at_most_three_are_named() -> None:
    assert len(directory.find([service(str(n)) for n in range(9)], REGIONS, None, None, MONDAY_NOON)) == 3


@pytest.mark.parametrize("use", ["staff", "never"])
def test_what_people_may_not_be_told_is_not_named(use: str) -> None:
    assert directory.find([service("secret", use=use)], REGIONS, None, None, MONDAY_NOON) == []


def test_who_reads_decides() -> None:
    for_parents = Service("x", {"en": "x"}, ("parent",), "all")
    assert directory.find([for_parents], REGIONS, None, "child", MONDAY_NOON) == []
    assert directory.find([for_parents], REGIONS, None, "parent", MONDAY_NOON) == [for_parents]


def test_those_for_the_topic_go_alone_when_there_are_any() -> None:
    listed = [service("pension"), service("lawyer", topics=("questioning",))]
    assert names(directory.find(listed, REGIONS, None, None, MONDAY_NOON, topic="questioning")) == ["lawyer"]
    assert len(directory.find(listed, REGIONS, None, None, MONDAY_NOON, topic="adoption")) == 2


@pytest.mark.parametrize(
    ("hours", "at", "open_then", "reason"),
    [
        ("Mon-Fri 09:00-18:00", "2026-11-23T04:00", True, "9 h in Ashgabat is 4 h UTC"),
        ("Mon-Fri 09:00-18:00", "2026-11-23T13:00", False, "18 h: it has just closed"),
        ("Mon-Fri 09:00-18:00", "2026-11-21T07:00", False, "a Saturday"),
        ("Sat 09:00-12:00", "2026-11-21T05:00", True, "one day alone"),
        ("Mon-Fri 09:00-18:00, Sat 09:00-13:00", "2026-11-21T07:00", True, "the second of two times"),
        ("Mon-Sun 00:00-24:00", "2026-11-21T18:30", True, "round the clock, half an hour before midnight"),
        ("Sat-Mon 09:00-12:00", "2026-11-22T05:00", True, "a Sunday between Saturday and Monday"),
        ("Mon-Fri 09:00-18:00, twice", "2026-11-23T07:00", None, "half of it no machine reads"),
        ("Mon 18:00-09:00", "2026-11-23T07:00", None, "it closes before it opens"),
        ("twice a week", "2026-11-23T07:00", None, "words that no machine reads"),
        (None, "2026-11-23T07:00", None, "hours not known"),
    ],
)
def test_hours_are_read_in_local_time(hours: str | None, at: str, open_then: bool | None, reason: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert directory.is_open(service("x", hours=hours), now) is open_then, reason


def test_a_line_gives_the_number_only_when_somebody_verified_it() -> None:
    office = service("Office", phone="+993 12 000000", hours="Mon-Fri 09:00-18:00")
    verified = replace(office, verified_by="Selbi", verified_on=date(2026, 11, 1))
    assert directory.line(verified, "en") == "Office, +993 12 000000, Mon-Fri 09:00-18:00"
    assert directory.line(office, "en") == "Office, Mon-Fri 09:00-18:00"
    assert directory.line(replace(verified, verified_by=""), "en") == "Office, Mon-Fri 09:00-18:00"
    assert directory.line(service("Office", hours="twice a week"), "en") == "Office"


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "пн-пт 09:00-18:00, сб 09:00-13:00"), ("tk", "duş-ann 09:00-18:00, şen 09:00-13:00")],
)
def test_hours_are_written_with_the_days_of_the_reader(language: str, said: str) -> None:
    office = service("Office", hours="Mon-Fri 09:00-18:00, Sat 09:00-13:00")
    assert directory.line(office, language) == f"Office, {said}"


@pytest.fixture(scope="module")
def real() -> Library:
    return Library.load(ROOT / "content", ROOT / "locales")


def test_no_real_service_gives_a_number_that_nobody_tested(real: Library) -> None:
    told = [each for each in real.directory if each.use == "state" and each.id not in directory.EMERGENCY]
    assert told
    assert [each.id for each in told if each.phone] == []


@pytest.mark.parametrize("language", ["tk", "ru"])
@pytest.mark.parametrize("region", ["mary", "ashgabat", "dasoguz", None])
def test_every_region_finds_something_with_the_day_it_was_checked(real: Library, region: str, language: str) -> None:
    lines = real.services(region, "parent", language, MONDAY_NOON)
    assert 2 <= len(lines) <= 4
    assert "22.11.2026" in lines[-1]


def test_what_staff_edited_goes_before_the_file(real: Library) -> None:
    edited = [service("New office", checked_on=date(2026, 11, 1))]
    assert real.services("mary", None, "ru", MONDAY_NOON, edited=edited)[0] == "New office"


def test_seven_places_are_asked_for_and_all_are_velayats(real: Library) -> None:
    asked = [means.removeprefix("region:") for means, _ in ask_region("case_region.ask", {}).options]
    assert asked[-1] == "unknown"
    assert sorted(asked[:-1]) == sorted(region.id for region in velayats(real.regions))


@pytest.mark.parametrize(
    ("text", "velayat", "reason"),
    [
        ("Mary", "mary", "as it is written"),
        ("мары", "mary", "in Russian letters"),
        ("Daşoguz", "dasoguz", "native letters"),
        ("dashoguz", "dasoguz", "without diacritics"),
        ("Туркменабат!", "lebap", "a city, with a sign behind it"),
        ("Я живу в Мары", None, "a sentence is not the name of a place"),
        ("kaka", "ahal", "a town whose name means father"),
        ("salam", None, "no place at all"),
        ("x" * 2000, None, "a letter is not looked at"),
    ],
)
def test_a_place_is_recognised_in_its_spellings(real: Library, text: str, velayat: str | None, reason: str) -> None:
    assert velayat_of(real.regions, find_region(real.regions, text)) == velayat, reason

"""Save as test: what was shown becomes a file that plays again."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.store.store import SqlStore
from bot.wiring import House
from tests.conversations.replay import differences, load, play
from tests.simulator.running import CHILD, FIRST_WORKER, SECOND_WORKER
from tests.simulator.test_contract import ADVANCE, receives, texts

RECORDING = "/simulator/api/recording"
PHONES = [
    {"number": CHILD, "role": "child"},
    {"number": FIRST_WORKER, "role": "worker"},
    {"number": SECOND_WORKER, "role": "worker"},
]


def test_a_saved_ladder_plays_as_it_was(
    doors: FlaskClient, house: House, tmp_path: Path, other_store: SqlStore
) -> None:
    receives(doors, after=texts(doors, "ýaşasym gelmeýär"))
    house.jobs.wait_until_idle()
    assert doors.post(ADVANCE, json={"seconds": 300}).status_code == 200
    saved = doors.post(RECORDING, json={"title": "The ladder", "phones": PHONES})
    assert saved.status_code == 200, saved.text
    path = tmp_path / saved.json["file"]
    path.write_text(saved.json["yaml"], encoding="utf-8")
    recording = load(path)
    assert [line.phone for line in recording.lines if line.what == "texts"] == ["child"]
    assert {line.phone for line in recording.lines} == {"child", "worker", "worker 2"}
    assert differences(recording, play(recording, other_store)) == []


def test_a_number_that_could_be_a_persons_stays_out_of_the_file(doors: FlaskClient) -> None:
    strange = "+12025550123"
    receives(doors, strange, after=texts(doors, "aklawçy gerek", phone=strange))
    saved = doors.post(RECORDING, json={"title": "", "phones": [{"number": strange, "role": "parent"}]}).json
    assert strange not in saved["yaml"]
    assert "parent: '+99361000001'" in saved["yaml"]


def test_another_persons_case_stays_out_of_the_file(doors: FlaskClient, house: House) -> None:
    """A worker's phone shows the cases of many; the file holds those of the people who are in it."""
    for phone in ("+99361000005", CHILD):
        receives(doors, phone, after=texts(doors, "ýaşasym gelmeýär", phone=phone))
        house.jobs.wait_until_idle()
    assert doors.post(ADVANCE, json={"seconds": 300}).status_code == 200
    saved = doors.post(RECORDING, json={"title": "", "phones": PHONES}).json["yaml"]
    codes = {case.code: case for case in _cases(house)}
    assert len(codes) == 2
    assert sum(code in saved for code in codes) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A child asks for a lawyer", "a-child-asks-for-a-lawyer.yml"),
        ("Çaga aklawçy soraýar!", "caga-aklawcy-soray"),
        ("../../etc/passwd", "etc-passwd.yml"),
        ("", "recorded-"),
    ],
)
def test_a_file_is_named_by_what_it_shows(doors: FlaskClient, title: str, name: str) -> None:
    receives(doors, after=texts(doors, "aklawçy gerek"))
    saved = doors.post(RECORDING, json={"title": title, "phones": PHONES}).json
    assert saved["file"].startswith(name)
    assert saved["file"].endswith(".yml")


@pytest.mark.parametrize(
    ("phones", "says"),
    [([], "phones"), (None, "phones"), (["x"], "phones"), ([{"number": "x"}], "number"), (PHONES, "nothing to save")],
)
def test_what_cannot_be_saved_is_refused_with_words(quiet_doors: FlaskClient, phones: object, says: str) -> None:
    answer = quiet_doors.post(RECORDING, json={"title": "x", "phones": phones})
    assert answer.status_code == 400
    assert says in answer.json["error"]


def _cases(house: House) -> list:  # type: ignore[type-arg]
    with house.store.begin() as work:
        return work.cases.all()

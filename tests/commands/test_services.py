"""The directory at the command line: as people are told of it, and as YAML that reads back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import yaml

from bot.answers.directory import read_services
from bot.desk import directory
from bot.desk.staff import Newcomer, add_staff
from tests.commands.test_command_line import bot, house, told
from tests.desk.test_directory import CLINIC

__all__ = ["bot", "house"]
KEYS = ["id", "name", "region", "use", "phone", "verified_on", "checked_on", "stale", "version"]


@pytest.fixture
def clinic(house) -> str:
    """Return a service that staff added and nobody has looked at since."""
    editor = add_staff(house.desk, Newcomer("Selbi Demo", "+99361000041", "content_editor"))
    old = house.desk.clock.now().date() - timedelta(days=400)
    return directory.save(house.desk, editor.id, replace(CLINIC, checked_on=old, verified_on=old)).id


def test_services_are_listed_with_verified_numbers_only(bot, clinic):
    rows = {row["id"]: row for row in told(bot("services", "list", "--json"))}
    assert list(rows[clinic]) == KEYS
    assert (rows[clinic]["phone"], rows[clinic]["version"]) == (CLINIC.phone, 1)
    assert rows["police"]["phone"] == "02"
    assert rows["confidential_helpline"]["phone"] is None
    assert clinic in bot("services", "list").stdout


def test_stale_services_are_listed_alone(bot, clinic):
    rows = told(bot("services", "list", "--json"))
    stale = [row["id"] for row in rows if row["stale"]]  # those of the file grow old, too
    assert clinic in stale
    assert [row["id"] for row in told(bot("services", "list", "--stale", "--json"))] == stale


def test_the_export_is_a_services_file(bot, clinic, tmp_path):
    (tmp_path / "services.yml").write_text(bot("services", "export").stdout, encoding="utf-8")
    read = {service.id: service for service in read_services(tmp_path)}
    assert read[clinic].names == CLINIC.names
    assert (read[clinic].phone, read[clinic].verified_by) == (CLINIC.phone, CLINIC.verified_by)
    assert read["advocate"].topics
    assert [entry["id"] for entry in told(bot("services", "export", "--json"))] == list(read)
    assert yaml.safe_load((tmp_path / "services.yml").read_text(encoding="utf-8"))[0]["id"] == "police"

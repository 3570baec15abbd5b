"""Diversion cases at the command line: codes and stages, never a name or a number."""

from __future__ import annotations

import json

import pytest

from bot.desk.staff import Newcomer, add_staff
from tests.commands.test_command_line import bot, house, told
from tests.desk.diversion.journey import GIRL, Journey

__all__ = ["bot", "house"]
KEYS = ["code", "stage", "since", "region", "referred_by", "owner", "missing", "overdue", "next_due"]


@pytest.fixture
def journey(house) -> Journey:
    """Return a case that was just referred."""
    worker = add_staff(house.desk, Newcomer("Aýna Demo", "+99361000041", "social_worker"))
    chief = add_staff(house.desk, Newcomer("Oraz Demo", "+99361000042", "supervisor"))
    return Journey(house.desk, worker, chief).begin()


def test_cases_are_listed_by_code(bot, journey):
    [row] = told(bot("diversion", "list", "--json"))
    assert list(row) == KEYS
    assert (row["code"], row["stage"], row["overdue"]) == (journey.code, "referred", 0)
    said = bot("diversion", "list").stdout + bot("diversion", "show", journey.code.lower()).stdout
    assert journey.code in said
    for secret in ("Maral", "Serdar", GIRL, GIRL[-8:]):
        assert secret not in said + json.dumps(row)


def test_a_code_that_is_none_ends_with_one(bot, journey):
    done = bot("diversion", "show", "DVXXX22")
    assert done.exit_code == 1
    assert "no such diversion case" in done.stderr
    assert told(bot("diversion", "show", journey.code, "--json"))["code"] == journey.code

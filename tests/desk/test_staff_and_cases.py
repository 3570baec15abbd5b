"""What the command line and the pages ask of the desk: staff and cases."""

import json

import pytest

from bot.desk.cases import list_cases
from bot.desk.staff import Newcomer, StaffError, add_staff, demo_staff, list_staff, resume_staff, suspend_staff
from tests.conversations.harness import Helpline


@pytest.fixture
def helpline(store, clock) -> Helpline:
    """Return the service, with nobody on the staff."""
    return Helpline(store, clock)


def test_who_is_added_is_listed_with_the_number_in_one_form(helpline):
    add_staff(helpline.desk, Newcomer("Aýna Myradowa", "8 61 00 00 11", "social_worker", ("tk", "ru"), ("mary",)))
    [listed] = list_staff(helpline.desk)
    assert listed == {
        "name": "Aýna Myradowa",
        "phone": "+99361000011",
        "role": "social_worker",
        "languages": ["tk", "ru"],
        "regions": ["mary"],
        "on_duty": True,
        "suspended": False,
    }


REFUSED = [
    (Newcomer("Aýna", "nobody", "social_worker"), "number"),
    (Newcomer("Aýna", "0805", "social_worker"), "number"),
    (Newcomer("Aýna", "+99361000011", "king"), "role"),
    (Newcomer("Aýna", "+99361000011", "social_worker", regions=("atlantis",)), "region"),
    (Newcomer("Aýna", "+99361000011", "social_worker", pin="12"), "PIN"),
    (Newcomer(" ", "+99361000011", "social_worker"), "name"),
]


@pytest.mark.parametrize(("newcomer", "word"), REFUSED)
def test_who_cannot_be_reached_or_placed_is_refused_in_plain_words(helpline, newcomer, word):
    with pytest.raises(StaffError, match=word):
        add_staff(helpline.desk, newcomer)


def test_a_number_belongs_to_one_member_of_staff(helpline):
    helpline.worker("Aýna Myradowa", "+99361000011")
    with pytest.raises(StaffError, match="already"):
        helpline.worker("Merdan Amanow", "+99361000011")


@pytest.mark.parametrize("who", ["+99361000011", "8 61 00 00 11", "Aýna Myradowa", "aýna myradowa"])
def test_somebody_is_suspended_by_number_or_by_name(helpline, who):
    helpline.worker("Aýna Myradowa", "+99361000011")
    suspend_staff(helpline.desk, who)
    [listed] = list_staff(helpline.desk)
    assert (listed["on_duty"], listed["suspended"]) == (False, True)


def test_nobody_is_suspended_by_mistake(helpline):
    helpline.worker("Aýna Myradowa", "+99361000011")
    helpline.worker("Aýna Myradowa", "+99361000012")
    for who in ("Aýna Myradowa", "Aýna", "+99361000019"):
        with pytest.raises(StaffError):
            suspend_staff(helpline.desk, who)


def test_the_demo_team_is_added_once(helpline):
    first, again = demo_staff(helpline.desk), demo_staff(helpline.desk)
    assert [worker.id for worker in first] == [worker.id for worker in again]
    assert {worker.role for worker in first} >= {"social_worker", "supervisor"}


def test_cases_are_listed_as_the_contract_says(helpline):
    worker = helpline.worker("Aýna Myradowa", "+99361000011")
    helpline.phone().texts("я не хочу жить")
    [offered] = list_cases(helpline.desk)
    assert (offered["severity"], offered["kind"], offered["status"], offered["assignee"]) == (
        "imminent",
        "self_harm",
        "offered",
        None,
    )
    code = worker.takes()
    [taken] = list_cases(helpline.desk)
    assert (taken["code"], taken["status"], taken["assignee"]) == (code, "taken", "Aýna Myradowa")
    assert set(json.loads(json.dumps(taken))) == {
        "code", "severity", "kind", "topic", "status", "assignee", "region", "opened_at", "answer_by",
    }  # fmt: skip
    worker.texts(f"DONE {code}")
    assert list_cases(helpline.desk) == []
    assert [case["status"] for case in list_cases(helpline.desk, open_only=False)] == ["closed"]


def test_a_suspension_is_lifted_and_duty_begins_anew(helpline):
    helpline.worker("Aýna Myradowa", "+99361000010")
    suspend_staff(helpline.desk, "Aýna Myradowa")
    resume_staff(helpline.desk, "Aýna Myradowa")
    (listed,) = list_staff(helpline.desk)
    assert (listed["on_duty"], listed["suspended"]) == (False, False)


def test_nobody_is_resumed_who_was_not_suspended(helpline):
    helpline.worker("Aýna Myradowa", "+99361000010")
    with pytest.raises(StaffError, match="not suspended"):
        resume_staff(helpline.desk, "Aýna Myradowa")

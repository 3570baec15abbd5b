"""Who may see a diversion case: the inspector only with consent, the person harmed only their own part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.helpline.diversion import access, consents
from bot.helpline.diversion.records import Party, Stage
from bot.helpline.records import Worker
from tests.helpline.diversion.files import (
    CHIEF,
    GIRL,
    HARMED,
    INSPECTOR,
    MOTHER,
    OWNER,
    PSYCHOLOGIST,
    a_file,
    agreed,
    carried,
    task,
    with_tasks,
)

NAMES = ("inspector",)
BOTH = agreed(agreed(carried(), GIRL, "inspector_may_take_part", 5, NAMES), MOTHER, "inspector_may_take_part", 6, NAMES)


def worker(worker_id: int, role: str, **more) -> Worker:
    return Worker(worker_id, "Somebody", worker_id, role, **more)


@pytest.mark.parametrize(
    ("file", "may", "because"),
    [
        (carried(), False, "nobody named the inspector"),
        (agreed(carried(), GIRL, "inspector_may_take_part", 5, NAMES), False, "only the child did"),
        (agreed(carried(), MOTHER, "inspector_may_take_part", 5, NAMES), False, "only the mother did"),
        (BOTH, True, "both did"),
        (agreed(agreed(carried(), GIRL, "inspector_may_take_part", 5), MOTHER, "inspector_may_take_part", 6), False,
         "the consents do not name the role"),
        (replace(BOTH, diversion=replace(BOTH.diversion, kind="police_now")), False, "never for police kinds"),
        (replace(BOTH, diversion=replace(BOTH.diversion, kind="police_violence")), False, "never for police kinds"),
        (replace(BOTH, diversion=replace(BOTH.diversion, kind="blackmail")), True, "not a matter with the police"),
        (replace(BOTH, consents=BOTH.consents[2:]), False, "nothing carries the case itself"),
        (replace(BOTH, consents=tuple(replace(one, withdrawn_at=one.given_at) if one.id == 5 else one
                                      for one in BOTH.consents)), False, "the child took it back"),
    ],
)  # fmt: skip
def test_the_inspector_takes_part_only_by_consent(file, may, because):
    assert consents.inspector_may(file) is may, because
    inspector = replace(file, parties=(*file.parties, Party(INSPECTOR, 1, "inspector", "I", worker_id=14)))
    assert bool(access.parts_for(inspector, worker(14, "inspector"))) is may, because


def test_an_inspector_who_owns_a_case_does_not_see_it_either():
    owned = a_file(owner_id=14)
    assert access.parts_for(owned, worker(14, "inspector")) == frozenset()


def test_the_inspector_never_sees_answers_consents_or_history():
    file = replace(BOTH, parties=(*BOTH.parties, Party(INSPECTOR, 1, "inspector", "I", worker_id=14)))
    assert access.parts_for(file, worker(14, "inspector")) == {"parties", "plan", "dates"}


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        (worker(OWNER, "social_worker"), set(access.PARTS)),
        (worker(CHIEF, "supervisor"), set(access.PARTS)),
        (worker(99, "social_worker"), set()),
        (worker(99, "counsellor"), set()),
        (worker(99, "administrator"), set()),
        (worker(99, "data_analyst"), set()),
        (worker(PSYCHOLOGIST, "psychologist"), {"parties", "consents", "answers", "plan", "dates"}),
        (replace(worker(OWNER, "social_worker"), suspended_at=BOTH.diversion.opened_at), set()),
    ],
)
def test_a_worker_sees_what_the_role_may_see_in_an_own_case(who, parts):
    file = a_file()
    file = replace(file, parties=(*file.parties, Party(7, 1, "psychologist", "P", worker_id=PSYCHOLOGIST)))
    assert access.parts_for(file, who) == parts


def test_nobody_approves_own_work():
    chief = worker(CHIEF, "supervisor")
    assert access.may_approve(a_file(), chief, OWNER)
    assert not access.may_approve(a_file(), chief, CHIEF)
    assert not access.may_approve(a_file(), worker(OWNER, "social_worker"), CHIEF)


def test_the_person_harmed_sees_only_their_own_dates_and_only_while_they_agree():
    file = agreed(carried(Stage.CONDITIONS), HARMED, "person_harmed_consent", 4)
    file = with_tasks(file, task("invitation", 2, party=HARMED), task("condition", 2, party=GIRL))
    assert [one.party_id for one in access.own_dates(file, file.party(HARMED))] == [HARMED]
    assert not access.sees_whole_plan(file.party(HARMED))
    without = replace(file, consents=file.consents[:2])
    assert access.own_dates(without, without.party(HARMED)) == []


@pytest.mark.parametrize(
    ("file", "party", "may"),
    [
        (carried(), GIRL, False),
        (agreed(carried(), GIRL, "reminders", 4), GIRL, True),
        (agreed(carried(), MOTHER, "reminders", 4), GIRL, False),
        (agreed(carried(), HARMED, "reminders", 4), HARMED, False),
        (agreed(agreed(carried(), HARMED, "reminders", 4), HARMED, "person_harmed_consent", 5), HARMED, True),
    ],
)
def test_only_who_agreed_is_reminded(file, party, may):
    assert consents.may_be_reminded(file, file.party(party)) is may

"""Cases: one code, one owner, a timeline that nobody rewrites."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.helpline.records import CaseAction, Severity, Worker
from bot.store.cases import CodeTaken
from tests.store.conftest import PARENT, WORKER


@pytest.fixture
def worker(store):
    with store.begin() as work:
        number = work.identifiers.find_or_add(WORKER, "phone")
        added = work.workers.add(
            Worker(0, "Aýgül Test", number.id, "social_worker", ("tk", "ru"), ("mary",), ("child",))
        )
        work.commit()
    return added


def close(desk, case):
    with desk.store.begin() as work:
        work.cases.save(replace(case, status="closed", closed_at=desk.clock.now(), closed_reason="helped"))
        work.commit()


def test_a_case_is_read_back_as_it_was_opened(desk, store):
    case = desk.case(severity=Severity.IMMINENT, kind="self_harm")
    assert case.id > 0
    with store.begin() as work:
        assert work.cases.get(case.id) == case


def test_two_open_cases_never_share_a_code(desk, store, clock):
    case = desk.case("K4F2")
    with store.begin() as work:
        with pytest.raises(CodeTaken):
            work.cases.add(replace(case, id=0))
        other = work.cases.add(replace(case, id=0, code="M7P3"))  # the unit of work goes on
        work.commit()
    assert other.code == "M7P3"


def test_a_code_is_free_again_when_its_case_has_long_been_closed(desk, store, clock):
    case = desk.case("K4F2")
    with store.begin() as work:
        assert not work.cases.code_is_free("K4F2", clock.now() - timedelta(days=90))
        assert work.cases.code_is_free("M7P3", clock.now() - timedelta(days=90))
    close(desk, case)
    clock.advance(days=89)
    with store.begin() as work:
        assert not work.cases.code_is_free("K4F2", clock.now() - timedelta(days=90))
    clock.advance(days=2)
    with store.begin() as work:
        assert work.cases.code_is_free("K4F2", clock.now() - timedelta(days=90))


def test_a_code_means_the_open_case_else_the_newest(desk, store):
    first = desk.case("K4F2")
    close(desk, first)
    second = desk.case("K4F2")
    with store.begin() as work:
        assert work.cases.by_code("K4F2").id == second.id
        assert work.cases.by_code("M7P3") is None
    close(desk, second)
    with store.begin() as work:
        assert work.cases.by_code("K4F2").id == second.id


def test_a_conversation_shows_its_most_severe_open_case(desk, store):
    desk.case("K4F2", severity=Severity.LOW)
    grave = desk.case("M7P3", severity=Severity.IMMINENT)
    desk.case("B2C3", severity=Severity.HIGH)
    _, elsewhere = desk.someone(PARENT)
    with store.begin() as work:
        assert work.cases.open_of(grave.conversation_id).id == grave.id
        assert work.cases.open_of(elsewhere.id) is None
    close(desk, grave)
    with store.begin() as work:
        assert work.cases.open_of(grave.conversation_id).code == "B2C3"


def test_the_queue_is_by_severity_then_by_answer_time(desk, store, clock):
    soon, late = clock.now() + timedelta(minutes=5), clock.now() + timedelta(hours=4)
    low = desk.case("A2B3", severity=Severity.LOW, answer_by=soon)
    medium_late = desk.case("C2D3", severity=Severity.MEDIUM, answer_by=late)
    medium_soon = desk.case("E2F3", severity=Severity.MEDIUM, answer_by=soon)
    imminent = desk.case("G2H3", severity=Severity.IMMINENT, answer_by=late)
    closed = desk.case("J2K3", severity=Severity.IMMINENT)
    close(desk, closed)
    with store.begin() as work:
        assert [case.id for case in work.cases.all()] == [imminent.id, medium_soon.id, medium_late.id, low.id]
        assert {case.id for case in work.cases.all(open_only=False)} >= {closed.id, low.id}


def test_the_ladder_finds_the_cases_whose_step_has_come(desk, store, clock):
    now = clock.now()
    due = desk.case("A2B3", next_step_at=now)
    desk.case("C2D3", next_step_at=now + timedelta(minutes=2))
    desk.case("E2F3", next_step_at=None)
    close(desk, desk.case("G2H3", next_step_at=now))
    with store.begin() as work:
        assert [case.id for case in work.cases.due(now)] == [due.id]


def test_an_offer_that_moves_on_does_not_undo_a_taking(desk, store, clock, worker):
    case = desk.case(status="offered", offered_to=worker.id)
    with store.begin() as ladder, store.begin() as phone:
        slow = ladder.cases.get(case.id)
        phone.cases.save(replace(phone.cases.get(case.id), status="taken", assignee_id=worker.id, taken_at=clock.now()))
        phone.commit()
        ladder.cases.save(replace(slow, step=2))
        ladder.commit()
    with store.begin() as work:
        kept = work.cases.get(case.id)
        assert (kept.status, kept.assignee_id, kept.step) == ("taken", worker.id, 2)


def test_the_load_of_a_worker_is_what_they_have_taken_and_not_closed(desk, store, worker):
    desk.case("A2B3", assignee_id=worker.id, status="taken")
    close(desk, desk.case("C2D3", assignee_id=worker.id, status="taken"))
    desk.case("E2F3", offered_to=worker.id, status="offered")
    with store.begin() as work:
        assert work.cases.load_of(worker.id) == 1


def test_a_timeline_tells_what_happened_in_order(desk, store, clock):
    case = desk.case()
    noted = [
        CaseAction(case.id, clock.now(), "system", "opened", {"severity": "medium"}),
        CaseAction(case.id, clock.advance(9), "worker:1", "taken"),
    ]
    with store.begin() as work:
        for action in noted:
            work.cases.note(action)
        work.commit()
    with store.begin() as work:
        assert [replace(action, id=0) for action in work.cases.timeline(case.id)] == noted


@pytest.mark.parametrize(
    "statement", ["UPDATE case_action SET verb = 'x'", "DELETE FROM case_action", "TRUNCATE case_action"]
)
def test_nobody_rewrites_a_timeline(desk, store, clock, statement):
    case = desk.case()
    with store.begin() as work:
        work.cases.note(CaseAction(case.id, clock.now(), "system", "opened"))
        work.commit()
    with store.engine.begin() as connection, pytest.raises(DBAPIError, match="never changed"):
        connection.exec_driver_sql(statement)

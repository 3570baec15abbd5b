"""The queue: who waits, the next person, offers, and what of it each may see."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import event

from bot.desk import overview
from bot.desk.climb import asked_in
from bot.desk.queue import queue
from bot.helpline.records import CaseAction


def codes(page):
    return re.findall(r'data-code="(\w+)"', page)


def test_a_danger_stands_above_what_came_before(house, helpline, child, parent):
    parent.texts("забрали в полицию")
    child.texts("не хочу жить")
    shown = house.as_("supervisor").get("/console/queue").text
    assert codes(shown) == [case.code for case in helpline.cases()]
    assert [case.kind for case in helpline.cases()] == ["self_harm", "police_now"]


def test_the_next_person_is_the_most_urgent(house, helpline, child):
    child.texts("не хочу жить")
    ayna = house.as_("social_worker")
    answer = ayna.posts("/console/next")
    assert answer.headers["Location"] == f"/console/cases/{helpline.case().code}"
    assert helpline.case().assignee_id == ayna.worker.id


def full(house, helpline):
    """Log in as a social worker who can carry no more."""
    ayna = house.as_("social_worker")
    with helpline.desk.store.begin() as work:
        work.workers.save(replace(work.workers.get(ayna.worker.id), capacity=0))
        work.commit()
    return ayna


def test_nobody_gets_more_than_they_can_carry(house, helpline, child):
    child.texts("не хочу жить")
    ayna = full(house, helpline)
    assert "disabled" in ayna.get("/console/queue").text
    assert ayna.posts("/console/next").headers["Location"] == "/console/queue"
    assert helpline.case().assignee_id is None


def test_a_case_that_was_not_offered_cannot_be_picked(house, helpline, child):
    ayna, maral = house.as_("social_worker"), house.as_("counsellor")
    child.texts("не хочу жить")
    offered = helpline.case().offered_to
    other = maral if offered == ayna.worker.id else ayna
    address = f"/console/cases/{helpline.case().code}"
    assert address not in other.get("/console/queue").text
    assert other.get(address).status_code == 404
    assert other.posts(f"{address}/take").status_code == 404
    assert helpline.case().assignee_id is None


def test_a_supervisor_opens_any(house, helpline, child):
    child.texts("не хочу жить")
    oraz = house.as_("supervisor")
    assert oraz.get(f"/console/cases/{helpline.case().code}").status_code == 200


def test_an_open_console_is_asked_and_given_a_minute(house, helpline, child):
    ayna = house.as_("social_worker")
    off_duty(helpline, ayna)
    ayna.get("/console/queue")
    child.texts("не хочу жить")
    assert helpline.case().offered_to == ayna.worker.id
    assert (helpline.case().next_step_at - helpline.case().offered_at).total_seconds() == 60
    page = ayna.get("/console/queue").text
    assert "data-until" in page
    assert f"/console/offers/{helpline.case().code}/accept" in page


def test_who_passes_an_offer_is_not_asked_again(house, helpline, child):
    ayna, oraz = house.as_("social_worker"), house.as_("supervisor")
    child.texts("не хочу жить")
    assert helpline.case().offered_to == ayna.worker.id
    ayna.posts(f"/console/offers/{helpline.case().code}/pass")
    assert helpline.case().offered_to == oraz.worker.id
    assert ayna.posts(f"/console/offers/{helpline.case().code}/pass").status_code == 404


def test_a_page_that_asks_again_gets_nothing_while_nothing_changes(house, helpline, child):
    ayna = house.as_("social_worker")
    first = ayna.get("/console/queue/rows")
    again = ayna.get("/console/queue/rows", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    child.texts("не хочу жить")
    changed = ayna.get("/console/queue/rows", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, codes(changed.text)) == (200, [helpline.case().code])


def test_the_light_is_red_when_an_answer_is_late(house, helpline, child):
    ayna = house.as_("social_worker")
    child.texts("не хочу жить")
    assert 'class="light green"' in ayna.get("/console/queue").text
    helpline.later(minutes=3)
    assert 'class="light amber"' in ayna.get("/console/queue").text
    helpline.later(minutes=6)
    assert 'class="light red"' in ayna.get("/console/queue").text


def off_duty(helpline, visitor):
    with helpline.desk.store.begin() as work:
        work.workers.save(replace(work.workers.get(visitor.worker.id), on_duty=False))
        work.commit()


def statements(store, ask) -> int:
    """Return how many statements a question costs."""
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    return len(asked)


def fill(helpline, upto):
    """Open cases until there are so many, each with a history."""
    there = len(helpline.cases())
    with helpline.store.begin() as work:
        like = helpline.cases()[0]
        for number in range(there, upto):
            code = f"A{number:03}"  # of a shape that is never drawn, so that the first case cannot have it
            more = work.cases.add(replace(like, id=0, code=code, conversation_id=like.conversation_id))
            work.cases.note(CaseAction(more.id, helpline.clock.now(), "system", "offered", {"workers": [1]}))
        work.commit()


@pytest.mark.parametrize("role", ["social_worker", "supervisor"])
def test_the_queue_costs_as_much_with_fifty_cases_as_with_five(house, helpline, store, child, role):
    worker = house.worker(role)
    child.texts("не хочу жить")
    costs = []
    for upto in (5, 50):
        fill(helpline, upto)
        assert len(queue(helpline.desk, worker).rows) == upto
        costs.append(statements(store, lambda: queue(helpline.desk, worker)))
    assert costs[0] == costs[1] <= 10


def test_the_page_of_who_is_on_duty_costs_no_more_with_more_cases(house, helpline, store, child):
    house.worker("social_worker")
    child.texts("не хочу жить")
    costs = []
    for upto in (5, 50):
        fill(helpline, upto)
        costs.append(statements(store, lambda: overview.colleagues(helpline.desk)))
    assert costs[0] == costs[1] <= 12


def test_who_is_full_may_take_what_the_ladder_asked_them_to(house, helpline, child):
    """The ladder asks somebody who is full only when nobody else is free: a child does not wait for a number."""
    child.texts("не хочу жить")
    ayna = full(house, helpline)
    address = f"/console/offers/{helpline.case().code}"
    assert ayna.posts(f"{address}/accept").status_code == 404  # was never asked
    house.as_("supervisor").posts(f"{address}/pass")
    helpline.later(minutes=10)
    assert helpline.case().status == "offered"
    with helpline.desk.store.begin() as work:
        asked = asked_in(work.cases.timeline(helpline.case().id))
    assert ayna.worker.id in asked
    assert ayna.posts(f"{address}/accept").status_code == 302
    assert helpline.case().assignee_id == ayna.worker.id


def test_the_next_person_is_somebody_else_after_a_pass(house, helpline, child, parent):
    child.texts("не хочу жить")
    parent.texts("забрали в полицию")
    ayna = house.as_("social_worker")
    ayna.posts("/console/next")
    passed = next(case for case in helpline.cases() if case.assignee_id == ayna.worker.id)
    ayna.posts(f"/console/cases/{passed.code}/pass")
    taken = ayna.posts("/console/next").headers["Location"]
    assert taken.startswith("/console/cases/")
    assert passed.code not in taken
    ayna.posts("/console/next")  # nobody else waits now
    assert {case.assignee_id for case in helpline.cases()} == {ayna.worker.id}


@pytest.mark.parametrize(
    ("text", "called"), [("белый снег", "a cry for help"), ("мои данные", "the person asked for their own data")]
)
def test_a_case_is_called_what_it_is(house, helpline, child, text, called):
    ayna = house.as_("social_worker")
    child.texts(text)
    page = ayna.get("/console/queue?language=en").text
    assert "wishes to talk to a person" not in page
    assert f"<b>{called}</b>" in page

"""A case at the console: described, handed on, wrapped up, taken up again. Only whoever may sees that it exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import contacts, describe, tasks, transfer, wrap_up
from bot.desk.at_case import NoSuchCase, NotYours
from bot.helpline.casework.taxonomy import NotInList
from bot.helpline.casework.wrap_up import Incomplete, WrapUp
from bot.helpline.records import Mode

FORM = WrapUp(
    "child_about_self",
    category="education",
    subcategory="school",
    age_band="11_13",
    dispositions=("information", "counselling"),
    closing_reason="helped",
    summary="Говорили о школе",
)


@pytest.fixture
def code(child, ayna) -> str:
    """Return the code of a case that Aýna has taken."""
    child.texts("Нужен адвокат?", "ЧЕЛОВЕК")
    child.texts("1")
    code = ayna.takes()
    child.unread(), ayna.unread()
    return code


def sheet(helpline, code):
    with helpline.store.begin() as work:
        return work.casework.sheets.of(work.cases.by_code(code).id)


def test_a_case_is_described_while_it_runs_and_its_words_are_sealed(helpline, child, ayna, code):
    describe.describe(helpline.desk, ayna.worker_id, code, WrapUp(category="education", summary="о школе"))
    describe.write_note(helpline.desk, ayna.worker_id, code, "Мама знает")
    assert (sheet(helpline, code).category, sheet(helpline, code).summary) == ("education", "о школе")
    with helpline.store.engine.connect() as connection:
        for table, column in (("case_sheet", "summary_sealed"), ("case_note", "words_sealed")):
            [blob] = connection.exec_driver_sql(f"SELECT {column} FROM {table}").scalars()
            assert "школе".encode() not in blob
            assert "Мама".encode() not in blob
    assert all("Мама" not in str(line.details) for line in helpline.timeline())
    child.receives_nothing()


def test_a_note_by_sms_is_kept_with_the_others(helpline, child, ayna, code):
    ayna.texts(f"NOTE {code} перезвонить в школу")
    with helpline.store.begin() as work:
        [note] = work.casework.notes.of_case(helpline.case().id)
    assert note.words == "перезвонить в школу"


def test_another_workers_case_does_not_exist(helpline, merdan, code):
    for deed in (
        lambda: describe.write_note(helpline.desk, merdan.worker_id, code, "…"),
        lambda: wrap_up.wrap_up(helpline.desk, merdan.worker_id, code, FORM),
        lambda: transfer.answer_transfer(helpline.desk, merdan.worker_id, code, accepts=True),
        lambda: describe.write_note(helpline.desk, merdan.worker_id, "Z9Z9", "…"),
    ):
        with pytest.raises(NoSuchCase):
            deed()


def test_a_watcher_reads_and_notes_and_changes_nothing(helpline, ayna, merdan, code):
    describe.watch(helpline.desk, ayna.worker_id, code, merdan.worker_id)
    describe.write_note(helpline.desk, merdan.worker_id, code, "Вижу")
    with pytest.raises(NotYours):
        wrap_up.wrap_up(helpline.desk, merdan.worker_id, code, FORM)
    describe.unwatch(helpline.desk, ayna.worker_id, code, merdan.worker_id)
    with pytest.raises(NoSuchCase):
        describe.write_note(helpline.desk, merdan.worker_id, code, "Вижу")


def test_an_inspector_is_never_let_in_as_a_watcher(helpline, ayna, code):
    inspector = helpline.worker("Rejep Orazow", "+99361000015", "inspector")
    with pytest.raises(transfer.CannotReceive):
        describe.watch(helpline.desk, ayna.worker_id, code, inspector.worker_id)


def test_wrapping_up_closes_the_case_and_says_how_it_ended(helpline, child, ayna, code):
    wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, FORM)
    [case] = helpline.cases(open_only=False)
    assert (case.status, case.closed_reason) == ("closed", "helped")
    described = sheet(helpline, code)
    assert (described.category, described.dispositions) == ("education", ("information", "counselling"))
    assert described.wrapped_up_by == ayna.worker_id
    child.receives_nothing()
    child.texts("salam")
    child.receives("closing.case_closed")


def test_a_wrap_up_that_lacks_something_closes_nothing(helpline, ayna, code):
    with pytest.raises(Incomplete):
        wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, WrapUp(category="family"))
    with pytest.raises(NotInList):
        wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, replace(FORM, category="sins"))
    assert helpline.case().status == "taken"


def test_a_case_closed_by_sms_is_wrapped_up_afterwards(helpline, ayna, code):
    ayna.texts(f"DONE {code}")
    wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, FORM)
    assert sheet(helpline, code).wrapped_up_at is not None
    assert [line.verb for line in helpline.timeline(helpline.cases(open_only=False)[0])].count("closed") == 1


def test_what_was_no_counselling_is_closed_with_one_click(helpline, ayna, code):
    wrap_up.close_not_counselling(helpline.desk, ayna.worker_id, code, "joke")
    assert (sheet(helpline, code).contact_type, helpline.cases()) == ("not_counselling", [])


def test_a_danger_is_never_closed_with_one_click(helpline, child, ayna):
    child.texts("я не хочу жить")
    code = ayna.takes()
    with pytest.raises(wrap_up.StillOpen):
        wrap_up.close_not_counselling(helpline.desk, ayna.worker_id, code, "joke")
    assert helpline.case().status == "taken"


def test_the_owner_changes_only_when_the_colleague_accepts(helpline, child, ayna, merdan, code):
    transfer.offer_transfer(helpline.desk, ayna.worker_id, code, merdan.worker_id, "уезжаю")
    helpline.work()
    assert helpline.case().assignee_id == ayna.worker_id
    merdan.receives("worker.transfer", code)
    merdan.texts(f"ACCEPT {code}")
    assert helpline.case().assignee_id == merdan.worker_id
    assert helpline.case().status == "taken"
    ayna.receives("worker.transfer_accepted")
    child.receives("handover.new_worker")
    merdan.texts(f"{code} Салам")
    child.receives("Салам")
    ayna.texts(f"{code} Ещё я")
    ayna.receives("worker.take_first")
    child.receives_nothing()


@pytest.mark.parametrize("word", ["REJECT", "RET", "ОТКЛОНЯЮ"])
def test_a_rejected_transfer_leaves_everything_as_it_was(helpline, child, ayna, merdan, code, word):
    transfer.offer_transfer(helpline.desk, ayna.worker_id, code, merdan.worker_id)
    helpline.work()
    merdan.texts(f"{word} {code}")
    assert helpline.case().assignee_id == ayna.worker_id
    ayna.receives("worker.transfer_rejected")
    child.receives_nothing()
    merdan.unread()
    merdan.texts(f"ACCEPT {code}")
    merdan.receives("worker.no_such_case")


def test_an_offer_dies_with_the_owner_it_came_from(helpline, ayna, merdan, oraz, code):
    transfer.offer_transfer(helpline.desk, ayna.worker_id, code, merdan.worker_id)
    oraz.texts(f"TAKE {code}")
    assert helpline.case().assignee_id == oraz.worker_id
    with pytest.raises(NoSuchCase):
        transfer.answer_transfer(helpline.desk, merdan.worker_id, code, accepts=True)
    assert helpline.case().assignee_id == oraz.worker_id


def test_a_case_about_the_police_is_never_transferred_to_the_inspector(helpline, child, ayna):
    inspector = helpline.worker("Rejep Orazow", "+99361000015", "inspector")
    child.texts("полиция бьёт меня")
    code = ayna.takes()
    with pytest.raises(transfer.CannotReceive):
        transfer.offer_transfer(helpline.desk, ayna.worker_id, code, inspector.worker_id)


def test_a_closed_case_is_taken_up_again_and_the_person_knows(helpline, child, ayna, code):
    wrap_up.wrap_up(helpline.desk, ayna.worker_id, code, FORM)
    assert wrap_up.reopen(helpline.desk, ayna.worker_id, code) == code
    helpline.work()
    case = helpline.case()
    assert (case.status, case.assignee_id, child.conversation.mode) == ("taken", ayna.worker_id, Mode.WORKER)
    assert case.next_step_at is not None
    assert sheet(helpline, code).reopened == 1
    child.receives("handover.reopened")
    with pytest.raises(wrap_up.StillOpen):
        wrap_up.reopen(helpline.desk, ayna.worker_id, code)


def test_a_person_who_comes_again_is_recognised(helpline, child, ayna, code):
    ayna.texts(f"DONE {code}")
    child.texts("ЧЕЛОВЕК")
    child.texts("1")
    [again] = helpline.cases()
    assert "repeat_contact" in helpline.verbs(again)
    with helpline.store.begin() as work:
        assert work.casework.sheets.of(again.id).repeat_of == work.cases.of_person(again.person_id)[1].id


def test_a_task_that_is_due_is_told_once_and_is_overdue_until_it_is_done(helpline, ayna, code):
    due = helpline.clock.now() + timedelta(hours=2)
    task = tasks.add_task(helpline.desk, ayna.worker_id, code, "позвонить в школу", due)
    ayna.unread()
    helpline.later(hours=3)
    told = [text for text in ayna.unread() if "позвонить" in text or code in text]
    assert len([text for text in told if "срок" in text or "wagt" in text]) == 1
    [line] = tasks.list_tasks(helpline.desk, ayna.worker_id)
    assert (line.is_overdue, line.state, line.what) == (True, "missed", "позвонить в школу")
    tasks.finish_task(helpline.desk, ayna.worker_id, code, task)
    assert tasks.list_tasks(helpline.desk, ayna.worker_id) == []


def test_a_call_counts_at_the_time_it_truly_was(helpline, ayna):
    now = helpline.clock.now()
    spoken = contacts.Spoken("phone", now - timedelta(days=1), FORM, 20, "ru", "mary", words="Звонила мама")
    contacts.record_contact(helpline.desk, ayna.worker_id, spoken)
    contacts.record_not_counselling(helpline.desk, ayna.worker_id, "walk_in", "joke")
    yesterday = contacts.count_contacts(helpline.desk, now - timedelta(days=2), now - timedelta(hours=1))
    assert (yesterday["by_channel"], yesterday["counselling"]) == ({"phone": 1}, 1)
    both = contacts.count_contacts(helpline.desk, now - timedelta(days=2), now + timedelta(hours=1))
    assert (both["by_channel"], both["not_counselling"]) == ({"phone": 1, "walk_in": 1}, 1)
    with pytest.raises(contacts.NotYet):
        contacts.record_contact(helpline.desk, ayna.worker_id, replace(spoken, at=now + timedelta(hours=1)))
    assert len(contacts.list_contacts(helpline.desk, ayna.worker_id, now - timedelta(days=2), now)) == 1


def test_a_call_joins_only_ones_own_case(helpline, ayna, merdan, code):
    spoken = contacts.Spoken("phone", helpline.clock.now(), FORM, code=code)
    with pytest.raises(NoSuchCase):
        contacts.record_contact(helpline.desk, merdan.worker_id, spoken)
    contacts.record_contact(helpline.desk, ayna.worker_id, spoken)
    assert helpline.verbs()[-1] == "spoke"

"""Forgetting: past its day words go and counts stay; a person gets what is held on them, once it is sure who asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.own_data import page
from bot.desk import contacts, describe, own_data, retain
from bot.helpline.casework.wrap_up import WrapUp
from bot.helpline.retention import rules
from tests.casework.test_case_stories import FORM, code

__all__ = ["code"]


def words_of(helpline, number):
    return [text.text for text in helpline.messages(number) if text.text]


@pytest.fixture
def closed(helpline, child, ayna, code) -> str:
    """Return the code of a closed case with a note and a summary."""
    describe.write_note(helpline.desk, ayna.worker_id, code, "Мама знает")
    describe.describe(helpline.desk, ayna.worker_id, code, WrapUp(category="family", summary="дома ссоры"))
    child.texts("Мне грустно")
    ayna.texts(f"DONE {code}")
    return code


def test_a_talk_is_kept_for_its_days_and_not_one_more(helpline, child):
    child.texts("Нужен адвокат?")
    helpline.clock.advance(days=89)
    assert retain.retain(helpline.desk)["talk"] == 0
    helpline.clock.advance(days=2)
    assert retain.retain(helpline.desk)["talk"] == 3
    assert words_of(helpline, child.number) == []
    assert len(helpline.messages(child.number)) == 3, "counts stay"
    assert retain.retain(helpline.desk)["talk"] == 0


def test_an_open_case_is_never_emptied(helpline, child, ayna, code):
    helpline.clock.advance(days=2000)
    retain.retain(helpline.desk)
    assert "Нужен адвокат?" in words_of(helpline, child.number)
    with helpline.store.begin() as work:
        assert work.identifiers.find(child.number) is not None


def test_a_closed_case_keeps_its_category_and_loses_its_words(helpline, child, closed):
    helpline.clock.advance(days=366)
    assert retain.report(helpline.desk)["classes"][1]["due"] == 1
    done = retain.retain(helpline.desk)
    assert (done["case"], done["danger"], done["number"]) == (1, 0, 1)
    with helpline.store.begin() as work:
        [case] = work.cases.all(open_only=False)
        sheet, [note] = work.casework.sheets.of(case.id), work.casework.notes.of_case(case.id)
        assert (case.code, sheet.category, sheet.summary, note.words) == (closed, "family", None, "")
        assert work.identifiers.find(child.number) is None
    with helpline.store.engine.connect() as connection:
        longest = connection.exec_driver_sql("SELECT max(octet_length(text_sealed)) FROM message").scalar()
    assert longest == 33, "nothing but frames is left"


def test_a_danger_is_kept_longer(helpline, child, ayna):
    child.texts("я не хочу жить")
    ayna.texts(f"DONE {ayna.takes()}")
    helpline.clock.advance(days=366)
    assert retain.retain(helpline.desk)["danger"] == 0
    helpline.clock.advance(days=800)
    assert retain.retain(helpline.desk)["danger"] == 1


def test_a_deployment_chooses_its_days(helpline, child):
    helpline.desk = replace(helpline.desk, policy=replace(helpline.desk.policy, retention=rules({"talk": 7})))
    child.texts("Нужен адвокат?")
    helpline.clock.advance(days=8)
    assert retain.retain(helpline.desk)["talk"] == 3


def test_notes_on_calls_go_and_the_call_still_counts(helpline, ayna):
    now = helpline.clock.now()
    contacts.record_contact(helpline.desk, ayna.worker_id, contacts.Spoken("phone", now, FORM, words="мама"))
    helpline.clock.advance(days=366)
    assert retain.retain(helpline.desk)["contact"] == 1
    assert contacts.count_contacts(helpline.desk, now, helpline.clock.now())["by_channel"] == {"phone": 1}


def test_the_night_is_written_down_and_the_audit_itself_grows_old(helpline, child, closed):
    helpline.clock.advance(days=1200)
    done = retain.retain(helpline.desk)
    assert done["reading"] > 0
    with helpline.store.engine.connect() as connection:
        verbs = connection.exec_driver_sql("SELECT verb FROM audit ORDER BY id").scalars().all()
        assert verbs[-1] == "retention_run"
        assert "closed_case" not in verbs
        with pytest.raises(Exception, match="never changed"):
            connection.exec_driver_sql("DELETE FROM audit")
    assert retain.report(helpline.desk)["last"]["erased"]["reading"] == done["reading"]


def test_own_data_is_asked_for_by_sms_and_a_worker_is_called(helpline, child, ayna):
    child.texts("Мои данные")
    child.receives("own_data.received")
    case = helpline.case()
    assert (case.severity, case.reason) == ("low", "own_data")
    assert all("Мои" not in text for text in ayna.unread())


def test_own_data_is_handed_out_only_after_a_supervisor_made_sure(helpline, child, ayna, oraz, closed):
    name = child.conversation.code_name
    with pytest.raises(own_data.NotChecked):
        own_data.export(helpline.desk, name, "command_line")
    with pytest.raises(own_data.NotChecked):
        own_data.record_check(helpline.desk, ayna.worker_id, name, "document_seen")
    own_data.record_check(helpline.desk, oraz.worker_id, name, "document_seen")
    held = own_data.export(helpline.desk, name, "command_line")
    assert "Мне грустно" in [text["text"] for text in held["texts"]]
    [case] = held["cases"]
    assert (case["code"], case["description"]["summary"]) == (closed, "дома ссоры")
    assert [note["words"] for note in case["notes"]] == ["Мама знает"]
    assert "Мама знает" in page(held)
    helpline.clock.advance(days=8)
    with pytest.raises(own_data.NotChecked):
        own_data.export(helpline.desk, name, "command_line")


def test_nobody_is_found_by_a_guess(helpline, oraz):
    with pytest.raises(own_data.NoSuchPerson):
        own_data.record_check(helpline.desk, oraz.worker_id, "no such name", "document_seen")


def test_a_person_is_forgotten_by_a_supervisors_hand(helpline, child, ayna, oraz, closed):
    name = child.conversation.code_name
    own_data.record_check(helpline.desk, oraz.worker_id, name, "document_seen")
    with pytest.raises(own_data.NotChecked):
        own_data.forget_person(helpline.desk, ayna.worker_id, name)
    number = child.conversation.identifier_id
    own_data.forget_person(helpline.desk, oraz.worker_id, name)
    with helpline.store.begin() as work:
        assert work.identifiers.find(child.number) is None
        assert not any(text.text for text in work.messages.of_identifier(number))
        [case] = work.cases.all(open_only=False)
        assert work.casework.sheets.of(case.id).summary is None

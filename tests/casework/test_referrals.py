"""Referrals: locked until somebody agreed; answered at the console, by an e-mailed link, or by an SMS code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import pytest

from bot.desk import case_file, consents, refer, referred, staff
from bot.desk.at_case import NoSuchCase
from bot.desk.refer import Locked, NobodyToAsk, Request
from bot.helpline.casework.referrals import CannotMove
from bot.ports.post import Letter, PostFailed
from tests.casework.test_case_stories import code

__all__ = ["code"]
AGENCY = "ambulance"  # any id of the directory


@dataclass
class Outbox:
    """The post; fails when it is told to."""

    letters: list[Letter] = field(default_factory=list)
    fails: bool = False

    def send(self, letter: Letter) -> None:
        if self.fails:
            raise PostFailed
        self.letters.append(letter)


@pytest.fixture
def post(helpline) -> Outbox:
    """Give the service a way to send letters."""
    post = Outbox()
    helpline.desk = replace(helpline.desk, post=post)
    return post


def agree(helpline, ayna, code, **more):
    said = {"kind": "given", "giver": "child", "way": "voice", "language": "ru", **more}
    consents.record_consent(helpline.desk, ayna.worker_id, code, **said)


def referral(helpline, code):
    with helpline.store.begin() as work:
        return work.casework.referrals.of_case(work.cases.by_code(code).id)[-1]


def test_without_a_consent_nothing_leaves(helpline, ayna, merdan, post, code):
    for request in (Request("нужен врач", service_id=AGENCY, email="a@example.org"), Request("…", merdan.worker_id)):
        with pytest.raises(Locked):
            refer.refer(helpline.desk, ayna.worker_id, code, request)
    agree(helpline, ayna, code)
    agree(helpline, ayna, code, kind="withdrawn")
    with pytest.raises(Locked):
        refer.refer(helpline.desk, ayna.worker_id, code, Request("нужен врач", service_id=AGENCY))
    assert post.letters == []


def test_the_consent_says_who_when_which_words_and_language(helpline, ayna, code):
    agree(helpline, ayna, code)
    with helpline.store.begin() as work:
        [given] = work.casework.consents.of_case(helpline.case().id)
    assert (given.giver, given.way, given.language, given.at) == ("child", "voice", "ru", helpline.clock.now())
    assert given.wording == "consent.refer"
    assert len(given.wording_version) == 16


@pytest.mark.parametrize(("digit", "kind", "told"), [("1", "given", "yes"), ("2", "refused", "no")])
def test_the_person_is_asked_by_sms_and_their_word_counts(helpline, child, ayna, code, digit, kind, told):
    child.texts("Спасибо")
    consents.ask_consent(helpline.desk, ayna.worker_id, code, "Поликлиника")
    helpline.work()
    child.receives("Поликлиника")
    child.texts(digit)
    child.receives(f"consent.refer_{told}")
    with helpline.store.begin() as work:
        [answer] = work.casework.consents.of_case(helpline.case().id)
    assert (answer.kind, answer.way) == (kind, "sms")
    assert any(code in text for text in ayna.unread())


def test_nobody_is_asked_out_of_the_blue(helpline, child, ayna, code):
    helpline.later(minutes=11)
    with pytest.raises(consents.CannotAskNow):
        consents.ask_consent(helpline.desk, ayna.worker_id, code, "Поликлиника")


def test_a_colleague_accepts_by_sms_and_only_then_reads_what_is_asked(helpline, ayna, merdan, code):
    agree(helpline, ayna, code)
    merdan.unread()
    refer.refer(helpline.desk, ayna.worker_id, code, Request("поговорить с мамой, +99361000042", merdan.worker_id))
    helpline.work()
    assert "мамой" not in merdan.receives("worker.referral")
    merdan.texts(f"ACCEPT {code}")
    merdan.receives("worker.accepted")
    asked = merdan.receives("поговорить с мамой")
    assert "000042" not in asked
    assert referral(helpline, code).state == "accepted"
    assert helpline.case().assignee_id == ayna.worker_id, "a referral leaves the owner where he is"
    ayna.receives("worker.referral_accepted")
    referred.answer_referral(helpline.desk, ayna.worker_id, code, referral(helpline, code).id, said="finish")
    assert referral(helpline, code).state == "done"


def test_only_the_one_who_was_asked_answers_and_only_once(helpline, ayna, merdan, code):
    agree(helpline, ayna, code)
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", merdan.worker_id))
    asked = referral(helpline, code).id
    with pytest.raises(NoSuchCase):
        referred.answer_referral(helpline.desk, ayna.worker_id, code, asked, said="accept")
    referred.answer_referral(helpline.desk, merdan.worker_id, code, asked, said="reject", words="нет времени")
    with pytest.raises(CannotMove):
        referred.answer_referral(helpline.desk, merdan.worker_id, code, asked, said="accept")
    assert (referral(helpline, code).state, referral(helpline, code).answer) == ("rejected", "нет времени")


def test_an_agency_answers_by_a_link_each_answer_once(helpline, ayna, post, code):
    agree(helpline, ayna, code)
    sent = refer.refer(
        helpline.desk, ayna.worker_id, code, Request("нужен врач", service_id=AGENCY, email="a@example.org")
    )
    [letter] = post.letters
    assert (letter.to, sent.was_mailed, sent.link) == ("a@example.org", True, None)
    assert "нужен врач" not in letter.words + letter.subject
    link = next(word for word in letter.words.split() if "/referral/" in word)
    token = urlsplit(link).path.rpartition("/")[2]
    shown = referred.read_link(helpline.desk, token)
    assert (shown.code, shown.asked) == (code, "нужен врач")
    assert referral(helpline, code).state == "in_progress", "looking at a link answers nothing"
    assert referred.answer_link(helpline.desk, token, said="accept")
    helpline.work()
    ayna.receives("worker.referral_accepted")
    assert (referral(helpline, code).state, referral(helpline, code).answered_by) == ("accepted", "link")
    after = referred.read_link(helpline.desk, token)
    assert (after.is_accepted, after.asked) == (True, ""), "what was asked is shown until it was answered"
    assert not referred.answer_link(helpline.desk, token, said="reject")
    assert referred.answer_link(helpline.desk, token, said="finish")
    helpline.work()
    ayna.receives("worker.referral_done")
    assert referral(helpline, code).state == "done"
    assert referred.read_link(helpline.desk, token) is None
    assert not referred.answer_link(helpline.desk, token, said="finish")


def test_an_agency_cannot_say_done_before_it_has_accepted(helpline, ayna, code):
    agree(helpline, ayna, code)
    token = refer.refer(helpline.desk, ayna.worker_id, code, Request("…", service_id=AGENCY)).link.rpartition("/")[2]
    for said in ("finish", "revoke"):
        assert not referred.answer_link(helpline.desk, token, said=said)
    assert referral(helpline, code).state == "in_progress"


def test_the_colleague_says_by_sms_that_it_is_done_and_the_case_stays_open(helpline, ayna, merdan, code):
    agree(helpline, ayna, code)
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", merdan.worker_id))
    helpline.work()
    merdan.unread()
    merdan.texts(f"DONE {code}")
    merdan.receives("worker.no_such_case")
    merdan.texts(f"ACCEPT {code}")
    merdan.unread()
    merdan.texts(f"DONE {code}")
    merdan.receives("worker.referral_closed")
    ayna.receives("worker.referral_accepted")
    ayna.receives("worker.referral_done")
    assert referral(helpline, code).state == "done"
    assert helpline.case().status == "taken"
    merdan.texts(f"DONE {code}")
    merdan.receives("worker.no_such_case")


def test_the_colleague_says_at_the_console_that_it_is_done(helpline, ayna, merdan, code):
    agree(helpline, ayna, code)
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", merdan.worker_id))
    asked = referral(helpline, code).id
    with pytest.raises(CannotMove):
        referred.answer_referral(helpline.desk, merdan.worker_id, code, asked, said="finish")
    referred.answer_referral(helpline.desk, merdan.worker_id, code, asked, said="accept")
    [waits] = case_file.handed_to(helpline.desk, merdan.worker_id)
    assert waits.is_accepted
    referred.answer_referral(helpline.desk, merdan.worker_id, code, asked, said="finish")
    assert case_file.handed_to(helpline.desk, merdan.worker_id) == []
    with pytest.raises(NoSuchCase):
        referred.answer_referral(helpline.desk, merdan.worker_id, code, asked, said="revoke")


def test_who_is_not_needed_any_more_is_told(helpline, ayna, merdan, code):
    agree(helpline, ayna, code)
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", merdan.worker_id))
    helpline.work()
    merdan.unread()
    referred.answer_referral(helpline.desk, ayna.worker_id, code, referral(helpline, code).id, said="revoke")
    helpline.work()
    merdan.receives("worker.referral_revoked")
    assert case_file.handed_to(helpline.desk, merdan.worker_id) == []


def test_once_the_consent_is_withdrawn_nobody_reads_what_was_asked(helpline, ayna, merdan, code):
    agree(helpline, ayna, code)
    refer.refer(helpline.desk, ayna.worker_id, code, Request("поговорить с мамой", merdan.worker_id))
    colleague = referral(helpline, code).id
    sent = refer.refer(helpline.desk, ayna.worker_id, code, Request("…", service_id=AGENCY))
    token = sent.link.rpartition("/")[2]
    agree(helpline, ayna, code, kind="withdrawn")
    helpline.work()
    merdan.unread()
    assert case_file.handed_to(helpline.desk, merdan.worker_id) == []
    with pytest.raises(NoSuchCase):
        referred.answer_referral(helpline.desk, merdan.worker_id, code, colleague, said="accept")
    merdan.texts(f"ACCEPT {code}")
    merdan.receives("worker.no_such_case")
    assert referred.read_link(helpline.desk, token) is None
    assert not referred.answer_link(helpline.desk, token, said="accept")


@pytest.mark.parametrize("role", ["administrator", "data_analyst", "content_editor"])
def test_who_has_no_business_with_children_is_asked_for_nothing(helpline, ayna, code, role):
    other = helpline.worker("Bahar Annayewa", "+99361000016", role)
    agree(helpline, ayna, code)
    with pytest.raises(NobodyToAsk):
        refer.refer(helpline.desk, ayna.worker_id, code, Request("…", other.worker_id))


def test_the_inspector_answers_by_sms_and_loses_sight_of_it_with_the_consent(helpline, ayna, code):
    inspector = helpline.worker("Rejep Orazow", "+99361000015", "inspector")
    agree(helpline, ayna, code, names_role="inspector")
    refer.refer(helpline.desk, ayna.worker_id, code, Request("принять документы", inspector.worker_id))
    helpline.work()
    assert "документы" not in inspector.receives("worker.referral")
    # A newer consent that names nobody does not take the inspector's away; a withdrawal does.
    agree(helpline, ayna, code)
    inspector.texts(f"ACCEPT {code}")
    inspector.receives("worker.accepted")
    inspector.receives("принять документы")
    agree(helpline, ayna, code, kind="withdrawn")
    inspector.texts(f"DONE {code}")
    inspector.receives("worker.no_such_case")
    inspector.texts(f"WHO {code}")
    inspector.receives("worker.no_such_case")


def test_a_case_that_turns_out_to_be_about_the_police_is_hidden_from_the_inspector(helpline, ayna, code):
    inspector = helpline.worker("Rejep Orazow", "+99361000015", "inspector")
    agree(helpline, ayna, code, names_role="inspector")
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", inspector.worker_id))
    with helpline.store.begin() as work:
        work.cases.save(replace(work.cases.by_code(code), kind="police_violence"))
        work.commit()
    helpline.work()
    inspector.unread()
    assert case_file.handed_to(helpline.desk, inspector.worker_id) == []
    inspector.texts(f"ACCEPT {code}")
    inspector.receives("worker.no_such_case")


def test_who_was_suspended_answers_nothing(helpline, ayna, merdan, code):
    agree(helpline, ayna, code)
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", merdan.worker_id))
    staff.suspend_staff(helpline.desk, "+99361000012")
    with pytest.raises(NoSuchCase):
        referred.answer_referral(helpline.desk, merdan.worker_id, code, referral(helpline, code).id, said="accept")


def test_a_link_grows_old_and_a_guess_opens_nothing(helpline, ayna, code):
    agree(helpline, ayna, code)
    sent = refer.refer(helpline.desk, ayna.worker_id, code, Request("…", service_id=AGENCY))
    token = sent.link.rpartition("/")[2]
    assert token not in str(referral(helpline, code)), "only its hash is kept"
    helpline.clock.advance(days=15)
    assert referred.read_link(helpline.desk, token) is None
    assert not referred.answer_link(helpline.desk, token, said="accept")
    assert referred.read_link(helpline.desk, "x" * 43) is None


@pytest.mark.parametrize("fails", [True, False])
def test_a_link_that_no_letter_took_along_is_shown_to_the_worker(helpline, ayna, post, code, fails):
    post.fails = fails
    agree(helpline, ayna, code)
    sent = refer.refer(
        helpline.desk, ayna.worker_id, code, Request("…", service_id=AGENCY, email="a@example.org" if fails else None)
    )
    assert sent.link
    assert not sent.was_mailed


def test_an_override_needs_a_reason_and_the_supervisor_learns_it(helpline, ayna, merdan, oraz, code):
    with pytest.raises(ValueError, match="reason"):
        consents.override(helpline.desk, ayna.worker_id, code, "life_in_danger", " ")
    consents.override(helpline.desk, ayna.worker_id, code, "life_in_danger", "Ребёнок не отвечает")
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", merdan.worker_id))
    helpline.work()
    assert any(code in text for text in oraz.unread())
    with helpline.store.engine.connect() as connection:
        [audit] = connection.exec_driver_sql("SELECT details FROM audit WHERE verb = 'overrode_consent'").scalars()
    assert audit == {"reason": "life_in_danger"}


def test_the_inspector_is_reached_only_by_a_consent_that_names_the_role(helpline, ayna, code):
    inspector = helpline.worker("Rejep Orazow", "+99361000015", "inspector")
    agree(helpline, ayna, code)
    consents.override(helpline.desk, ayna.worker_id, code, "duty_to_report", "закон")
    with pytest.raises(Locked):
        refer.refer(helpline.desk, ayna.worker_id, code, Request("…", inspector.worker_id))
    agree(helpline, ayna, code, names_role="inspector")
    refer.refer(helpline.desk, ayna.worker_id, code, Request("…", inspector.worker_id))
    assert referral(helpline, code).state == "in_progress"


@pytest.mark.parametrize("receiver", ["inspector", "police"])
def test_a_case_about_the_police_never_goes_to_them(helpline, child, ayna, receiver):
    inspector = helpline.worker("Rejep Orazow", "+99361000015", "inspector")
    child.texts("полиция бьёт меня")
    code = ayna.takes()
    agree(helpline, ayna, code, names_role="inspector")
    request = Request("…", inspector.worker_id) if receiver == "inspector" else Request("…", service_id="police")
    with pytest.raises(Locked):
        refer.refer(helpline.desk, ayna.worker_id, code, request)


@pytest.mark.parametrize(
    "request_",
    [
        Request("…"),
        Request("…", 1, AGENCY),
        Request("…", service_id="no_such_agency"),
        Request("…", service_id=AGENCY, email="nobody"),
        Request("…", service_id=AGENCY, email="a@b.c\nBcc: x@y.z"),
        Request(" ", service_id=AGENCY),
    ],
)
def test_a_request_that_reaches_nobody_is_refused(helpline, ayna, code, request_):
    agree(helpline, ayna, code)
    with pytest.raises(NobodyToAsk):
        refer.refer(helpline.desk, ayna.worker_id, code, request_)

"""
Whatever order texts, orders, timers, outages and crashes come in: a case has one owner, no danger is without a next
step, nobody is told a thing twice, and no text is forgotten.
"""

from __future__ import annotations

import contextlib
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.desk import consents, refer, referred, tasks, transfer, wrap_up
from bot.desk.at_case import NoSuchCase, NotYours
from bot.desk.consents import CannotAskNow
from bot.desk.refer import Locked, NobodyToAsk, Request
from bot.desk.transfer import CannotReceive
from bot.desk.wrap_up import StillOpen
from bot.helpline.casework.referrals import CannotMove
from bot.helpline.casework.wrap_up import Incomplete, WrapUp
from bot.helpline.records import Case, Mode, Status
from tests.conversations.harness import Helpline, Phone
from tests.conversations.test_crashes import FINAL, WORKER, Killed, Killer, empty, haunt

TEXTS = [
    "Нужен адвокат?",
    "ЧЕЛОВЕК",
    "1",
    "2",
    "3",
    "7",
    "да",
    "СТОП",
    "СТАРТ",
    "БОТ",
    "МЕНЮ",
    "ЕЩЁ",
    "СКРЫТЬ",
    "Ромашка",
    "УДАЛИТЬ",
    "белый снег",
    "всё надоело",
    "я не хочу жить",
    "kakam uryar",
    "полиция бьёт меня",
    "жалоба на сотрудника",
    "👍",
    "",
]
ORDERS = ["TAKE {}", "{} Я здесь", "{} пиши в телеграм", "просто слова", "PASS {}", "DONE {}", "WHO", "STOP", "ON"]
ORDERS += ["ACCEPT {}", "REJECT {}", "ASK {}"]
AGENCY = "ambulance"  # any id of the directory
REFUSALS = (
    NoSuchCase, NotYours, Incomplete, Locked, NobodyToAsk, CannotMove, CannotAskNow, CannotReceive, StillOpen,
)  # fmt: skip
FORM = WrapUp("child_about_self", category="family", age_band="11_13", dispositions=("counselling",))
AT_CONSOLE = ["offer", "accept", "reject", "override", "ask_consent", "refer", "refer_out", "open_link", "wrap_up"]
AT_CONSOLE += ["reopen", "task"]
SECOND, CHIEF = "+99361000012", "+99361000013"


class AnyOrder(RuleBasedStateMachine):
    """Two people, two workers and a supervisor, in any order."""

    store = None
    clock_class = None

    @initialize()
    def begin(self) -> None:
        """Open an empty house."""
        empty(self.store)
        self.helpline = Helpline(self.store, self.clock_class())
        self.people = [self.helpline.phone(), self.helpline.phone("+99361000002")]
        self.staff = [self.helpline.worker("Aýna Myradowa", WORKER), self.helpline.worker("Merdan Amanow", SECOND)]
        self.staff.append(self.helpline.worker("Oraz Gurbanow", CHIEF, "supervisor"))
        self.links: list[str] = []
        for person in self.people:
            person.texts("Salam")

    @rule(who=st.integers(0, 1), words=st.sampled_from(TEXTS))
    def somebody_texts(self, who: int, words: str) -> None:
        """A person writes."""
        self.helpline.clock.advance(seconds=2)
        self.people[who].texts(words)

    @rule(who=st.integers(0, 1), words=st.lists(st.sampled_from(TEXTS), min_size=2, max_size=4))
    def somebody_texts_much(self, who: int, words: list[str]) -> None:
        """A person writes several texts before anybody answers."""
        self.helpline.clock.advance(seconds=2)
        self.people[who].texts(*words)

    @rule(who=st.integers(0, 2), order=st.sampled_from(ORDERS), which=st.integers(0, 3))
    def a_worker_texts(self, who: int, order: str, which: int) -> None:
        """A worker orders something, about a case that may be none of theirs."""
        cases = self.helpline.cases(open_only=False)
        code = cases[which % len(cases)].code if cases else "Z9Z9"
        self.helpline.clock.advance(seconds=2)
        self.staff[who].texts(order.format(code))

    @rule(who=st.integers(0, 3), to=st.integers(0, 2), which=st.integers(0, 3), deed=st.sampled_from(AT_CONSOLE))
    def a_worker_acts_at_the_console(self, who: int, to: int, which: int, deed: str) -> None:
        """A worker (3: the one whose turn it is) does something with a case; a refusal changes nothing."""
        cases = self.helpline.cases(open_only=False)
        self.helpline.clock.advance(seconds=2)
        if not cases:
            return
        case = cases[which % len(cases)]
        with contextlib.suppress(*REFUSALS):
            worker = self.staff[who].worker_id if who < 3 else self.whose_turn(case, deed)
            self.act(deed, worker, case.code, self.staff[to].worker_id)
        self.helpline.work()

    def whose_turn(self, case: Case, deed: str) -> int:
        """Return the worker who may do this: whoever was asked, else the owner."""
        with self.helpline.store.begin() as work:
            offers = work.casework.transfers.where(case_id=case.id, state="offered")
        asked = offers[0].to_worker if offers and deed in ("accept", "reject") else None
        return asked or case.assignee_id or self.staff[2].worker_id

    def act(self, deed: str, worker: int, code: str, other: int) -> None:
        """Do one thing."""
        desk = self.helpline.desk
        deeds = {
            "offer": lambda: transfer.offer_transfer(desk, worker, code, other),
            "accept": lambda: transfer.answer_transfer(desk, worker, code, accepts=True),
            "reject": lambda: transfer.answer_transfer(desk, worker, code, accepts=False),
            "override": lambda: consents.override(desk, worker, code, "life_in_danger", "причина"),
            "ask_consent": lambda: consents.ask_consent(desk, worker, code, "Поликлиника"),
            "refer": lambda: refer.refer(desk, worker, code, Request("врач", other)),
            "refer_out": lambda: self.links.append(
                refer.refer(desk, worker, code, Request("врач", service_id=AGENCY)).link or ""
            ),
            "open_link": lambda: (
                self.links and referred.answer_link(desk, self.links[-1].rpartition("/")[2], said="accept")
            ),
            "wrap_up": lambda: wrap_up.wrap_up(desk, worker, code, FORM),
            "reopen": lambda: wrap_up.reopen(desk, worker, code),
            "task": lambda: tasks.add_task(desk, worker, code, "позвонить", self.helpline.clock.now()),
        }
        deeds[deed]()

    @rule(minutes=st.sampled_from([1, 3, 6, 12, 35, 1500]))
    def time_passes(self, minutes: int) -> None:
        """Time passes."""
        self.helpline.later(minutes=minutes)

    @rule()
    def the_assistant_goes_or_comes(self) -> None:
        """The assistant breaks down, or is back."""
        self.helpline.assistant.down = not self.helpline.assistant.down

    @rule(who=st.sampled_from(["+99361000001", WORKER, SECOND]))
    def a_phone_goes_off_or_on(self, who: str) -> None:
        """A phone is switched off, or on."""
        self.helpline.route.off ^= {who}

    @rule(who=st.integers(0, 1), words=st.sampled_from(TEXTS), at=st.integers(1, 12))
    def the_process_is_killed(self, who: int, words: str, at: int) -> None:
        """The process dies somewhere in the middle of an answer; another one sweeps."""
        killer, begin = Killer(at), self.helpline.store.begin
        self.helpline.clock.advance(seconds=2)
        self.people[who].sends(words)
        asks, sends, wakes = self.helpline.assistant.ask, self.helpline.route.send, self.helpline.jobs.wake_respond
        haunt(self.helpline, killer)
        try:
            self.helpline.work()
        except Killed:
            self.helpline.jobs.people.clear()
        finally:
            self.helpline.store.begin = begin
            self.helpline.assistant.ask, self.helpline.route.send = asks, sends
            self.helpline.jobs.wake_respond = wakes
        self.helpline.later(seconds=40)

    @property
    def known(self) -> list[Phone]:
        """The people whose numbers are not erased."""
        return [person for person in self.people if person.is_known]

    @invariant()
    def a_case_has_one_owner_and_a_danger_has_a_next_step(self) -> None:
        """Taken means owned; a danger is never forgotten by the clock."""
        for case in self.helpline.cases():
            assert (case.status == "taken") == (case.assignee_id is not None)
            assert case.next_step_at is not None

    @invariant()
    def who_is_with_a_worker_has_a_case_with_an_owner(self) -> None:
        """The bot is silent only while a human is there."""
        # Two people may use one number, each with a case of their own.
        open_cases = Counter((case.conversation_id, case.person_id) for case in self.helpline.cases())
        assert all(count == 1 for count in open_cases.values())
        for person in self.known:
            if person.conversation.mode is Mode.WORKER:
                owned = [case for case in self.helpline.cases() if case.person_id == person.conversation.person_id]
                assert owned
                assert owned[0].assignee_id is not None

    @invariant()
    def only_one_answer_is_awaited_to_who_gets_a_case(self) -> None:
        """A case is offered to one colleague at a time, by the one who has it; a closed one to nobody."""
        with self.helpline.store.begin() as work:
            for case in work.cases.all(open_only=False):
                offers = work.casework.transfers.where(case_id=case.id, state="offered")
                assert len(offers) <= (case.status != "closed")
                for referral in work.casework.referrals.of_case(case.id):
                    assert work.casework.consents.get(referral.consent_id).kind in ("given", "override")

    @invariant()
    def no_closed_case_is_forgotten(self) -> None:
        """It is wrapped up, or stands in the supervisor's list until it is."""
        with self.helpline.store.begin() as work:
            left = set(work.casework.board.to_wrap_up())
            for case in work.cases.all(open_only=False):
                done = any(sheet.wrapped_up_at for sheet in work.casework.sheets.of_case(case.id))
                assert (case.id in left) == (case.status == "closed" and not done)

    @invariant()
    def nobody_is_left_without_knowing_what_comes_next(self) -> None:
        """Who waits for a human was told so; who has one, or a new one, was told or is told with their next text."""
        for person in self.known:
            state = person.conversation
            case = next((one for one in self.helpline.cases() if one.person_id == state.person_id), None)
            if state.mode is Mode.WAITING:
                assert case is not None
            if case is None or state.mode is Mode.STOPPED:
                continue
            said = [text for text in self.helpline.messages(person.number) if text.direction == "out" and text.case_id]
            handed = [line for line in self.helpline.timeline(case) if line.verb in ("transferred", "reopened")]
            for line in handed:
                told = [text for text in said if text.case_id == case.id and text.at and text.at >= line.at]
                assert told, f"{line.verb}: the person was told nothing"

    @invariant()
    def nothing_of_one_person_reaches_another(self) -> None:
        """A text of a case is in the outbox only while its own person writes from the number."""
        with self.helpline.store.begin() as work:
            for person in self.known:
                state = person.conversation
                for text in self.helpline.messages(person.number):
                    if text.direction == "out" and text.status is Status.DUE and text.case_id is not None:
                        assert work.cases.get(text.case_id).person_id == state.person_id

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        """The provider was given each of our texts once."""
        tokens = Counter(parcel.token for parcel in self.helpline.route.taken.values())
        assert all(count == 1 for count in tokens.values())

    @invariant()
    def no_text_is_forgotten(self) -> None:
        """A text waits only for the answer to a danger question, or for the assistant (behind a text that does)."""
        for person in self.known:
            question = person.conversation.question
            held = set(question.context.get("held", ())) if question else set()
            left = [text for text in self.helpline.messages(person.number) if text.direction == "in"]
            left = [text for text in left if text.status not in FINAL and text.id not in held]
            assert {text.status for text in left} <= {Status.IN_HAND, Status.WAITING}
            assert not left or left[0].due_at is not None, left[0].status


@pytest.mark.hypothesis
@pytest.mark.parametrize("steps", [20])
def test_in_any_order_nobody_is_forgotten_and_nobody_told_twice(store, steps):
    from tests.clock import FakeClock

    AnyOrder.store, AnyOrder.clock_class = store, FakeClock
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=settings().max_examples * 12 // 100,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # to make a failure shorter takes minutes, and its steps are printed anyway
        ),
    )

"""Whatever order things happen in, a diversion case keeps its promises."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.helpline.diversion import access, consents, machine
from bot.helpline.diversion.machine import AFTER_CONSENT, NotYet
from bot.helpline.diversion.records import ENDS, SETTLED, Consent, Party, Plan, Progress, Sheet, Stage, Task
from bot.helpline.records import Worker
from tests.helpline.diversion.files import CHIEF, GIRL, HARMED, INSPECTOR, MOTHER, NOON, OWNER, a_file

WORDINGS = ("child_assent", "parent_consent", "person_harmed_consent", "inspector_may_take_part", "reminders")
POLICE = Worker(14, "Inspektor", 14, "inspector")


class AnyOrder(RuleBasedStateMachine):
    """People agree, take it back, fill in, approve, meet, promise and go on, in any order."""

    def __init__(self) -> None:
        super().__init__()
        file = a_file()
        inspector = Party(INSPECTOR, 1, "inspector", "Inspektor", worker_id=POLICE.id)
        self.file = replace(file, parties=(*file.parties, inspector))
        self.ids = itertools.count(100)
        self.now = NOON
        self.ended: Stage | None = None
        self.stages = [Stage.REFERRED]

    @rule(party=st.sampled_from([GIRL, MOTHER, HARMED, INSPECTOR]), wording=st.sampled_from(WORDINGS))
    def agree(self, party: int, wording: str) -> None:
        names = ("inspector",) if wording == "inspector_may_take_part" else ()
        given = Consent(next(self.ids), 1, party, wording, 1, "tk", self.now, OWNER, names=names)
        self._try(lambda: machine.give(self.file, given))

    @rule(which=st.integers(0, 20))
    def take_back(self, which: int) -> None:
        if self.file.consents:
            consent = self.file.consents[which % len(self.file.consents)]
            self._try(lambda: machine.withdraw(self.file, consent.id, self.now))

    @rule(form=st.sampled_from(["eligibility", "assessment"]), approved=st.booleans(), good=st.booleans())
    def fill_in(self, form: str, approved: bool, good: bool) -> None:
        level = ("eligible" if good else "not_clear") if form == "eligibility" else "low"
        sheet = Sheet(next(self.ids), 1, form, 1, {}, level, 0, OWNER, self.now)
        sheet = replace(sheet, approved_at=self.now, approved_by=CHIEF) if approved else sheet
        self.file = replace(self.file, sheets=(*self.file.sheets, sheet))

    @rule(approved=st.booleans(), who=st.sampled_from([(GIRL,), (GIRL, MOTHER)]))
    def agree_on(self, approved: bool, who: tuple[int, ...]) -> None:
        plan = Plan(next(self.ids), 1, 1, ("apology",), "", OWNER, self.now, who)
        plan = replace(plan, approved_at=self.now) if approved else plan
        if self.file.diversion.stage is Stage.AGREEMENT:
            self.file = replace(self.file, plans=(*self.file.plans, plan))

    @rule(
        kind=st.sampled_from(["meeting", "invitation", "condition"]),
        party=st.sampled_from([GIRL, HARMED]),
        progress=st.sampled_from([Progress.OPEN, Progress.DONE, Progress.MISSED]),
    )
    def lay_down(self, kind: str, party: int, progress: Progress) -> None:
        if party == HARMED and not consents.harmed_takes_part(self.file):
            return
        if self.file.is_open:
            due = self.now + timedelta(days=1)
            task = Task(next(self.ids), 1, kind, "x", due, "child", self.now, party, progress=progress)  # type: ignore[arg-type]
            self.file = replace(self.file, tasks=(*self.file.tasks, task))

    @rule()
    def go_on(self) -> None:
        self._try(lambda: machine.advance(self.file, self.now))

    @rule(end=st.sampled_from([machine.breach, machine.close_without]), chance=st.integers(0, 9))
    def end(self, end: object, chance: int) -> None:
        if chance == 0:
            self._try(lambda: end(self.file, "moved_away", self.now))  # type: ignore[operator]

    @rule(days=st.integers(1, 3))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    def _try(self, step: object) -> None:
        with suppress(NotYet):
            self.file = step()  # type: ignore[operator]
        if self.file.diversion.stage is not self.stages[-1]:
            self.stages.append(self.file.diversion.stage)

    @invariant()
    def after_consent_both_stand(self) -> None:
        if self.file.diversion.stage in AFTER_CONSENT:
            assert consents.carries(self.file)

    @invariant()
    def no_condition_runs_unapproved(self) -> None:
        if self.file.diversion.stage is Stage.CONDITIONS and self.stages.count(Stage.CONDITIONS):
            assert any(sheet.approved_at for sheet in self.file.sheets if sheet.form == "assessment")
            assert self.file.plan is not None
            assert self.file.plan.approved_at is not None

    @invariant()
    def an_end_is_an_end(self) -> None:
        ended = self.file.diversion.stage if self.file.diversion.stage in ENDS else None
        assert self.ended in (None, ended)
        self.ended = ended
        if ended:
            assert all(one.progress in SETTLED for one in self.file.tasks)

    @invariant()
    def stages_come_in_their_order(self) -> None:
        road = [stage for stage in self.stages if stage not in ENDS]
        assert road == list(Stage)[: len(road)]

    @invariant()
    def the_person_harmed_has_no_date_without_their_own_consent(self) -> None:
        if not consents.harmed_takes_part(self.file):
            assert all(one.progress in SETTLED for one in self.file.tasks if one.party_id == HARMED)

    @invariant()
    def the_inspector_sees_nothing_without_two_consents(self) -> None:
        if access.parts_for(self.file, POLICE):
            named = consents.standing(self.file, "inspector_may_take_part")
            assert {one.party_id for one in named} >= {GIRL, MOTHER}

    @invariant()
    def something_is_missing_or_the_case_can_go_on(self) -> None:
        if self.file.is_open and not machine.missing(self.file):
            machine.advance(self.file, self.now)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=settings().max_examples * 60 // 100, stateful_step_count=40)

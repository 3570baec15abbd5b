"""A diversion case at the desk, brought to the stage that a test is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.desk.desk import Desk
from bot.desk.diversion import begin, consenting, meetings, plans, sheets, stages
from bot.desk.diversion.begin import Newcomer, Referral
from bot.helpline.diversion import forms
from bot.helpline.diversion.records import File, Stage, Task
from bot.helpline.hours import local
from bot.helpline.records import Worker

GIRL, MOTHER, HARMED = "+99361000001", "+99361000002", "+99361000003"
ROAD = list(Stage)


@dataclass
class Journey:
    """One case, its worker and its supervisor."""

    desk: Desk
    worker: Worker
    chief: Worker
    language: str = "tk"
    region: str | None = "ashgabat_kopetdag"
    code: str = ""
    parties: dict[str, int] = field(default_factory=dict)

    def begin(self, **referral: Any) -> Journey:
        """Open a case with a girl, her mother and a person harmed."""
        asked = {"referred_by": "commission", "region": self.region, "language": self.language, **referral}
        self.code = begin.refer(self.desk, self.worker, Referral(**asked))
        for role, name, number in (
            ("child", "Maral", GIRL),
            ("parent", "Ogulgerek", MOTHER),
            ("person_harmed", "Serdar", HARMED),
        ):
            newcomer = Newcomer(role, name, self.language, number)
            self.parties[role] = begin.add_party(self.desk, self.worker, self.code, newcomer).id
        return self

    def to(self, stage: Stage, *, reminded: tuple[str, ...] = ("child", "parent", "person_harmed")) -> Journey:
        """Go on until the stage, doing at each what is needed."""
        while ROAD.index(self.file.diversion.stage) < ROAD.index(stage):
            getattr(self, f"_{self.file.diversion.stage}")(reminded)
            stages.go_on(self.desk, self.worker, self.code)
        return self

    @property
    def file(self) -> File:
        """The case as it stands."""
        with self.desk.store.begin() as work:
            found = work.diversions.by_code(self.code)
            assert found is not None
            return work.diversions.file(found.id)

    @property
    def verbs(self) -> list[str]:
        """What stands in the history."""
        with self.desk.store.begin() as work:
            return [line.verb for line in work.diversions.history(self.file.diversion.id)]

    def agrees(self, role: str, wording: str) -> int:
        """Let somebody agree; return the consent's id."""
        return consenting.give_consent(
            self.desk, self.worker, self.code, party_id=self.parties[role], wording=wording, language=self.language
        ).id

    def all_answered(self, form: str, answer: str) -> dict[str, str]:
        """Return a filled-in form with the same answer everywhere."""
        asked = forms.domains(self.desk.library.forms[form])
        return {one.id: answer for domain in asked for one in domain.questions}

    def meets(self, days: float = 3, hour: int = 15, about: str = "family_group") -> Task:
        """Arrange a meeting some days on, at a full hour of Ashgabat."""
        at = self.at(days, hour)
        who = [self.parties["child"], self.parties["parent"]]
        return meetings.arrange_meeting(self.desk, self.worker, self.code, about=about, at=at, party_ids=who)

    def at(self, days: float, hour: int) -> datetime:
        """Return a full hour of Ashgabat some days on."""
        return local(self.desk.clock.now() + timedelta(days=days)).replace(hour=hour, minute=0)

    def promises(self, about: str = "attends_course", days: float = 5) -> Task:
        """Add a condition."""
        return plans.add_condition(self.desk, self.worker, self.code, about=about, day=self.at(days, 12).date())

    # ── what each stage needs ──────────────────────────────────────────────────────────────────────

    def _referred(self, _: Any) -> None:
        """Nothing more than the child."""

    def _eligibility(self, _: Any) -> None:
        sheets.fill_in(
            self.desk, self.worker, self.code, "eligibility", answers=self.all_answered("eligibility", "yes")
        )

    def _consent(self, reminded: tuple[str, ...]) -> None:
        self.agrees("child", "child_assent")
        self.agrees("parent", "parent_consent")
        self.agrees("person_harmed", "person_harmed_consent")
        for role in reminded:
            self.agrees(role, "reminders")

    def _assessment(self, _: Any) -> None:
        answers = self.all_answered("assessment", "some")
        sheet = sheets.fill_in(self.desk, self.worker, self.code, "assessment", answers=answers)
        sheets.approve_sheet(self.desk, self.chief, self.code, sheet.id)

    def _conference(self, _: Any) -> None:
        meeting = self.meets(days=0, hour=local(self.desk.clock.now()).hour + 1)
        self.desk.clock.advance(hours=2)  # type: ignore[attr-defined]
        came = [self.parties["child"], self.parties["parent"]]
        meetings.hold_meeting(self.desk, self.worker, self.code, meeting.id, came)

    def _agreement(self, _: Any) -> None:
        plan = plans.write_agreement(
            self.desk,
            self.worker,
            self.code,
            measures=["apology", "learning"],
            words="Maral kursa gatnar.",
            agreed_by=[self.parties["child"], self.parties["parent"]],
        )
        self.promises()
        plans.approve_agreement(self.desk, self.chief, self.code, plan.id)

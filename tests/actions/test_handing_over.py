"""Nobody writes to a person before a yes; a yes is never lost."""

from __future__ import annotations

import pytest

from actions.handing_over import (
    ActionCaseStatus,
    ActionDecline,
    ActionOfferPerson,
    ActionTakeCaseRegion,
    ActionTakeConsent,
)
from bot.deeds import Do, OpenCase
from tests.actions.asking import asked_of, chosen, deeds, meanings, opened, remembered, said, tracker

CONSENT = {"question": "consent.ask", "context": {"topic": "lawyer", "reason": "asked"}}
REGION = {"question": "case_region.ask", "context": {"topic": "lawyer", "reason": "asked", "consent": True}}


def test_who_asks_for_a_person_is_asked_first() -> None:
    found = deeds(ActionOfferPerson(), tracker(intent="talk_to_person", last_topic="lawyer"))
    assert asked_of(found).question == "consent.ask"
    assert meanings(found) == ["affirm", "deny"]
    assert not [deed for deed in found if isinstance(deed, OpenCase)]


def test_a_yes_asks_for_the_region() -> None:
    question = asked_of(deeds(ActionTakeConsent(), chosen("affirm", **CONSENT)))
    assert question.question == "case_region.ask"
    assert question.context == {"topic": "lawyer", "reason": "asked", "consent": True}
    assert len(question.options) == 8


def test_a_region_that_is_known_is_not_asked_for() -> None:
    case = opened(deeds(ActionTakeConsent(), chosen("affirm", region="mary", **CONSENT)))
    assert (case.topic, case.region, case.consent) == ("lawyer", "mary", True)


def test_a_no_is_respected() -> None:
    found = deeds(ActionDecline(), chosen("deny", **CONSENT))
    assert said(found) == [("consent.declined", 0)]
    assert not [deed for deed in found if isinstance(deed, OpenCase)]


@pytest.mark.parametrize(
    ("asked", "region", "reason"),
    [
        (chosen("region:mary", **REGION), "mary", "by its digit"),
        (chosen("region:unknown", **REGION), None, "I do not say"),
        (tracker("Мары", intent="out_of_scope", sure=0.3, **REGION), "mary", "in words"),
        (tracker("Türkmenabat", intent="find_service", **REGION), "lebap", "a city: its velayat"),
        (tracker("x", intent="deny", entities={"region": "mary_city"}, **REGION), "mary", "found by the model"),
        (tracker("не хочу говорить", intent="deny", **REGION), None, "no place, and the yes was given"),
    ],
)
def test_after_the_yes_any_text_opens_the_case(asked: object, region: str | None, reason: str) -> None:
    case = opened(deeds(ActionTakeCaseRegion(), asked))  # type: ignore[arg-type]
    assert (case.topic, case.region) == ("lawyer", region), reason


def test_a_question_instead_of_a_region_is_answered_too_and_asks_nothing() -> None:
    found = deeds(ActionTakeCaseRegion(), tracker("сколько могут держать?", intent="detention_length", **REGION))
    assert said(found) == [("detention_length", 0)]
    assert opened(found).topic == "lawyer"
    assert not [deed for deed in found if type(deed).__name__ == "Ask"]


def test_the_region_is_remembered_for_the_next_time() -> None:
    assert remembered(deeds(ActionTakeCaseRegion(), chosen("region:mary", **REGION)))["region"] == "mary"


def test_how_a_case_stands_is_the_desks_to_say() -> None:
    assert deeds(ActionCaseStatus(), tracker(intent="case_status")) == [Do("status")]

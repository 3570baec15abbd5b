"""Handing over: nobody writes to a person before a yes; then the region is asked, and the desk opens a case."""

from __future__ import annotations

from actions.talking import Deeds, TalkAction
from actions.turn import Turn
from bot.answers import offers
from bot.answers.regions import ask_region, velayat_of
from bot.deeds import Ask, Do, OpenCase, Remember, Say


class ActionOfferPerson(TalkAction):
    """Ask whether a social worker may write."""

    action_name = "action_offer_person"

    def deeds(self, turn: Turn) -> Deeds:
        """Ask for consent."""
        return [offers.may_a_person_write(turn.last_topic)]


class ActionTakeConsent(TalkAction):
    """Take a yes: the region is asked for unless it is known, then the case is opened."""

    action_name = "action_take_consent"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Ask for the region, or open the case."""
        if turn.region:
            return [open_case(turn, turn.region)]
        return [ask_region("case_region.ask", context={**turn.context, "consent": True})]


class ActionDecline(TalkAction):
    """Respect a no: nobody will write, information goes on."""

    action_name = "action_decline"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:  # noqa: ARG002
        """Say that nobody will write."""
        return [Say("consent.declined"), Remember({"misses": 0})]


class ActionTakeCaseRegion(TalkAction):
    """Take the region and open the case. The yes was given already, so any other text opens it without a region."""

    action_name = "action_take_case_region"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Open the case; if the text was a question of its own, answer it too."""
        return [*self.also_answered(turn), open_case(turn, turn.named_region)]

    def also_answered(self, turn: Turn) -> Deeds:
        """Answer a clear question, without a question of our own behind it."""
        if turn.named_region or turn.is_choice or turn.confidence < 0.6 or not turn.library.has_answer(turn.intent):
            return []
        if turn.library.topic(turn.intent).group == "service":
            return []
        return [deed for deed in offers.answer(turn.library, turn.intent) if not isinstance(deed, Ask)]


class ActionCaseStatus(TalkAction):
    """Say how a call for help stands: the desk knows."""

    action_name = "action_case_status"

    def deeds(self, turn: Turn) -> Deeds:  # noqa: ARG002
        """Let the desk say it."""
        return [Do("status")]


def open_case(turn: Turn, region: str | None) -> OpenCase:
    """Return the deed that hands over, on the topic that consent was asked for."""
    topic = turn.context.get("topic") or turn.last_topic
    reason = str(turn.context.get("reason") or "asked")
    return OpenCase(topic, reason, consent=True, region=velayat_of(turn.library.regions, region))

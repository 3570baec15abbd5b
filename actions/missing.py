"""What was not understood, or understood wrongly: ask again, three choices, a person."""

from __future__ import annotations

from actions.talking import Deeds, TalkAction, unclear
from actions.turn import Turn
from bot.answers import offers
from bot.deeds import Remember


class ActionUnclear(TalkAction):
    """Deal with a text that the assistant is not sure of."""

    action_name = "action_unclear"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Ask again, then offer three topics, then a person."""
        return unclear(turn)


class ActionDefaultFallback(ActionUnclear):
    """Deal with what no rule foresees."""

    action_name = "action_default_fallback"


class ActionWrongAnswer(TalkAction):
    """Offer the three nearest topics when the answer was wrong; the second time, a person."""

    action_name = "action_wrong_answer"

    def deeds(self, turn: Turn) -> Deeds:
        """Offer what the last text might have meant instead."""
        nearest = self.nearest(turn)
        if turn.misses or not nearest:
            return offer_person(turn)
        return [offers.choices("choices.wrong", nearest), Remember({"misses": 2})]

    def nearest(self, turn: Turn) -> list[str]:
        """Return what this text is near, then what the last one was near, then related and neighbouring topics."""
        last = turn.last_topic
        related = turn.library.topic(last).related if last else ()
        group = turn.library.menus.group_of(last)
        beside = turn.library.menus.groups[group] if group else ()
        spoken = turn.nearest() if len(turn.text.split()) > 3 else ()
        found = dict.fromkeys([*spoken, *turn.said.get("nearest", ()), *related, *beside])
        return [topic for topic in found if topic != last and turn.library.has_answer(topic)][:3]


class ActionNoneOfThese(TalkAction):
    """Offer a person when none of the three topics was meant."""

    action_name = "action_none_of_these"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Ask whether a social worker may write."""
        return offer_person(turn)


def offer_person(turn: Turn) -> Deeds:
    """Ask whether a social worker may write, since the assistant could not help."""
    return [offers.may_a_person_write(turn.last_topic, "consent.unclear", "not_understood"), Remember({"misses": 0})]

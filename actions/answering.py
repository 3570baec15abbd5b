"""Answers: a topic, the next part of it, the same in simpler words."""

from __future__ import annotations

from actions.talking import Deeds, TalkAction
from actions.turn import Turn
from bot.answers import offers


class ActionAnswer(TalkAction):
    """Answer the topic that was asked about, and remember it."""

    action_name = "action_answer"

    def deeds(self, turn: Turn) -> Deeds:
        """Say the short part, and what is offered next."""
        topic = turn.intent if turn.intent in turn.library.topics else turn.ranking[0][0]
        return offers.answer(turn.library, topic, turn.nearest(topic))


class ActionMore(TalkAction):
    """Say the next part of the last answer."""

    action_name = "action_more"

    def deeds(self, turn: Turn) -> Deeds:
        """Go on where the last answer stopped."""
        return offers.more(turn.library, turn.last_topic, turn.parts_said)


class ActionSimpler(TalkAction):
    """Say the last thing again, in simpler words where there are some."""

    action_name = "action_simpler"

    def deeds(self, turn: Turn) -> Deeds:
        """Say it simpler, or once more."""
        return offers.simpler(turn.library, turn.last_topic, turn.parts_said)


class ActionCourtesy(TalkAction):
    """Return a courtesy or say something about the service: greeting, thanks, cost, secrecy, who we are."""

    action_name = "action_courtesy"

    def deeds(self, turn: Turn) -> Deeds:
        """Say what stands under the intent's name."""
        return offers.answer(turn.library, turn.intent)

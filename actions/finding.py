"""Finding a service: by region, which is asked once."""

from __future__ import annotations

from actions.talking import Deeds, TalkAction
from actions.turn import Turn
from bot.answers.regions import ask_region
from bot.deeds import FindService


class ActionFindService(TalkAction):
    """Name services near the person."""

    action_name = "action_find_service"

    def deeds(self, turn: Turn) -> Deeds:
        """Find, or ask for the region first."""
        if turn.region:
            return [FindService(turn.region, turn.said.get("who"))]
        return [ask_region("service_region.ask", context={"topic": turn.last_topic})]


class ActionTakeServiceRegion(TalkAction):
    """Take the region and name services; without one, those of the whole country."""

    action_name = "action_take_service_region"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Find services."""
        return [FindService(turn.named_region, turn.said.get("who"))]

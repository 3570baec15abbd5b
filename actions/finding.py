"""Finding a service: by region, which is asked once."""

from __future__ import annotations

from actions.talking import Deeds, TalkAction
from actions.turn import Turn
from bot.answers import offers
from bot.answers.regions import ask_region
from bot.deeds import Ask, FindService, Say

POLICE_KINDS = ("police_now", "police_violence")


class ActionFindService(TalkAction):
    """Name services near the person."""

    action_name = "action_find_service"

    def deeds(self, turn: Turn) -> Deeds:
        """Find, or ask for the region first."""
        if turn.region:
            return found(turn, turn.region)
        return [ask_region("service_region.ask", context={"topic": turn.last_topic})]


class ActionTakeServiceRegion(TalkAction):
    """Take the region and name services; without one, those of the whole country."""

    action_name = "action_take_service_region"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Find services."""
        return found(turn, turn.named_region)


def found(turn: Turn, region: str | None) -> Deeds:
    """Name services, the emergency numbers (never the police to who has trouble with it), and offer a person."""
    topic = turn.context.get("topic") or turn.last_topic
    offer = Ask("offer.next", (offers.PERSON,), context={"topic": topic, "least": 1})
    kind = turn.library.topic(topic).danger if topic else None
    numbers = "services.emergency_no_police" if kind in POLICE_KINDS else "services.emergency"
    return [FindService(region, turn.said.get("who"), topic=topic), Say(numbers), offer]

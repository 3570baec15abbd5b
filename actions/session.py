"""The beginning of a turn: what the desk knows of the talk is laid into slots, so that rules can be written on it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

LEADS_TO_CASE = {"consent", "case_region"}
QUESTIONS = LEADS_TO_CASE | {"service_region", "choices", "guide_stage", "guide_age"}


class ActionSessionStart(Action):  # type: ignore[misc]  # rasa_sdk carries no types
    """Open a turn: Rasa remembers nothing of the turns before."""

    def name(self) -> str:
        """Return Rasa's own name for it."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:  # noqa: ARG002
        """Lay the open question and the mode into slots."""
        said = tracker.get_slot("session_started_metadata") or {}
        return [
            SessionStarted(),
            SlotSet("session_started_metadata", said),
            SlotSet("open_question", open_question(said)),
            SlotSet("mode", said.get("mode") or "assistant"),
            ActionExecuted("action_listen"),
        ]


def open_question(said: dict[str, Any]) -> str:
    """
    Return the kind of question that is open: the subject of its name ("consent" of "consent.ask"), or none.

    Who waits for a person already has a case: what led to it is not answered a second time.
    """
    subject = str(said.get("question") or "").split(".")[0]
    if subject in LEADS_TO_CASE and said.get("mode") in ("waiting", "worker"):
        return "other"
    return subject if subject in QUESTIONS else "other" if subject else "none"

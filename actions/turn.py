"""A turn: what an action is told. Ids, digits and confidences; a person's words are looked at and not kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from bot.answers.library import Library
from bot.answers.regions import find_region

CHOICE = re.compile(r"/\w+(\{.*\})?")  # how the desk sends a choice; a person's own "/" never gets this far
WHO_WRITES = {"own_child": "parent", "other_child": "adult"}  # "self" and "sibling" leave it open


@dataclass(frozen=True)
class Turn:
    """What was understood of one text (or which choice was made), and the talk so far."""

    library: Library
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: dict[str, str]
    said: dict[str, Any]  # the request's metadata
    is_choice: bool
    text: str = field(repr=False, default="")

    @classmethod
    def of(cls, tracker: Tracker, library: Library) -> Turn:
        """Read Rasa's tracker."""
        latest = tracker.latest_message
        text = str(latest.get("text") or "")
        intent = str((latest.get("intent") or {}).get("name") or "")
        ranking = [(str(each["name"]), float(each["confidence"])) for each in latest.get("intent_ranking") or ()]
        known = tuple(each for each in ranking if each[0] in library.topics)
        return cls(
            library=library,
            intent=intent,
            confidence=known[0][1] if known else 0.0,
            ranking=known,
            entities={str(each["entity"]): str(each.get("value") or "") for each in latest.get("entities") or ()},
            said=dict(tracker.get_slot("session_started_metadata") or latest.get("metadata") or {}),
            is_choice=bool(CHOICE.fullmatch(text)),
            text=text,
        )

    def nearest(self, *but_not: str | None) -> list[str]:
        """Return up to three topics that the text comes nearest to; the talk's own intents are no topics."""
        groups = self.library.topics
        return [name for name, _ in self.ranking if groups[name].group != "service" and name not in but_not][:3]

    @property
    def language(self) -> str:
        """The language that the person is answered in."""
        return str(self.said.get("language") or "tk")

    @property
    def last_topic(self) -> str | None:
        """The topic that was answered last."""
        topic = self.said.get("last_topic")
        return topic if topic in self.library.topics else None

    @property
    def parts_said(self) -> int:
        """How many parts of that answer were sent."""
        return int(self.said.get("parts_said") or 0)

    @property
    def misses(self) -> int:
        """How many texts in a row were not understood."""
        return int(self.said.get("misses") or 0)

    @property
    def context(self) -> dict[str, Any]:
        """What the open question remembers (its topic, its step)."""
        return dict(self.said.get("context") or {})

    @cached_property
    def region(self) -> str | None:
        """The place named in this text, or known from before."""
        return self.named_region or self.said.get("region")

    @cached_property
    def named_region(self) -> str | None:
        """The place that this text names (found by the pipeline), or the choice."""
        named = self.entities.get("region")
        if named in self.library.regions:
            return named
        return None if self.is_choice else find_region(self.library.regions, self.text)

    @cached_property
    def told(self) -> dict[str, Any]:
        """What this text tells about the person: place, age, who writes. Ids and numbers only."""
        age = self.entities.get("age", "")
        told = {
            "region": self.named_region,
            "age": int(age) if age.isdigit() and int(age) < 120 else None,
            "who": WHO_WRITES.get(self.entities.get("relation", "")),
        }
        return {name: value for name, value in told.items() if value is not None and value != self.said.get(name)}

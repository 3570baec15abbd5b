"""
The guided talk on settling a case without a court, by numbered choices only.

It warns first not to write details, asks how matters stand and which age band, and explains step by step. It never
asks what was done, by whom, or whether it was the first time; its steps are parts of the reviewed answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from actions.library import ROOT
from actions.talking import Deeds, TalkAction
from actions.turn import Turn
from bot.answers import offers
from bot.answers.content import read_yaml
from bot.deeds import Ask, Remember, Say

STAGES = ("called", "open", "know")
AGES = ("under_14", "14_15", "16_17", "adult")

Step = tuple[str, int]  # a topic (or text) and its part


class ActionGuideStage(TalkAction):
    """Take how matters stand, then ask for the age band."""

    action_name = "action_guide_stage"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Ask for the age band."""
        stage = turn.entities.get("stage")
        if stage not in STAGES:
            return begin()
        return [ask("guide_age.ask", "age_band", AGES, {"stage": stage})]


class ActionGuideAge(TalkAction):
    """Take the age band, then explain the first step."""

    action_name = "action_guide_age"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Explain the first step."""
        stage, age = str(turn.context.get("stage")), turn.entities.get("age_band")
        if stage not in STAGES or age not in AGES:
            return begin()
        return explain(stage, age, 0)


def guided(turn: Turn) -> Deeds:
    """Begin, or go on with the step that the digit names ("called.14_15.2")."""
    stage, _, rest = turn.entities["guide"].partition(".")
    age, _, number = rest.partition(".")
    if stage not in STAGES or age not in AGES or not number.isdigit():
        return begin()
    return explain(stage, age, int(number))


def begin() -> Deeds:
    """Warn, then ask how matters stand."""
    return [Say("guide.warning"), ask("guide_stage.ask", "stage", STAGES, {})]


def explain(stage: str, age: str, number: int) -> Deeds:
    """Say one step, and offer the next and a person."""
    path = steps(stage, age)
    number = min(number, len(path) - 1)
    text, part = path[number]
    last = number == len(path) - 1
    onward = [] if last else [(f"guide:{stage}.{age}.{number + 1}", "guide.next")]
    return [
        Say(text, part),
        *([] if "." in text else [Remember({"last_topic": text, "parts_said": part + 1})]),
        Ask("guide.step", (*onward, offers.PERSON), context={"topic": "diversion_process", "least": 1}),
    ]


@cache
def steps(stage: str, age: str) -> Sequence[Step]:
    """Return the way through the talk: what the age changes comes first."""
    guide = read_yaml(ROOT / "content" / "guides.yml")["diversion"]
    if age == "adult":
        return [step(words) for words in guide["adult"]]
    return [step(words) for words in (*guide["ages"][age], *guide["stages"][stage])]


def step(words: str) -> Step:
    """Read "lawyer" or "lawyer/1"."""
    text, _, part = words.partition("/")
    return text, int(part or 0)


def ask(question: str, name: str, values: Sequence[str], context: dict[str, str]) -> Ask:
    """Return a question whose digits stand in its own words."""
    return Ask(question, tuple((f"{name}:{value}", "") for value in values), context=context, numbered=False)

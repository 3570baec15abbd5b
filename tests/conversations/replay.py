"""
Replay: a conversation that was recorded in the simulator is played again, and what has changed is shown as a diff.

What was understood stands in the file; the rules of data/rules, the real actions, the desk and PostgreSQL do the rest.
Codes of cases are drawn anew each time, so they are compared by the order in which they come up.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.session import open_question
from bot.assistant.rasa import encode, read
from bot.desk import simulate
from bot.desk.ears import TrainedEars
from bot.helpline.codes import SHAPE
from bot.helpline.danger import Alarm
from bot.ports import AssistantDown, Reply, Turn
from bot.settings import ROOT
from bot.simulator.recording import NEVER_ARRIVED, Player, script
from bot.text.alphabet import tidy
from bot.text.language import Guess
from bot.wiring import trained_ears
from tests.clock import FakeClock
from tests.conversations.harness import Helpline, Phone

RULES = ROOT / "data" / "rules"
TEXTS, RECEIVES, PAUSE = " texts", " receives", "seconds pass"
CODE = re.compile(rf"\b{SHAPE.pattern}\b")


class BadRecording(ValueError):
    """The file is not one that the simulator writes."""


@dataclass(frozen=True)
class Line:
    """What one phone texted or received."""

    phone: str
    what: str  # "texts" or "receives"
    text: str
    heard: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.phone} {self.what}: {self.text}"


@dataclass(frozen=True)
class Recording:
    """One file. `steps` are lines, and seconds that pass between them."""

    title: str
    starts: datetime
    phones: Mapping[str, str]
    staff: Sequence[Mapping[str, Any]]
    steps: Sequence[Line | int]

    @property
    def lines(self) -> list[Line]:
        """What was said, without the pauses."""
        return [step for step in self.steps if isinstance(step, Line)]


def load(path: Path) -> Recording:
    """Read a file. Raises BadRecording."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Recording(
            title=raw["title"],
            starts=datetime.fromisoformat(raw["starts"]),
            phones=raw["phones"],
            staff=raw["staff"],
            steps=[_step(step) for step in raw["steps"]],
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, StopIteration) as error:
        raise BadRecording(f"{path.name}: {error}") from None


def play(recording: Recording, store: Any) -> Helpline:
    """Play a recording to its end and return the service that it was played to."""
    helpline = Helpline(store, FakeClock(recording.starts))
    heard = {tidy(line.text): line.heard for line in recording.lines if line.heard}
    # The desk is frozen: it is put together again with what was heard, instead of the scripted parts.
    helpline.desk = replace(helpline.desk, assistant=RulesAssistant(heard), ears=RecordedEars(heard))
    for one in recording.staff:
        more = {name: tuple(one.get(name, ())) for name in ("languages", "regions", "skills")}
        helpline.worker(one["name"], one["phone"], one["role"], **more)
    phones = {name: helpline.phone(number) for name, number in recording.phones.items()}
    codes = _Codes(recording)
    for step in _together(recording.steps):
        if isinstance(step, int):
            helpline.later(seconds=step)
        else:
            for line in step:
                phones[line.phone].sends(codes.as_drawn_now(line.text, phones))
            helpline.work()
    return helpline


def differences(recording: Recording, helpline: Helpline) -> list[str]:
    """Return what went differently, as the lines of a diff; nothing when all is as it was."""
    return _diff(recording, _heard_now(helpline, recording))


def written_anew(recording: Recording, helpline: Helpline) -> str:
    """Return the file's words as the conversation goes now."""
    on_staff = {one["phone"] for one in recording.staff}
    players = [
        Player(name, number, helpline.messages(number), number in on_staff) for name, number in recording.phones.items()
    ]
    return script(recording.title, players, simulate.colleagues(helpline.desk), helpline.clock.now())


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────


def _step(raw: Mapping[str, Any]) -> Line | int:
    step = dict(raw)
    if PAUSE in step:
        return int(step[PAUSE])
    key = next(name for name in step if name.endswith((TEXTS, RECEIVES)))
    text = str(step.pop(key))
    phone, _, what = key.rpartition(" ")
    return Line(phone, what, text, step)


def _together(steps: Sequence[Line | int]) -> Iterator[list[Line] | int]:
    """Yield pauses, and the texts that came in before anything was answered, in one."""
    for is_text, group in itertools.groupby(steps, key=lambda step: isinstance(step, Line) and step.what == "texts"):
        if is_text:
            yield [line for line in group if isinstance(line, Line)]
        else:
            yield from (step for step in group if isinstance(step, int))


class _Codes:
    """The recorded codes, and those drawn in this run, matched by the order in which they come up."""

    def __init__(self, recording: Recording) -> None:
        self._then = in_order(line.text for line in recording.lines if line.what == "receives")

    def as_drawn_now(self, text: str, phones: Mapping[str, Phone]) -> str:
        """Return a worker's text with the code that the case has now."""
        now = in_order(text for phone in phones.values() for text in phone.received())
        match = dict(zip(self._then, now, strict=False))
        return CODE.sub(lambda found: match.get(found.group(), found.group()), text)


def in_order(texts: Iterator[str] | Sequence[str]) -> list[str]:
    """Return the codes in the order in which they come up."""
    return list(dict.fromkeys(code for text in texts for code in CODE.findall(text)))


# ── what differs ─────────────────────────────────────────────────────────────────────────────────────


def _heard_now(helpline: Helpline, recording: Recording) -> list[Line]:
    rows = [(row, name) for name, number in recording.phones.items() for row in helpline.messages(number)]
    return [
        Line(name, "texts" if row.direction == "in" else "receives", row.text)
        for row, name in sorted(rows, key=lambda pair: pair[0].id)
        if row.status not in NEVER_ARRIVED
    ]


def _diff(recording: Recording, now: Sequence[Line]) -> list[str]:
    """Compare phone by phone: between phones the order of two texts of one moment says nothing."""
    then = recording.lines
    names = _named(then), _named(now)
    found: list[str] = []
    for phone in recording.phones:
        before, after = (
            [_without_codes(str(line), codes) for line in lines if line.phone == phone]
            for lines, codes in zip((then, now), names, strict=True)
        )
        found += difflib.unified_diff(before, after, "recorded", "now", lineterm="", n=1)
    return found


def _named(lines: Sequence[Line]) -> dict[str, str]:
    return {code: f"«case {at}»" for at, code in enumerate(in_order([line.text for line in lines]), 1)}


def _without_codes(text: str, names: Mapping[str, str]) -> str:
    return CODE.sub(lambda found: names.get(found.group(), found.group()), text)


# ── what was understood ──────────────────────────────────────────────────────────────────────────────


@dataclass
class RecordedEars:
    """Hears the danger that was heard then, and language as the real ears do."""

    heard: Mapping[str, Mapping[str, Any]]

    def danger(self, texts: Sequence[str]) -> Alarm | None:
        """Return what was heard in one of the texts."""
        for text in texts:
            of = self.heard.get(text, {})
            if "danger" in of and "topic" not in of:
                return Alarm(of["danger"], "sure" if of.get("sure") else "unsure", "recorded")
        return None

    def murmur(self, texts: Sequence[str]) -> float:
        """Return that nothing speaks against the topic that was understood then."""
        return 1.0

    def language(self, text: str, known: str | None) -> Guess:
        """Return the language of a text."""
        return real_ears().language(text, known)


@cache
def real_ears() -> TrainedEars:
    """Return the ears that the worker has."""
    return trained_ears()


@dataclass
class RulesAssistant:
    """Takes the topic from the file, the action from data/rules, and the deeds from the action itself."""

    heard: Mapping[str, Mapping[str, Any]]

    def ask(self, turn: Turn) -> Reply:
        """Return what the real action decides; raises AssistantDown when the file does not know the text."""
        said = {**turn.metadata, "language": turn.language}
        latest = self._chosen(turn) if turn.choice else self._understood(turn)
        latest |= {"metadata": said}
        slots = {"session_started_metadata": said, "open_question": open_question(said), "mode": said.get("mode")}
        action = actions_by_name()[rule_for(latest["intent"]["name"], slots)]
        dispatcher = CollectingDispatcher()
        action(dispatcher, Tracker("replay", slots, latest, [], False, None, {}, None), {})
        return read(dispatcher.messages)

    def is_up(self) -> bool:
        """Say that it would answer."""
        return True

    def _understood(self, turn: Turn) -> dict[str, Any]:
        known = [of for text, of in self.heard.items() if text and text in turn.text and "topic" in of]
        if not known:
            raise AssistantDown("the recording does not say what this text means")
        topic, chance = known[-1]["topic"], known[-1]["confidence"]
        intent = {"name": topic, "confidence": chance}
        return {"text": turn.text, "intent": intent, "intent_ranking": [intent], "entities": []}

    @staticmethod
    def _chosen(turn: Turn) -> dict[str, Any]:
        name, _, value = str(turn.choice).partition(":")
        intent = {"name": "inform" if value else name, "confidence": 1.0}
        entities = [{"entity": name, "value": value}] if value else []
        return {"text": encode(turn), "intent": intent, "intent_ranking": [intent], "entities": entities}


def rule_for(intent: str, slots: Mapping[str, Any]) -> str:
    """Return the action of the rule that fits; the one with more conditions goes first, as in Rasa."""
    fitting = [rule for rule in rules() if intent in rule.intents and rule.fits(slots)]
    if not fitting:
        raise AssistantDown(f"no rule for {intent}")
    return max(fitting, key=lambda rule: len(rule.conditions)).action


@dataclass(frozen=True)
class Rule:
    """One rule of data/rules."""

    intents: frozenset[str]
    action: str
    conditions: tuple[tuple[str, Any], ...]

    def fits(self, slots: Mapping[str, Any]) -> bool:
        """Say whether all its conditions are met."""
        return all(slots.get(name) == value for name, value in self.conditions)


@cache
def rules() -> tuple[Rule, ...]:
    """Read data/rules."""
    files = sorted(RULES.glob("*.yml"))
    return tuple(_rule(raw) for file in files for raw in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"])


def _rule(raw: Mapping[str, Any]) -> Rule:
    first, last = raw["steps"][0], raw["steps"][-1]
    intents = [each["intent"] for each in first.get("or", [first])]
    conditions = [
        pair for condition in raw.get("condition", ()) for slot in condition["slot_was_set"] for pair in slot.items()
    ]
    return Rule(frozenset(intents), last["action"], tuple(conditions))


@cache
def actions_by_name() -> Mapping[str, Any]:
    """Return the real actions."""
    executor = ActionExecutor()
    executor.register_package("actions")
    found: Mapping[str, Any] = executor.actions
    return found

"""
Hear danger in a text, before and independent of Rasa.

Three ears, any of which is enough: reviewed phrases (`content/danger/`), a small learned model (arrays made by
`bot.nlu.danger_ear`), and the topic that Rasa understood. `safeguarding.md` 1-6 says what follows from an alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.helpline.learned_ear import LearnedEar
from bot.helpline.phrases import Phrases
from bot.text.alphabet import fold

Level = Literal["sure", "unsure"]

# In the order in which one is answered when several are heard. The police kinds stand before those whose safety
# text may name 02: a child whom the police hurt is never sent to the police.
KINDS = (
    "self_harm",
    "police_violence",
    "police_now",
    "sexual_abuse",
    "trafficking",
    "violence_home",
    "missing_child",
    "homeless_now",
    "blackmail",
)
POLICE_KINDS = frozenset({"police_now", "police_violence"})

# The topics that are danger themselves; the same as in content/topics.yml (a test compares them).
TOPIC_KINDS = {
    "police_stop": "police_now",
    "police_ill_treatment": "police_violence",
    "abuse_at_home": "violence_home",
    "domestic_violence": "violence_home",
    "sexual_abuse": "sexual_abuse",
    "self_harm": "self_harm",
    "missing_child": "missing_child",
    "trafficking": "trafficking",
    "online_abuse": "blackmail",
    "runaway": "homeless_now",
}

# What the topics of danger come to together, among those that Rasa thinks likeliest. Alone they must be nearly
# certain, for Rasa has never seen texts that only sound like danger; where the learned ear murmurs, little will do.
# Chosen on tests/nlu/danger_dev.*: docs/understanding.md.
ALONE = 0.97
SURE_OF_TOPIC = 0.85
HINT_OF_TOPIC = 0.1
MURMUR = 0.35  # the learned ear's probability, below its own threshold


@dataclass(frozen=True)
class Alarm:
    """
    Danger was heard: its kind, how sure we are, and by which rule ("phrase:self_harm/17", "model:0.83",
    "topic:0.91"), never in the person's words.

    `avoid_police`: a police kind was heard as well, so 02 must not be named whatever the kind.
    """

    kind: str
    level: Level
    reason: str
    avoid_police: bool = False


@dataclass(frozen=True)
class Ears:
    """The ears that need no Rasa. Without a model (not trained yet) the phrases listen alone."""

    phrases: Phrases
    model: LearnedEar | None = None


def screen(texts: Iterable[str], ears: Ears) -> Alarm | None:
    """Return the gravest danger heard in any of a person's waiting texts, each alone and all joined."""
    return gravest(alarm for reading in _readings(list(texts)) for alarm in _heard(reading, ears))


def murmur(texts: Iterable[str], ears: Ears) -> float:
    """Return how likely danger is to the learned ear, however quietly; without one nothing speaks against a topic."""
    if not ears.model:
        return 1.0
    return max((ears.model.listen(reading).probability for reading in _readings(list(texts))), default=0.0)


def from_topic(ranking: Sequence[tuple[str, float]], murmured: float) -> Alarm | None:
    """Return the danger that the likeliest topics are, with what the learned ear made of the same texts."""
    dangers = [(topic, chance) for topic, chance in ranking if topic in TOPIC_KINDS]
    together = sum(chance for _, chance in dangers)
    if together < (HINT_OF_TOPIC if murmured >= MURMUR else ALONE):
        return None
    likeliest = max(dangers, key=lambda one: one[1])
    heard = {TOPIC_KINDS[topic] for topic, chance in dangers if chance >= min(HINT_OF_TOPIC, likeliest[1])}
    return Alarm(
        TOPIC_KINDS[likeliest[0]],
        "sure" if together >= SURE_OF_TOPIC and murmured >= MURMUR else "unsure",
        f"topic:{together:.2f}",
        bool(heard & POLICE_KINDS),
    )


def gravest(alarms: Iterable[Alarm | None]) -> Alarm | None:
    """Return the alarm to answer: a sure one before an unsure one, then by the order of KINDS."""
    heard = [alarm for alarm in alarms if alarm]
    if not heard:
        return None
    first = min(heard, key=lambda alarm: (alarm.level != "sure", KINDS.index(alarm.kind)))
    return Alarm(first.kind, first.level, first.reason, any(alarm.kind in POLICE_KINDS for alarm in heard))


def _readings(texts: Sequence[str]) -> Iterator[str]:
    """Yield the skeletons to listen to."""
    skeletons = [fold(text) for text in texts]
    yield from skeletons
    if len(skeletons) > 1:
        yield " ".join(skeletons)


def _heard(skeleton: str, ears: Ears) -> Iterator[Alarm]:
    for entry in ears.phrases.heard(skeleton):
        yield Alarm(entry.kind, _level(entry.level), f"phrase:{entry.name}")
    if ears.model and (heard := ears.model.heard(skeleton)):
        yield Alarm(heard.kind, _level(heard.level), f"model:{heard.probability:.2f}")


def _level(written: str) -> Level:
    return "sure" if written == "sure" else "unsure"


# ── loading ────────────────────────────────────────────────────────────────────────────────────────


def load_ears(content: Path, arrays: Mapping[str, Any] | None = None) -> Ears:
    """
    Read `content/danger/` and the learned ear's arrays (from `models/ears.npz`; None: no model).

    Raises BadPhrase when a phrase cannot be read.
    """
    folder = content / "danger"
    kinds = {kind: _yaml(folder / f"{kind}.yml") for kind in KINDS}
    phrases = Phrases.read(kinds, _yaml(folder / "words.yml"))
    return Ears(phrases, LearnedEar.read(arrays) if arrays is not None else None)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))

"""
How sure is sure enough: answer, offer three choices, or offer a person.

The numbers are chosen on held-out messages (`docs/understanding.md` draws the curves): we answer where an answer is
right about nine times in ten, and offer choices where the right topic is among the first three that often.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Decision = Literal["answer", "choices", "person"]

ANSWER_FROM = 0.50  # the probability of the first topic; also the threshold of Rasa's FallbackClassifier (config.yml)
CHOICES_FROM = 0.45  # the probability of the first three together
NO_CHOICE = frozenset({"nlu_fallback", "out_of_scope"})  # what is never offered as a choice


def decide(ranking: Sequence[tuple[str, float]]) -> Decision:
    """Say what to do with a ranking of topics, the likeliest first."""
    ranked = [(topic, chance) for topic, chance in ranking if topic != "nlu_fallback"]
    if ranked and ranked[0][1] >= ANSWER_FROM:
        return "answer"
    return "choices" if sum(chance for _, chance in ranked[:3]) >= CHOICES_FROM else "person"


def choices(ranking: Sequence[tuple[str, float]], count: int = 3) -> list[str]:
    """Return the topics to offer by number."""
    return [topic for topic, _ in ranking if topic not in NO_CHOICE][:count]

"""How sure is sure enough: what each threshold answers, and how often that is right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.nlu.corpus import HeldOut
from bot.nlu.research.rows import Trial, print_table
from bot.nlu.topic_training import train
from bot.text.doubt import ANSWER_FROM, CHOICES_FROM, NO_CHOICE, choices

STEPS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class Judged:
    """A held-out row and its ranking."""

    row: HeldOut
    ranking: list[tuple[str, float]]

    @property
    def is_right(self) -> bool:
        """Whether the first topic is."""
        return self.ranking[0][0] in {self.row.topic} | self.row.also_ok

    @property
    def is_offered(self) -> bool:
        """Whether a right topic is among the three choices."""
        return bool(({self.row.topic} | self.row.also_ok) & set(choices(self.ranking)))

    @property
    def three(self) -> float:
        """The probability of the first three topics together."""
        return sum(chance for _, chance in self.ranking[:3])


def thresholds() -> None:
    """Print what every threshold does on held-out rows, in scope and out of it."""
    trial = Trial.of_everything()
    model = train([example.text for example in trial.examples], trial.topics)
    judged = [Judged(row, model.rank(row.text)) for row in trial.held_out]
    _answers([one for one in judged if one.row.topic not in NO_CHOICE], [j for j in judged if j.row.topic in NO_CHOICE])
    print()
    _choices([one for one in judged if one.ranking[0][1] < ANSWER_FROM and one.row.topic not in NO_CHOICE])
    print()
    _reliability(judged)
    print(f"\ntemperature {model.temperature:.3f}; chosen: answer from {ANSWER_FROM}, choices from {CHOICES_FROM}")


def _answers(inside: list[Judged], outside: list[Judged]) -> None:
    rows = []
    for step in STEPS:
        answered = [one for one in inside if one.ranking[0][1] >= step]
        wrongly = [one for one in outside if one.ranking[0][1] >= step and one.ranking[0][0] != "out_of_scope"]
        rows.append(
            [
                f"{step:.2f}",
                f"{100 * len(answered) / len(inside):.1f}",
                f"{100 * np.mean([one.is_right for one in answered]):.1f}" if answered else "-",
                f"{100 * (1 - len(wrongly) / max(1, len(outside))):.1f}",
            ]
        )
    print_table(("answer from", "answered, %", "of these right, %", "out of scope not answered, %"), rows)


def _choices(doubtful: list[Judged]) -> None:
    rows = []
    for step in STEPS:
        offered = [one for one in doubtful if one.three >= step]
        rows.append(
            [
                f"{step:.2f}",
                f"{100 * len(offered) / max(1, len(doubtful)):.0f}",
                f"{100 * np.mean([one.is_offered for one in offered]):.0f}" if offered else "-",
            ]
        )
    print(f"of {len(doubtful)} rows that are not answered:\n")
    print_table(("choices from", "offered choices, %", "right one among them, %"), rows)


def _reliability(judged: list[Judged]) -> None:
    rows = []
    for low in np.arange(0.0, 1.0, 0.1):
        inside = [
            one for one in judged if low <= one.ranking[0][1] < low + 0.1 or (low > 0.85 and one.ranking[0][1] >= 1)
        ]
        if inside:
            said = np.mean([one.ranking[0][1] for one in inside])
            right = np.mean([one.is_right for one in inside])
            rows.append([f"{low:.1f} to {low + 0.1:.1f}", str(len(inside)), f"{said:.2f}", f"{right:.2f}"])
    print_table(("confidence", "rows", "mean", "right"), rows)

"""What every experiment is made of: the examples read once, and how to score a machine on rows that it has not seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu.corpus import Example, HeldOut, dev_held_out, read_examples
from bot.nlu.readings import READINGS, Reading, Text
from bot.nlu.topic_model import TopicModel
from bot.nlu.topic_training import FOLDS, Found, deal, fit, unseen_margins

LANGUAGES = ("tk", "ru")


@dataclass(frozen=True)
class Score:
    """Top-1 and top-3 by language, and how long one training took."""

    top1: dict[str, float]
    top3: dict[str, float]
    seconds: float = 0.0

    def cells(self) -> list[str]:
        """Return the cells of a table's row."""
        return [f"{100 * self.top1[name]:.1f} / {100 * self.top3[name]:.1f}" for name in LANGUAGES if name in self.top1]


@dataclass(frozen=True)
class Trial:
    """Examples and readings; machines are tried on them."""

    examples: tuple[Example, ...]
    held_out: tuple[HeldOut, ...]
    readings: tuple[Reading, ...] = READINGS

    @classmethod
    def of_everything(cls, readings: Sequence[Reading] = READINGS) -> Trial:
        """Take all examples and the dev rows that are about a topic."""
        rows = tuple(row for row in dev_held_out() if row.topic and row.language in LANGUAGES)
        return cls(tuple(read_examples()), rows, tuple(readings))

    @cached_property
    def found(self) -> Found:
        """What the readings find in the examples."""
        return Found.in_texts([Text.of(example.text) for example in self.examples], self.readings)

    @cached_property
    def topics(self) -> list[str]:
        """The topic of each example."""
        return [example.topic for example in self.examples]

    @cached_property
    def languages(self) -> NDArray[np.str_]:
        """The language of each example."""
        return np.array([example.language for example in self.examples])

    def across_folds(self, machine: Any = None) -> Score:
        """Score by cross-validation over the examples: hard stories, but of authors that were seen."""
        began = time.perf_counter()
        fold_of = deal([f"{one.topic}/{one.language}" for one in self.examples], FOLDS)
        names, margins = unseen_margins(self.found, self.topics, fold_of, folds=range(FOLDS), machine=machine)
        right = np.array([names.index(topic) for topic in self.topics])
        ranked = np.argsort(-margins, axis=1)[:, :3]
        hits = ranked == right[:, None]
        return Score(
            {name: float(hits[self.languages == name, 0].mean()) for name in LANGUAGES},
            {name: float(hits[self.languages == name].any(axis=1).mean()) for name in LANGUAGES},
            (time.perf_counter() - began) / FOLDS,
        )

    def on_held_out(self, machine: Any = None, learnt: NDArray[np.int64] | None = None) -> Score:
        """Score on held-out rows, whose authors were not seen."""
        began = time.perf_counter()
        model = fit(self.found, np.arange(len(self.examples)) if learnt is None else learnt, self.topics, machine)
        seconds = time.perf_counter() - began
        return score(model, self.held_out, seconds)


def score(model: TopicModel, rows: Sequence[HeldOut], seconds: float = 0.0) -> Score:
    """Score a model on rows."""
    hits: dict[str, list[tuple[bool, bool]]] = {}
    for row in rows:
        best = [model.topics[number] for number in np.argsort(-model.margins(row.text))[:3]]
        right = {row.topic} | row.also_ok
        hits.setdefault(row.language, []).append((best[0] in right, bool(right & set(best))))
    shares = {name: np.array(found).mean(axis=0) for name, found in hits.items()}
    return Score(
        {name: float(share[0]) for name, share in shares.items()},
        {name: float(share[1]) for name, share in shares.items()},
        seconds,
    )


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)

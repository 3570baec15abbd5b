"""
Measure how well danger is heard: recall by kind, false alarms, and what was missed.

    python -m bot.nlu.danger_report                         by cross-validation over all that the ear is trained with
    python -m bot.nlu.danger_report tests/nlu/danger.*.tsv  on held-out rows
    … --topics                                              also asks Rasa, the third ear (models/goldaw.tar.gz)
    … --misses                                              also prints the rows that were judged wrongly

Held-out files are tab-separated with the columns text, lang and kind (empty: no danger), or text, lang, intent and
urgent as `make evaluate` reads them. What each ear and all together find is printed with 95 % Wilson intervals. The
topic counts with what the learned ear murmurs, as at the desk.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.helpline.danger import KINDS, Ears, from_topic, load_ears
from bot.helpline.learned_ear import LearnedEar, stretches
from bot.nlu.corpus import ROOT, topic_dangers
from bot.nlu.danger_ear import LISTS, Row, fit, read_rows, unseen_scores, urgencies
from bot.nlu.evaluation.scores import wilson
from bot.text.alphabet import fold, tidy

Ranker = Callable[[str], Sequence[tuple[str, float]]]
GOALS = {"recall": 0.99, "every kind": 0.95, "hard": 0.03, "routine": 0.01}


@dataclass(frozen=True)
class Judged:
    """A row, and what each ear made of it: its level, "" for silence."""

    row: Row
    phrases: str
    model: str
    topics: str
    probability: float

    @property
    def together(self) -> str:
        """The loudest of the levels."""
        levels = {self.phrases, self.model, self.topics}
        return "sure" if "sure" in levels else "unsure" if "unsure" in levels else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.nlu.danger_report", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("files", nargs="*", type=Path, help="held-out rows; without any, cross-validation")
    parser.add_argument("--topics", action="store_true", help="ask Rasa as well")
    parser.add_argument("--misses", action="store_true", help="print the rows that were judged wrongly")
    told = parser.parse_args(arguments)
    rows = list(read_rows())
    lists = yaml.safe_load(LISTS.read_text(encoding="utf-8"))
    scores = unseen_scores(rows, lists)
    ear = fit(rows, lists, scores)
    ears = Ears(load_ears(ROOT / "content").phrases, ear)
    if told.files:
        rows = [row for path in told.files for row in held_out(path)]
        scores = np.array([max(ear.score(part)[0] for part in stretches(row.skeleton)) for row in rows])
    rank = _ranker() if told.topics else _no_topics
    judged = [_judge(row, float(score), ears, ear, rank) for row, score in zip(rows, scores, strict=True)]
    print(f"thresholds of the learned ear: unsure {ear.unsure:.2f}, sure {ear.sure:.2f}")
    _print(judged)
    if told.misses:
        _print_misses(judged)
    return 0


def held_out(path: Path) -> Iterator[Row]:
    """Yield the rows of a held-out file; what is no danger has its topic's urgency, or `hard`, as its source."""
    with path.open(encoding="utf-8", newline="") as lines:
        for told in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = _kind(told)
            source = "told" if kind else urgencies().get(told.get("intent") or "", "hard")
            yield Row(told["text"], fold(told["text"]), kind, source, told["lang"])


def _kind(told: dict[str, str]) -> str:
    kind = told.get("kind") or topic_dangers().get(told.get("intent") or "", "")
    return {"0": "", "1": kind or "unknown"}.get(told.get("urgent") or "", kind)


def _ranker() -> Ranker:
    """Return what ranks the topics of a text as the actions tell them to the desk."""
    from bot.nlu.evaluation.listener import MODELS, TOLD, RasaInProcess  # noqa: PLC0415 (slow to import)

    assistant = RasaInProcess(MODELS / "goldaw.tar.gz")
    return lambda text: assistant.rank(tidy(text).lstrip("/ "))[:TOLD]


def _no_topics(_text: str) -> Sequence[tuple[str, float]]:
    return ()


def _judge(row: Row, score: float, ears: Ears, ear: LearnedEar, rank: Ranker) -> Judged:
    levels = {entry.level for entry in ears.phrases.heard(row.skeleton)}
    probability = ear.probability(score)
    topics = from_topic(rank(row.text), probability)
    return Judged(
        row=row,
        phrases="sure" if "sure" in levels else "unsure" if levels else "",
        model="sure" if probability >= ear.sure else "unsure" if probability >= ear.unsure else "",
        topics=topics.level if topics else "",
        probability=probability,
    )


# ── printing ───────────────────────────────────────────────────────────────────────────────────────


def _print(judged: Sequence[Judged]) -> None:
    print(f"\n{'':<34}{'phrases':>9}{'model':>9}{'topics':>9}{'together':>10}   95 %          {'sure':>6}")
    dangers = [one for one in judged if one.row.kind]
    calm = [one for one in judged if not one.row.kind]
    print(f"recall (goal {GOALS['recall']:.0%}, every kind {GOALS['every kind']:.0%})")
    for name, some in [("all", dangers), *_grouped(dangers, "source"), *_grouped(dangers, "language")]:
        _line(name, some)
    for kind in (*KINDS, "unknown"):
        _line(kind, [one for one in dangers if one.row.kind == kind])
    print(f"false alarms (goal: hard {GOALS['hard']:.0%}, routine {GOALS['routine']:.0%})")
    for name, some in [*_grouped(calm, "source"), *_grouped(calm, "language")]:
        _line(name, some)


def _grouped(judged: Sequence[Judged], by: str) -> list[tuple[str, list[Judged]]]:
    groups = sorted({getattr(one.row, by) for one in judged})
    return [(group, [one for one in judged if getattr(one.row, by) == group]) for group in groups]


def _line(name: str, judged: Sequence[Judged]) -> None:
    if not judged:
        return
    heard = [
        sum(map(bool, levels))
        for levels in zip(*((one.phrases, one.model, one.topics, one.together) for one in judged), strict=True)
    ]
    low, high = wilson(heard[3], len(judged)) or (0.0, 1.0)
    sure = sum(one.together == "sure" for one in judged)
    shares = [f"{number / len(judged):>8.1%} " for number in heard]
    print(f"  {name:<22}{len(judged):>7}   {''.join(shares)}   {low:.1%} – {high:.1%}   {sure / len(judged):>6.1%}")


def _print_misses(judged: Sequence[Judged]) -> None:
    print("\nmissed")
    for one in judged:
        if one.row.kind and not one.together:
            print(f"  {one.row.kind:<16} {one.row.language} {one.probability:.2f}  {one.row.text}")
    print("\nfalse alarms")
    for one in judged:
        if not one.row.kind and one.together:
            by = "phrase" if one.phrases else f"{one.probability:.2f}" if one.model else "topic"
            print(f"  {one.row.source:<16} {one.row.language} {by:<6}  {one.row.text}")


if __name__ == "__main__":
    sys.exit(main())

"""
Train the learned ear for danger: which texts need a human at once, and which only sound so.

Positives are the examples of the danger topics and `data/danger/indirect.*.txt` (`kind<TAB>text`); negatives are the
examples of all other topics and `data/danger/hard_negatives.*.txt`. Examples of topics in which a child may well be
in danger without the topic saying so (`report_abuse`) teach neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from numpy.typing import NDArray

from bot.helpline.danger import KINDS
from bot.helpline.learned_ear import Features, Floats, LearnedEar
from bot.nlu.corpus import ROOT, TOPICS, Example, read_examples, topic_dangers
from bot.nlu.sparse import stack
from bot.text.alphabet import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ROWS = ROOT / "data" / "danger"
LISTS = ROOT / "content" / "danger" / "words.yml"
NEITHER = {"report_abuse"}
FOLDS = 4
SEED = 7
COST = 1.0  # LinearSVC's C

# The written rows are told as strangers tell them, and the negatives sound like danger: they are what is hard, and
# few among the examples of all topics.
COUNTS = {"indirect": 3.0, "hard": 3.0}

# The thresholds are the lowest that keep false alarms, on texts that the model has not seen, under these shares. An
# unsure alarm only asks one kind question, a missed child is missed: one in ten of the negatives written to deceive may
# be asked. docs/understanding.md has the trade-off.
UNSURE_AT = {"hard": 0.10, "routine": 0.0125}
SURE_AT = {"hard": 0.005, "routine": 0.001}


@dataclass(frozen=True)
class Row:
    """One text of the training: its kind ("" for none) and where it comes from."""

    text: str
    skeleton: str
    kind: str
    source: str  # topic, indirect; hard, routine, same_day
    language: str


def train(examples: Iterable[Example] | None = None) -> dict[str, NDArray[Any]]:
    """Train the ear; return the arrays for `models/ears.npz`. The same rows always make the same one."""
    lists = yaml.safe_load(LISTS.read_text(encoding="utf-8"))
    rows = list(read_rows(examples))
    return fit(rows, lists, unseen_scores(rows, lists)).as_arrays(lists)


def read_rows(examples: Iterable[Example] | None = None, folder: Path = ROWS) -> Iterator[Row]:
    """Yield every row once, by its skeleton; what stands in `data/danger/` goes before the examples."""
    seen: set[str] = set()
    for row in (*_written(folder), *_examples(read_examples() if examples is None else examples)):
        if row.skeleton and row.skeleton not in seen:
            seen.add(row.skeleton)
            yield row


def _written(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.txt")):
        name, language = path.name.split(".")[:2]
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, _, text = line.rpartition("\t")
            if text.strip():
                yield Row(text, fold(text), kind, "indirect" if name == "indirect" else "hard", language)


def _examples(examples: Iterable[Example]) -> Iterator[Row]:
    dangers, urgency = topic_dangers(), urgencies()
    for example in examples:
        if example.topic not in NEITHER:
            kind = dangers.get(example.topic, "")
            source = "topic" if kind else urgency[example.topic]
            yield Row(example.text, example.skeleton, kind, source, example.language)


@lru_cache(maxsize=1)
def urgencies() -> dict[str, str]:
    """Return the urgency of each topic."""
    groups = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    return {topic: about["urgency"] for topics in groups.values() for topic, about in topics.items()}


# ── fitting ────────────────────────────────────────────────────────────────────────────────────────


def fit(rows: Sequence[Row], lists: dict[str, str], unseen: Floats) -> LearnedEar:
    """Fit the model; `unseen` are the scores that the rows got from models which had not seen them."""
    features = Features(lists)
    rarity = _rarity(features, rows)
    texts = _matrix(features, rarity, rows)
    weights, bias = _machine(texts, rows)
    slope, offset = _scale(unseen, np.array([bool(row.kind) for row in rows]))
    ear = LearnedEar(
        features=features,
        kinds=KINDS,
        weights=weights,
        rarity=rarity,
        bias=bias,
        slope=slope,
        offset=offset,
        unsure=0.5,
        sure=0.5,
    )
    return _with_thresholds(ear, rows, unseen)


def unseen_scores(rows: Sequence[Row], lists: dict[str, str], folds: int = FOLDS) -> Floats:
    """Return the score of each row from a model that has not seen it."""
    features = Features(lists)
    fold_of = _deal(rows, folds)
    scores = np.zeros(len(rows), dtype=np.float32)
    for number in range(folds):
        inside = [row for row, place in zip(rows, fold_of, strict=True) if place != number]
        outside = [row for row, place in zip(rows, fold_of, strict=True) if place == number]
        rarity = _rarity(features, inside)
        weights, bias = _machine(_matrix(features, rarity, inside), inside)
        columns = _matrix(features, rarity, outside) @ weights + bias
        scores[fold_of == number] = columns[:, :-1].max(axis=1) - columns[:, -1]
    return scores


def _machine(texts: csr_matrix, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Return a column of weights for each kind, the last for no danger."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 (only where models are made)

    labels = [KINDS.index(row.kind) if row.kind else len(KINDS) for row in rows]
    counts = [COUNTS.get(row.source, 1.0) for row in rows]
    machine = LinearSVC(C=COST, random_state=SEED).fit(texts, labels, sample_weight=counts)
    return machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)


def _matrix(features: Features, rarity: Floats, rows: Sequence[Row]) -> csr_matrix:
    return stack((features.row(row.skeleton, rarity) for row in rows), features.size)


def _rarity(features: Features, rows: Sequence[Row]) -> Floats:
    """Return how rare each feature is; one that was never met counts nothing."""
    met = np.zeros(features.size)
    for row in rows:
        met[np.unique(np.concatenate(features.numbers(row.skeleton)))] += 1
    return np.where(met > 0, 1 + np.log((1 + len(rows)) / (1 + met)), 0).astype(np.float32)


def _deal(rows: Sequence[Row], folds: int) -> NDArray[np.int64]:
    """Deal the rows out to folds, every kind and source evenly."""
    chance = np.random.RandomState(SEED)
    fold_of = np.zeros(len(rows), dtype=np.int64)
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault((row.kind, row.source), []).append(place)
    for _, places in sorted(groups.items()):
        fold_of[chance.permutation(places)] = np.arange(len(places)) % folds
    return fold_of


def _scale(scores: Floats, danger: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset that make probabilities of scores (Platt's scaling)."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    machine = LogisticRegression(C=1e6).fit(scores[:, None], danger)
    return float(machine.coef_[0, 0]), float(machine.intercept_[0])


def _with_thresholds(ear: LearnedEar, rows: Sequence[Row], unseen: Floats) -> LearnedEar:
    sources = np.array([row.source for row in rows])
    chances = np.array([ear.probability(float(score)) for score in unseen])

    def lowest(shares: dict[str, float]) -> float:
        return max(float(np.quantile(chances[sources == source], 1 - share)) for source, share in shares.items())

    return replace(ear, unsure=lowest(UNSURE_AT), sure=lowest(SURE_AT))

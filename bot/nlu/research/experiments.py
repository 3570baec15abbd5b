"""Which machine, which readings, one model or two, how much more data would help."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.corpus import ROOT, some_of_each
from bot.nlu.readings import BUCKETS, READINGS, Reading, Text
from bot.nlu.research.rows import LANGUAGES, Score, Trial, print_table
from bot.nlu.topic_training import SEED
from bot.text.ngrams import runs

PICTURES = ROOT / "build" / "evaluation"
HEAD = ("top-1 / top-3, held out: tk", "ru", "cross-validation: tk", "ru")


def machines() -> None:
    """Try linear machines on the same readings."""
    from sklearn.linear_model import RidgeClassifier, SGDClassifier  # noqa: PLC0415
    from sklearn.naive_bayes import ComplementNB  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    def sgd(loss: str) -> Any:
        return SGDClassifier(loss=loss, alpha=5e-5, max_iter=15, tol=None, random_state=SEED)

    tried: dict[str, Any] = {
        **{f"linear SVM, C = {cost}": LinearSVC(C=cost, random_state=SEED) for cost in (0.1, 0.3, 1.0, 3.0)},
        "linear SVM, C = 1, balanced": LinearSVC(C=1.0, class_weight="balanced", random_state=SEED),
        "logistic regression (SGD)": sgd("log_loss"),
        "modified Huber (SGD)": sgd("modified_huber"),
        "ridge": RidgeClassifier(alpha=1.0),
        "complement naive Bayes": _Bayes(ComplementNB(alpha=0.3)),
    }
    trial = Trial.of_everything()
    rows = []
    for name, machine in tried.items():
        held_out, folds = trial.on_held_out(machine), trial.across_folds(machine)
        rows.append([name, *held_out.cells(), *folds.cells(), f"{held_out.seconds:.0f}"])
    print_table(("machine", *HEAD, "s"), rows)


class _Bayes:
    """Naive Bayes shown as the linear machine that it is."""

    def __init__(self, bayes: Any) -> None:
        self._bayes = bayes

    def fit(self, rows: Any, topics: list[str]) -> None:
        self._bayes.fit(rows, topics)
        self.classes_ = self._bayes.classes_
        self.coef_ = self._bayes.feature_log_prob_
        self.intercept_ = np.zeros(len(self.classes_))


def readings() -> None:
    """Take readings away, add the original, and weigh them differently."""
    by_name = {reading.name: reading for reading in READINGS}
    letters, words = by_name["skeleton_runs"], by_name["skeleton_words"]
    concepts, pairs = by_name["concepts"], by_name["concept_pairs"]
    typed = Reading("original_runs", _original_runs, 0.5)
    tried = {
        "runs of the original alone": (Reading("original_runs", _original_runs),),
        "runs of the skeleton alone": (letters,),
        "words of the skeleton alone": (words,),
        "runs and words": (letters, words),
        "concepts and their pairs alone": (concepts, pairs),
        "runs, words, concepts": (letters, words, concepts),
        "runs, words, concepts, pairs (chosen)": READINGS,
        "the same, concepts half": (letters, words, replace(concepts, weight=0.2), pairs),
        "the same, concepts twice": (letters, words, replace(concepts, weight=0.8), replace(pairs, weight=0.8)),
        "the same and runs of the original": (*READINGS, typed),
    }
    rows = []
    for name, chosen in tried.items():
        trial = Trial.of_everything(chosen)
        rows.append([name, *trial.on_held_out().cells(), *trial.across_folds().cells()])
    print_table(("readings", *HEAD), rows)


def _original_runs(text: Text) -> Any:
    """Runs of characters as typed: what the skeleton forgets (baş and bäş, ! and ?)."""
    return runs(text.original.lower(), (1, 2, 3, 4, 5), BUCKETS, inside_words=True)


def languages() -> None:
    """Ask whether one model for both languages is better than two, and what one language teaches the other."""
    trial = Trial.of_everything()
    rows = []
    for name, taught in (("both languages", LANGUAGES), ("Turkmen alone", ("tk",)), ("Russian alone", ("ru",))):
        learnt = np.flatnonzero(np.isin(trial.languages, taught))
        rows.append([name, *trial.on_held_out(learnt=learnt).cells()])
    print_table(("taught by", *HEAD[:2]), rows)


def curve() -> None:
    """Draw accuracy over examples per topic and language."""
    trial = Trial.of_everything()
    counts = [count for count in (3, 6, 12, 24, 48, 72, 96, 144, 192) if count < _most(trial)] + [_most(trial)]
    scores = {count: trial.on_held_out(learnt=np.array(some_of_each(trial.examples, count))) for count in counts}
    print_table(
        ("examples per topic and language", *HEAD[:2]), [[str(count), *one.cells()] for count, one in scores.items()]
    )
    print(f"\n{_drawn(scores)}")


def _most(trial: Trial) -> int:
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for example in trial.examples:
        counted[example.topic, example.language] += 1
    return int(np.median(list(counted.values())))


def _drawn(scores: dict[int, Score]) -> Path:
    import matplotlib  # noqa: PLC0415

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(figsize=(6, 4), layout="constrained")
    for name in LANGUAGES:
        axes.plot(list(scores), [100 * one.top1[name] for one in scores.values()], marker="o", label=f"{name}, first")
        axes.plot(list(scores), [100 * one.top3[name] for one in scores.values()], ":", label=f"{name}, among three")
    axes.set_xscale("log", base=2)
    axes.set_xticks(list(scores), [str(count) for count in scores])
    axes.set_xlabel("examples per topic and language")
    axes.set_ylabel("right on held-out rows, %")
    axes.legend()
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / "learning_curve.png"
    figure.savefig(file, dpi=110)
    return file.relative_to(ROOT)


def voices() -> None:
    """Leave one author's voice out and test on it: the hardest rows, since authors avoid what is easy."""
    trial = Trial.of_everything()
    spoken = np.array([f"{example.language} {example.voice}" for example in trial.examples])
    rows = []
    for voice in sorted(set(spoken)):
        language = voice.split()[0]
        unseen = [int(number) for number in np.flatnonzero(spoken == voice)]
        held_out = replace_rows(trial, unseen)
        one = held_out.on_held_out(learnt=np.flatnonzero(spoken != voice))
        rows.append([voice, str(len(unseen)), f"{100 * one.top1[language]:.1f} / {100 * one.top3[language]:.1f}"])
    print_table(("voice left out", "rows", "top-1 / top-3"), rows)


def replace_rows(trial: Trial, numbers: list[int]) -> Trial:
    """Return a trial whose held-out rows are these examples; what was read is kept."""
    from bot.nlu.corpus import HeldOut  # noqa: PLC0415

    rows = tuple(
        HeldOut(example.text, example.language, example.voice, example.topic)
        for example in (trial.examples[number] for number in numbers)
    )
    other = replace(trial, held_out=rows)
    other.__dict__["found"] = trial.found
    return other

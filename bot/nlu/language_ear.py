"""
Train the language ear: what Turkmen, Russian and other languages look like in short texts, in every spelling.

Turkmen and Russian are taught by the training examples, and like the others by `data/language/<language>.txt`: short
things that people say, and lists of the commonest words. Every sentence is also cut into pieces of one to six words
and respelt, since nobody can write all spellings of all sentences.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.corpus import ROOT, Example
from bot.nlu.sparse import rows_of_runs
from bot.nlu.spellings import SPELLINGS, ascii_only
from bot.text.alphabet import tidy
from bot.text.language import LONGEST_READ, reading
from bot.text.ngrams import LinearEar

WRITTEN = ROOT / "data" / "language"
BUCKETS = 1 << 16
SIZES = (1, 2, 3, 4, 5)
PIECES = 2  # of each sentence and spelling
LONGEST_PIECE = 6  # words
RESPELT = 2  # spellings of each sentence beside its own
ENOUGH = 4_000  # sentences of each of our languages: more only take longer
SEED = 7

Told = tuple[str, str]  # a text and its language


def train(examples: Iterable[Example], written: Path = WRITTEN) -> LinearEar:
    """Train the ear; the same examples always make the same one."""
    sentences = _sentences(examples, written)
    unheard = _unheard(sentences)
    ear = _fit(sentences, _doubtful(unheard))
    heat = _temperature(unheard)
    return replace(ear, weights=ear.weights / heat, bias=ear.bias / heat)


def _sentences(examples: Iterable[Example], written: Path) -> list[Told]:
    # What is out of scope holds other languages on purpose, so it teaches none.
    ours = sorted({(example.text, example.language) for example in examples if example.topic != "out_of_scope"})
    random.Random(SEED).shuffle(ours)  # noqa: S311 (the same every time)
    ours = [told for language in SPELLINGS for told in [one for one in ours if one[1] == language][:ENOUGH]]
    theirs = [
        (tidy(line), path.stem)
        for path in sorted(written.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return sorted(set(ours + theirs))


def _unheard(sentences: Sequence[Told]) -> list[tuple[Told, LinearEar, NDArray[np.float32]]]:
    """Return each sentence with an ear that never heard it, and its scores."""
    order = list(range(len(sentences)))
    random.Random(SEED).shuffle(order)  # noqa: S311 (the same every time)
    halves = [[sentences[number] for number in order[start::2]] for start in (0, 1)]
    found = []
    for here, there in (halves, halves[::-1]):
        ear = _fit(there)
        found += [(told, ear, ear.scores(reading(told[0]))) for told in here]
    return found


def _doubtful(unheard: Iterable[tuple[Told, LinearEar, NDArray[np.float32]]]) -> set[Told]:
    """
    Return the Turkmen sentences that such an ear takes for Russian, and the reverse.

    Most are mixed: the sentence is Turkmen, a piece of it need not be. So they teach only as a whole.
    """
    return {
        told for told, ear, scores in unheard if told[1] in SPELLINGS and ear.labels[int(np.argmax(scores))] != told[1]
    }


def _temperature(unheard: Sequence[tuple[Told, LinearEar, NDArray[np.float32]]]) -> float:
    """Return what to divide scores by so that, as probabilities, they surprise least."""

    def surprise(heat: float) -> float:
        total = 0.0
        for (_, language), ear, scores in unheard:
            cooled = scores / heat
            total += float(np.log(np.exp(cooled - np.max(cooled)).sum()) + np.max(cooled))
            total -= float(cooled[ear.labels.index(language)])
        return total

    return min((float(heat) for heat in np.geomspace(0.5, 20, 20)), key=surprise)


def _fit(sentences: Sequence[Told], whole: Set[Told] = frozenset()) -> LinearEar:
    from sklearn.linear_model import SGDClassifier  # noqa: PLC0415 (only where models are made)

    chance = random.Random(SEED)  # noqa: S311 (the same every time)
    pieces = list(_pieces(sentences, whole, chance))
    rows = rows_of_runs([reading(text[:LONGEST_READ]) for text, _ in pieces], SIZES, BUCKETS)
    model = SGDClassifier(
        loss="log_loss", alpha=3e-6, class_weight="balanced", random_state=SEED, max_iter=12, tol=None
    )
    model.fit(rows, [language for _, language in pieces])
    weights: NDArray[np.float32] = model.coef_.T.astype(np.float32)
    return LinearEar(tuple(map(str, model.classes_)), weights, model.intercept_.astype(np.float32), SIZES)


def _pieces(sentences: Sequence[Told], whole: Set[Told], chance: random.Random) -> Iterator[Told]:
    for text, language in sentences:
        for spelling in _spellings(text, language, chance):
            yield spelling, language
            words = spelling.split()
            for _ in range(0 if (text, language) in whole else PIECES):
                length = chance.randint(1, LONGEST_PIECE)
                if len(words) > length:
                    start = chance.randrange(len(words) - length + 1)
                    yield " ".join(words[start : start + length]), language


def _spellings(text: str, language: str, chance: random.Random) -> list[str]:
    if language in SPELLINGS:
        ways = chance.sample(sorted(SPELLINGS[language]), RESPELT)
        return [text, *(SPELLINGS[language][way](text) for way in ways)]
    plain = ascii_only(text).translate(str.maketrans("ğıİ", "giI", "ʻ‘’'"))
    return [text, plain] if plain != text else [text]

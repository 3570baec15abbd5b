"""What is asked: everyday questions out of the training data, the same for both sides."""

from __future__ import annotations

import random

from bot.answers.library import Library
from bot.desk.ears import TrainedEars
from bot.nlu.corpus import read_examples

LONGEST = 120
SEED = 1
CALM = ("rights", "family")  # not: what ends a talk, or is about police and violence


def questions(library: Library, ears: TrainedEars, count: int) -> list[tuple[str, str]]:
    """Return (language, text) of routine questions that have an answer and hold no danger, well mixed."""
    calm = {one.id for one in library.topics.values() if one.group in CALM and one.urgency == "routine"}
    found = [
        (example.language, example.text)
        for example in read_examples()
        if example.topic in calm and library.has_answer(example.topic) and 8 <= len(example.text) <= LONGEST
    ]
    random.Random(SEED).shuffle(found)
    quiet = [(language, text) for language, text in found if ears.danger([text]) is None]
    return quiet[:count]

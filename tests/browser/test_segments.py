"""The page counts SMS as the service does: the module of the browser beside bot.text.segments, over generated texts."""

from __future__ import annotations

import random

from bot.text.segments import (
    ALPHABET,
    EXTENSION,
    count_segments,
    encoding_of,
    simple_letters,
    split,
    units,
)
from tests.browser.phones import Stage

ALPHABETS = [
    sorted(ALPHABET),
    sorted(ALPHABET | EXTENSION),
    list("abcdefghijklmnoprstuwyzäöüçşýžňÄÖÜÇŞÝŽŇ .,?!"),
    list("абвгдежзийклмнопрстуфхцчшщъыьэюяё .,?!"),
    list("salam 😀👍🏽é«»“”…–—\u00a0ʼ\u030c\u0327"),
]
LENGTHS = [0, 1, 2, 35, 66, 67, 68, 69, 70, 71, 133, 134, 135, 152, 153, 154, 159, 160, 161, 305, 306, 307, 459, 460]
HOW_MANY = 60

COUNT = """async (texts) => {
  const { encodingOf, units, countSegments, split, simpleLetters } = await import("./static/segments.js");
  return texts.map((text) => [encodingOf, units, countSegments, split, simpleLetters].map((count) => count(text)));
}"""
OURS = (encoding_of, units, count_segments, split, simple_letters)


def texts(seed: int) -> list[str]:
    """Return texts around the lengths where one SMS becomes two, in each alphabet and in a mixture."""
    draw = random.Random(seed)
    found = [
        "".join(draw.choices(letters, k=length + draw.randint(-1, 1) if length else 0))
        for letters in [*ALPHABETS, [letter for letters in ALPHABETS for letter in letters]]
        for length in LENGTHS
    ]
    return found + ["".join(draw.choices(draw.choice(ALPHABETS), k=draw.randint(0, 700))) for _ in range(HOW_MANY)]


def test_browser_and_service_count_alike(stage: Stage) -> None:
    written = texts(seed=20261122)
    counted = stage.page.evaluate(COUNT, written)
    for text, theirs in zip(written, counted, strict=True):
        assert theirs == [count(text) for count in OURS], repr(text)

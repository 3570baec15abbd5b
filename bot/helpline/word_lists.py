"""
The named lists of words in `content/danger/words.yml`, and which of them a word stands in.

The phrases are written with these lists, and the learned ear hears them, so that what one language taught it about
fathers and belts it knows in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.text.alphabet import fold

LONGEST_WORD = 30  # nothing longer is a word; keeps a text without spaces cheap


class BadPhrase(ValueError):
    """A phrase or a list cannot be read; says which."""


@lru_cache(maxsize=20_000)
def folded(written: str) -> frozenset[str]:
    """
    Return the skeletons of a word of a list, or of a beginning ("бьёт*") with its star.

    A beginning that ends in a letter which folds together with the next is given both ways: öý* is oy* and oe*,
    трогает* is trogaet* and trogaes*.
    """
    word = fold(written.rstrip("*"))
    if not word or " " in word:
        raise BadPhrase(f"{written!r} is not one word")
    if not written.endswith("*"):
        return frozenset({word})
    melted = {word[:-1] + _MELTING[word[-1]] + "*"} if word[-1] in _MELTING and len(word) > 1 else set()
    return frozenset({word + "*", *melted})


_MELTING = {"y": "e", "t": "s"}


class WordTable:
    """Words and beginnings of words, each with the numbers of what it stands for."""

    def __init__(self) -> None:
        self._words: dict[str, set[int]] = {}
        self._starts: dict[str, set[int]] = {}

    def add(self, name: str, number: int) -> None:
        """Let a folded name ("bet", "trogaet*") stand for a number."""
        table, key = (self._starts, name[:-1]) if name.endswith("*") else (self._words, name)
        table.setdefault(key, set()).add(number)

    def of(self, word: str) -> set[int]:
        """Return the numbers that a word stands for."""
        numbers = set(self._words.get(word, ()))
        for end in range(1, min(len(word), LONGEST_WORD) + 1):
            found = self._starts.get(word[:end])
            if found:
                numbers |= found
        return numbers


def written_out(name: str, lists: Mapping[str, str]) -> set[str]:
    """Return the folded words of "a|b*|{list}", lists within lists written out; raises BadPhrase."""
    words: set[str] = set()
    for one in name.split("|"):
        if one.startswith("{"):
            if one[1:-1] not in lists:
                raise BadPhrase(f"no list {one} in words.yml")
            words |= written_out("|".join(lists[one[1:-1]].split()), lists)
        else:
            words |= folded(one)
    return words


_FUSED = ("nehoc", "nehot", "nemog", "nebud", "nenad", "nepusk", "nedayut", "neznay")


def words_of(skeleton: str) -> list[str]:
    """Return the words of a skeleton; `нехочу` is read as `не хочу`."""
    words: list[str] = []
    for word in skeleton.split():
        if word.startswith(_FUSED):
            words += ["ne", word[2:]]
        else:
            words.append(word)
    return words

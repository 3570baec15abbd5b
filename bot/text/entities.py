"""
What a text tells about the person: an age, a place, whose matter it is. So nobody is asked what they told.

Pure dictionary and rules, read after tidying: digits stand in the skeleton as they were typed, and a word for a
number counts only beside a word for years, where `bas` can only be bäş (five) and never baş (head).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.text.alphabet import fold, tidy

Relation = Literal["self", "own_child", "other_child", "sibling"]

OLDEST = 99


@dataclass(frozen=True)
class Told:
    """What one text tells; None where it tells nothing."""

    age: int | None = None
    region: str | None = None
    relation: Relation | None = None


def read_entities(text: str, places: Places | None = None) -> Told:
    """Read age, place and relation from a text as it was typed."""
    skeleton = fold(tidy(text))
    return Told(
        age=_age(skeleton),
        region=places.named(skeleton) if places else None,
        relation=_relation(skeleton),
    )


# ── age ────────────────────────────────────────────────────────────────────────────────────────────

_UNITS = {
    **dict(zip(["bir", "iki", "uc", "dort", "bas", "alty", "edi", "sekiz", "dokuz"], range(1, 10), strict=True)),
    "bes": 5, "yedi": 7, "yetti": 7,
}  # fmt: skip
_TENS = {"on": 10, "yigrimi": 20, "yigirmi": 20, "otuz": 30, "kyrk": 40, "elli": 50}
_RUSSIAN = (  # in their places, as skeletons
    *("", "odin", "dwa", "tri", "cetyre", "pyat", "sest", "sem", "wosem", "dewyat", "desyat"),
    *("odinadsat", "dwenadsat", "trinadsat", "cetyrnadsat", "pyatnadsat"),
    *("sestnadsat", "semnadsat", "wosemnadsat", "dewyatnadsat", "dwadsat"),
)
_SPOKEN: dict[str, int] = {
    **{fold(word): number for word, number in _UNITS.items()},
    **{fold(word): number for word, number in _TENS.items()},
    **{fold(f"on {unit}"): 10 + number for unit, number in _UNITS.items()},
    **{word: number for number, word in enumerate(_RUSSIAN) if number},
    **{f"{word}i": number for number, word in enumerate(_RUSSIAN) if number > 4},
    "odinnadcat": 11, "semi": 7, "wosmi": 8, "treh": 3, "cetyreh": 4, "dwuh": 2,
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}|" + "|".join(sorted(map(re.escape, _SPOKEN), key=len, reverse=True)) + ")"

# Who the age may belong to, right before it: мне 14, сыну пятнадцать, men 13, oglum 9.
_PERSON = (
    r"(?:mne|emu|ey|nam|im|syn|synu|syna|synok|docka|docke|doc|doceri|rebenku|rebenok|bratu|brat|bratik|bratisk[aeu]|"
    r"sestre|sestra|sestrenk[ae]|wnuku|wnucke|malysu|podruge|drugu|dewocke|malciku|ya|men|ozum|maya|ol|"
    r"og?lum|oglumyz|oglumyn|gyzym|gyzymyz|gyzymyn|cagam|cagamyz|cagamyn|balam|inim|inimin|zigim|zigimin|uyam|uyamyn|"
    r"agtygym|dostum|zoram)"
)
_BETWEEN = r"(?: (?:uze|tolko|wsego|sejcas|seycas|skoro|poka|ese|tut|eyam|indi|entek|heniz|dine|su|yl|yasy|yasym))?"
_NOT_A_UNIT = (
    r"(?! ?(?:manat|sagat|gun|ay\b|aylyk|aydan|yl\b|yldan|klas|synp|nzi|nzy|adam|minut|min\b|tene|kg|km|m\b|"
    r"cas|den|dne|dney|nedel|mesyas|raz|klass|rubl|dolar|celowek|sutk|goda? nazad|let nazad|gezek|hepde|caga|bala|det))"
)

_AGES = (
    re.compile(rf"\b(?:yasym|yasy|yasymyz) (?:indi |entek |dine )?({_NUMBER})\b"),
    re.compile(rf"\b({_NUMBER}) yas(?!dan|den|a\b|lar)\w*"),  # but 14 ýaşdan is the law's age, nobody's own
    re.compile(rf"\b{_PERSON}{_BETWEEN} ({_NUMBER})\b{_NOT_A_UNIT}"),
    re.compile(rf"\b({_NUMBER}) ?(?:letn|godowal)\w*"),
    re.compile(rf"\b{_PERSON}{_BETWEEN} ({_NUMBER}) (?:let|god|goda|godik\w*)\b(?! nazad)"),
    re.compile(rf"\b({_NUMBER}) (?:let|goda|godik\w*) (?:{_PERSON}|rebenk\w+|malcik\w*|dewocke?\w*|synu|docke)\b"),
)


def _age(skeleton: str) -> int | None:
    """Return the age of the one it is about: a child's before an adult's, the first before the second."""
    found = sorted(_ages(skeleton))
    ages = [age for _, age in found]
    return next((age for age in ages if age < 18), ages[0] if ages else None)


def _ages(skeleton: str) -> Iterator[tuple[int, int]]:
    for pattern in _AGES:
        for match in pattern.finditer(skeleton):
            word = match[1]
            age = int(word) if word.isdigit() else _SPOKEN[word]
            if 0 < age <= OLDEST:
                yield match.start(1), age


# ── place ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Place:
    """A region as `content/regions.yml` has it: its spellings, and those that are ordinary words too."""

    id: str
    parent: str | None
    spellings: tuple[str, ...]
    also_words: tuple[str, ...] = ()


_ENDINGS = frozenset(
    (
        # Turkmen cases and what follows them, then Russian cases and adjectives; all as skeletons.
        *(
            "",
            "y",
            "i",
            "n",
            "yn",
            "in",
            "nyn",
            "nin",
            "a",
            "e",
            "da",
            "de",
            "dan",
            "den",
            "nda",
            "nde",
            "ndan",
            "nden",
        ),
        *("daky", "daki", "ndaky", "ndaki", "dakylar", "ly", "li", "lylar", "lyk", "lik", "ym", "im", "dadyr", "dedir"),
        *("damy", "demi", "danmy", "denmi", "dede"),
        *(
            "u",
            "om",
            "em",
            "oy",
            "ey",
            "ah",
            "am",
            "ami",
            "skiy",
            "skom",
            "skogo",
            "skaya",
            "skoy",
            "skuyu",
            "sky",
            "ski",
        ),
    )
)
_BESIDE = ("etrap", "etrab", "saher", "raen", "gorod", "welayat", "oblast", "oba", "posel", "sity", "rayon")


class Places:
    """Finds the place that a skeleton names, with the endings of either language."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Place, bool]]] = {}
        for place in places:
            also_words = {fold(spelling) for spelling in place.also_words}
            for spelling in dict.fromkeys(fold(one) for one in (*place.spellings, *place.also_words)):
                if words := tuple(spelling.split()):
                    self._by_first.setdefault(words[0][:3], []).append((words, place, spelling in also_words))

    def named(self, skeleton: str) -> str | None:
        """
        Return the id of the place that a skeleton names.

        The longest spelling counts (Mary welaýaty is not the city of Mary); of several places the one beside "etrap"
        or "city" goes first, then an etrap or a city before a velayat, then the order in the text.
        """
        words = skeleton.split()
        found = [
            (start, len(spelling), place)
            for start in range(len(words))
            for spelling, place, is_word in self._by_first.get(words[start][:3], ())
            if _is_named(words, start, spelling) and not (is_word and not _stands_beside(words, start, len(spelling)))
        ]
        longest = [one for one in found if not any(_lies_in(one, other) for other in found)]
        if not longest:
            return None
        return min(longest, key=lambda one: (_stands_bare(words, one), one[2].parent is None, one[0]))[2].id


def _stands_bare(words: list[str], one: tuple[int, int, Place]) -> bool:
    """Say whether it stands without a word for a place (so that those with one sort first)."""
    start, length, place = one
    return not (place.parent and any(word.startswith(_BESIDE) for word in words[start + 1 : start + length + 1]))


def _lies_in(one: tuple[int, int, Place], other: tuple[int, int, Place]) -> bool:
    return other[1] > one[1] and other[0] <= one[0] and one[0] + one[1] <= other[0] + other[1]


def _is_named(words: list[str], start: int, spelling: tuple[str, ...]) -> bool:
    end = start + len(spelling) - 1
    if end >= len(words) or tuple(words[start:end]) != spelling[:-1]:
        return False
    return words[end].startswith(spelling[-1]) and words[end][len(spelling[-1]) :] in _ENDINGS


def _stands_beside(words: list[str], start: int, length: int) -> bool:
    """Say whether a word such as etrap or город stands next to it."""
    near = [*words[max(0, start - 1) : start], *words[start + length : start + length + 1]]
    return any(word.startswith(_BESIDE) for word in near)


def places_from(entries: Iterable[Mapping[str, object]]) -> Places:
    """Build the finder from the entries of `content/regions.yml`."""
    return Places(
        Place(
            id=str(entry["id"]),
            parent=str(entry["parent"]) if entry.get("parent") else None,
            spellings=(*_strings(entry.get("spellings")), *_names(entry.get("name"))),
            also_words=_strings(entry.get("also_words")),
        )
        for entry in entries
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else ()


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value.values())) if isinstance(value, dict) else ()


# ── whose matter it is ─────────────────────────────────────────────────────────────────────────────

_CHILDREN = (
    r"(?:syn\w*|doc\w*|reben\w*|det(?:i|ey|yam|mi|ki)\b|malys\w*|malcik\w*|dewoc\w*|caga\w*|ogl\w+|gyz\w*|bala\w*)"
)
_CHILD_OF_OTHERS = re.compile(
    rf"\b(?:sosed\w*|gonsy\w*|znakom\w*|tanys\w*|podrug\w*|dostumyn)(?: \w+){{0,2}} {_CHILDREN}"
    rf"|\b{_CHILDREN}(?: \w+){{0,2}} (?:u )?(?:sosed\w*|gonsy\w*|znakom\w*)"
    r"|\b(?:ucenik\w*|ucenis\w*|okuwcym\w*|okuwcymyz\w*|sosedskogo|sosedskiy|sosedsk\w+|plemyan\w*|egenim\w*|wnuk\w*|wnuc\w*|"
    r"agtyg\w*|cuz\w+ reb\w*)\b"
)
_OWN_CHILD = re.compile(
    r"\b(?:oglum\w*|gyzym\w*|gyzlarym\w*|ogullarym\w*|ogularym\w*|cagam\w*|cagalarym\w*|balam\w*|balalarym\w*|perzendim\w*|"
    r"babegim\w*|(?:moy|moya|moego|moemu|moey|moyu|moim|moi|moih|nas|nasa|nasey|nasego|nasih) (?:\w+ )?"
    r"(?:syn\w*|doc\w*|reben\w*|det\w*|malys\w*|doceri)|(?:syn|syna|synu|synom|synok|synisk\w|docka|docku|docke|doceri|"
    r"dockoy)\b)"
)
_SIBLING = re.compile(
    r"\b(?:brat\w{0,2}|bratik\w*|bratisk\w*|sestr\w+|inim\w*|zigim\w*|uyam\w*|agam\w*|bazym\w*|doganym\w*)\b"
)
_SELF = re.compile(
    r"\b(?:ya|mne|menya|mnoy|moy|moya|moi|moego|moyu|sam|sama|men|menin|mana|meni|ozum|ezem|kakam|yasym\w*|klasymyz\w*)\b"
)


def _relation(skeleton: str) -> Relation | None:
    if _CHILD_OF_OTHERS.search(skeleton):
        return "other_child"
    if _OWN_CHILD.search(skeleton):
        return "own_child"
    if _SIBLING.search(skeleton):
        return "sibling"
    return "self" if _SELF.search(skeleton) else None

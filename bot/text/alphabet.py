"""
One skeleton for every spelling: Turkmen with and without diacritics, in Cyrillic, Russian, Russian in Latin letters.

People type the same sentence in four ways; whatever reads a text reads its skeleton, so that `Meniň oglum`,
`menin oglum`, `mening oglum`, `мениң оглум` and `мениң оглум` on a Russian keyboard are one. What the skeleton
forgets (`baş` head and `bäş` five are both `bas`) must be read from the original: ages, numbers and places are.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 1_600  # what ten joined SMS hold, and the most that a provider hands over
LONGEST_FOLDED = 5 * LONGEST_TEXT  # five waiting texts are read as one

# ── tidy: the original, made safe to store, show and read ──────────────────────────────────────────

_DROPPED = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
}  # control, zero-width and direction marks, halves of pairs, private, unassigned


def tidy(text: str) -> str:
    """
    Return the text as it was written, without what nobody can see: NFC, one space for any white space, no control
    or zero-width characters, at most 1,600 characters.

    >>> tidy("  Mana\\u200b ko\\u0308mek\\x00\\n gerek ")
    'Mana kömek gerek'
    """
    # A composed character can stand for a few written ones, so we cut generously before and exactly after.
    text = unicodedata.normalize("NFC", text[: 4 * LONGEST_TEXT])
    if not (text.isascii() and text.isprintable()):
        text = "".join(
            " " if char.isspace() else char
            for char in text
            if char.isspace() or unicodedata.category(char) not in _DROPPED
        )
        # Dropping what stood between a letter and its mark lets the two compose.
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())[:LONGEST_TEXT].rstrip()


# ── fold: the skeleton ─────────────────────────────────────────────────────────────────────────────

# One letter at a time, after casefolding (so `I` is `i`: Turkmen has only the dotted i). Everything not named
# here loses its marks (ş s, ç c, ä a, ö o, ü u, ý y, ň ñ n) or stays as it is.
_LETTERS = str.maketrans(
    {
        # Cyrillic, Turkmen and Russian alike. ы й ý y are one letter, и is another: "был" is not "бил".
        **dict(zip("абвгдезийклмнопрстуфхцчшщыэ", "abwgdeziyklmnoprstufhscssye", strict=True)),
        "ж": "z", "ё": "yo", "ю": "yu", "я": "ya", "ъ": None, "ь": None,
        "ә": "a", "ө": "o", "ү": "u", "ң": "n", "җ": "z",
        # Letters of neighbours (Uzbek, Ukrainian, Turkish) that Turkmen and Russian keyboards let slip in.
        "ў": "u", "қ": "k", "ғ": "g", "ҳ": "h", "і": "i", "є": "e", "ı": "y",
        # Latin letters that stand for one sound here. j җ ж ž are typed j, z, zh and dj, so all are z.
        "j": "z", "v": "w", "x": "h", "q": "k",
        # The soft sign of Russian in Latin letters (mat', mat`), and the apostrophes that phones make of it.
        "'": None, "`": None, "’": None, "‘": None, "ʼ": None, "´": None,
    }
)  # fmt: skip

# Several letters for one sound. Each rule makes the text shorter, so repeating them comes to an end.
_SOUNDS = (
    (re.compile(r"([^\W\d_])\1+"), r"\1"),  # yoooook, помогитеее, ком(м)исия
    (re.compile(r"([scz])h"), r"\1"),  # sh ch zh
    (re.compile(r"kh"), "h"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dz"), "z"),  # dj, dzh, дж
    (re.compile(r"ts|sc"), "s"),  # ц is ts and s; щ is shch, sch, sh and ş
    (re.compile(r"ng"), "n"),  # ň
    (re.compile(r"ye"), "e"),  # ýe, ье and е are one letter in Cyrillic
    (re.compile(r"(?<=[^\W\d_])yo"), "e"),  # ребёнок is typed ребенок; only a word's first ё (ёк, ýok) is heard
)
_BREAKS = re.compile(r"[\W_]+")
_FOUR_INSIDE = re.compile(r"(?<!\w)([^\W\d_]+)4(?=[^\W\d_]+(?!\w))")  # xo4u, po4emu; never a code such as K4F2
_FOUR_FIRST = re.compile(r"(?<!\w)4(?=(?:to|tob|em|ego|erez|elowek)[^\W\d_]*(?!\w))")  # 4to; 4de and 4yas are numbers
_NUMBER_THEN_WORD = re.compile(r"(?<!\w)(\d+)(?=[^\W\d_]+(?!\w))")  # 14den, 14yasynda


def fold(text: str) -> str:
    """
    Return the skeleton of a text: words of plain Latin letters and digits, one space between, no punctuation.

    Every spelling of a sentence has the same skeleton, and a skeleton is its own. Letters of other scripts
    (Persian, Georgian) stay. Codes (K4F2) keep their digits. Compare skeletons with skeletons only; never show one
    to a person.

    >>> fold("Näme üçin beýle?") == fold("name uchin beyle") == fold("Нәме үчин бейле") == "name ucin beyle"
    True
    >>> fold("Что мне делать, я не хочу домой!!!") == fold("chto mne delat' ya ne xo4u domoy")
    True
    """
    folded = _fold_once(text[:LONGEST_FOLDED])
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)[:LONGEST_FOLDED]  # one ligature can stand for eighteen letters
    if not text.isascii():
        text = _MIXED_WORD.sub(_mend_word, text)
    text = text.casefold().translate(_LETTERS)
    if not text.isascii():
        text = _without_marks(text)
    text = _BREAKS.sub(" ", text).strip()
    text = _FOUR_FIRST.sub("c", _FOUR_INSIDE.sub(r"\1c", text))
    text = _NUMBER_THEN_WORD.sub(r"\1 ", text)
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


def _without_marks(text: str) -> str:
    """Drop accents (ş → s) and every character that nobody can see."""
    return "".join(
        char
        for char in unicodedata.normalize("NFD", text)
        if char.isspace() or unicodedata.category(char) not in _MARKS
    ).translate(_LETTERS)


_MARKS = {"Mn", "Mc", "Me", *_DROPPED}

# ── look-alikes: a Latin letter inside a Cyrillic word, and the reverse ────────────────────────────

_LATIN_TWINS = "ABCEHKMOPTXYaceopxyiäöë"
_CYRILLIC_TWINS = "АВСЕНКМОРТХУасеорхуіӓӧё"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_LATIN = r"A-Za-z\u00c0-\u024f"
_CYRILLIC = r"\u0400-\u052f"
_MIXED_WORD = re.compile(rf"(?:[{_LATIN}]+[{_CYRILLIC}]|[{_CYRILLIC}]+[{_LATIN}])[{_LATIN}{_CYRILLIC}]*")
_ONLY_LATIN = re.compile(rf"[{_LATIN}]")
_ONLY_CYRILLIC = re.compile(rf"[{_CYRILLIC}]")


def _mend_word(found: re.Match[str]) -> str:
    """
    Write a word of two alphabets in the one that its unmistakable letters are in.

    Letters that have no twin stay (мениň keeps its ň: its sound is the same in both).
    """
    word = found[0]
    latin = sum(char not in _LATIN_TWINS for char in _ONLY_LATIN.findall(word))
    cyrillic = sum(char not in _CYRILLIC_TWINS for char in _ONLY_CYRILLIC.findall(word))
    if latin == cyrillic:
        latin, cyrillic = len(_ONLY_LATIN.findall(word)), len(_ONLY_CYRILLIC.findall(word))
    return word.translate(_TO_LATIN if latin > cyrillic else _TO_CYRILLIC)

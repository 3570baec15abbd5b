"""Orders: what a worker's SMS tells the desk to do. Words of Twilio's own (HELP, STOP, END, YES) are avoided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from bot.helpline import codes
from bot.text.alphabet import fold

Verb = Literal[
    "take",
    "pass",
    "done",
    "note",
    "who",
    "help",
    "manual",
    "relay",
    "pin",
    "off_duty",
    "on_duty",
    "send",
    "drop",
    "words",
    "accept",
    "reject",
    "ask_who",
]


@dataclass(frozen=True)
class Order:
    """An order: the verb, the case's code, and the words to relay or note. `words` is secret."""

    verb: Verb
    code: str | None = None
    words: str = field(default="", repr=False)


VERBS: dict[Verb, str] = {
    "take": "take, al, aldym, alýaryn, беру, взять, возьму",
    "pass": "pass, geçir, berýärin, передать, передаю",
    "done": "done, tamam, ýap, gutardy, готово, закрыть, закончено",
    "note": "note, bellik, ýazgy, заметка, запись",
    "who": "who, kim, кто",
    "help": "help, kömek, помощь",
    "send": "send, goýber, отправить",
    "drop": "drop, aýyr, убрать",
    "accept": "accept, kabul, razy, принять, принимаю, согласен, согласна",
    "reject": "reject, ret, inkär, отклонить, отклоняю, отказ",
    "ask_who": "ask, sora, спроси, спросить",
    "off_duty": "stop, off, стоп, işden çykdym, не на смене",
    "on_duty": "on, start, işde, на смене",
}
NEED_CODE: frozenset[Verb] = frozenset({"take", "pass", "done", "note", "send", "drop", "accept", "reject", "ask_who"})
PIN = re.compile(r"\s*(?:pin|пин|pın)\W*(\d{4,8})\s*", re.IGNORECASE)


def read(text: str) -> Order:
    """
    Read a worker's SMS.

    `TAKE K4F2`, `1 K4F2` (the same), `PASS / DONE / WHO / HELP K4F2`, `NOTE K4F2 words`, `K4F2 words` to the person,
    `PIN 1234`, `?` and a bare kömek for the manual. Anything else: words without a code.
    """
    shown = text.strip()
    if pin := PIN.fullmatch(shown):
        return Order("pin", words=pin.group(1))
    if shown in ("?", "??", "???"):
        return Order("manual")
    first, rest = _first_word(shown)
    if code := codes.read(first):
        return _after_code(code, rest)
    if first.startswith("1") and (code := codes.read(first[1:])):
        return Order("take", code)
    if verb := _verb(first):
        return _after_verb(verb, shown, rest)
    return Order("words", words=shown)


def is_for_staff(text: str) -> bool:
    """Say whether a text can only have been meant as a worker's order: a verb and a code, or a code first."""
    order = read(text)
    return order.code is not None


def _after_code(code: str, rest: str) -> Order:
    """`K4F2 take` is as good as `TAKE K4F2`; `K4F2 words` are for the person."""
    verb = _verb(rest) if rest else "take"
    if verb in ("take", "pass", "done", "who", "accept", "reject"):
        return Order(verb, code)
    return Order("relay", code, rest)


def _after_verb(verb: Verb, shown: str, rest: str) -> Order:
    second, words = _first_word(rest)
    code = codes.read(second)
    if code is not None:
        return Order(verb, code, words)
    if verb == "help" and not rest:
        return Order("manual")
    if verb in NEED_CODE and rest == "":
        return Order(verb)
    if verb in ("who", "off_duty", "on_duty") and not rest:
        return Order(verb)
    return Order("words", words=shown)


def _first_word(text: str) -> tuple[str, str]:
    first, _, rest = text.strip().partition(" ")
    return first, rest.strip()


def _verb(word: str) -> Verb | None:
    if word == "1":
        return "take"
    return _verbs().get(_skeleton(word))


@cache
def _verbs() -> dict[str, Verb]:
    return {_skeleton(word): verb for verb, words in VERBS.items() for word in words.split(", ")}


def _skeleton(word: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(word)).strip()

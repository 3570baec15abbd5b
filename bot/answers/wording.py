"""Wording: what may not stand in a text, whatever it says: a wrong register, a fixed sex, links, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

QUESTION = re.compile(r"\w[»\")]?\?")  # a "?" alone is the command that a worker may send
LINK = re.compile(r"https?:|www\.|\b[a-z]\w*\.(?:com|org|net|tm|ru|gov)\b", re.IGNORECASE)
ARTICLE = re.compile(r"\b(?:articles?|arts?\.|стать\w+|ст\.|madda\w*)\s*№?\s*\d|\d+-\w*\s+madda", re.IGNORECASE)

# Whom a text speaks to. In Turkmen the imperatives of siz end like a genitive, so they are not looked at.
FORMAL = {
    "ru": re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*|\w{2,}(?:йте|ите|ьте)(?:сь)?)\b", re.IGNORECASE),
    "tk": re.compile(r"\b(?:siz|size|sizi|siziň|sizde|sizden)\b|\b\w+ň[yiuü]z\w*", re.IGNORECASE),
}
FAMILIAR = {
    "ru": re.compile(
        r"\b(?:ты|тебя|тебе|тобой|тво(?:й|я|ё|и|их|им|ими|его|ей|ему|ём|ю)|\w+(?:ешь|ёшь|ишь)(?:ся)?)\b", re.IGNORECASE
    ),
    "tk": re.compile(r"\b(?:sen|saňa|seni|seniň|sende|senden|\w+rs[yi]ň|\w+[lmnýzrt](?:saň|seň))\b", re.IGNORECASE),
}
QUOTED = re.compile(
    r":[^.!?]*|«[^»]*»"
)  # what a child is told to say, or a parent to tell the child, has its own register
NEITHER = frozenset({"защите", "кредите", "аппетите", "лимите", "визите", "сайте", "лишь", "тишь"})

# «Ты не виноват» tells a girl that she is not meant: past tense and short adjectives in one clause with ты.
SEX_FIXED = re.compile(
    r"\bты\b[^.!?:;,]*?\b(?:\w+[аеиоуыяё]л(?:а|ся|ась)?|виноват|виновата|согласен|согласна|готов|готова|должен|должна|"
    r"уверен|уверена|один|одна|сам|сама|рад|рада|прав|права|обязан|обязана|способен|способна)\b",
    re.IGNORECASE,
)


def problems(text: str, language: str, audience: str, *, may_ask: bool = False) -> Iterator[str]:
    """
    Yield what is wrong with a text, one plain phrase each.

    `audience`: all, child or parent. `may_ask`: a text of the service may hold one question, an answer none, since
    the code adds the question at its end.
    """
    if len(QUESTION.findall(text)) > (1 if may_ask else 0):
        yield "asks more than it may (the code adds the question)"
    if LINK.search(text):
        yield "holds a link"
    if ARTICLE.search(text):
        yield "cites an article by its number"
    if language == "ru" and (hit := SEX_FIXED.search(text)):
        yield f'fixes the sex of the reader ("{hit.group()}")'
    if audience in ("child", "all") and (said := _first(FORMAL, text, language)):
        yield f'speaks formally ("{said}") where {audience} reads'
    if audience in ("parent", "all") and (said := _first(FAMILIAR, text, language)):
        yield f'speaks familiarly ("{said}") where {audience} reads'


def _first(patterns: dict[str, re.Pattern[str]], text: str, language: str) -> str | None:
    found = patterns[language].finditer(QUOTED.sub("", text)) if language in patterns else ()
    return next((hit.group() for hit in found if hit.group().lower() not in NEITHER), None)

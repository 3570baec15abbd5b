"""Phrasing: deeds become SMS, in the reader's language and spelling, each within its budget of segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.answers.library import Library
from bot.deeds import Ask, Deed, Say
from bot.helpline.records import Option
from bot.text.segments import count_segments, simple_letters

BUDGET = 2  # segments of one text: 134 units in the native letters or Russian, 306 septets in simple letters


@dataclass(frozen=True)
class Reader:
    """
    Who reads: the language, child / parent / adult (None: not known), and the spelling of Turkmen.

    `simple`: True simple letters always, False native letters always, None native while the text keeps its budget.
    """

    language: str
    audience: str | None = None
    simple: bool | None = None


@dataclass(frozen=True)
class Phrased:
    """What is to be sent, one SMS each, the open question at its end, and the choices that were named."""

    texts: tuple[str, ...]
    question: Ask | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Wording:
    """One way to put a question, and the choices that it names."""

    text: str
    choices: tuple[Option, ...]


def phrase(library: Library, pieces: Sequence[Deed | str], reader: Reader) -> Phrased:
    """
    Write what Say and Ask (and words already written) mean to this reader; other deeds are passed over.

    Pieces share one SMS while it keeps its budget. Of several questions only the last is asked.
    """
    texts: list[str] = []
    for words in _spoken(library, pieces, reader):
        texts = [*texts[:-1], *_joined(texts[-1:], words, reader)]
    questions = [piece for piece in pieces if isinstance(piece, Ask)]
    question = questions[-1] if questions else None
    choices: tuple[Option, ...] = ()
    if question:
        wording = _fitting(list(_wordings(library, question, reader)), texts[-1:], reader)
        texts = [*texts[:-1], *_joined(texts[-1:], wording.text, reader)]
        question, choices = (question, wording.choices) if wording.text else (None, ())
    return Phrased(tuple(spell(text, reader) for text in texts if text), question, choices)


def say(library: Library, deed: Say, reader: Reader) -> str:
    """Return the words of one Say; a simpler wording that nobody wrote is the short one."""
    part = 0 if deed.part < 0 and not library.has_simpler(deed.text) else deed.part
    return library.text(deed.text, reader.language, audience=reader.audience, part=part, **deed.fields)


def options(library: Library, question: Ask, language: str) -> tuple[Option, ...]:
    """Return the numbered choices in the order of their digits."""
    return tuple(
        Option(digit, means, library.label(label, language) if label else "")
        for digit, (means, label) in enumerate(question.options, 1)
    )


def numbered(choices: Iterable[Option]) -> str:
    """Write choices one to a line, each after its digit."""
    return "\n".join(f"{choice.digit} {choice.label}" for choice in choices)


def spell(text: str, reader: Reader) -> str:
    """Write Turkmen in the reader's spelling; Russian stays as it is."""
    if reader.language != "tk" or reader.simple is False:
        return text
    if reader.simple or count_segments(text) > BUDGET:
        return simple_letters(text)
    return text


def saved_segments(text: str) -> int:
    """Count the SMS that simple letters would save."""
    return count_segments(text) - count_segments(simple_letters(text))


def _spoken(library: Library, pieces: Sequence[Deed | str], reader: Reader) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Say):
            yield say(library, piece, reader)


def _wordings(library: Library, question: Ask, reader: Reader) -> Iterator[Wording]:
    """
    Yield the question with its choices, the fullest wording first.

    A question need not have words of its own ("menu.main" is a list). `least` in its context says how many of the
    first choices must stand when there is no room for its words and for all of them.
    """
    choices = options(library, question, reader.language)
    lines = [f"{choice.digit} {choice.label}" for choice in choices] if question.numbered else []
    words = ""
    if library.has_text(question.question):
        words = library.text(question.question, reader.language, audience=reader.audience, **question.fields)
    yield Wording("\n".join(filter(None, (words, *lines))), choices)
    for count in range(len(lines), question.context.get("least", len(lines) + 1) - 1, -1):
        yield Wording("\n".join(lines[:count]), choices[:count])


def _fitting(wordings: list[Wording], before: list[str], reader: Reader) -> Wording:
    """
    Choose the fullest wording that stands in one SMS with what is said before, else the one for an SMS of its own.

    Native letters in a shorter wording go before simple letters in a fuller one; a question that may be left out
    altogether (`least` 0) is, when it alone would cost another segment.
    """
    alone = count_segments(spell(before[0], reader)) if before else 0
    native = Reader(reader.language, reader.audience, simple=reader.simple or False)
    may_be_left_out = any(not wording.text for wording in wordings)
    for spelling in (native, reader):
        for wording in wordings if before else []:
            together = "\n".join(filter(None, (before[0], wording.text)))
            if _fits(together, spelling) and not (may_be_left_out and count_segments(together) > alone):
                return wording
    return next((wording for wording in wordings if count_segments(wording.text) == 1), wordings[0])


def _joined(before: list[str], words: str, reader: Reader) -> list[str]:
    """Put words behind the last SMS while it keeps its budget, else into another."""
    together = "\n".join(filter(None, (*before, words)))
    return [together] if _fits(together, reader) else [*before, words]


def _fits(text: str, reader: Reader) -> bool:
    return count_segments(spell(text, reader)) <= BUDGET

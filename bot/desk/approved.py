"""Approved answers: what has been written and read already, in the person's language, to be sent as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.library import UnknownText
from bot.answers.phrasing import Reader, spell
from bot.answers.reviews import Reviews, may_be_said
from bot.desk.desk import Desk
from bot.desk.reviewing import readings
from bot.helpline.records import Case
from bot.text.segments import count_segments


@dataclass(frozen=True)
class Approved:
    """An answer: its topic and part, what it is called, the words as they would go out."""

    topic: str
    part: int
    title: str
    words: str
    segments: int


def approved_answers(desk: Desk, case: Case, page_language: str | None = None) -> list[Approved]:
    """
    Return the answers in the language of the case, spelled as this person reads.

    In production only those that were reviewed. `page_language`: in which the titles are (the person's, if not given).
    """
    with desk.store.begin() as work:
        conversation, known = work.conversations.get(case.conversation_id), readings(work)
    own = conversation.simple_letters
    simple = desk.policy.simple_letters if own is None else own
    reader = Reader(conversation.language or case.language, conversation.talk.who, simple)
    return list(_all(desk, reader, known, page_language or reader.language))


def _all(desk: Desk, reader: Reader, known: Reviews, page_language: str) -> Iterator[Approved]:
    library, today = desk.library, desk.clock.now().date()
    for topic in library.answers:
        if library.in_production and not may_be_said(library, known, topic, reader.language, today):
            continue
        for part in range(library.parts(topic)):
            try:
                words = spell(library.text(topic, reader.language, audience=reader.audience, part=part), reader)
            except (UnknownText, KeyError):
                continue
            title = library.label(topic, page_language) if topic in library.menus.labels else topic
            yield Approved(topic, part, title, words, count_segments(words))

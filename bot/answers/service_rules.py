"""Rules of the directory: what an entry must have before anybody is told of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.answers import glossary
from bot.answers.glossary import Avoided
from bot.answers.service import Service
from bot.helpline.privacy import holds_contact
from bot.text import phone

LANGUAGES = ("tk", "ru", "en")
READERS = ("child", "parent", "adult")
USES = ("state", "staff", "never")
LONGEST_NAME = 110  # three of them and their hours have to fit one answer
SHORT_NUMBER = re.compile(r"(?<!\d)(?:0\d{1,2}|11\d)(?!\d)")  # 02, 003, 112: a number in disguise of a name


@dataclass(frozen=True)
class Surroundings:
    """What an entry is measured against."""

    today: date
    regions: Collection[str]
    topics: Collection[str]
    avoided: tuple[Avoided, ...] = field(default=(), repr=False)


def faults(service: Service, around: Surroundings) -> list[str]:
    """Name everything that is wrong with an entry (codes; pages have the words). An empty list: it may be kept."""
    return [*_of_names(service, around), *_of_place(service, around), *_of_number(service), *_of_days(service, around)]


def _of_names(service: Service, around: Surroundings) -> Iterator[str]:
    for language in LANGUAGES:
        name = service.names.get(language, "")
        if not name:
            yield f"name_{language}"
        if len(name) > LONGEST_NAME:
            yield "name_long"
        if holds_contact(name) or SHORT_NUMBER.search(name):
            yield "name_number"
        if any(glossary.found_in(name, language, around.avoided)):
            yield "name_avoided"


def _of_place(service: Service, around: Surroundings) -> Iterator[str]:
    yield from _if(service.region != "all" and service.region not in around.regions, "region")
    yield from _if(not service.audience or not set(service.audience) <= set(READERS), "audience")
    yield from _if(service.use not in USES, "use")
    yield from _if(not set(service.topics) <= set(around.topics), "topics")
    yield from _if(bool(service.hours) and service.opening is None, "hours")


def _of_number(service: Service) -> Iterator[str]:
    if service.phone:
        yield from _if(not is_number(service.phone), "phone")
        yield from _if(service.known_phone is None, "unverified")
    else:
        yield from _if(service.verified_on is not None, "verified_nothing")


def _of_days(service: Service, around: Surroundings) -> Iterator[str]:
    yield from _if(service.checked_on is None, "checked")
    days: Iterable[date | None] = (service.checked_on, service.verified_on)
    yield from _if(any(day and day > around.today for day in days), "future")


def is_number(words: str) -> bool:
    """Say whether these words are a number that one can call, and nothing else."""
    try:
        return phone.parse(words).kind in ("phone", "short")
    except phone.NotANumber:
        return False


def _if(wrong: bool, code: str) -> Iterator[str]:
    if wrong:
        yield code

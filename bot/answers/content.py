"""The content folder as records: topics, answers with their facts, and texts of the service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

Audience = Literal["child", "parent"]

SHORT, SIMPLER = 0, -1  # parts of an answer; 1, 2, 3 are the further parts


class BadContent(ValueError):
    """A file of the content folder does not say what it must; the message names file and entry."""


@dataclass(frozen=True)
class Wording:
    """One text in English: one wording for everybody, or one for a child and one for a parent."""

    all: str | None = None
    child: str | None = None
    parent: str | None = None

    def key_for(self, audience: str) -> str:
        """Return the wording to use for "child" or "parent": their own, else the common one, else the only one."""
        said = dict(self.each())
        return audience if audience in said else "all" if "all" in said else next(iter(said))

    def each(self) -> Iterator[tuple[str, str]]:
        """Yield (all | child | parent, English)."""
        for key in ("all", "child", "parent"):
            if words := getattr(self, key):
                yield key, words


@dataclass(frozen=True)
class Topic:
    """A topic that the assistant tells apart. Its id is its Rasa intent."""

    id: str
    group: str
    audience: str  # child, parent, adult or all
    urgency: str  # routine, same_day or immediate
    danger: str | None
    about: str
    offer: str | None = None  # "social_worker" or "service"
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What is said on a topic, and the facts it stands on."""

    topic: str
    facts: tuple[str, ...]
    safe_advice: tuple[str, ...]
    short: Wording
    more: tuple[Wording, ...] = ()
    simpler: Wording | None = None
    offer: str | None = None
    related: tuple[str, ...] = ()
    note: str = ""

    def part(self, number: int) -> Wording | None:
        """Return a part: 0 short, 1.. further, -1 simpler; None when there is no such part."""
        if number == SIMPLER:
            return self.simpler
        if number == SHORT:
            return self.short
        return self.more[number - 1] if 0 < number <= len(self.more) else None

    def each(self) -> Iterator[tuple[str, Wording]]:
        """Yield (short | more1 | … | simpler, wording)."""
        yield "short", self.short
        for number, wording in enumerate(self.more, 1):
            yield f"more{number}", wording
        if self.simpler:
            yield "simpler", self.simpler


@dataclass(frozen=True)
class Text:
    """A text of the service that is no answer: greeting, consent, safety, holding."""

    id: str
    wording: Wording
    note: str = ""
    max_segments: int = 2


@dataclass(frozen=True)
class Fact:
    """A statement about law or services, where it was read, and what may be done with it."""

    id: str
    topic: str
    statement: str
    numbers: tuple[str, ...]
    law: str | None
    source: str
    confidence: str
    note: str
    checked_on: date | None
    use: str  # state, hedge, staff or never
    why: str


def read_topics(content: Path) -> dict[str, Topic]:
    """Read topics.yml: group → topic → what it is."""
    raw = read_yaml(content / "topics.yml")
    return {
        topic_id: Topic(
            id=topic_id,
            group=group,
            audience=entry["audience"],
            urgency=entry["urgency"],
            danger=entry.get("danger"),
            about=entry["is"],
        )
        for group, topics in raw.items()
        for topic_id, entry in topics.items()
    }


def read_answers(content: Path) -> dict[str, Answer]:
    """Read every file under answers/."""
    answers: dict[str, Answer] = {}
    for path in sorted((content / "answers").glob("*.yml")):
        for answer in answers_in(path):
            if answer.topic in answers:
                raise BadContent(f"{path.name}: {answer.topic} is answered twice")
            answers[answer.topic] = answer
    return answers


def answers_in(path: Path) -> list[Answer]:
    """Read one file of answers."""
    return [_answer(path.name, topic, entry) for topic, entry in (read_yaml(path) or {}).items()]


def read_texts(content: Path) -> dict[str, Text]:
    """Read every file under texts/."""
    texts: dict[str, Text] = {}
    for path in sorted((content / "texts").glob("*.yml")):
        for text in texts_in(path):
            if text.id in texts:
                raise BadContent(f"{path.name}: {text.id} stands twice")
            texts[text.id] = text
    return texts


def texts_in(path: Path) -> list[Text]:
    """Read one file of service texts."""
    return [_text(path.name, text_id, entry) for text_id, entry in (read_yaml(path) or {}).items()]


def read_facts(content: Path) -> dict[str, Fact]:
    """Read every file under facts/."""
    facts: dict[str, Fact] = {}
    for path in sorted((content / "facts").glob("*.yml")):
        for entry in read_yaml(path) or []:
            fact = _fact(path.name, entry)
            if fact.id in facts:
                raise BadContent(f"{path.name}: fact {fact.id} stands twice")
            facts[fact.id] = fact
    return facts


def _answer(file: str, topic: str, entry: Mapping[str, Any]) -> Answer:
    if not isinstance(entry, Mapping) or "short" not in entry:
        raise BadContent(f"{file}: {topic} has no short part")
    after = entry.get("next") or {}
    return Answer(
        topic=topic,
        facts=tuple(entry.get("facts") or ()),
        safe_advice=tuple(entry.get("safe_advice") or ()),
        short=_wording(file, topic, entry["short"]),
        more=tuple(_wording(file, topic, part) for part in entry.get("more") or ()),
        simpler=_wording(file, topic, entry["simpler"]) if entry.get("simpler") else None,
        offer=after.get("offer"),
        related=tuple(after.get("related") or ()),
        note=str(entry.get("note") or ""),
    )


def _text(file: str, text_id: str, entry: Any) -> Text:
    if "." not in str(text_id):
        raise BadContent(f"{file}: {text_id} must be named subject.name")
    if not isinstance(entry, Mapping):
        return Text(text_id, _wording(file, text_id, entry))
    wording = {key: words for key, words in entry.items() if key in ("all", "child", "parent")}
    return Text(
        text_id,
        _wording(file, text_id, wording),
        note=str(entry.get("note") or ""),
        max_segments=int(entry.get("max_segments", 2)),
    )


def _wording(file: str, where: str, raw: Any) -> Wording:
    if isinstance(raw, str):
        raw = {"all": raw}
    if not isinstance(raw, Mapping) or not raw or set(raw) - {"all", "child", "parent"}:
        raise BadContent(f"{file}: {where} needs words under all, child or parent")
    return Wording(**{key: str(words).strip() for key, words in raw.items()})


def _fact(file: str, entry: Mapping[str, Any]) -> Fact:
    try:
        return Fact(
            id=entry["id"],
            topic=str(entry.get("topic") or ""),
            statement=entry["statement"],
            numbers=tuple(str(number) for number in entry.get("numbers") or ()),
            law=entry.get("law"),
            source=str(entry.get("source") or ""),
            confidence=entry["confidence"],
            note=str(entry.get("note") or ""),
            checked_on=entry.get("checked_on"),
            use=entry["use"],
            why=str(entry.get("why") or ""),
        )
    except KeyError as missing:
        raise BadContent(f"{file}: fact {entry.get('id')} has no {missing}") from None


def read_yaml(path: Path) -> Any:
    """Read YAML with the C parser (ten times faster than the Python one)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (both are safe loaders)
    except (OSError, yaml.YAMLError) as error:
        raise BadContent(f"{path.name} cannot be read: {error}") from None

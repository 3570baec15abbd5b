"""The library: every word that the service may say, found by id, audience and language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from babel.dates import format_date

from bot.answers import catalogs, content, directory, entries, forms
from bot.answers.casework import CONTEXT, read_casework
from bot.answers.content import SHORT, Answer, Fact, Text, Topic, Wording
from bot.answers.directory import Service, read_services
from bot.answers.entries import Entry, text_context
from bot.answers.menus import Menus, read_menus
from bot.answers.regions import Region, read_regions
from bot.helpline.casework.taxonomy import Taxonomy
from bot.helpline.diversion.forms import Form

LANGUAGES = ("tk", "ru")


class UnknownText(KeyError):
    """Nobody wrote this text, or (in production) not in this language."""


@dataclass(frozen=True)
class Library:
    """The words of the service. Loading reads everything once; nothing is read afterwards except the facts."""

    topics: Mapping[str, Topic]
    answers: Mapping[str, Answer]
    texts: Mapping[str, Text]
    menus: Menus
    regions: Mapping[str, Region]
    translations: Mapping[str, Mapping[tuple[str, str], str]]  # language → (context, English) → words
    casework: Taxonomy = field(default_factory=Taxonomy)
    in_production: bool = False
    missing: set[tuple[str, str]] = field(default_factory=set)  # (context, language) that were asked for in vain
    folder: Path | None = None

    @classmethod
    def load(cls, content_dir: Path, locales: Path, *, in_production: bool = False) -> Library:
        """Read content/ and locales/. Raises BadContent naming the file and the entry that is wrong."""
        answers = content.read_answers(content_dir)
        return cls(
            topics=_with_answers(content.read_topics(content_dir), answers),
            answers=answers,
            texts=content.read_texts(content_dir),
            menus=read_menus(content_dir),
            regions=read_regions(content_dir),
            translations={language: catalogs.translations(locales, language) for language in LANGUAGES},
            casework=read_casework(content_dir),
            in_production=in_production,
            folder=content_dir,
        )

    # ── what is there ──────────────────────────────────────────────────────────────────────────────

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact by id. Read when first asked for: answering needs none."""
        return content.read_facts(self.folder) if self.folder else {}

    @cached_property
    def _raw_forms(self) -> Mapping[str, Mapping[str, Any]]:
        return forms.read_forms(self.folder) if self.folder else {}

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The forms of the diversion case by name, as content/diversion has them now."""
        return {name: forms.spoken(name, raw, self._translated, LANGUAGES) for name, raw in self._raw_forms.items()}

    def topic(self, topic: str) -> Topic:
        """Return a topic; raises UnknownText."""
        try:
            return self.topics[topic]
        except KeyError:
            raise UnknownText(topic) from None

    def has_answer(self, topic: str | None) -> bool:
        """Say whether content/answers has something on this topic."""
        return topic in self.answers

    def has_text(self, text_id: str) -> bool:
        """Say whether `text` knows this id."""
        return text_id in self.answers or text_id in self.texts

    def parts(self, topic: str) -> int:
        """Count the parts of an answer with the short one (0: no answer). MORE is offered while part + 1 < parts."""
        answer = self.answers.get(topic)
        return 1 + len(answer.more) if answer else 0

    def has_simpler(self, topic: str) -> bool:
        """Say whether the answer has a simpler wording (part -1)."""
        answer = self.answers.get(topic)
        return bool(answer and answer.simpler)

    # ── words ──────────────────────────────────────────────────────────────────────────────────────

    def text(
        self,
        text_id: str,
        language: str,
        *,
        audience: str | None = None,
        part: int = SHORT,
        **fields: Any,
    ) -> str:
        """
        Return the words of a topic's answer (by topic id and part) or of a text of the service.

        `audience` is who reads: child, parent or adult (None: the topic's own, else child). "en" is the source.
        Raises UnknownText: no such id or part, or no translation in production (outside it English is returned
        and the gap noted in `missing`). A field that the text needs and was not given: KeyError.
        """
        wording, key = self._find(text_id, part)
        wanted = wording.key_for(self.reader(text_id, audience))
        context = text_context(key, wanted) if text_id in self.texts else f"{key}/{wanted}"
        return self._translated(context, getattr(wording, wanted), language).format(**fields)

    def label(self, label_id: str, language: str) -> str:
        """
        Return the few words that stand beside a digit.

        `label_id`: a topic ("lawyer"), a menu group ("justice"), a region ("region.mary"), an entry of
        casework's lists ("casework/age_bands.7_10"), or a text's id.
        """
        if label_id.startswith("region."):
            return self._region_name(label_id.removeprefix("region."), language)
        if label_id.startswith(CONTEXT):
            return self._of_list(label_id, language)
        if words := self.menus.labels.get(label_id):
            return self._translated(f"label/{label_id}", words, language)
        return self.text(label_id, language)

    def reader(self, text_id: str, audience: str | None) -> str:
        """Choose between the two wordings: who is known to read, else whom the topic is for, else a child."""
        topic = self.topics.get(text_id)
        known = audience or (topic.audience if topic else None)
        return "parent" if known in ("parent", "adult") else "child"

    def entries(self) -> Iterator[Entry]:
        """Yield everything that is to be translated."""
        for answer in self.answers.values():
            yield from entries.of_answer(answer, self.facts)
        for text in self.texts.values():
            yield from entries.of_text(text)
        yield from entries.of_labels(self.menus.labels)
        for name, raw in self._raw_forms.items():
            yield from forms.entries_of_form(name, raw)

    def entries_of(self, item: str) -> Iterator[Entry]:
        """Yield the strings of one topic or text."""
        if answer := self.answers.get(item):
            yield from entries.of_answer(answer, {})
        elif text := self.texts.get(item):
            yield from entries.of_text(text)

    def translated(self, entry: Entry, language: str) -> str | None:
        """Return an entry's translation, None when there is none."""
        return self.translations.get(language, {}).get((entry.context, entry.english))

    # ── where to go ────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def directory(self) -> Sequence[Service]:
        """The services as content/services.yml has them; what staff edited goes before it (`services`)."""
        return read_services(self.folder) if self.folder else ()

    def services(
        self,
        region: str | None,
        audience: str | None,
        language: str,
        now: datetime,
        *,
        topic: str | None = None,
        edited: Sequence[Service] | None = None,
    ) -> list[str]:
        """
        Write up to three services for a place, and the day they were checked.

        Without any the list is empty. `edited`: the directory as it stands in the database, if it does.
        """
        known = self.directory if edited is None else edited
        found = directory.find(known, self.regions, region, audience, now, topic=topic)
        if not found:
            return []
        checked = directory.last_checked(found)
        lines = [directory.line(service, language) for service in found]
        if checked:
            day = format_date(checked, "dd.MM.yyyy", locale=language if language in LANGUAGES else "en")
            lines.append(self.text("services.checked", language, date=day))
        return lines

    # ── below ──────────────────────────────────────────────────────────────────────────────────────

    def _find(self, text_id: str, part: int) -> tuple[Wording, str]:
        if answer := self.answers.get(text_id):
            wording = answer.part(part)
            if wording is None:
                raise UnknownText(f"{text_id} has no part {part}")
            return wording, f"{text_id}/{'short' if part == SHORT else 'simpler' if part < 0 else f'more{part}'}"
        if text := self.texts.get(text_id):
            return text.wording, text_id
        raise UnknownText(text_id)

    def _translated(self, context: str, english: str, language: str) -> str:
        if language not in self.translations:
            return english
        words = self.translations[language].get((context, english))
        if words is None:
            self.missing.add((context, language))
            if self.in_production:
                raise UnknownText(f"{context} in {language}")
        return words or english

    def _of_list(self, label_id: str, language: str) -> str:
        english = self.casework.english(label_id.removeprefix(CONTEXT))
        if english is None:
            raise UnknownText(label_id)
        return self._translated(label_id, english, language)

    def _region_name(self, region_id: str, language: str) -> str:
        region = self.regions.get(region_id)
        if region is None:
            raise UnknownText(f"region.{region_id}")
        return region.name(language)


def _with_answers(topics: Mapping[str, Topic], answers: Mapping[str, Answer]) -> dict[str, Topic]:
    """Lay what an answer offers next onto its topic."""
    return {
        topic_id: dataclasses.replace(topic, offer=answers[topic_id].offer, related=answers[topic_id].related)
        if topic_id in answers
        else topic
        for topic_id, topic in topics.items()
    }

"""Babel extractor for content/: context, English and what a translator should know, from the YAML files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from bot.answers import content, entries, forms
from bot.answers.casework import read_casework
from bot.answers.content import Fact
from bot.answers.entries import Entry
from bot.answers.menus import read_menus

Found = tuple[int, str, tuple[str, str], list[str]]


def extract(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:  # noqa: ARG001
    """
    Yield (line, "pgettext", (context, English), comments) for each string of one content file.

    Babel's own interface; which kind of file it is shows in its place: answers/, texts/, diversion/ or menus.yml.
    """
    path = Path(fileobj.name)
    lines = path.read_text(encoding="utf-8").splitlines()
    for entry in _entries(path):
        yield _line_of(entry, lines), "pgettext", (entry.context, entry.english), list(entry.comments)


def _entries(path: Path) -> Iterator[Entry]:
    if path.parent.name == "answers":
        for answer in content.answers_in(path):
            yield from entries.of_answer(answer, _facts(path.parent.parent))
    elif path.parent.name == "texts":
        for text in content.texts_in(path):
            yield from entries.of_text(text)
    elif path.name == "casework.yml":
        yield from entries.of_casework(read_casework(path.parent).labels())
    elif path.name == "menus.yml":
        yield from entries.of_labels(read_menus(path.parent).labels)
    elif path.parent.name == forms.FOLDER:
        yield from forms.entries_of_form(path.stem, content.read_yaml(path) or {})


@lru_cache(maxsize=1)
def _facts(folder: Path) -> dict[str, Fact]:
    return content.read_facts(folder)


def _line_of(entry: Entry, lines: list[str]) -> int:
    """Point to the line where the entry's topic or text begins."""
    name = entry.context.removeprefix("label/").split("/")[0]
    return next((number for number, line in enumerate(lines, 1) if line.strip().startswith(f"{name}:")), 1)

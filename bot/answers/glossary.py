"""The glossary: which words no text of ours may hold, and what to say instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.answers.content import read_yaml


@dataclass(frozen=True)
class Avoided:
    """Words of one language that are not used. `words`: "*" at the end stands for any ending."""

    language: str
    words: tuple[str, ...]
    why: str
    say: str = ""

    def pattern(self) -> re.Pattern[str]:
        """Return what finds one of the words as a word of its own."""
        forms = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in self.words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def read_avoided(content: Path) -> tuple[Avoided, ...]:
    """Read the avoided words of glossary.yml (none: nothing is avoided)."""
    path = content / "glossary.yml"
    entries = read_yaml(path)["avoid"] if path.exists() else []
    return tuple(
        Avoided(entry["language"], tuple(entry["words"]), entry["why"], entry.get("say", "")) for entry in entries
    )


def found_in(text: str, language: str, avoided: Iterable[Avoided]) -> Iterator[str]:
    """Yield a sentence for each avoided word in the text."""
    for entry in avoided:
        if entry.language == language and (hit := entry.pattern().search(text)):
            instead = f'; say "{entry.say}"' if entry.say else ""
            yield f'"{hit.group()}" is avoided ({entry.why}{instead})'

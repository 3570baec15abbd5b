"""
The training examples and the held-out rows: read, write, and the topics that they are about.

`data/nlu/<language>/<group>.yml` is Rasa's own training format; beside each block stands the voice that wrote it,
so that we can ask how well one author's examples teach the words of another.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from bot.text.alphabet import fold, tidy

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "nlu"
FINAL = ("final", "danger_final", "language")  # held-out files that nothing is ever chosen by
HELD_OUT = ROOT / "tests" / "nlu"
TOPICS = ROOT / "content" / "topics.yml"
LANGUAGES = ("tk", "ru")


@dataclass(frozen=True)
class Example:
    """One message that teaches a topic."""

    text: str
    topic: str
    language: str
    voice: str = ""

    @cached_property
    def skeleton(self) -> str:
        """The message's one form for all spellings."""
        return fold(self.text)


@dataclass(frozen=True)
class HeldOut:
    """One message that only tests: `topic` is empty when it is not scored on topic."""

    text: str
    language: str
    style: str
    topic: str
    also_ok: frozenset[str] = field(default_factory=frozenset)
    known_language: str | None = None
    urgent: bool | None = None

    @cached_property
    def skeleton(self) -> str:
        """The message's one form for all spellings."""
        return fold(self.text)


class BadRows(ValueError):
    """A file of messages cannot be read; says which line."""


@lru_cache(maxsize=1)
def topic_groups(path: Path = TOPICS) -> dict[str, str]:
    """Return the group of each topic."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {topic: group for group, topics in groups.items() for topic in topics}


@lru_cache(maxsize=1)
def topic_dangers(path: Path = TOPICS) -> dict[str, str]:
    """Return the kind of danger of each topic that is one."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        topic: about["danger"] for topics in groups.values() for topic, about in topics.items() if about.get("danger")
    }


# ── training examples ──────────────────────────────────────────────────────────────────────────────


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """Read every example of every language."""
    return [
        Example(text, block["intent"], language, (block.get("metadata") or {}).get("voice", ""))
        for language in LANGUAGES
        for path in sorted((folder / language).glob("*.yml"))
        for block in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("nlu") or []
        for text in _lines(block["examples"])
    ]


def some_of_each(examples: Sequence[Example], count: int, seed: int = 20261122) -> list[int]:
    """Return the places of up to `count` examples of each topic and language, taken by chance and always the same."""
    places = list(range(len(examples)))
    random.Random(seed).shuffle(places)  # noqa: S311 (the same every time)
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for place in places:
        kind = examples[place].topic, examples[place].language
        if taken[kind] < count:
            taken[kind] += 1
            chosen.append(place)
    return sorted(chosen)


def _lines(examples: str) -> list[str]:
    return [line[2:].strip() for line in examples.splitlines() if line.startswith("- ")]


def write_examples(examples: Iterable[Example], folder: Path = EXAMPLES) -> list[Path]:
    """Write one file per language and topic group, topics in the order of topics.yml, voices one after another."""
    order = {topic: number for number, topic in enumerate(topic_groups())}
    files: dict[Path, dict[tuple[int, str, str], list[str]]] = {}
    for example in examples:
        path = folder / example.language / f"{topic_groups()[example.topic]}.yml"
        block = (order[example.topic], example.voice, example.topic)
        files.setdefault(path, {}).setdefault(block, []).append(example.text)
    for path, blocks in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_as_rasa(blocks), encoding="utf-8")
    return sorted(files)


def _as_rasa(blocks: dict[tuple[int, str, str], list[str]]) -> str:
    lines = ['version: "3.1"', "", "nlu:"]
    for (_, voice, topic), texts in sorted(blocks.items()):
        lines += [f"- intent: {topic}"]
        lines += ["  metadata:", f"    voice: {voice}"] if voice else []
        lines += ["  examples: |", *(f"    - {text}" for text in texts), ""]
    return "\n".join(lines).rstrip() + "\n"


def read_draft(path: Path, language: str) -> list[Example]:
    """
    Read an author's draft: `# topic` heads, then a message a line. The voice is the middle of the file's name.

    Raises BadRows on an unknown topic or a message without one.
    """
    voice = path.suffixes[0].strip(".") if len(path.suffixes) > 1 else ""
    examples, topic = [], ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            topic = line.strip("# \t")
            if topic not in topic_groups():
                raise BadRows(f"{path.name}:{number}: no topic {topic!r}")
        elif text := tidy(line):
            if not topic:
                raise BadRows(f"{path.name}:{number}: a message before the first topic")
            examples.append(Example(text.removeprefix("- "), topic, language, voice))
    return examples


# ── held-out rows ──────────────────────────────────────────────────────────────────────────────────


def read_held_out(path: Path) -> list[HeldOut]:
    """
    Read tab-separated rows: text lang style intent also_ok, and perhaps known_lang and urgent.

    Raises BadRows when a column is missing or a topic is not known.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = {"text", "lang", "style", "intent"} - set(rows.fieldnames or ())
        if missing:
            raise BadRows(f"{path.name}: no column {', '.join(sorted(missing))}")
        return [_row(path, number, row) for number, row in enumerate(rows, 2)]


def _row(path: Path, number: int, row: dict[str, str | None]) -> HeldOut:
    told = {name: (value or "").strip() for name, value in row.items() if name}
    also = frozenset(topic.strip() for topic in told.get("also_ok", "").split(",") if topic.strip())
    for topic in {told["intent"], *also} - {""}:
        if topic not in topic_groups():
            raise BadRows(f"{path.name}:{number}: no topic {topic!r}")
    return HeldOut(
        text=row["text"] or "",
        language=told["lang"],
        style=told["style"],
        topic=told["intent"],
        also_ok=also,
        known_language=told.get("known_lang") or None,
        urgent={"1": True, "0": False}.get(told.get("urgent", "")),
    )


def all_held_out(folder: Path = HELD_OUT) -> list[HeldOut]:
    """Read every held-out file of the tests."""
    return [row for path in sorted(folder.glob("*.tsv")) for row in read_held_out(path)]


def dev_held_out(folder: Path = HELD_OUT) -> list[HeldOut]:
    """Read the held-out files by which things may be chosen: not the final ones, which only say how it came out."""
    paths = [path for path in sorted(folder.glob("*.tsv")) if not path.name.startswith(FINAL)]
    return [row for path in paths for row in read_held_out(path)]

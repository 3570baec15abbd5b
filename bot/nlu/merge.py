"""
Bring authors' drafts into the training examples, and held-out sets into the tests.

    python -m bot.nlu.merge drafts FOLDER           FOLDER/{tk,ru}/<block>.<voice>.txt → data/nlu
    python -m bot.nlu.merge held-out FILE.tsv ...   → tests/nlu, without rows that the examples already hold
    python -m bot.nlu.merge review FILE.tsv ...     a second reader's corrections → data/nlu
    python -m bot.nlu.merge check                   what the fast test checks; exit code 1 when something is too near

The files under data/nlu are the truth: a draft only adds to them. What is thrown out is printed with its reason.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.nlu.corpus import (
    HELD_OUT,
    LANGUAGES,
    Example,
    all_held_out,
    read_draft,
    read_examples,
    read_held_out,
    topic_groups,
    write_examples,
)
from bot.nlu.nearness import clashes, unseen


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.merge", description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    drafts = commands.add_parser("drafts", help="add authors' drafts to data/nlu")
    drafts.add_argument("folder", type=Path)
    drafts.add_argument("--fresh", action="store_true", help="begin with empty files instead of adding to them")
    drafts.add_argument("--quiet", action="store_true", help="print only the counts")
    held_out = commands.add_parser("held-out", help="bring held-out sets into tests/nlu")
    held_out.add_argument("files", type=Path, nargs="+")
    review = commands.add_parser("review", help="carry out a second reader's corrections")
    review.add_argument("files", type=Path, nargs="+")
    commands.add_parser("check", help="say what is too near")
    told = parser.parse_args(arguments)
    if told.command == "drafts":
        return add_drafts(told.folder, fresh=told.fresh, quiet=told.quiet)
    if told.command == "held-out":
        return add_held_out(told.files)
    if told.command == "review":
        return correct(told.files)
    return check()


def add_drafts(folder: Path, *, fresh: bool = False, quiet: bool = False) -> int:
    """Add every draft of the folder that is not in data/nlu yet; return 0."""
    examples = [] if fresh else read_examples()
    known = {(example.language, example.topic, example.skeleton) for example in examples}
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.txt")):
            new = [
                example
                for example in read_draft(path, language)
                if (language, example.topic, example.skeleton) not in known
            ]
            print(f"{language}/{path.name}: {len(new)} new")
            examples += new
    kept = _without_clashes(examples, quiet=quiet)
    write_examples(kept)
    _print_counts(kept)
    return 0


def _without_clashes(examples: list[Example], *, quiet: bool) -> list[Example]:
    thrown_out = clashes(examples, all_held_out())
    for clash in () if quiet else thrown_out:
        print(f"  out  {clash.example.language} {clash.example.topic}: {clash.reason}")
        print(f"       {clash.example.text}")
        print(f"       {clash.other}")
    for reason, count in Counter(clash.reason.split(" (")[0] for clash in thrown_out).most_common():
        print(f"{count:6} thrown out: {reason}")
    gone = {id(clash.example) for clash in thrown_out}
    return [example for example in examples if id(example) not in gone]


def _print_counts(examples: list[Example]) -> None:
    for language in LANGUAGES:
        counts = Counter(example.topic for example in examples if example.language == language)
        fewest = sorted(topic_groups(), key=lambda topic: counts[topic])[:5]
        print(f"{language}: {sum(counts.values())} examples, {len(counts)} topics; fewest:", end=" ")
        print(", ".join(f"{topic} {counts[topic]}" for topic in fewest))


def correct(files: Sequence[Path]) -> int:
    """
    Carry out corrections: language, topic, text as it stands, `drop` | `move` | `rewrite`, the new topic or words.

    What names no row any more is printed; returns 0.
    """
    lines = [line.split("\t") for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    corrections = {(cells[0], cells[1], cells[2]): (cells[3], cells[4]) for cells in lines}
    examples = read_examples()
    corrected = [
        right
        for one in examples
        if (right := _corrected(one, corrections.pop((one.language, one.topic, one.text), None))) is not None
    ]
    for language, topic, text in corrections:
        print(f"  no such row: {language} {topic}: {text}")
    kept = _without_clashes(corrected, quiet=False)
    write_examples(kept)
    print(f"{len(lines) - len(corrections)} corrections carried out")
    return 0


def _corrected(example: Example, correction: tuple[str, str] | None) -> Example | None:
    action, value = correction or ("keep", "")
    if action == "drop":
        return None
    if action == "move":
        return replace(example, topic=value)
    return replace(example, text=value) if action == "rewrite" else example


def add_held_out(files: Sequence[Path]) -> int:
    """Copy held-out sets into tests/nlu, leaving out what the examples hold; return 0."""
    examples = read_examples()
    for path in files:
        rows = read_held_out(path)
        keep = {row.text for row in unseen(rows, [e for e in examples if len(e.skeleton.split()) < 4])}
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [lines[0], *(line for line in lines[1:] if line.split("\t")[0] in keep)]
        target = HELD_OUT / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(kept) + "\n", encoding="utf-8")
        print(f"{path.name}: {len(kept) - 1} of {len(lines) - 1} rows")
    return 0


def check() -> int:
    """Print what is too near in data/nlu; return 1 when there is anything."""
    found = clashes(read_examples(), all_held_out())
    for clash in found:
        print(f"{clash.example.language} {clash.example.topic}: {clash.reason}: {clash.example.text!r} {clash.other!r}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

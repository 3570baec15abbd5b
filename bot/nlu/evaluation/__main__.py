"""
Measure understanding on held-out rows.

    .venv-rasa/bin/python -m bot.nlu.evaluation rows.tsv result.json

Prints tables by language, style and topic group and the commonest confusions; draws pictures under build/evaluation.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.nlu.corpus import ROOT, BadRows, HeldOut, all_held_out, read_held_out
from bot.nlu.evaluation.listener import Listener, load_listener
from bot.nlu.evaluation.scores import Scored, confusions, summary

PICTURES = ROOT / "build" / "evaluation"
WARM_UP = 5  # the first texts pay for what Rasa makes lazily


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate one set of rows; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.evaluation", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument(
        "rows", type=Path, help="text lang style intent also_ok [known_lang] [urgent]; or a folder of such"
    )
    parser.add_argument("out", type=Path, help="where the result is written, as JSON")
    parser.add_argument("--no-pictures", action="store_true")
    told = parser.parse_args(arguments)
    try:
        rows = all_held_out(told.rows) if told.rows.is_dir() else read_held_out(told.rows)
        listener = load_listener()
    except BadRows as error:
        print(error, file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"{error.filename or error} is not there (`make model` trains the model)", file=sys.stderr)
        return 1
    scored = listen(listener, rows)
    result = summary(scored)
    told.out.parent.mkdir(parents=True, exist_ok=True)
    told.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print_tables(result, scored)
    if not told.no_pictures:
        from bot.nlu.evaluation.pictures import draw  # noqa: PLC0415 (matplotlib is slow to load)

        for picture in draw(scored, PICTURES):
            print(f"→ {picture.relative_to(ROOT)}")
    return 0


def listen(listener: Listener, rows: Sequence[HeldOut]) -> list[Scored]:
    """Hear every row, one at a time."""
    for row in rows[:WARM_UP]:
        listener.hear(row.text, row.known_language)
    return [Scored(row, listener.hear(row.text, row.known_language)) for row in rows]


def print_tables(result: dict[str, Any], scored: Sequence[Scored]) -> None:
    """Print the result for people."""
    print(f"{'':24}{'n':>6}{'top-1':>8}{'top-3':>8}{'language':>10}")
    _line("all", result)
    for table in ("by_lang", "by_style", "by_group"):
        for name, tally in result[table].items():
            _line(name, tally)
    danger, scope, ms = result["danger"], result["out_of_scope"], result["ms"]
    print(f"\ndanger    recall {_percent(danger['recall'])} of {danger['n']} (95 %: {danger['recall_95']}), ", end="")
    print(f"{danger['missed']} missed; false alarms {_percent(danger['false_alarm'])} ({danger['false_alarm_95']})")
    for kind, tally in danger["by_kind"].items():
        print(f"  {kind:18}{_percent(tally['recall']):>8} of {tally['n']}")
    print(f"out of scope, not answered as if in scope: {_percent(scope['refused'])} of {scope['n']}")
    print(f"one text: p50 {ms['p50']} ms, p95 {ms['p95']} ms\n")
    for times, right, taken, example in confusions(scored):
        print(f"{times:4}  {right} taken for {taken}: {example[:90]}")


def _line(name: str, tally: dict[str, Any]) -> None:
    shares = "".join(f"{_percent(tally[key]):>{width}}" for key, width in (("top1", 8), ("top3", 8), ("language", 10)))
    print(f"{name:24}{tally['n']:>6}{shares}")


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}%"


if __name__ == "__main__":
    sys.exit(main())

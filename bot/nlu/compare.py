"""
Compare our understanding with Rasa's default configuration (DIET), trained on the same examples, in one run.

    .venv-rasa/bin/python -m bot.nlu.compare                 some hours on 2 cores; the table is printed and
                                                             written to build/evaluation/compare.json
    .venv-rasa/bin/python -m bot.nlu.compare --examples 20   about an hour: every way learns from the same twenty
                                                             examples of each topic and language

Three ways: ours; Rasa's default as it is; Rasa's default behind our folding. Each trains and parses in a process of
its own, one after another. Held-out rows: tests/nlu, or the file or folder that is named.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.nlu.corpus import (
    HELD_OUT,
    ROOT,
    HeldOut,
    all_held_out,
    read_examples,
    read_held_out,
    some_of_each,
    write_examples,
)

RESULT = ROOT / "build" / "evaluation" / "compare.json"
WAYS = ("ours", "rasa_default", "rasa_default_folded")
WARM_UP = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and measure each way, then print them side by side; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.compare", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("rows", type=Path, nargs="?", default=HELD_OUT, help="held-out rows: a file or a folder")
    parser.add_argument("--examples", type=int, metavar="N", help="learn from N examples of each topic and language")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    told = parser.parse_args(arguments)
    if told.way:
        print(json.dumps(_measure(told.way, _rows(told.rows), told.examples)))
        return 0
    results = {}
    for way in WAYS:
        print(f"→ {way}", flush=True)
        results[way] = _in_own_process(way, told.rows, told.examples)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print_table(results)
    return 0


def _in_own_process(way: str, rows: Path, count: int | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "bot.nlu.compare", str(rows), "--way", way]
    command += ["--examples", str(count)] if count else []
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(said.stdout.strip().splitlines()[-1])
    return measured


def _rows(place: Path) -> list[HeldOut]:
    rows = all_held_out(place) if place.is_dir() else read_held_out(place)
    return [row for row in rows if row.topic and row.language in ("tk", "ru")]


def _measure(way: str, rows: Sequence[HeldOut], count: int | None) -> dict[str, Any]:
    """Train one way into a folder that is thrown away, parse every row, and return what it took and gave."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    from bot.nlu.evaluation.listener import RasaInProcess  # noqa: PLC0415
    from bot.nlu.rasa_training import train_understanding  # noqa: PLC0415 (loading Rasa is not training)

    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        config.write_text(yaml.safe_dump(_config(way)), encoding="utf-8")
        examples = read_examples()
        if count:
            examples = [examples[place] for place in some_of_each(examples, count)]
        write_examples(examples, Path(folder) / "examples")
        began, cpu = time.perf_counter(), time.process_time()
        model = train_understanding(Path(folder), config, Path(folder) / "examples")
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
        if model is None:
            raise RuntimeError(f"{way} could not be trained")
        rasa = RasaInProcess(Path(model))
        for row in rows[:WARM_UP]:
            rasa.rank(row.text)
        parsed = [_parse(rasa, row) for row in rows]
    return {
        "examples": len(examples),
        "train_s": round(seconds, 1),
        "train_cpu_s": round(cpu_seconds, 1),
        "parse_ms": {f"p{part}": _percentile([one[2] for one in parsed], part) for part in (50, 95)},
        "shares": _shares(rows, parsed),
    }


def _percentile(values: Sequence[float], part: int) -> float:
    return round(float(np.percentile(values, part)), 2)


def _config(way: str) -> dict[str, Any]:
    """Return the configuration of a way; Rasa's default is read out of Rasa itself."""
    ours: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    if way == "ours":
        return ours
    import rasa.engine.recipes  # noqa: PLC0415

    default = Path(rasa.engine.recipes.__file__).parent / "config_files" / "default_config.yml"
    pipeline = yaml.safe_load(default.read_text(encoding="utf-8"))["pipeline"]
    if way == "rasa_default_folded":
        pipeline = [{"name": "bot.nlu.components.folding.Folding", "instead": True}, *pipeline]
    return {**ours, "pipeline": pipeline}


def _parse(rasa: Any, row: HeldOut) -> tuple[bool, bool, float]:
    began = time.perf_counter()
    ranking = rasa.rank(row.text)
    taken = (time.perf_counter() - began) * 1000
    right = {row.topic} | row.also_ok
    topics = [topic for topic, _ in ranking[:3]]
    return bool(topics) and topics[0] in right, bool(right & set(topics)), taken


def _shares(rows: Sequence[HeldOut], parsed: Sequence[tuple[bool, bool, float]]) -> dict[str, list[float]]:
    """Return [top-1, top-3] by language and by style."""
    groups: dict[str, list[tuple[bool, bool, float]]] = {}
    for row, one in zip(rows, parsed, strict=True):
        for name in (row.language, f"{row.language}/{row.style}"):
            groups.setdefault(name, []).append(one)
    return {
        name: [round(float(np.mean([one[place] for one in group])), 4) for place in (0, 1)]
        for name, group in sorted(groups.items())
    }


def print_table(results: dict[str, dict[str, Any]]) -> None:
    """Print the ways side by side."""
    print(f"{'top-1 / top-3':20}" + "".join(f"{way:>22}" for way in results))
    for name in results["ours"]["shares"]:
        shares = [result["shares"][name] for result in results.values()]
        print(f"{name:20}" + "".join(f"{100 * one:>13.1f} / {100 * three:5.1f}%" for one, three in shares))
    for words, name in (("examples", "examples"), ("training, s", "train_s"), ("training, CPU s", "train_cpu_s")):
        print(f"{words:20}" + "".join(f"{result[name]:>22}" for result in results.values()))
    for part in ("p50", "p95"):
        print(f"{f'parsing {part}, ms':20}" + "".join(f"{result['parse_ms'][part]:>22}" for result in results.values()))


if __name__ == "__main__":
    sys.exit(main())

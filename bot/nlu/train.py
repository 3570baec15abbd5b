"""
Train everything that listens: the ears (language, danger) and the assistant.

    .venv-rasa/bin/python -m bot.nlu.train            leaves models/goldaw.tar.gz, models/ears.npz, models/stamp.json
    python -m bot.nlu.train --check                   says whether they are current (exit code 0 or 1); needs no Rasa

The stamp is written last, so a training that broke off is repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.corpus import ROOT, Example, read_examples
from bot.nlu.stamp import MODELS, STAMP, fingerprint, is_current
from bot.supervise import die_with_parent

KEPT_BUSY = MODELS / ".training"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or check; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.train", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="only say whether the model is current")
    parser.add_argument("--ears", action="store_true", help="train only the ears (no Rasa)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # started by a training
    parser.add_argument("--if-needed", action="store_true", help="do nothing when the model is current")
    told = parser.parse_args(arguments)
    if told.check:
        current = is_current()
        print("the model is current" if current else "the model is older than its data or its code, or is not there")
        return 0 if current else 1
    if told.inside:
        die_with_parent()
        return train_ears(read_examples())
    with _alone():
        if told.if_needed and is_current():
            return 0
        return train_ears(read_examples()) if told.ears else train_all()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Wait until nobody else trains here: two at once would mix their files."""
    MODELS.mkdir(exist_ok=True)
    with KEPT_BUSY.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def train_all() -> int:
    """Train ears and assistant; return 0, or 1 when Rasa could not train."""
    began = time.perf_counter()
    sources = fingerprint()
    STAMP.unlink(missing_ok=True)
    examples = read_examples()
    counts = Counter(example.language for example in examples)
    _say(f"{sum(counts.values())} examples ({', '.join(f'{n} {name}' for name, n in sorted(counts.items()))})")
    # The ears are trained beside the assistant, on the second core.
    ears = subprocess.Popen([sys.executable, "-m", "bot.nlu.train", "--ears", "--inside"], cwd=ROOT)
    trained = train_assistant()
    if ears.wait() or not trained:
        return 1
    STAMP.write_text(
        json.dumps({"fingerprint": sources, "seconds": round(time.perf_counter() - began, 1), "examples": counts})
        + "\n",
        encoding="utf-8",
    )
    _say(f"trained in {time.perf_counter() - began:.0f} s")
    return 0


def train_ears(examples: Sequence[Example]) -> int:
    """Train the ears that run in the worker, without Rasa; return 0."""
    from bot.nlu import language_ear  # noqa: PLC0415 (--check needs none of it)

    began = time.perf_counter()
    _say("ear for languages")
    arrays: dict[str, Any] = language_ear.train(examples).as_arrays("language")
    if find_spec("bot.nlu.danger_ear"):
        danger_ear = import_module("bot.nlu.danger_ear")
        _say("ear for danger")
        arrays |= danger_ear.train()
    unfinished = MODELS / "ears.new.npz"
    np.savez(unfinished, **arrays)
    unfinished.replace(MODELS / "ears.npz")
    _say(f"ears trained in {time.perf_counter() - began:.0f} s")
    return 0


def train_assistant() -> bool:
    """Train Rasa; say whether it worked."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    began = time.perf_counter()
    _say("assistant: loading Rasa")
    from bot.nlu import rasa_training  # noqa: PLC0415

    unfinished = MODELS / ".new"
    shutil.rmtree(unfinished, ignore_errors=True)
    _say(f"assistant: training (Rasa loaded in {time.perf_counter() - began:.0f} s)")
    model = rasa_training.train_assistant(unfinished)
    if model is None:
        print("Rasa did not train; the lines above say why.", file=sys.stderr)
        return False
    Path(model).replace(MODELS / "goldaw.tar.gz")
    shutil.rmtree(unfinished, ignore_errors=True)
    return True


def _say(what: str) -> None:
    print(f"→ {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""Say whether the trained model fits the data and the code: a hash of everything that it was trained from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from bot.nlu.corpus import ROOT

MODELS = ROOT / "models"
STAMP = MODELS / "stamp.json"
MADE = ("goldaw.tar.gz", "ears.npz")  # what training leaves in models/
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/language",
    "data/rules",
    "data/danger",
    "content/danger",
    "content/topics.yml",
    "data/concepts",
    "content/regions.yml",
    "bot/text",
    "bot/nlu",
    "bot/helpline/learned_ear.py",
    "bot/helpline/word_lists.py",
)
NOT_SOURCES = (
    "bot/nlu/evaluation",
    "bot/nlu/merge.py",
    "bot/nlu/nearness.py",
    "bot/nlu/compare.py",
    "bot/nlu/danger_report.py",
    "bot/nlu/research",
)  # they only look at the model


def fingerprint(root: Path = ROOT) -> str:
    """Return one hash over the names and contents of all sources."""
    summed = hashlib.sha256()
    for path in _files(root):
        summed.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return summed.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        place = root / source
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in found:
            name = path.relative_to(root).as_posix()
            if path.suffix in {".yml", ".py", ".txt"} and path.is_file() and not name.startswith(NOT_SOURCES):
                yield path


def is_current(root: Path = ROOT) -> bool:
    """Say whether the models are there and were trained from what stands here now."""
    models = root / "models"
    try:
        stamp = json.loads((models / "stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp.get("fingerprint") == fingerprint(root) and all((models / name).exists() for name in MADE)

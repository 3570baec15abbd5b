"""The gates: what understanding must not fall below, on held-out rows, through the trained model."""

from __future__ import annotations

import csv
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("gates") / "result.json"
    command = [str(RASA_PYTHON), "-m", "bot.nlu.evaluation", "tests/nlu", str(out), "--no-pictures"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=280)
    return dict(json.loads(out.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("language", "floor"), [("tk", 0.90), ("ru", 0.92)])
def test_each_language_is_understood(result: dict[str, Any], language: str, floor: float) -> None:
    assert result["by_lang"][language]["top1"] >= floor
    assert result["by_lang"][language]["top3"] >= 0.97


def test_turkmen_is_not_far_behind_russian(result: dict[str, Any]) -> None:
    assert result["by_lang"]["ru"]["top1"] - result["by_lang"]["tk"]["top1"] <= 0.05


def test_no_way_of_writing_is_far_behind_its_language(result: dict[str, Any]) -> None:
    behind = {
        style: tally["top1"]
        for style, tally in result["by_style"].items()
        if style.split("/")[0] in ("tk", "ru") and result["by_lang"][style.split("/")[0]]["top1"] - tally["top1"] > 0.05
    }
    assert behind == {}


def test_danger_is_not_missed(result: dict[str, Any]) -> None:
    assert result["danger"]["recall"] >= 0.97
    assert result["danger"]["false_alarm"] <= 0.05


def test_danger_told_indirectly_is_not_missed_and_what_only_sounds_so_is_seldom_asked_about(
    result: dict[str, Any],
) -> None:
    """
    Guard what was reached on `danger_dev.*`, whose errors have been looked at: no proof of the goals (recall 99 %,
    false alarms 3 %), which only rows of new authors can give (docs/understanding.md).
    """
    heard = {row["text"]: bool(row["danger"]) for row in result["rows"]}
    kinds = _danger_dev()
    told = Counter(kind for kind in kinds.values())
    found = Counter(kind for text, kind in kinds.items() if heard[text])
    assert (found.total() - found[""]) / (told.total() - told[""]) >= 0.95
    assert {kind: found[kind] / told[kind] for kind in told if kind and found[kind] / told[kind] < 0.9} == {}
    assert found[""] / told[""] <= 0.08


def _danger_dev() -> dict[str, str]:
    """Return the kind of each row of danger_dev, "" for no danger."""
    kinds = {}
    for path in sorted((ROOT / "tests" / "nlu").glob("danger_dev.*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                kinds[row["text"]] = row["kind"] or ""
    return kinds


def test_what_is_out_of_scope_is_not_answered(result: dict[str, Any]) -> None:
    assert result["out_of_scope"]["refused"] >= 0.9


def test_the_result_holds_what_the_contract_names(result: dict[str, Any]) -> None:
    assert set(result) >= {
        "n",
        "top1",
        "top3",
        "language",
        "by_lang",
        "by_style",
        "danger",
        "out_of_scope",
        "ms",
        "rows",
    }
    assert set(result["rows"][0]) == {"text", "intent", "lang", "got_lang", "top", "action", "danger", "kind"}
    assert all(len(row["top"]) == 3 for row in result["rows"] if row["text"].strip())
    assert not any(topic == "nlu_fallback" for row in result["rows"] for topic, _ in row["top"])

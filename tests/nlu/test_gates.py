"""The gates: what understanding must not fall below, on held-out rows, through the trained model."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.danger_report import held_out

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
        if style.split("/")[0] in ("tk", "ru")
        and tally["top1"] is not None  # rows about danger alone have no topic
        and result["by_lang"][style.split("/")[0]]["top1"] - tally["top1"] > 0.05
    }
    assert behind == {}


@pytest.mark.parametrize(
    ("sets", "recall", "false_alarms"),
    [
        (("dev.", "dev2.", "final."), 0.98, 0.05),
        (("danger_dev.",), 0.96, 0.07),  # hard on purpose; its errors have been looked at
        (("danger_final.",), 0.95, 0.18),  # hard on purpose; nobody has looked
    ],
)
def test_danger_is_not_missed(
    result: dict[str, Any], sets: tuple[str, ...], recall: float, false_alarms: float
) -> None:
    """Guard what was reached; the goals (99 % and 3 %) are not reached yet on the hard sets: docs/understanding.md."""
    heard = {row["text"]: bool(row["danger"]) for row in result["rows"]}
    rows = [
        row
        for path in sorted((ROOT / "tests" / "nlu").glob("*.tsv"))
        if path.name.startswith(sets)
        for row in held_out(path)
        if row.text in heard
    ]
    dangers = [heard[row.text] for row in rows if row.kind]
    calm = [heard[row.text] for row in rows if not row.kind]
    assert sum(dangers) / len(dangers) >= recall
    assert sum(calm) / len(calm) <= false_alarms


def test_no_kind_of_danger_is_much_harder_to_hear(result: dict[str, Any]) -> None:
    heard = {row["text"]: bool(row["danger"]) for row in result["rows"]}
    kinds: dict[str, list[bool]] = defaultdict(list)
    for path in sorted((ROOT / "tests" / "nlu").glob("danger_dev.*.tsv")):
        for row in held_out(path):
            kinds[row.kind].append(heard[row.text])
    assert {
        kind: sum(found) / len(found) for kind, found in kinds.items() if kind and sum(found) < 0.9 * len(found)
    } == {}


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

"""Drive Rasa's own training from Python, without its command line, its cache and its chatter."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import warnings
from pathlib import Path

# Rasa's pinned libraries warn about themselves on every import and set the filters back; its progress bars, which
# fill a log, go by this variable.
warnings.showwarning = lambda *_, **__: None
os.environ.setdefault("LOG_LEVEL", "ERROR")

import rasa.model_training  # noqa: E402

from bot.nlu.corpus import ROOT, topic_groups  # noqa: E402

logging.getLogger("rasa").setLevel(logging.WARNING)

EXAMPLES = ROOT / "data" / "nlu"
RULES = ROOT / "data" / "rules"
ONLY_TOPICS = """version: "3.1"
intents: [{intents}]
"""


def train_assistant(output: Path) -> str | None:
    """Train understanding and rules into `output`; return the model's path, or None when Rasa refused (it says why)."""
    domain = ROOT / "domain.yml"
    if not domain.exists():
        return train_understanding(output, ROOT / "config.yml")
    rules = [str(RULES)] if any(RULES.glob("*.yml")) else []
    return _train(output, domain, ROOT / "config.yml", [str(EXAMPLES), *rules])


def train_understanding(output: Path, config: Path, examples: Path = EXAMPLES) -> str | None:
    """Train understanding alone, without a rule, on a folder of examples; otherwise as above."""
    output.mkdir(parents=True, exist_ok=True)
    domain = output / "domain.yml"
    domain.write_text(ONLY_TOPICS.format(intents=", ".join(topic_groups())), encoding="utf-8")
    return _train(output, domain, config, [str(examples)])


def _train(output: Path, domain: Path, config: Path, files: list[str]) -> str | None:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            result = rasa.model_training.train(
                domain=str(domain),
                config=str(config),
                training_files=files,
                output=str(output),
                fixed_model_name="goldaw",
                force_training=True,
            )
    except SystemExit:
        # Rasa's validation ends the process; what it said is the reason.
        print(said.getvalue(), file=sys.stderr)
        return None
    return str(result.model) if result.model else None

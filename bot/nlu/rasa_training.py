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

from bot.nlu.corpus import topic_groups  # noqa: E402

logging.getLogger("rasa").setLevel(logging.WARNING)

MINIMAL_DOMAIN = """version: "3.1"
intents: [{intents}]
"""


def train_rasa(root: Path, output: Path, config: str = "config.yml") -> str | None:
    """Train NLU and rules into `output`; return the model's path, or None when Rasa refused (it says why)."""
    output.mkdir(parents=True, exist_ok=True)
    rules = root / "data" / "rules"
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            result = rasa.model_training.train(
                domain=str(_domain(root, output)),
                config=str(root / config),
                training_files=[str(root / "data" / "nlu"), *([str(rules)] if any(rules.glob("*.yml")) else [])],
                output=str(output),
                fixed_model_name="goldaw",
                force_training=True,
            )
    except SystemExit:
        # Rasa's validation ends the process; what it said is the reason.
        print(said.getvalue(), file=sys.stderr)
        return None
    return str(result.model) if result.model else None


def _domain(root: Path, output: Path) -> Path:
    """Return the domain; without one (only understanding is tried) a domain of nothing but the topics."""
    domain = root / "domain.yml"
    if domain.exists():
        return domain
    stand_in = output / "domain.yml"
    stand_in.write_text(MINIMAL_DOMAIN.format(intents=", ".join(topic_groups())), encoding="utf-8")
    return stand_in

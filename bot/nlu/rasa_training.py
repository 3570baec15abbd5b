"""Drive Rasa's own training from Python, without its command line, its cache and its chatter."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

# Rasa's pinned libraries warn about themselves on every import, and set the filters back.
warnings.showwarning = lambda *_, **__: None

import rasa.model_training  # noqa: E402
import structlog  # noqa: E402

logging.getLogger("rasa").setLevel(logging.WARNING)
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

MINIMAL_DOMAIN = """version: "3.1"
intents: [{intents}]
"""


def train_rasa(root: Path, output: Path, config: str = "config.yml") -> str | None:
    """Train NLU and rules into `output`; return the model's path, or None when Rasa refused."""
    output.mkdir(parents=True, exist_ok=True)
    rules = root / "data" / "rules"
    result = rasa.model_training.train(
        domain=str(_domain(root, output)),
        config=str(root / config),
        training_files=[str(root / "data" / "nlu"), *([str(rules)] if any(rules.glob("*.yml")) else [])],
        output=str(output),
        fixed_model_name="goldaw",
        force_training=True,
    )
    return result.model


def _domain(root: Path, output: Path) -> Path:
    domain = root / "domain.yml"
    if domain.exists():
        return domain
    from bot.nlu.corpus import topic_groups  # noqa: PLC0415

    stand_in = output / "domain.yml"
    stand_in.write_text(MINIMAL_DOMAIN.format(intents=", ".join(topic_groups())), encoding="utf-8")
    return stand_in

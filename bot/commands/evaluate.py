"""Evaluate: how well texts are understood. It runs in Rasa's environment, where the model lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click


@click.command()
@click.argument("rows", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def evaluate(rows: Path, out: Path) -> None:
    """
    Measure understanding on ROWS (tab-separated: text lang style intent also_ok) and write the result to OUT as JSON.

    The rows go the same way as an SMS up to the decision. No SMS is sent and nothing is stored.
    """
    from bot.run import RASA_PYTHON, require_assistant
    from bot.settings import ROOT

    require_assistant()
    command = [str(RASA_PYTHON), "-m", "bot.nlu.evaluation", str(rows.resolve()), str(out.resolve())]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)

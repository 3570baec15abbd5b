"""
Repeat an experiment of docs/understanding.md and print its table.

    python -m bot.nlu.research machines|readings|languages|curve|voices|thresholds

Runs in the service's environment with the tools (`make setup`); takes minutes. No model is written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from bot.nlu.research import experiments, thresholds

EXPERIMENTS: dict[str, Callable[[], None]] = {
    "machines": experiments.machines,
    "readings": experiments.readings,
    "languages": experiments.languages,
    "curve": experiments.curve,
    "voices": experiments.voices,
    "thresholds": thresholds.thresholds,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the experiments that are named; return the exit code."""
    named = list(sys.argv[1:] if arguments is None else arguments)
    if not named or set(named) - set(EXPERIMENTS):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    for name in named:
        print(f"\n## {name}\n")
        EXPERIMENTS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())

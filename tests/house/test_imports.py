"""The house is built in layers: import-linter's contracts stand in pyproject.toml."""

from __future__ import annotations

import sys

from importlinter.cli import lint_imports

from bot.settings import ROOT


def test_every_room_imports_only_rooms_below_it(capsys: object, monkeypatch: object) -> None:
    sys.path.insert(0, str(ROOT))
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0

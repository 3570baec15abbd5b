"""The library that the actions choose from: loaded once, when the action server starts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.answers.library import Library

ROOT = Path(__file__).resolve().parent.parent


@cache
def library() -> Library:
    """Return the content of this deployment."""
    return Library.load(ROOT / "content", ROOT / "locales")

"""The simulator: phones in the browser, and the same as JSON, for trainers and tests. Absent unless SIMULATOR=1."""

from bot.simulator.doors import blueprint

__all__ = ["blueprint"]

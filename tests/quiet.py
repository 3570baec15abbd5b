"""Quiet logs: a test whose log lines hold a number or a person's words fails, whatever else it tests."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

from bot.logs import keep_allowed, name_exception

# All numbers of the tests are in this range; a log may quote one with or without its plus, dashes or spaces.
NUMBER = re.compile(r"993\W?6\W?1\W?0\W?0\W?0\W?0")
SHORTEST_SECRET = 4  # "1" or "yok" stand in many an innocent line


class LogLines(logging.Handler):
    """
    Every line that our own events and other libraries' warnings would write in this process.

    What a process of its own printed is not seen here: hand it to `check`.
    """

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []
        self.secrets: set[str] = set()

    def register(self, *secrets: str) -> None:
        """Name words (a message's text, a name, a code) that no log line may hold."""
        self.secrets |= {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}

    def check(self, output: str) -> None:
        """Fail when the output (of another process) holds a number or a registered secret."""
        leaks = [line for line in output.splitlines() if self._leaks(line)]
        assert not leaks, "a number or a person's words stand in a log:\n" + "\n".join(leaks)

    def check_all(self) -> None:
        """Fail when a line of this test leaks, or an event has a key that is not on the list of bot.logs."""
        self.check("\n".join(self.lines))
        slips = [line for line in self.lines if " dropped=[" in line]
        assert not slips, "log keys that are not in bot.logs.ALLOWED:\n" + "\n".join(slips)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what a careless formatter would write: the message with its arguments, and the error's words."""
        error = f" {record.exc_info[1]!r}" if record.exc_info else ""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}{error}")

    def logger(self, *_: Any) -> LineLogger:
        """Stand in for structlog's logger factory."""
        return LineLogger(self.lines)

    def _leaks(self, line: str) -> bool:
        return bool(NUMBER.search(line)) or any(secret in line for secret in self.secrets)


class LineLogger:
    """Keeps each line of ours, and prints it, so that a failing test shows it."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def msg(self, line: str) -> None:
        """Write one line."""
        self._lines.append(line)
        print(line, file=sys.stdout)

    log = debug = info = warn = warning = error = critical = exception = fatal = failure = err = msg


def listen() -> LogLines:
    """Begin to listen to both kinds of logs."""
    lines = LogLines()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            name_exception,
            keep_allowed,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=lines.logger,
        cache_logger_on_first_use=False,
    )
    logging.getLogger().addHandler(lines)
    return lines


def stop_listening(lines: LogLines) -> None:
    """Take the ear away again."""
    logging.getLogger().removeHandler(lines)
    structlog.reset_defaults()

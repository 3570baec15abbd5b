"""Serving: gunicorn's own log, without the addresses and arguments that it quotes when a request breaks."""

from __future__ import annotations

import logging

from gunicorn.glogging import Logger

from bot.logs import NamedOnly


class QuietLogger(Logger):  # type: ignore[misc] # gunicorn has no types
    """
    Give this to gunicorn as `logger_class`, and no `accesslog`: the app keeps that itself (bot.web.access).

    Both of gunicorn's would write what stands behind the `?` of an address.
    """

    def setup(self, cfg: object) -> None:
        """Set up as gunicorn does, then take the arguments out of warnings and errors."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Plain())


class Plain(logging.Formatter):
    """Write gunicorn's words of starting and stopping whole, and its complaints without their arguments."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        if record.levelno < logging.WARNING:
            return f"{record.levelname.lower():8} {record.getMessage()}"
        return NamedOnly().format(record)

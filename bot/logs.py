"""Logs: events in the past tense with ids from an allow-list. No number and no text ever gets in."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# A key that is not here is dropped and named, so that a slip shows in a test and not in a log file.
_WORDS = """
    event level logger timestamp message case conversation identifier worker provider provider_status reason
    topic kind severity status step attempts count segments encoding seconds ms mode language purpose job queue
    port process code exit_code path method http_status part error command version pid host answer deed
"""
ALLOWED = frozenset(_WORDS.split())


def keep_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list and name the dropped ones under `dropped`."""
    dropped = sorted(key for key in event if key not in ALLOWED and key != "exc_info")
    for key in dropped:
        del event[key]
    if dropped:
        event["dropped"] = dropped
    return event


def name_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """
    Replace an exception by its class and the places it passed.

    Its words may quote what a person wrote (a database error shows the row), so they stay out.
    """
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        places, trace = [], error.__traceback__
        while trace is not None:
            places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error"] = f"{type(error).__name__} at {' > '.join(places[-4:])}"
    return event


class NamedOnly(logging.Formatter):
    """Write a library's own record without the arguments or the traceback, which may hold a person's words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the level, the logger and the unfilled template of the message."""
        error = f" ({record.exc_info[0].__name__})" if record.exc_info and record.exc_info[0] else ""
        # A message that is already filled in may hold anything; of a warning only the template with its gaps is kept.
        is_template = isinstance(record.msg, str) and bool(record.args or record.levelno < logging.WARNING)
        template = record.msg if is_template else type(record.msg).__name__
        return f"{record.levelname.lower():8} {record.name}: {template}{error}"


def set_up_logs(level: str = "INFO", *, as_json: bool = False) -> None:
    """Send structured events to standard output, and other libraries' warnings in their own plain words."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            name_exception,
            keep_allowed,
            structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(NamedOnly())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


log = structlog.get_logger()

"""
Run the assistant: Rasa with its REST channel, on loopback, saying nothing of what people write.

    .venv-rasa/bin/python -m bot.nlu.serve --port 5005

Environment: ACTIONS_URL (http://127.0.0.1:5055/webhook), RASA_TOKEN (empty on loopback).
Rasa's own `rasa run` quotes people's words: a text that begins with "/" at WARNING, every text at ERROR when an answer
fails. So Rasa is started from here, with logs that drop every value and keep the name of the event.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from collections.abc import MutableMapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("level", "logger", "event")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.serve", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--model", default=str(ROOT / "models" / "goldaw.tar.gz"))
    told = parser.parse_args(arguments)
    if not Path(told.model).exists():
        print(f"no model at {told.model}: run `python -m bot.nlu.train`", file=sys.stderr)
        return 1
    os.environ.update(RASA_TELEMETRY_ENABLED="false", SANIC_WORKERS="1", LOG_LEVEL="ERROR", TF_CPP_MIN_LOG_LEVEL="3")
    os.environ.setdefault("ACTIONS_URL", "http://127.0.0.1:5055/webhook")
    os.environ.setdefault("RASA_TOKEN", "")
    os.chdir(ROOT)
    be_quiet()
    serve(told.host, told.port, told.model)
    return 0


def serve(host: str, port: int, model: str) -> None:
    """Start Rasa's server: its own `serve_application` without the command line's logging."""
    import rasa.core.run as rasa_run  # noqa: PLC0415  (Rasa sets logs up on import, so be_quiet comes before and after)
    from rasa.core.utils import AvailableEndpoints  # noqa: PLC0415

    from bot.nlu.schema_once import check_schema_once  # noqa: PLC0415

    check_schema_once()
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    app = rasa_run.configure_app(
        rasa_run.create_http_input_channels(None, str(ROOT / "credentials.yml")),
        auth_token=os.environ["RASA_TOKEN"] or None,
        endpoints=endpoints,
        port=port,
    )
    app.register_listener(partial(rasa_run.load_agent_on_start, model, endpoints, None), "before_server_start")
    app.register_listener(rasa_run.close_resources, "after_server_stop")
    be_quiet()
    app.run(host=host, port=port, workers=1, access_log=False, motd=False)


def be_quiet() -> None:
    """Send warnings and errors to standard output by name only: no arguments, no values, no traceback's words."""
    import structlog  # noqa: PLC0415

    warnings.simplefilter("ignore")
    warnings.showwarning = lambda *_, **__: None
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(NamesOnly())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.disable(logging.INFO)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    structlog.configure(
        processors=[structlog.processors.add_log_level, keep_names, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )


def keep_names(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the name and level of a structured event; an event that is a sentence may quote a person and is cut."""
    name = str(event.get("event", ""))
    return {
        "level": event.get("level", "warning"),
        "event": name if name.replace(".", "").replace("_", "").isalnum() else "rasa.said_something",
    }


class NamesOnly(logging.Formatter):
    """
    Write level, logger, place and kind of error.

    Not the message: libraries build theirs with f-strings, so that a person's words cannot be told from their own.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without a word of the message."""
        error = f" {record.exc_info[0].__name__}" if record.exc_info and record.exc_info[0] else ""
        return f"{record.levelname.lower():8} {record.name} at {record.filename}:{record.lineno}{error}"


if __name__ == "__main__":
    sys.exit(main())

"""
Run the action server, on loopback, saying nothing of what people write.

    .venv/bin/python -m actions --port 5055

rasa-sdk's own start listens on all interfaces and returns the request with every error; this one does neither.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.library import library
from bot.logs import log, set_up_logs


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m actions", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--port", type=int, default=5055)
    parser.add_argument("--host", default="127.0.0.1")
    told = parser.parse_args(arguments)
    set_up_logs()
    for name in ("sanic.root", "sanic.error", "sanic.access", "sanic.server", "sanic.websockets", "rasa_sdk"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).setLevel(logging.ERROR)
    library()
    app = create_app()
    app.prepare(host=told.host, port=told.port, single_process=True, access_log=False, motd=False)
    Sanic.serve_single(app)
    return 0


def create_app() -> Sanic[Any, Any]:
    """Return the server: POST /webhook runs an action, GET /health says that it is up."""
    executor = ActionExecutor()
    executor.register_package("actions")
    app = Sanic("goldaw_actions", configure_logging=False)

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    # Rasa sends the domain only when it is asked for, and no action here reads it.
    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        try:
            done = await executor.run({**request.json, "domain": {}})
        except ActionNotFoundException as missing:
            log.error("action_not_found", part=missing.action_name)
            return response.json({"error": "no such action", "action_name": missing.action_name}, status=404)
        except Exception as error:
            log.error("action_failed", exc_info=error)
            return response.json({"error": "the action failed"}, status=500)
        return response.json(done.model_dump() if done else None)

    return app


if __name__ == "__main__":
    sys.exit(main())

"""Access: one line for each request, with the pattern of its address and never the address itself."""

from __future__ import annotations

import time

from flask import Flask, Response, g, request

from bot.logs import log

QUIET = frozenset(
    {"health", "web"}
)  # asked for every second by machines (health logs its own changes), or files of the house

NOTHING_NEW = 304


def keep_log(app: Flask) -> None:
    """Log each request: `/console/case/<code>` and not K4F2, nothing behind the `?`."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        # A page of the console that asks every few seconds and is told that nothing is new says nothing here either.
        if request.blueprint in QUIET or response.status_code == NOTHING_NEW:
            return response
        log.info(
            "http_request",
            method=request.method,
            path=request.url_rule.rule if request.url_rule else "no such page",
            http_status=response.status_code,
            ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        )
        return response

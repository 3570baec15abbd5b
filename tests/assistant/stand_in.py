"""A stand-in for Rasa: a real HTTP server on loopback that answers as it is told and keeps what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class StandIn:
    """What it answers, and what it was asked."""

    url: str = ""
    body: bytes = b"[]"
    status: int = 200
    takes_s: float = 0.0
    hangs_up: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def says(self, *custom: dict[str, Any]) -> None:
        """Answer with these custom messages."""
        self.body = json.dumps([{"recipient_id": "x", "custom": each} for each in custom]).encode()


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Serve on a free port until the block ends."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            state.asked.append(json.loads(self.rfile.read(length)))
            state.headers.append(dict(self.headers))
            time.sleep(state.takes_s)
            if state.hangs_up:
                self.connection.close()
                return
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            with suppress(OSError):  # a client that gave up waiting has hung up
                self.wfile.write(state.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()

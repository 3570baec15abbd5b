"""A server that breaks as it is told, in Twilio's place."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    path: str
    headers: Mapping[str, str]
    body: str


@dataclass
class Play:
    """What it does with each request, and what came in."""

    status: int = 201
    body: str = "{}"
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    hangs_up: bool = False
    requests: list[Asked] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def broken_server(play: Play) -> Iterator[str]:
    """Serve until the end of the block; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            play.requests.append(Asked(self.path, dict(self.headers), body))
            if play.hangs:
                play.let_go.wait(60)
            if play.hangs or play.hangs_up:
                self.close_connection = True
                return
            self.send_response(play.status)
            for name, value in play.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(play.body.encode())))
            self.end_headers()
            self.wfile.write(play.body.encode())

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        play.let_go.set()
        server.shutdown()
        server.server_close()

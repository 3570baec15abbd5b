"""
Health: what machines ask about the service.

`/health/live`     the web process answers at all (restart it when not)
`/health/ready`    a text can be answered now; else 503 and the name of what is not ready (`make run` waits for it)
`/health/webhook`  a text can be stored now: this is what a load balancer asks. With the assistant or a worker down
                   webhooks still have to come in, since what is stored is answered later and what is refused is lost.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify

from bot.logs import log
from bot.ports import Store

IsReady = Callable[[], bool]
DATABASE = "database"
HEARTBEAT = "worker_heartbeat"
SILENT_AFTER_S = 30  # a worker beats with each sweep, every 5 s
ASKED_AGAIN_AFTER_S = 1.0


def blueprint(parts: Mapping[str, IsReady]) -> Blueprint:
    """Return the three questions; `parts` holds "database" and whatever else an answer needs."""
    asked = {name: Remembered(name, is_ready) for name, is_ready in parts.items()}
    views = Blueprint("health", __name__, url_prefix="/health")

    @views.get("/live")
    def live() -> Response:
        return jsonify(live=True)

    @views.get("/ready")
    def ready() -> tuple[Response, int]:
        return _answer({name: part.is_ready() for name, part in asked.items()})

    @views.get("/webhook")
    def webhook() -> tuple[Response, int]:
        return _answer({DATABASE: asked[DATABASE].is_ready()})

    return views


def seldom(is_ready: IsReady, every_s: float = 30) -> IsReady:
    """Return the same question with a yes that holds for a while: for a provider outside, who is not to be pestered."""
    return Remembered("", is_ready, every_s).is_ready


class Remembered:
    """Asks a part at most once a second (or as often as said, while it is ready), and logs when its answer changes."""

    def __init__(self, name: str, is_ready: IsReady, every_s: float = ASKED_AGAIN_AFTER_S) -> None:
        self._name, self._is_ready, self._every_s = name, is_ready, every_s
        self._lock = threading.Lock()
        self._answer: bool | None = None
        self._asked_at = 0.0

    def is_ready(self) -> bool:
        """Return what the part says; one that breaks is not ready."""
        with self._lock:
            holds_s = self._every_s if self._answer else min(self._every_s, ASKED_AGAIN_AFTER_S)
            if self._answer is None or time.monotonic() - self._asked_at >= holds_s:
                self._remember(self._ask())
            return bool(self._answer)

    def _ask(self) -> bool:
        try:
            return bool(self._is_ready())
        except Exception:
            return False

    def _remember(self, answer: bool) -> None:
        if self._name and answer != self._answer:
            log.info("part_ready" if answer else "part_not_ready", part=self._name)
        self._answer, self._asked_at = answer, time.monotonic()


def database_answers(store: Store) -> bool:
    """Say whether the database takes a transaction."""
    with store.begin() as unit:
        unit.marks.get(HEARTBEAT)
    return True


def worker_beats(store: Store) -> bool:
    """Say whether a worker was alive a moment ago."""
    with store.begin() as unit:
        beat = unit.marks.get(HEARTBEAT)
    return beat is not None and (datetime.now(UTC) - datetime.fromisoformat(beat)).total_seconds() < SILENT_AFTER_S


def beat(store: Store) -> None:
    """Note that a worker is alive (real time, whatever time the simulator has)."""
    with store.begin() as unit:
        unit.marks.put(HEARTBEAT, datetime.now(UTC).isoformat())
        unit.commit()


def _answer(parts: dict[str, bool]) -> tuple[Response, int]:
    is_ready = all(parts.values())
    words = {name: "ready" if one else "not ready" for name, one in parts.items()}
    return jsonify(ready=is_ready, parts=words), 200 if is_ready else 503

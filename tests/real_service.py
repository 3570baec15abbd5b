"""
The service as real processes: `python -m bot run` on free ports, with a database of its own.

Used by the end-to-end and browser tests (fixture `goldaw`), and by the bench.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.settings import ROOT

UP_WITHIN_S = 300  # also on two busy cores
ENDS_WITHIN_S = 60
TOKEN = "a token for the tests' own assistant"
INHERITED = ["PATH", "HOME", "LANG", "TMPDIR", "PYENV_ROOT"]


@dataclass(frozen=True)
class RealService:
    """A running service."""

    base: str
    process: subprocess.Popen[bytes]
    log: Path
    environment: Mapping[str, str] = field(repr=False)

    @property
    def said(self) -> str:
        """Return everything that its processes have written so far."""
        return self.log.read_text(errors="replace")

    # ── the simulator's contract ───────────────────────────────────────────────────────────────────

    def texts(self, phone: str, text: str, **more: str) -> int:
        """Have somebody text the service; return the message's id."""
        answer = httpx.post(
            f"{self.base}/simulator/api/messages", json={"phone": phone, "text": text, **more}, timeout=60
        )
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def thread(self, phone: str, after: int = 0, wait: float = 0) -> list[dict[str, Any]]:
        """Return the texts to and from a phone."""
        asked = {"phone": phone, "after": after, "wait": wait}
        answer = httpx.get(f"{self.base}/simulator/api/messages", params=asked, timeout=wait + 60)
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found

    def receives(self, phone: str, after: int = 0, within_s: float = 60) -> list[dict[str, Any]]:
        """Wait until the phone has received something newer than `after`, and return what it received."""
        give_up_at = time.monotonic() + within_s
        while time.monotonic() < give_up_at:
            got = [one for one in self.thread(phone, after, wait=1) if one["direction"] == "out"]
            if got and all(one["status"] in ("sent", "delivered") for one in got):
                return got
        raise AssertionError(f"{phone} received nothing:\n{self.thread(phone)}")

    def receives_words(self, phone: str, words: str, after: int = 0, within_s: float = 60) -> str:
        """Wait until a text with these words has reached the phone, and return it."""
        give_up_at = time.monotonic() + within_s
        while time.monotonic() < give_up_at:
            for one in self.thread(phone, after, wait=1):
                if one["direction"] == "out" and words in one["text"].casefold():
                    return str(one["text"])
        raise AssertionError(f"{phone} did not receive {words!r}:\n{self.thread(phone)}")

    def advances(self, seconds: float) -> None:
        """Let time pass for the whole service."""
        httpx.post(f"{self.base}/simulator/api/advance", json={"seconds": seconds}, timeout=120).raise_for_status()

    def health(self) -> dict[str, str]:
        """Return the state of each part."""
        parts: dict[str, str] = httpx.get(f"{self.base}/health/ready", timeout=60).json()["parts"]
        return parts


@contextmanager
def real_service(folder: Path, **settings: str) -> Iterator[RealService]:
    """Run the whole service until the end of the block. `settings` are environment variables."""
    port, rasa, actions = free_ports(3)
    environment = {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "RASA_URL": f"http://127.0.0.1:{rasa}",
        "RASA_TOKEN": TOKEN,
        "ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
        "WEB_PROCESSES": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        **settings,
    }
    with program("bot", "run", environment=environment, log=folder / "goldaw.log") as process:
        service = RealService(f"http://127.0.0.1:{port}", process, folder / "goldaw.log", environment)
        wait_until_up(process, f"{service.base}/health/ready", service.log)
        yield service


@contextmanager
def program(*command: str, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m COMMAND` until the end of the block, and end it as Ctrl-C would."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=dict(environment), stdout=said, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> int:
    """Ask a process to end, and kill it when it does not; return its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def wait_until_up(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Return once the address answers 200; fails with what the process said."""
    give_up_at = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < give_up_at:
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            if httpx.get(address, timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"the service did not come up:\n{log.read_text(errors='replace')}")


def free_ports(number: int) -> list[int]:
    """
    Return ports on which nobody listens.

    Out of a range from which the system itself gives none away: it may be a while until they are taken.
    """
    ports: set[int] = set()
    while len(ports) < number:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            ports.add(port)
    return list(ports)

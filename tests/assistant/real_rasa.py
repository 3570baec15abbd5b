"""The real assistant: Rasa and the action server as processes of their own, with what they write kept."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic import SecretStr

from bot.assistant.rasa import RasaAssistant
from bot.settings import ROOT, Settings
from tests.twilio_stand_in import free_port

UP_WITHIN_S = 240  # also on two busy cores
TOKEN = "a token of the tests"


@dataclass
class RealRasa:
    """Two processes on free ports."""

    folder: Path
    model: Path = ROOT / "models" / "goldaw.tar.gz"
    rasa_port: int = field(default_factory=free_port)
    actions_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"

    def start(self) -> None:
        """Start both and wait until they answer."""
        self.start_actions()
        self.start_rasa()

    def start_actions(self) -> None:
        python = ROOT / ".venv" / "bin" / "python"
        self._run("actions", [str(python), "-m", "actions", "--port", str(self.actions_port)])
        self._wait("actions", lambda: httpx.get(f"{self.actions_url}/health", timeout=2))

    def start_rasa(self) -> None:
        python = ROOT / ".venv-rasa" / "bin" / "python"
        command = [str(python), "-m", "bot.nlu.serve", "--port", str(self.rasa_port), "--model", str(self.model)]
        self._run("rasa", command)
        shown = {"Authorization": f"Bearer {TOKEN}"}
        self._wait("rasa", lambda: httpx.get(f"{self.rasa_url}/webhooks/rest/", headers=shown, timeout=2))

    def client(self) -> RasaAssistant:
        """Return our own client of it."""
        return RasaAssistant(
            Settings(
                rasa_url=self.rasa_url,
                rasa_token=SecretStr(TOKEN),
                actions_url=f"{self.actions_url}/webhook",
                assistant_timeout_s=60,
            )
        )

    def is_up(self) -> bool:
        """Say whether our client finds both up; a busy machine may need a second look."""
        until = time.monotonic() + UP_WITHIN_S
        client = self.client()
        while time.monotonic() < until:
            if client.is_up():
                return True
            time.sleep(0.3)
        return False

    def post(self, message: str, **metadata: object) -> list[dict[str, object]]:
        """Ask past the client, as a stranger to its rules would."""
        body = {"sender": os.urandom(8).hex(), "message": message, "metadata": {"language": "ru", **metadata}}
        shown = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx.post(f"{self.rasa_url}/webhooks/rest/webhook", json=body, headers=shown, timeout=60)
        found: list[dict[str, object]] = answer.raise_for_status().json()
        return found

    def kill(self, name: str) -> None:
        """End a process as a crash would."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """End both."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(timeout=60)

    def said(self) -> str:
        """Return everything that both have written."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def _run(self, name: str, command: list[str]) -> None:
        environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
            "ACTIONS_URL": f"{self.actions_url}/webhook",
            "RASA_TOKEN": TOKEN,
            "PYTHONUNBUFFERED": "1",
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def _wait(self, name: str, ask: Callable[[], httpx.Response]) -> None:
        until = time.monotonic() + UP_WITHIN_S
        while time.monotonic() < until:
            assert self.processes[name].poll() is None, f"{name} ended: {self.said()[-2000:]}"
            try:
                if ask().status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.3)
        raise AssertionError(f"{name} does not answer: {self.said()[-2000:]}")

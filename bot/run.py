"""Run the whole service on this machine: database, tables, model, processes, addresses. One Ctrl-C ends it all."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from bot.settings import ROOT, Settings
from bot.store.embedded import database
from bot.store.migrate import migrate
from bot.supervise import Program, Supervisor, Voice, die_with_parent

RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
ROOM_NEEDED_BYTES = 300 * 1024 * 1024
UP_WITHIN_S = 240
# What a process gets that holds no secret: nothing but where to find programs and how to write.
HARMLESS = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "NO_COLOR", "PYTHONUNBUFFERED", "PYTHONPATH"]

# A text is a small sum. Libraries that share it among threads spend several times its cost on waiting for one another,
# and the processes of this machine share its cores already.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


class BadSurroundings(RuntimeError):
    """This machine cannot run the service now. The words are for a person at a terminal."""


@dataclass(frozen=True)
class Addresses:
    """Where the processes of one run listen."""

    host: str
    web: int
    rasa: int
    actions: int

    def of(self, name: str, path: str = "") -> str:
        """Return the address of a process."""
        host = "127.0.0.1" if name != "web" or self.host == "0.0.0.0" else self.host  # noqa: S104
        return f"http://{host}:{getattr(self, name)}{path}"


def run(settings: Settings, prepare: Callable[[Settings], None]) -> None:
    """
    Run everything in the foreground until Ctrl-C or SIGTERM.

    `prepare` is called once tables and model are there, with settings that name the database; it may refuse.
    Raises BadSurroundings, StoreProblem or GaveUp, each with one line.
    """
    began = time.monotonic()
    voice = Voice(["goldaw", "training", "actions", "rasa", "web", "worker"])
    with stopped_by_signals():
        addresses = free_addresses(settings)
        check_room(settings.data_dir)
        voice.say("goldaw", "database: starting" if settings.database_url is None else "database: connecting")
        with database(settings) as url:
            migrate(url)
            fit_model(settings, voice)
            prepare(settings.model_copy(update={"database_url": SecretStr(url)}))
            programs = programs_of(settings, url, addresses)
            asyncio.run(serve(programs, voice, lambda: voice.say("goldaw", welcome(settings, addresses, began))))
    voice.say("goldaw", "stopped")


# ── before anything starts ─────────────────────────────────────────────────────────────────────────


def free_addresses(settings: Settings) -> Addresses:
    """Choose where to listen; the one port that people know has to be free."""
    check_port(settings)
    return Addresses(
        host=settings.host,
        web=settings.port,
        rasa=free_port(urlsplit(settings.rasa_url).port or 5005),
        actions=free_port(urlsplit(settings.actions_url).port or 5055),
    )


def check_port(settings: Settings) -> None:
    """Raise BadSurroundings when somebody else listens where the web process is to listen."""
    if not is_free(settings.host, settings.port):
        raise BadSurroundings(f"Port {settings.port} is taken; choose another one: PORT={settings.port + 1} make run")


def is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wanted: int) -> int:
    """Return the port if it is free on loopback, else one that is."""
    if is_free("127.0.0.1", wanted):
        return wanted
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def check_room(data_dir: Path) -> None:
    """Raise BadSurroundings when there is no disk space to work with."""
    folder = next(place for place in (data_dir, *data_dir.parents) if place.exists())
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED_BYTES:
        raise BadSurroundings(f"No disk space: {free // 2**20} MB are free under {folder}, 300 MB are needed.")


def fit_model(settings: Settings, voice: Voice) -> None:
    """Train the model if what it is made from has changed; raises BadSurroundings."""
    require_assistant()
    check = [str(RASA_PYTHON), "-m", "bot.nlu.train", "--check"]
    if subprocess.run(check, cwd=ROOT, capture_output=True, check=False).returncode == 0:
        return
    if settings.in_production:
        raise BadSurroundings("The model in models/ does not fit this code; train it first: make model")
    voice.say("training", "the model is older than its data; training takes a minute or two")
    began = time.monotonic()
    with subprocess.Popen(
        [RASA_PYTHON, "-u", "-m", "bot.nlu.train"],
        cwd=ROOT,
        env=bare_environment() | {"LOG_LEVEL": "ERROR"},  # Rasa shows its progress bars by this
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (no other thread runs yet)
    ) as training:
        for line in training.stdout or ():
            voice.say("training", line.rstrip())
    if training.returncode != 0:
        raise BadSurroundings("The model could not be trained; the lines above say why.")
    voice.say("training", f"done in {time.monotonic() - began:.0f} s")


def require_assistant() -> None:
    """Raise BadSurroundings when Rasa's environment is not there."""
    if not RASA_PYTHON.exists():
        raise BadSurroundings("The environment of the assistant (.venv-rasa) is not there; `make setup` makes it.")


# ── the processes ──────────────────────────────────────────────────────────────────────────────────


def programs_of(settings: Settings, url: str, addresses: Addresses) -> list[Program]:
    """Return the processes in the order in which they start."""
    token = settings.rasa_token.get_secret_value() or secrets.token_urlsafe(32)
    bare = ONE_THREAD | bare_environment()
    service = {
        **ONE_THREAD,
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "DATABASE_URL": url,
        "SIMULATOR": "1" if settings.simulator else "0",
        "RASA_URL": addresses.of("rasa"),
        "RASA_TOKEN": token,
        "ACTIONS_URL": addresses.of("actions", "/webhook"),
    }
    return [
        Program(
            "actions",
            (sys.executable, "-m", "actions", "--port", str(addresses.actions)),
            bare,
            answers(addresses.of("actions", "/health")),
        ),
        Program(
            "rasa",
            (str(RASA_PYTHON), "-m", "bot.nlu.serve", "--port", str(addresses.rasa)),
            bare | {"RASA_TOKEN": token, "ACTIONS_URL": addresses.of("actions", "/webhook")},
            answers(addresses.of("rasa")),
        ),
        Program("web", (sys.executable, "-m", "bot", "web"), service, answers(addresses.of("web", "/health/live"))),
        Program(
            "worker", (sys.executable, "-m", "bot", "worker"), service, answers(addresses.of("web", "/health/ready"))
        ),
    ]


def bare_environment() -> dict[str, str]:
    """Return what a process gets that must not know a secret."""
    return {name: os.environ[name] for name in HARMLESS if name in os.environ} | {"PYTHONUNBUFFERED": "1"}


def answers(address: str) -> Callable[[], Awaitable[bool]]:
    """Return a question: does this address answer 200?"""

    async def ask() -> bool:
        try:
            async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
                return (await client.get(address)).status_code == 200
        except httpx.HTTPError:
            return False

    return ask


async def serve(programs: list[Program], voice: Voice, when_up: Callable[[], None]) -> None:
    """Keep the processes running until a signal comes; raises GaveUp."""
    crew, stop = Supervisor(programs, voice), asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            crew.kill()
        voice.say("goldaw", "stopping (once more to end at once)")
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked)
    crew.start()
    living = asyncio.create_task(live(crew, when_up))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({living, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if living.done():
            living.result()
    finally:
        living.cancel()
        stopping.cancel()
        await crew.stop()


async def live(crew: Supervisor, when_up: Callable[[], None]) -> None:
    """Wait until all are up, say so, and go on until one is given up."""
    await crew.until_ready(UP_WITHIN_S)
    when_up()
    await crew.until_one_gives_up()


def welcome(settings: Settings, addresses: Addresses, began: float) -> str:
    """Say where everything is."""
    lines = [f"up after {time.monotonic() - began:.0f} s. Ctrl-C ends it."]
    if settings.simulator:
        lines.append(f"  simulator  {addresses.of('web', '/simulator/')}")
    lines.append(f"  console    {addresses.of('web', '/console/')}")
    if settings.simulator:
        lines.append("             logins of the demo staff: .venv/bin/python -m bot staff demo")
    lines.append(f"  health     {addresses.of('web', '/health/ready')}")
    return "\n".join(["", *(f"    {line}" for line in lines), ""])


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Have SIGTERM unwind the stack like Ctrl-C, so that what was started before is ended too."""

    def unwind(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, unwind)
    try:
        yield
    except KeyboardInterrupt:
        print()
    finally:
        signal.signal(signal.SIGTERM, before)

"""
Supervise: keep a handful of processes running, show what they say under their names, and end them together.

Why not honcho, circus or supervisord: docs/decisions/0003-our-own-supervisor.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, STDOUT
from asyncio.subprocess import Process as Running
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

COLOURS = (36, 32, 33, 35, 34, 31)
LIVED_WELL_S = 60  # who lived this long and dies begins again without a wait
LONGEST_WAIT_S = 30
DEATHS_AT_START = 3
LONGEST_LINE = 1024 * 1024


class GaveUp(RuntimeError):
    """A process did not come up. The words are for a person at a terminal."""


@dataclass(frozen=True)
class Program:
    """One process to be kept running."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(repr=False)
    is_ready: Callable[[], Awaitable[bool]]
    stops_within_s: float = 15


class Voice:
    """Write lines with the name of who says them."""

    def __init__(self, names: list[str]) -> None:
        self._width = max(len(name) for name in names)
        self._colours = dict(zip(names, COLOURS * len(names), strict=False))
        self._in_colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(self, name: str, line: str) -> None:
        """Write one line."""
        head = f"{name:{self._width}} │"
        if self._in_colour:
            head = f"\033[{self._colours.get(name, 0)}m{head}\033[0m"
        print(head, line, flush=True)


class Supervisor:
    """Keeps programs running, each in a process group of its own."""

    def __init__(self, programs: list[Program], voice: Voice) -> None:
        self._keepers = [Keeper(program, voice) for program in programs]
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start all of them; who dies is started again."""
        self._tasks = [asyncio.create_task(keeper.keep()) for keeper in self._keepers]

    async def until_ready(self, timeout_s: float) -> None:
        """Wait until every program is ready; raises GaveUp."""
        waiting = asyncio.gather(*(keeper.until_ready() for keeper in self._keepers))
        try:
            await self._unless_one_gives_up(waiting, timeout_s)
        except TimeoutError:
            late = ", ".join(keeper.program.name for keeper in self._keepers if not keeper.was_ready)
            raise GaveUp(f"{late} did not come up within {timeout_s:.0f} s; the lines above say why.") from None

    async def until_one_gives_up(self) -> None:
        """Wait for as long as all can be kept running; raises GaveUp."""
        await self._unless_one_gives_up(asyncio.get_running_loop().create_future(), None)

    async def stop(self) -> None:
        """End all of them, the last one started first; whoever does not listen is killed with its group."""
        for keeper in self._keepers:
            keeper.enough.set()
        for keeper in reversed(self._keepers):
            await keeper.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def kill(self) -> None:
        """End all of them at once."""
        for keeper in self._keepers:
            keeper.enough.set()
            keeper.signal(signal.SIGKILL)

    async def _unless_one_gives_up(self, waiting: asyncio.Future[Any], timeout_s: float | None) -> None:
        try:
            done, _ = await asyncio.wait(
                {waiting, *self._tasks}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        for task in done:
            task.result()
        if not done:
            raise TimeoutError


class Keeper:
    """Keeps one program running."""

    def __init__(self, program: Program, voice: Voice) -> None:
        self.program = program
        self.enough = asyncio.Event()
        self.was_ready = False
        self._voice = voice
        self._running: Running | None = None

    async def keep(self) -> None:
        """Start the program and start it again when it dies, after longer and longer waits; raises GaveUp."""
        deaths = 0
        while not self.enough.is_set():
            began = time.monotonic()
            how = await self._live_once()
            if self.enough.is_set():
                return
            deaths = 0 if time.monotonic() - began > LIVED_WELL_S else deaths + 1
            if not self.was_ready and deaths >= DEATHS_AT_START:
                raise GaveUp(f"{self.program.name} does not start ({how}); the lines above say why.")
            wait_s = min(LONGEST_WAIT_S, 2**deaths - 1)
            self._voice.say(self.program.name, f"── {how}; starting again" + (f" in {wait_s} s" if wait_s else ""))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.enough.wait(), wait_s)

    async def until_ready(self) -> None:
        """Wait until the program answers."""
        while not (self._running and await self.program.is_ready()):
            await asyncio.sleep(0.2)
        self.was_ready = True

    async def stop(self) -> None:
        """Ask the program to end; kill its whole group when it does not in its time."""
        running = self._running
        if running is None:
            return
        self.signal(signal.SIGTERM, group=False)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(running.wait(), self.program.stops_within_s)
        self.signal(signal.SIGKILL)

    def signal(self, number: signal.Signals, *, group: bool = True) -> None:
        """Send a signal to the program, or to it and all that it started."""
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError):
                (os.killpg if group else os.kill)(self._running.pid, number)

    async def _live_once(self) -> str:
        program = self.program
        try:
            self._running = running = await asyncio.create_subprocess_exec(
                *program.command,
                env=program.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=PIPE,
                stderr=STDOUT,
                limit=LONGEST_LINE,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        except OSError as error:
            raise GaveUp(f"{program.name} does not start: {program.command[0]}: {error.strerror}.") from None
        showing = asyncio.create_task(self._show(running))
        code = await running.wait()
        self.signal(signal.SIGKILL)  # what it left behind
        await showing
        return f"ended with code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"

    async def _show(self, running: Running) -> None:
        assert running.stdout is not None
        while True:
            try:
                line = await running.stdout.readline()
            except ValueError:
                continue  # longer than any line of ours; the rest of it follows
            if not line:
                return
            self._voice.say(self.program.name, line.decode(errors="replace").rstrip())


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_SET_PARENT_DEATH_SIGNAL = 1


def die_with_parent() -> None:
    """Have the kernel end this process when the supervisor was killed and could not."""
    if _LIBC is not None:
        _LIBC.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)

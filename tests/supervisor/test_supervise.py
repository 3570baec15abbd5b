"""The supervisor over real processes: who dies is started again, who must end ends, with all that it started."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.supervise import GaveUp, Program, Supervisor, Voice


async def at_once() -> bool:
    return True


async def never() -> bool:
    return False


def program(
    name: str, script: str, is_ready: Callable[[], Awaitable[bool]] = at_once, stops_within_s: float = 5
) -> Program:
    return Program(name, (sys.executable, "-u", "-c", script), dict(os.environ), is_ready, stops_within_s)


def supervise(*programs: Program) -> Supervisor:
    return Supervisor(list(programs), Voice([one.name for one in programs]))


async def until(condition: Callable[[], bool], timeout_s: float = 60) -> None:
    give_up_at = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < give_up_at
        await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def heard(capsys: pytest.CaptureFixture[str], words: str) -> Callable[[], bool]:
    """Return a question: whether these words have been printed by now."""
    said: list[str] = []

    def is_heard() -> bool:
        said.append(capsys.readouterr().out)
        return words in "".join(said)

    return is_heard


def test_every_line_carries_the_name_of_who_said_it(capsys: pytest.CaptureFixture[str]) -> None:
    async def story() -> None:
        crew = supervise(program("web", "print('hello'); import time; time.sleep(600)"))
        crew.start()
        await crew.until_ready(60)
        await until(heard(capsys, "web │ hello"))
        await crew.stop()

    asyncio.run(story())


def test_a_line_longer_than_any_of_ours_does_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    async def story() -> None:
        crew = supervise(program("web", "print('x' * 3_000_000); print('still here'); import time; time.sleep(600)"))
        crew.start()
        await until(heard(capsys, "still here"))
        await crew.stop()

    asyncio.run(story())


def test_who_was_up_and_dies_is_started_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pids = tmp_path / "pids"
    script = f"import os, time; open({str(pids)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"

    async def story() -> None:
        crew = supervise(program("worker", script, lambda: asyncio.sleep(0, pids.exists())))
        crew.start()
        await crew.until_ready(60)
        await until(lambda: len(pids.read_text().splitlines()) == 1)
        os.kill(int(pids.read_text()), signal.SIGKILL)
        await until(lambda: len(pids.read_text().splitlines()) == 2)
        await crew.stop()

    asyncio.run(story())
    assert "ended by SIGKILL; starting again" in capsys.readouterr().out


def test_who_never_comes_up_is_given_up_in_one_sentence() -> None:
    async def story() -> None:
        crew = supervise(program("rasa", "raise SystemExit(3)", never), program("web", "import time; time.sleep(60)"))
        crew.start()
        try:
            await crew.until_ready(60)
        finally:
            await crew.stop()

    with pytest.raises(GaveUp, match=r"rasa does not start \(ended with code 3\)"):
        asyncio.run(story())


def test_who_is_late_is_named() -> None:
    async def story() -> None:
        crew = supervise(program("rasa", "import time; time.sleep(60)", never), program("web", "input()"))
        crew.start()
        try:
            await crew.until_ready(0.5)
        finally:
            await crew.stop()

    with pytest.raises(GaveUp, match=r"rasa did not come up within 0 s"):
        asyncio.run(story())


def test_a_command_that_is_not_there_is_said_in_one_sentence() -> None:
    async def story() -> None:
        crew = supervise(Program("rasa", ("/nowhere/rasa",), {}, never))
        crew.start()
        await crew.until_ready(60)

    with pytest.raises(GaveUp, match="rasa does not start: /nowhere/rasa: No such file"):
        asyncio.run(story())


def test_who_does_not_listen_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"""
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "60"])
open({str(pids)!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
time.sleep(60)
"""

    async def story() -> None:
        crew = supervise(program("web", script, stops_within_s=0.3))
        crew.start()
        await until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
        await crew.stop()

    asyncio.run(story())
    for pid in map(int, pids.read_text().split()):
        asyncio.run(until(lambda pid=pid: not is_alive(pid)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_nobody_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    child = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    script = f"""
import asyncio
from tests.supervisor.test_supervise import program, supervise
async def story():
    crew = supervise(program("web", {child!r}))
    crew.start()
    await asyncio.sleep(60)
asyncio.run(story())
"""
    supervisor = subprocess.Popen([sys.executable, "-c", script])
    asyncio.run(until(lambda: pid_file.exists() and pid_file.read_text() != ""))
    supervisor.kill()
    supervisor.wait()
    asyncio.run(until(lambda: not is_alive(int(pid_file.read_text()))))

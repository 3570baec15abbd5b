"""
A worker that is killed at a chosen step.

The desk's parts are wrapped, so that between every two steps of a verb (a commit, a question to the assistant, a send,
a wake-up) stands a point with a name: `deliver._send: after send`. At the chosen one the process kills itself with
SIGKILL. Nothing of this is in the service: `bot.worker.work` is handed the wrapped desk.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.desk.desk import Desk
from bot.ports import Clock
from bot.settings import Settings
from bot.worker import work

DESK = f"{os.sep}bot{os.sep}desk{os.sep}"
STRUCTURAL = {"scene.open_scene", "scene.wake"}  # the verb that uses these is the one to name
NOWHERE = "nowhere"


@dataclass
class Fuse:
    """Kills the process when the chosen point is reached; writes down the points that were."""

    chosen: str
    log: Path

    def at(self, step: str) -> None:
        """Pass a point."""
        name = f"{who_calls()}: {step}"
        with self.log.open("a") as log:
            log.write(name + "\n")
        if name == self.chosen:
            os.kill(os.getpid(), signal.SIGKILL)


def who_calls() -> str:
    """Return the innermost function of the desk that is being carried out, as `module.function`."""
    frame = sys._getframe(1)
    named = ""
    while frame is not None:
        code = frame.f_code
        if DESK in code.co_filename:
            named = f"{Path(code.co_filename).stem}.{code.co_qualname}"
            if named not in STRUCTURAL:
                return named
        frame = frame.f_back  # type: ignore[assignment]
    return named or NOWHERE


def dressed(desk: Desk, fuse: Fuse, ahead: timedelta = timedelta()) -> Desk:
    """Return the desk with a point at every step, living some time ahead."""
    return replace(
        desk,
        store=Store(desk.store, fuse),
        assistant=Around(desk.assistant, fuse, {"ask"}),
        routes={name: Around(route, fuse, {"send"}) for name, route in desk.routes.items()},
        jobs=Around(desk.jobs, fuse, {"wake_respond", "wake_deliver", "wake_chase"}),
        clock=Ahead(desk.clock, ahead) if ahead else desk.clock,
    )


class Around:
    """Any part: a point before and after each of the named steps."""

    def __init__(self, part: Any, fuse: Fuse, steps: set[str]) -> None:
        self._part, self._fuse, self._steps = part, fuse, steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        return self._between_points(name, found) if name in self._steps else found

    def _between_points(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def walk(*args: Any, **kwargs: Any) -> Any:
            self._fuse.at(f"before {name}")
            done = step(*args, **kwargs)
            self._fuse.at(f"after {name}")
            return done

        return walk


class Store:
    """The store: a point before and after each commit, and around each lock."""

    def __init__(self, store: Any, fuse: Fuse) -> None:
        self._store, self._fuse = store, fuse

    def begin(self) -> Any:
        """Return a transaction."""
        return Work(self._store.begin(), self._fuse)

    @contextmanager
    def hold(self, name: str, key: int = 0) -> Iterator[bool]:
        """Try to take a lock."""
        with self._store.hold(name, key) as mine:
            yield mine
            self._fuse.at(f"before {name} is let go")
        self._fuse.at(f"after {name} is let go")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class Work(Around):
    """A transaction."""

    def __init__(self, work: Any, fuse: Fuse) -> None:
        super().__init__(work, fuse, {"commit"})

    def __enter__(self) -> Work:
        self._part.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self._part.__exit__(*problem)


class Ahead:
    """A clock that runs ahead of another, so that what waits for half a minute is found at once."""

    def __init__(self, clock: Clock, by: timedelta) -> None:
        self._clock, self._by = clock, by

    def now(self) -> datetime:
        """The present moment of somebody who lives a little later."""
        return self._clock.now() + self._by


def work_until_killed(settings: dict[str, Any], chosen: str, log: Path, ahead_s: float = 0) -> None:
    """Be a worker process. `chosen`: the point at which to die."""
    sys.stdout = sys.stderr = log.with_suffix(".out").open("a")
    fuse = Fuse(chosen, log)
    work(Settings(_env_file=None, **settings), lambda desk: dressed(desk, fuse, timedelta(seconds=ahead_s)))  # type: ignore[call-arg]

"""Waiting: long polls that hold no connection to the database while they wait, and only so many threads."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 0.3
SETTLE_S = 0.02


class Waiting:
    """
    Room for a number of readers who wait for news, each in a thread of the web server.

    When the room is full the next reader is answered at once, so that webhooks never queue up behind the curious.
    """

    def __init__(self, room: int) -> None:
        self._places = threading.Semaphore(room)
        self._over = threading.Event()

    def wait_for(self, look: Callable[[], T], is_news: Callable[[T], bool], seconds: float) -> T:
        """
        Look until there is news or the time is over, and return what was seen last.

        `look` opens and closes its own transaction; the pauses between looks grow while nothing happens.
        """
        seen = look()
        if not is_news(seen) and seconds > 0 and self._places.acquire(blocking=False):
            try:
                seen = self._look_on(look, is_news, seen, seconds)
            finally:
                self._places.release()
        return seen

    def end(self) -> None:
        """Answer all who wait, and let nobody wait from now on: the process is about to stop."""
        self._over.set()

    def _look_on(self, look: Callable[[], T], is_news: Callable[[T], bool], seen: T, seconds: float) -> T:
        give_up_at = time.monotonic() + seconds
        pause = FIRST_PAUSE_S
        while not is_news(seen) and (left := give_up_at - time.monotonic()) > 0:
            if self._over.wait(min(pause, left)):
                break
            pause = min(pause * 1.2, LONGEST_PAUSE_S)
            seen = look()
        return seen


def end_with_the_process(waiting: Waiting) -> None:
    """
    Let go of those who wait when the web server is told to stop, so that nobody's long poll keeps it for ten seconds.

    Only where a server has a handler of its own for SIGTERM, and only in the thread that may set one.
    """
    before = signal.getsignal(signal.SIGTERM)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        return

    def stop(number: int, frame: FrameType | None) -> None:
        waiting.end()
        before(number, frame)

    signal.signal(signal.SIGTERM, stop)


def settled(look: Callable[[], T]) -> T:
    """
    Look until two looks in a row show the same.

    A row may become visible after one with a higher id, when its transaction ended later; a reader who goes on
    after the higher id would never see it.
    """
    seen = look()
    while True:
        time.sleep(SETTLE_S)
        again = look()
        if again == seen:
            return seen
        seen = again

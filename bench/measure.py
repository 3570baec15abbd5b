"""Measure: so many askers at once, each with the next question as soon as it has an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

Ask = Callable[[str, str], None]  # (language, text); returns when the answer is there


@dataclass(frozen=True)
class Timing:
    """How long each question took, and how long all of them."""

    each_ms: list[float]
    whole_s: float

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.each_ms) / self.whole_s

    def percentile(self, part: float) -> float:
        """Return the time within which this part of the questions was answered, in ms."""
        ordered = sorted(self.each_ms)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def ask_all(questions: list[tuple[str, str]], ask: Ask, at_once: int) -> Timing:
    """Ask every question, so many at once."""
    waiting, lock, times = iter(questions), threading.Lock(), []

    def asker() -> None:
        for language, text in shared(waiting, lock):
            began = time.perf_counter()
            ask(language, text)
            times.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        for done in [pool.submit(asker) for _ in range(at_once)]:
            done.result()
    return Timing(times, time.perf_counter() - began)


def knock(posts: list[Callable[[], None]], a_second: float) -> Timing:
    """Send every post at its own moment, whether the ones before are answered or not; times count from that moment."""
    times: list[float] = []
    began = time.perf_counter()

    def send(post: Callable[[], None], moment: float) -> None:
        post()
        times.append((time.perf_counter() - moment) * 1000)

    with ThreadPoolExecutor(64) as pool:
        sent = []
        for place, post in enumerate(posts):
            moment = began + place / a_second
            time.sleep(max(0.0, moment - time.perf_counter()))
            sent.append(pool.submit(send, post, moment))
        for one in sent:
            one.result()
    return Timing(times, time.perf_counter() - began)


def shared(items: Iterator[tuple[str, str]], lock: threading.Lock) -> Iterator[tuple[str, str]]:
    """Yield from an iterator that several threads take from."""
    while True:
        with lock:
            item = next(items, None)
        if item is None:
            return
        yield item

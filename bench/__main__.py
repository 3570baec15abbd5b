"""
Run the bench: real processes on this machine, loopback only, a few minutes, nothing left behind.

Both sides answer the same questions with the same model and actions, in one run. The whole service does more: it
checks the signature, stores, seals, wakes a worker, screens for danger, hears the language, carries the deeds out.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

from bench.measure import Timing, ask_all, knock
from bench.sides import ACCOUNT, TOKEN, BareRasa, Outbox, WholeService, listening
from bench.texts import questions
from bot.settings import ROOT, Settings
from bot.store import embedded
from bot.store.migrate import migrate
from bot.wiring import load_library, trained_ears
from tests.real_service import real_service

FOLDER = ROOT / "build" / "bench"
AT_ONCE = (1, 8)
ROUNDS = {1: 150, 8: 400}
A_SECOND, SECONDS = 50, 15
ASKERS = 600  # more than the questions of all rounds
GOAL_TIMES, GOAL_ACK_MS = 2.0, 100.0
SETTINGS = {
    "PROVIDER": "simulated",
    "SIMULATOR": "0",
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKENS": TOKEN,
    "DAILY_SEGMENT_CAP": "1000000",
    "WEB_PROCESSES": os.environ.get("WEB_PROCESSES", "2"),
}


def main() -> int:
    """Measure and print; exit code 1 when a goal is missed."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    asked = questions(load_library(settings), trained_ears(), max(ROUNDS.values()))
    say(f"{len(asked)} questions; starting the service")
    with embedded.running(FOLDER) as url:
        migrate(url)
        with listening(url) as outbox, real_service(FOLDER, DATABASE_URL=url, **SETTINGS) as service:
            whole, bare = WholeService(service, outbox, url), BareRasa(service)
            warm_up(whole, bare, outbox, asked)
            found = {at_once: (ask_some(bare, asked, at_once), ask_some(whole, asked, at_once)) for at_once in AT_ONCE}
            say(f"webhooks, {A_SECOND} a second for {SECONDS} s")
            acknowledged, drained_s = hammer(whole, outbox, asked)
    return report(found, acknowledged, drained_s)


def warm_up(whole: WholeService, bare: BareRasa, outbox: Outbox, asked: list[tuple[str, str]]) -> None:
    """Let everything be loaded and everybody be known before anything is measured."""
    say("warming up")
    whole.meet(ASKERS)
    settle(outbox)
    ask_all(asked[:20], bare.ask, 4)
    ask_all(asked[:40], whole.ask, 4)


def ask_some(side: WholeService | BareRasa, asked: list[tuple[str, str]], at_once: int) -> Timing:
    """Measure one side."""
    say(f"{type(side).__name__}, {at_once} at once")
    return ask_all(asked[: ROUNDS[at_once]], side.ask, at_once)


def hammer(whole: WholeService, outbox: Outbox, asked: list[tuple[str, str]]) -> tuple[Timing, float]:
    """Post at a steady rate while everything else works; return the acknowledgements, and how long answering took."""
    posts = [whole.post(place % ASKERS, asked[place % len(asked)][1]) for place in range(A_SECOND * SECONDS)]
    acknowledged = knock(posts, A_SECOND)
    return acknowledged, settle(outbox)


def settle(outbox: Outbox, quiet_s: float = 2, longest_s: float = 120) -> float:
    """Wait until no answer comes any more; return how long ago the last one came after now."""
    began, before = time.monotonic(), -1
    while outbox.count != before and time.monotonic() - began < longest_s:
        before = outbox.count
        time.sleep(quiet_s)
    return max(0.0, time.monotonic() - began - 2 * quiet_s)


def report(found: dict[int, tuple[Timing, Timing]], acknowledged: Timing, drained_s: float) -> int:
    """Print the table, keep it as JSON, and return the exit code."""
    print(f"\n{'':14} {'':12} {'answers/s':>10} {'p50 ms':>8} {'p95 ms':>8}")
    misses = []
    for at_once, (bare, whole) in found.items():
        times = whole.percentile(0.5) / bare.percentile(0.5)
        for name, side, note in (("bare Rasa", bare, ""), ("Goldaw", whole, f"p50 is {times:.2f} times the bare call")):
            print(f"{at_once} at once".ljust(14), name.ljust(12), row(side), note)
        if times > GOAL_TIMES:
            misses.append(f"p50 with {at_once} at once is {times:.2f} times the bare call (goal {GOAL_TIMES:.0f})")
    slowest = acknowledged.percentile(0.99)
    print(
        f"\nwebhooks at {A_SECOND} a second: acknowledged in p50 {acknowledged.percentile(0.5):.0f} ms, "
        f"p99 {slowest:.0f} ms; the last answer {drained_s:.0f} s after the last post"
    )
    if slowest > GOAL_ACK_MS:
        misses.append(f"webhooks are acknowledged in p99 {slowest:.0f} ms (goal {GOAL_ACK_MS:.0f})")
    keep(found, acknowledged, drained_s)
    for miss in misses:
        print(f"✗ {miss}")
    return 1 if misses else 0


def row(side: Timing) -> str:
    """Return one side's numbers."""
    return f"{side.a_second:10.1f} {side.percentile(0.5):8.1f} {side.percentile(0.95):8.1f}  "


def keep(found: dict[int, tuple[Timing, Timing]], acknowledged: Timing, drained_s: float) -> Path:
    """Write the numbers down for docs/scale.md."""
    path = FOLDER / "result.json"
    sides = {
        f"{name}, {at_once} at once": {"a_second": side.a_second, "p50_ms": side.percentile(0.5)}
        for at_once, both in found.items()
        for name, side in zip(("bare", "whole"), both, strict=True)
    }
    hooks = {"p50_ms": acknowledged.percentile(0.5), "p99_ms": acknowledged.percentile(0.99), "drained_s": drained_s}
    path.write_text(json.dumps({**sides, "webhooks": hooks}, indent=1) + "\n")
    return path


def say(what: str) -> None:
    """Show progress."""
    print(f"→ {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

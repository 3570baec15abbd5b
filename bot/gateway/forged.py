"""Forged: posts that were not what they said, counted by day for the page on security. Nothing of them is kept."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

from bot.logs import log
from bot.ports import Store

MARK = "forged_posts."
WRITE_EVERY_S = 1.0


class ForgedPosts:
    """Counts in a mark per day, at most one write a second, so that a flood of forged posts does not flood us."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._unwritten = 0
        self._wrote_at = -WRITE_EVERY_S

    def count(self, path: str, reason: str) -> None:
        """Note one more."""
        log.warning("forged_post_refused", path=path, reason=reason)
        number = self._due()
        try:
            self._write(number)
        except Exception:  # without a database a forged post is refused all the same
            log.exception("forged_posts_not_counted", count=number)

    def _write(self, number: int) -> None:
        if number:
            with self._store.begin() as unit:
                unit.marks.count(f"{MARK}{datetime.now(UTC).date().isoformat()}", number)
                unit.commit()

    def _due(self) -> int:
        with self._lock:
            self._unwritten += 1
            if time.monotonic() - self._wrote_at < WRITE_EVERY_S:
                return 0
            number, self._unwritten = self._unwritten, 0
            self._wrote_at = time.monotonic()
            return number


def forged_by_day(store: Store) -> dict[str, int]:
    """Return how many forged posts were refused, by day (UTC)."""
    with store.begin() as unit:
        return {name.removeprefix(MARK): int(number) for name, number in unit.marks.named(MARK).items()}

"""A hand that works a page as a person does: it moves to what it clicks and types key by key; its acts are counted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

KEY_MS = 40
MOVE_MS = 300  # from one thing to the next; reading is not counted in


@dataclass
class Hand:
    """What it did, and how long that took."""

    page: Page
    clicks: int = 0
    keys: int = 0
    fields: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has been at work."""
        return time.monotonic() - self.began

    def clicks_on(self, what: Locator) -> None:
        """Click."""
        self._moves()
        what.click()
        self.clicks += 1

    def chooses(self, what: Locator, value: str) -> None:
        """Open a list and click one of its entries."""
        self.clicks_on(what)
        self._moves()
        self.page.keyboard.press("Escape")  # a native list stands outside the page: it is chosen from below
        what.select_option(value)
        self.clicks += 1
        self.fields += 1

    def ticks(self, what: Locator) -> None:
        """Tick a box."""
        self.clicks_on(what)
        self.fields += 1

    def types(self, what: Locator, words: str) -> None:
        """Click into a field and type."""
        self.clicks_on(what)
        what.press_sequentially(words, delay=KEY_MS)
        self.keys += len(words)
        self.fields += 1

    def _moves(self) -> None:
        self.page.wait_for_timeout(MOVE_MS)

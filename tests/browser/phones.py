"""What a person does with the phones on the page."""

from __future__ import annotations

from dataclasses import dataclass
from re import Pattern

from playwright.sync_api import Locator, Page, expect


@dataclass
class PhoneOnPage:
    """One phone."""

    root: Locator

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.root.locator("textarea")

    def texts(self, text: str) -> None:
        """Write and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def bubbles(self, kind: str = "") -> Locator:
        """Return the messages: `theirs` (from the phone), `ours` (from the service)."""
        return self.root.locator(f".bubble--{kind}" if kind else ".bubble")

    def says(self, words: str | Pattern[str]) -> Locator:
        """Return the texts of the service that hold these words."""
        return self.bubbles("ours").filter(has_text=words)

    def receives(self, count: int = 1) -> Locator:
        """Wait until so many texts of the service are there; return the last."""
        last = self.bubbles("ours").nth(count - 1)
        expect(last).to_be_visible()
        return last

    def switch(self, name: str, on: bool = True) -> None:
        """Turn a switch of the network."""
        with self.root.page.expect_response("**/api/network"):
            self.root.locator(f"[name={name}]").set_checked(on)

    def slow(self, seconds: int) -> None:
        """Have the network delay texts."""
        with self.root.page.expect_response("**/api/network"):
            self.root.locator("[name=delay_s]").select_option(str(seconds))


@dataclass
class Stage:
    """The page with its phones: child, parent, two workers."""

    page: Page

    def phone(self, at: int) -> PhoneOnPage:
        """Return a phone by its place."""
        return PhoneOnPage(self.page.locator(".phone").nth(at))

    @property
    def child(self) -> PhoneOnPage:
        """The first phone."""
        return self.phone(0)

    @property
    def parent(self) -> PhoneOnPage:
        """The second phone."""
        return self.phone(1)

    @property
    def workers(self) -> list[PhoneOnPage]:
        """The third and the fourth phone."""
        return [self.phone(2), self.phone(3)]

    def later(self, seconds: int) -> None:
        """Move the time by a button, and wait until the work is done."""
        with self.page.expect_response("**/api/advance", timeout=60_000):
            self.page.locator(f".travel [data-seconds='{seconds}']").click()
        expect(self.page.locator(".travel")).not_to_have_attribute("aria-busy", "true")

    @property
    def time(self) -> int:
        """The clock on the page, in minutes since midnight."""
        hours, minutes = self.page.locator("#clock").inner_text().split(":")
        return int(hours) * 60 + int(minutes)

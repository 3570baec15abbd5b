"""One whole diversion case in a browser, in both languages, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.diversion_walk import GIRL, a_walk

COMPLETED = {"tk": "Tamamlandy", "ru": "Завершено"}


@pytest.mark.parametrize(("language", "screen"), [("tk", WIDE), ("ru", NARROW)])
def test_a_case_is_worked_from_the_referral_to_completion(store, database_url, chromium, language, screen):
    too_wide: list[str] = []

    def look(page: Page, name: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(name)

    with a_walk(store, database_url, chromium, language, viewport=screen) as walk:
        walk.looks = look
        walk.from_referral_to_completion()
        row = walk.worker.locator(".cases li")
        expect(row).to_have_count(1)
        expect(row.locator(".tag").first).to_have_text(COMPLETED[language])
        assert len(walk.texts_to(GIRL, at_least=2)) == 2, "a reminder, and a thank-you"
    assert too_wide == []

"""One whole diversion case in a browser, in both languages."""

from __future__ import annotations

import pytest

from tests.browser.diversion_walk import GIRL, a_walk


@pytest.mark.parametrize("language", ["tk", "ru"])
def test_a_case_is_worked_from_the_referral_to_completion(store, database_url, chromium, language):
    with a_walk(store, database_url, chromium, language) as walk:
        walk.from_referral_to_completion()
        [row] = walk.worker.locator(".cases li").all()
        assert row.locator(".tag").first.inner_text() == {"tk": "Tamamlandy", "ru": "Завершено"}[language]
        assert len(walk.texts_to(GIRL)) == 2, "a reminder, and a thank-you"


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_screen(store, database_url, chromium, width):
    wide: list[str] = []
    with a_walk(store, database_url, chromium, "ru", viewport={"width": width, "height": 844}) as walk:

        def look(page, name):
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(name)

        walk.looks = look
        walk.from_referral_to_completion()
    assert wide == []

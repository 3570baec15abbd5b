"""
Pictures of every page of the console, wide and on a phone, in Turkmen and Russian: to be looked at.

    .venv/bin/python -m tests.browser.page_shots FOLDER [NAME …]
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import WIDE, chromium_path
from tests.browser.diversion_shots import a_store
from tests.browser.seeded import in_language, open_on, seeded

PHONE = {"width": 360, "height": 740}


def main(to: Path, names: list[str]) -> None:
    """Take the pictures."""
    to.mkdir(parents=True, exist_ok=True)
    with a_store() as (store, _), seeded(store) as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        page = browser.new_page()
        for sight in house.sights:
            if names and sight.name not in names:
                continue
            house.enter(page.context, sight.who)
            for size, language in ((WIDE, "tk"), (PHONE, "ru"), (WIDE, "ru"), (PHONE, "tk")):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                page.goto(house.address + in_language(sight.address, language))
                open_on(page, sight)
                page.screenshot(
                    path=to / f"{sight.name}-{language}-{size['width']}.png", full_page=sight.name != "menu"
                )
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

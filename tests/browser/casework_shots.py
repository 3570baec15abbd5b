"""
The pictures of the casework pages, taken anew from a running service.

    .venv/bin/python -m tests.browser.casework_shots FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import NARROW, WIDE, chromium_path
from tests.browser.desks import Logins, log_in, logins_of, texts
from tests.browser.diversion_shots import a_store
from tests.simulator.running import app_for, running, served

PERSON = "+99361000021"


def main(to: Path) -> None:
    """Take the pictures: wide in Turkmen, narrow in Russian."""
    to.mkdir(parents=True, exist_ok=True)
    with (
        a_store() as (store, url),
        running(store, url) as house,
        served(app_for(house)) as address,
        sync_playwright() as playwright,
    ):
        logins = logins_of(house)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
        walk(page, address, logins, to)
        browser.close()


def walk(page: Page, address: str, logins: Logins, to: Path) -> None:
    """Work a case as far as a referral, and look at every page."""
    log_in(page, address, logins["Aýna"], "tk")
    texts(address, PERSON, "не хочу жить")
    page.wait_for_timeout(3000)
    page.goto(f"{address}/console/queue")
    page.keyboard.press("n")
    page.wait_for_url("**/cases/**")
    case = page.url
    panel = page.locator("#casework")
    panel.locator("details").nth(2).evaluate("box => box.open = true")
    page.fill("#casework input[name=what]", "Mekdebe jaň etmeli")
    page.click("#casework form[action$='/task'] button")
    panel.locator("details").nth(3).evaluate("box => box.open = true")
    panel.locator("details details").first.evaluate("box => box.open = true")
    page.click("#casework form[action$='/consent'] button")
    both(page, to, "panel", opened=(0, 3))
    for name in ("tasks", "handed", "contacts"):
        page.goto(f"{address}/console/{name}")
        both(page, to, name)
    log_in_again(page, address, logins["Oraz"])
    for name in ("retention",):
        page.goto(f"{address}/console/{name}")
        both(page, to, name)
    page.goto(f"{case}/person")
    both(page, to, "person")


def log_in_again(page: Page, address: str, login: dict[str, str]) -> None:
    """Come as somebody else."""
    page.context.clear_cookies()
    log_in(page, address, login, "tk")


def both(page: Page, to: Path, name: str, opened: tuple[int, ...] = ()) -> None:
    """Keep a page wide and narrow, with these parts of the panel open."""
    for size, words in ((WIDE, "tk"), (NARROW, "ru")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{page.url.split('?')[0]}?language={words}")
        for number in opened:
            page.locator("#casework > details").nth(number).evaluate("box => box.open = true")
        page.screenshot(path=to / f"casework-{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

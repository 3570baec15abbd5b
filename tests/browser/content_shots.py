"""
The pictures of the directory and of content review, taken anew from a running service.

    .venv/bin/python -m tests.browser.content_shots FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import NARROW, WIDE, chromium_path
from tests.browser.desks import log_in, logins_of
from tests.browser.diversion_shots import a_store
from tests.simulator.running import app_for, running, served

FILLED = {
    "name_tk": "Mary hukuk klinikasy",
    "name_ru": "Правовая клиника Мары",
    "name_en": "Mary legal clinic",
    "what_tk": "Çagalara we ata-enelere mugt hukuk maslahaty.",
    "what_ru": "Бесплатные юридические советы детям и родителям.",
    "phone": "+993 522 00000",
    "verified_by": "Selbi Demo",
    "hours": "Mon-Fri 09:00-18:00",
}


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
        log_in(page, address, logins["Selbi"], "tk")
        walk(page, address, to)
        browser.close()


def walk(page: Page, address: str, to: Path) -> None:
    """Add a service, change it, read a text; look at every page."""
    add_service(page, address)
    kept(page, f"{address}/console/services", to, "services")
    kept(page, f"{address}/console/services/mary_legal_clinic", to, "service")
    kept(page, f"{address}/console/services/confidential_helpline", to, "service-unverified")
    kept(page, f"{address}/console/services/mary_legal_clinic/history", to, "service-history")
    page.goto(f"{address}/console/texts/lawyer")
    page.click(".aspect button[value=tk]")
    kept(page, f"{address}/console/texts", to, "texts")
    kept(page, f"{address}/console/texts/lawyer", to, "text")
    kept(page, f"{address}/console/texts/consent.ask", to, "text-of-service")


def add_service(page: Page, address: str) -> None:
    """Fill the form: first without who called, then rightly; then change the hours."""
    page.goto(f"{address}/console/services/new?region=mary")
    for name, words in FILLED.items():
        page.fill(f"[name={name}]", words)
    day = page.get_attribute("[name=checked_on]", "max") or ""
    for name in ("verified_on", "checked_on"):
        page.fill(f"[name={name}]", day)
    for box in ("child", "parent", "state"):
        page.check(f"[value={box}]")
    page.click(".save-row button")
    page.goto(f"{address}/console/services/mary_legal_clinic")
    page.fill("[name=hours]", "Mon-Fri 09:00-18:00, Sat 09:00-13:00")
    page.click(".save-row button")


def kept(page: Page, address: str, to: Path, name: str) -> None:
    """Keep a page wide and narrow."""
    for size, words in ((WIDE, "tk"), (NARROW, "ru")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{address}?language={words}")
        picture = to / f"content-{name}-{'wide' if size is WIDE else 'phone'}.png"
        page.screenshot(path=picture, full_page=name not in ("services", "texts"))
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

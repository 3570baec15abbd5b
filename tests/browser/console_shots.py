"""
The pictures of the console in docs/pictures/, taken anew from a running service; everybody in them is made up.

    .venv/bin/python -m tests.browser.console_shots [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from bot.settings import ROOT
from bot.store import embedded
from bot.store.clock import StoreClock
from bot.store.migrate import migrate
from bot.store.sealing import Lookup, Seal
from bot.store.store import SqlStore
from tests.browser.conftest import NARROW, WIDE, chromium_path
from tests.browser.desks import Logins, log_in, logins_of, texts
from tests.browser.shots import seconds_until_morning
from tests.conftest import CARELESS, LOOKUP_KEY, SEAL_KEY
from tests.simulator.running import app_for, running, served

PICTURES = ROOT / "docs" / "pictures"
KEPT = frozenset(
    {
        "queue.wide",
        "queue.narrow",
        "conversation.wide",
        "conversation.narrow",
        "answers.wide",
        "supervisor-live.wide",
        "supervisor-held.narrow",
        "login.narrow",
    }
)
DANGER, POLICE, FATHER = "+99361000011", "+99361000012", "+99361000013"


def main(folder: Path) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        server = embedded.start(Path(data), **CARELESS)
        migrate(server.url)
        with closing(SqlStore(server.url, Seal([SEAL_KEY]), Lookup([LOOKUP_KEY]))) as store:
            StoreClock(store).advance(seconds_until_morning(datetime.now(UTC)))
            with (
                running(store, server.url) as house,
                served(app_for(house)) as address,
                sync_playwright() as playwright,
            ):
                browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
                walk(browser, address, logins_of(house), folder)
                browser.close()
        server.leave()


def walk(browser: Browser, address: str, logins: Logins, folder: Path) -> None:
    """Have a morning at the helpline, and keep what it looks like."""
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    page.goto(f"{address}/console/login?language=en")
    keep(page, folder, "login")
    texts(address, POLICE, "забрали в полицию, что делать")
    page.wait_for_timeout(1500)
    httpx.post(f"{address}/simulator/api/advance", json={"seconds": 540}, timeout=60)
    log_in(page, address, logins["Jeren"])
    texts(address, DANGER, "не хочу жить")
    page.wait_for_timeout(4000)
    page.goto(f"{address}/console/queue")
    keep(page, folder, "queue")
    page.keyboard.press("n")
    page.wait_for_url("**/cases/**")
    page.fill("#words", "Я рядом, меня зовут Джерен. Ты сейчас в безопасном месте?")
    page.click("#composer button[type=submit]")
    texts(address, DANGER, "я дома. мама спит")
    page.wait_for_timeout(4500)
    page.fill("#note", "Спокойна, дома. Мама рядом.")
    page.click("[data-note] button")
    page.fill("#words", "Позвони мне на +993 61 000077")
    page.click("#composer button[type=submit]")
    page.wait_for_timeout(3500)
    page.fill("#words", "Men şu ýerde. Ýaňky ýazanlaryňy okadym, gürleşeli.")
    keep(page, folder, "conversation")
    page.click("[data-answers]")
    page.fill("#find", "lawyer")
    keep(page, folder, "answers")
    page.keyboard.press("Escape")
    page.goto(f"{address}/console/account")
    keep(page, folder, "account")
    page.keyboard.press("?")
    keep(page, folder, "keys")
    page.goto(f"{address}/console/conduct?language=tk")
    keep(page, folder, "conduct")
    oversee(browser, address, logins, folder)


def oversee(browser: Browser, address: str, logins: Logins, folder: Path) -> None:
    """Look as a supervisor."""
    page = browser.new_context(viewport=WIDE, color_scheme="dark").new_page()  # type: ignore[arg-type]
    log_in(page, address, logins["Oraz"], "ru")
    for view in ("queue", "live", "held", "audit"):
        page.goto(f"{address}/console/{view}?language=ru")
        keep(page, folder, f"supervisor-{view}")


def keep(page: Page, folder: Path, name: str) -> None:
    """Photograph a page at both widths."""
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(250)
        if folder != PICTURES or f"{name}.{width}" in KEPT:
            page.screenshot(path=folder / f"console-{name}.{width}.png")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)

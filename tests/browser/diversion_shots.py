"""
The pictures of the diversion pages, taken anew from a running service.

    .venv/bin/python -m tests.browser.diversion_shots FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.store import embedded
from bot.store.migrate import migrate
from bot.store.sealing import Lookup, Seal
from bot.store.store import SqlStore
from tests.browser.conftest import chromium_path
from tests.browser.diversion_walk import a_walk
from tests.conftest import CARELESS, LOOKUP_KEY, SEAL_KEY

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


def main(to: Path) -> None:
    """Take the pictures: wide in Turkmen, narrow in Russian."""
    to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for size, language in (("wide", "tk"), ("phone", "ru")):
            with a_store() as (store, url), a_walk(store, url, browser, language, viewport=SIZES[size]) as walk:
                walk.looks = partial(keep, to, size)
                walk.from_referral_to_completion()
        browser.close()


@contextmanager
def a_store() -> Iterator[tuple[SqlStore, str]]:
    """Yield a database of this run's own."""
    with tempfile.TemporaryDirectory() as folder:
        server = embedded.start(Path(folder), **CARELESS)
        migrate(server.url)
        with closing(SqlStore(server.url, Seal([SEAL_KEY]), Lookup([LOOKUP_KEY]))) as store:
            yield store, server.url
        server.leave()


def keep(to: Path, size: str, page: Page, name: str) -> None:
    """Keep what a page looks like."""
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=to / f"diversion-{name}-{size}.png", full_page=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

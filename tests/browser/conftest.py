"""A real Chromium, and a running service to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from bot.settings import ROOT
from bot.store.store import SqlStore
from tests.browser.desks import PATIENCE_MS
from tests.browser.phones import Stage
from tests.simulator.running import app_for, running, served

FOUND = ROOT / "build" / "found" / "chromium"  # written by scripts/setup.sh browser
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser takes its time."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.slow)


def chromium_path() -> str:
    """Return where Chromium is; missing is a failure, never a skip."""
    named = [os.environ.get("CHROMIUM"), FOUND.read_text().strip() if FOUND.exists() else None]
    path = next((one for one in named if one), None) or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium was found: run `make setup`, or set CHROMIUM to its path"
    return path


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """
    Yield the browser of this package's tests.

    Playwright's loop runs in the main thread until it is closed, and asyncio.run fails beside it: hence no longer.
    """
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(store: SqlStore, database_url: str) -> Iterator[str]:
    """Yield the address of a running service."""
    with running(store, database_url) as house, served(app_for(house)) as address:
        yield address


@pytest.fixture
def opens(chromium: Browser, address: str) -> Iterator[Callable[..., Stage]]:
    """Yield what opens the simulator in a new browser; anything its console complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_simulator(language: str = "tk", **options: object) -> Stage:
        context = chromium.new_context(**{"viewport": WIDE, "accept_downloads": True, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        page.goto(f"{address}/simulator/?language={language}")
        return Stage(page)

    yield open_simulator
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def stage(opens: Callable[..., Stage]) -> Stage:
    """Return the simulator in Turkmen on a wide screen."""
    return opens()


def listen(page: Page, complaints: list[str]) -> None:
    """Collect errors of scripts, refusals of the content policy, and what could not be loaded."""

    def hear(line: ConsoleMessage) -> None:
        # What a test itself cuts off is no fault of the page.
        if line.type == "error" and "net::ERR_FAILED" not in line.text:
            complaints.append(line.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", hear)

"""Every page on a phone in each language, and wide in Turkmen: axe finds no fault, and nothing is too wide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import ROOT
from bot.store.sealing import Lookup, Seal
from bot.store.store import SqlStore
from tests.browser.desks import give_code, leads_on
from tests.browser.seeded import Seeded, in_language, open_on, seeded
from tests.conftest import LOOKUP_KEY, SEAL_KEY
from tests.console.visiting import PASSWORD
from tests.databases import Databases

AXE = ROOT / "build" / "node" / "node_modules" / "axe-core" / "axe.min.js"  # written by scripts/setup.sh stand-ins
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
OWN_PASSWORD = "a password of my own"
SIZES = ({"width": 1440, "height": 900}, {"width": 360, "height": 740})
LOOK = (Path(__file__).parent / "faults.js").read_text()


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[Seeded]:
    """Yield a house in which every page has something to show."""
    for url in databases.one():
        store = SqlStore(url, Seal([SEAL_KEY]), Lookup([LOOKUP_KEY]))
        with seeded(store) as found:
            yield found
        store.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Yield a page with axe in it."""
    context = chromium.new_context(viewport=SIZES[0], reduced_motion="reduce")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page as it stands on a phone, where words are cramped; in Turkmen, wide as well."""
    sizes = SIZES if page.locator("html").get_attribute("lang") == "tk" else SIZES[1:]
    page.evaluate(AXE.read_text())
    found = []
    for size in sizes:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{name} {size['width']}: {one}" for one in page.evaluate(LOOK, RULES)]
    page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
def test_no_page_of_the_console_shuts_anybody_out(house: Seeded, page: Page, language: str) -> None:
    found: list[str] = []
    for sight in house.sights:
        house.enter(page.context, sight.who)
        page.goto(house.address + in_language(sight.address, language))
        open_on(page, sight)
        found += faults(page, sight.name)
    assert found == []


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
def test_no_page_before_the_console_shuts_anybody_out(house: Seeded, page: Page, language: str) -> None:
    found: list[str] = []
    for second_factor in (True, False):
        page.context.clear_cookies()
        page.goto(f"{house.address}/console/login?language={language}")
        found += faults(page, "login")
        page.fill("#username", house.stranger(second_factor=second_factor))
        page.fill("#password", "wrong")
        leads_on(page.locator(".door button"))
        expect(page.locator(".fault")).to_be_visible()
        found += faults(page, "login, refused")
        page.fill("#password", PASSWORD)
        leads_on(page.locator(".door button"))
        page.locator("#code" if second_factor else "[name=setup]").wait_for(state="attached")
        found += faults(page, "second factor" if second_factor else "second factor, to be set up")
        if second_factor:
            leads_on(page.locator("a[href*=recovery]"))
            found += faults(page, "a code from paper")
    leads_on(page.locator(".door button"))
    page.locator("#key").wait_for()
    found += faults(page, "second factor, the picture")
    give_code(page, re.sub(r"\W", "", page.locator("#key").inner_text()))
    page.locator("#new_password").wait_for()
    found += faults(page, "a password of one's own")
    page.fill("#password", PASSWORD)
    page.fill("#new_password", OWN_PASSWORD)
    page.fill("#again", OWN_PASSWORD)
    leads_on(page.locator(".door form button"))
    page.goto(f"{house.address}/console/recovery-codes")
    found += faults(page, "recovery codes")
    leads_on(page.locator(".door form button"))
    page.locator(".recovery code").first.wait_for()
    found += faults(page, "recovery codes, shown")
    assert found == []


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
def test_the_simulator_shuts_nobody_out(house: Seeded, page: Page, language: str) -> None:
    page.goto(f"{house.address}/simulator/?language={language}")
    page.locator(".phone").first.wait_for()
    found = faults(page, "simulator")
    for opener in ("#help", "#save"):
        if page.locator(opener).count():
            page.click(opener)
            found += faults(page, f"simulator {opener}")
            page.keyboard.press("Escape")
    assert found == []

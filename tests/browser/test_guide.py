"""A new social worker does the five jobs of docs/helpline-guide.md, pressing what the guide names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import ROOT
from bot.store.store import SqlStore
from bot.wiring import House
from tests.browser.conftest import WIDE, listen
from tests.browser.desks import leads_on, log_in, logins_of, texts
from tests.simulator.running import app_for, running, served

CHILD = "+99361000035"
GUIDE = (ROOT / "docs" / "helpline-guide.md").read_text()


@pytest.fixture
def service(store: SqlStore, database_url: str) -> Iterator[tuple[House, str]]:
    """Yield a running service and its address."""
    with running(store, database_url) as house, served(app_for(house)) as address:
        yield house, address


class Newcomer:
    """Somebody who has nothing but the guide: what is pressed has to stand there in bold."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def presses(self, words: str) -> None:
        """Press the button, the link or the fold that the guide names."""
        assert f"**{words}**" in GUIDE, f"the guide does not speak of {words}"
        named = self.page.locator("main button, main [role=button], main summary").filter(has_text=words)
        named.locator("visible=true").first.click()

    def opens(self, place: str) -> None:
        """Open a place of the menu that the guide names."""
        assert f"*{place}*" in GUIDE, f"the guide does not speak of {place}"
        leads_on(self.page.get_by_role("link", name=place, exact=True))


@pytest.fixture
def enters(chromium: Browser, service: tuple[House, str]) -> Iterator[object]:
    """Yield what lets somebody log in, in English."""
    house, address = service
    logins, contexts, complaints = logins_of(house), [], []  # type: ignore[var-annotated]

    def enter(name: str) -> Newcomer:
        contexts.append(chromium.new_context(viewport=WIDE))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        listen(page, complaints)
        log_in(page, address, logins[name])
        page.goto(f"{address}/console/queue")
        return Newcomer(page)

    yield enter
    for context in contexts:
        context.close()
    assert [one for one in complaints if "404" not in one] == []  # the page whose case went to a colleague asks once


def test_the_five_jobs_are_done_as_the_guide_says(service, enters):
    maral = enters("Maral")
    page = maral.page
    texts(service[1], CHILD, "папа бьет маму")
    expect(page.locator(".rows-row")).to_have_count(1)

    maral.presses("Next person")
    page.wait_for_url("**/cases/**")
    expect(page.locator(".entry.person .said")).to_have_text("папа бьет маму")

    page.fill("#words", "Я рядом.")
    expect(page.locator("#cost")).to_contain_text("1 SMS")
    maral.presses("Send")
    expect(page.locator(".entry.worker .said")).to_have_text("Я рядом.")
    page.locator("#words").press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("Escape")

    page.fill("#note", "Мама дома.")
    maral.presses("Keep the note")
    expect(page.locator(".entry.note .said")).to_have_text("Мама дома.")

    maral.presses("Colleagues")
    page.locator("form[action$='/transfer'] select").select_option(label="Merdan Demo")
    maral.presses("Offer")
    expect(page.locator("#casework")).to_contain_text("Offered to Merdan Demo")

    merdan = enters("Merdan")
    merdan.opens("Asked of me")
    merdan.presses("Accept")
    merdan.page.wait_for_url("**/cases/**")
    expect(page).to_have_url(f"{service[1]}/console/queue")  # her page does not keep the words
    merdan.presses("Close")
    fold = merdan.page.locator("#casework details").first
    for name, value in (("contact_type", "about_child"), ("category", "violence/physical"), ("age_band", "unknown")):
        fold.locator(f"[name={name}]").select_option(value)
    fold.locator("[name=dispositions]").first.check()
    fold.locator("button", has_text="Wrap up and close").click()
    expect(merdan.page.locator(".flash")).to_contain_text("is wrapped up")
    merdan.presses("Take it up again")
    expect(merdan.page.locator("#composer")).to_be_visible()


def test_every_picture_of_the_guide_is_there_and_small():
    named = [line.split("](")[1].rstrip(")") for line in GUIDE.splitlines() if line.startswith("![")]
    assert len(named) >= 5
    for name in named:
        assert (ROOT / "docs" / name).stat().st_size < 150_000, name

"""The console in a real browser: a danger reaches the top of the queue, and an answer the child's phone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.store.store import SqlStore
from bot.wiring import House
from tests.browser.conftest import WIDE, listen
from tests.browser.desks import Logins, leads_on, log_in, logins_of, texts
from tests.simulator.running import app_for, running, served

CHILD = "+99361000031"


@pytest.fixture
def service(store: SqlStore, database_url: str) -> Iterator[tuple[House, str]]:
    """Yield a running service and its address."""
    with running(store, database_url) as house, served(app_for(house)) as address:
        yield house, address


@pytest.fixture
def logins(service: tuple[House, str]) -> Logins:
    """Return the logins of the demo staff."""
    return logins_of(service[0])


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Yield a page; anything its console complains about (a forbidden style or script) fails the test."""
    complaints: list[str] = []
    context: BrowserContext = chromium.new_context(viewport=WIDE)  # type: ignore[arg-type]
    page = context.new_page()
    listen(page, complaints)
    yield page
    context.close()
    # What a test itself cuts off is no fault of the page.
    assert [one for one in complaints if "net::ERR_" not in one and "htmx:" not in one] == []


@pytest.mark.alone
@pytest.mark.parametrize(("language", "danger"), [("ru", "не хочу жить"), ("tk", "ýaşasym gelenok")])
def test_a_danger_is_on_top_of_the_queue_within_five_seconds(service, logins, page, language, danger):
    _, address = service
    log_in(page, address, logins["Jeren"], language)  # a psychologist: asked first about self-harm
    page.goto(f"{address}/console/queue")
    expect(page.locator(".rows-row")).to_have_count(0)
    texts(address, CHILD, danger)
    sent = time.monotonic()
    expect(page.locator(".rows-row").first).to_have_class("rows-row imminent", timeout=5000)
    assert time.monotonic() - sent < 5
    expect(page.locator(".offer")).to_have_count(1)


def test_the_next_person_is_answered_and_reads_it_on_the_phone(service, logins, page):
    house, address = service
    texts(address, CHILD, "не хочу жить")
    log_in(page, address, logins["Maral"])
    page.goto(f"{address}/console/queue")
    expect(page.locator(".rows-row")).to_have_count(1)
    page.keyboard.press("n")
    page.wait_for_url("**/cases/**")
    page.fill("#words", "Я рядом.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.worker .said")).to_have_text("Я рядом.")
    expect(page.locator("#words")).to_have_value("")
    with house.store.begin() as work:
        child = work.identifiers.find(CHILD)
        said = [text.text for text in work.messages.of_identifier(child.id) if text.direction == "out"]
    assert "Я рядом." in said


def test_a_draft_survives_a_lost_connection_and_is_gone_after_logout(service, logins, page):
    _, address = service
    texts(address, CHILD, "не хочу жить")
    log_in(page, address, logins["Maral"])
    page.goto(f"{address}/console/queue")
    expect(page.locator(".rows-row")).to_have_count(1)
    page.click("main [data-next]")
    page.wait_for_url("**/cases/**")
    page.context.set_offline(True)
    page.fill("#words", "Подожди, я пишу")
    page.click("#composer button[type=submit]")
    expect(page.locator("#unsent")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#words")).to_have_value("Подожди, я пишу")
    page.click(".menu summary")
    page.click("[data-logout]")
    page.wait_for_url("**/login")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('goldaw.draft'))") == []


def test_approved_answers_open_with_a_stroke_and_are_searched(service, logins, page):
    _, address = service
    texts(address, CHILD, "не хочу жить")
    log_in(page, address, logins["Maral"])
    page.goto(f"{address}/console/queue")
    expect(page.locator(".rows-row")).to_have_count(1)
    page.keyboard.press("n")
    page.wait_for_url("**/cases/**")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("lawyer")
    page.keyboard.press("Enter")
    expect(page.locator("#words")).not_to_have_value("")
    expect(page.locator("#cost")).to_contain_text("SMS")


def test_the_answer_that_is_named_so_stands_first_also_without_diacritics(service, logins, page):
    _, address = service
    texts(address, CHILD, "не хочу жить")
    log_in(page, address, logins["Maral"], "tk")
    page.goto(f"{address}/console/queue")
    leads_on(page.locator("main [data-next]"))
    page.click("[data-answers]")
    for typed, title in (("adwokat", "Adwokat"), ("yarasmak", "Ýaraşmak")):
        page.fill("#find", typed)
        expect(page.locator(".answer:visible b").first).to_have_text(re.compile(title))

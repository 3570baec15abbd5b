"""The console in a browser: logging in as one of the demo staff."""

from __future__ import annotations

import time

import httpx
from passlib.totp import TOTP
from playwright.sync_api import Locator, Page

from bot.commands.logins import demo_logins
from bot.desk.staff import demo_staff
from bot.wiring import House

PATIENCE_MS = 60_000  # for what has to come, also on a busy machine
Logins = dict[str, dict[str, str]]


def logins_of(house: House) -> Logins:
    """Return the logins of the demo staff, by first name."""
    made = demo_logins(house, demo_staff(house.desk))
    house.accounts.let_go()
    return {name.split()[0]: login for name, login in made.items()}


def log_in(page: Page, address: str, login: dict[str, str], language: str = "en") -> None:
    """Give name, password and code, and accept the code of conduct."""
    page.goto(f"{address}/console/login?language={language}")
    page.fill("#username", login["login"])
    page.fill("#password", login["password"])
    leads_on(page.locator(".door button"))
    give_code(page, login["totp_secret"])
    if page.url.endswith("/conduct"):
        leads_on(page.locator("form[action$='/conduct'] button"))


def leads_on(button: Locator) -> None:
    """
    Click on what leads to another page, and wait until that page stands.

    A click alone comes back while the new page is not there yet or still empty: what looks at the page then, or
    goes elsewhere, looks at the old one, at nothing, or takes back what was sent.
    """
    with button.page.expect_navigation():
        button.click()


def give_code(page: Page, secret: str) -> None:
    """Give the six digits of now; a code counts once, so who came a moment ago waits for the next."""
    for _ in range(2):
        code = TOTP(key=secret).generate(time=int(time.time()))
        page.fill("#code", code.token)
        leads_on(page.locator(".door button"))
        if not page.locator("#code").count():
            return
        time.sleep(max(code.expire_time - time.time(), 0) + 0.1)
    raise AssertionError("the one-time code was not taken")


def texts(address: str, number: str, words: str) -> None:
    """Have somebody text the service."""
    sent = httpx.post(f"{address}/simulator/api/messages", json={"phone": number, "text": words}, timeout=10)
    assert sent.status_code == 201

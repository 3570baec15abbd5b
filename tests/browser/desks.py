"""The console in a browser: logging in as one of the demo staff."""

from __future__ import annotations

import time

import httpx
from passlib.totp import TOTP
from playwright.sync_api import Page

from bot.commands.logins import demo_logins
from bot.desk.staff import demo_staff
from bot.wiring import House

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
    page.click(".door button")
    give_code(page, login["totp_secret"])
    if page.url.endswith("/conduct"):
        page.click("article button")
        page.wait_for_load_state()


def give_code(page: Page, secret: str) -> None:
    """Give the six digits of now; a code counts once, so who came a moment ago waits for the next."""
    for _ in range(2):
        code = TOTP(key=secret).generate(time=int(time.time()))
        page.fill("#code", code.token)
        page.click(".door button")
        page.wait_for_load_state()
        if not page.locator("#code").count():
            return
        time.sleep(max(code.expire_time - time.time(), 0) + 0.1)
    raise AssertionError("the one-time code was not taken")


def texts(address: str, number: str, words: str) -> None:
    """Have somebody text the service."""
    sent = httpx.post(f"{address}/simulator/api/messages", json={"phone": number, "text": words}, timeout=10)
    assert sent.status_code == 201

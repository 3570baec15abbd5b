"""
Visiting the console in tests: a helpline of the conversation tests, with a door in the browser.

    visit = visitor(helpline)                 # the web application around the same desk
    ayna = visit.as_("social_worker")         # a client that is logged in: name, password, code, code of conduct
    ayna.get("/console/queue")                # Flask's test client; `ayna.worker` is the member of staff
    ayna.posts("/console/cases/K4F2/take")    # a POST with the token that every form of ours carries
"""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from bot import console
from bot.desk.desk import Desk
from bot.desk.staff import Newcomer, add_staff
from bot.helpline.records import Worker
from bot.settings import Settings
from bot.store.logins import Accounts
from bot.store.store import SqlStore
from bot.web.furnish import furnish

PASSWORD = "a-long-password-of-tests"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"|X-CSRFToken": "([^"]+)"')
numbers = itertools.count(21)


class Visitor(FlaskClient):
    """A browser of one member of staff."""

    worker: Worker
    secret: str
    seen_token = ""

    def posts(self, address: str, follow: bool = False, **form: Any) -> TestResponse:
        """Send a form with its token."""
        return self.post(address, data={**form, "csrf_token": self.token()}, follow_redirects=follow)

    def token(self) -> str:
        """Return the token of this browser's session, as its first page had it."""
        if not self.seen_token:
            found = TOKEN.search(self.get("/console/login").text)
            assert found
            self.seen_token = found.group(1) or found.group(2)
        return self.seen_token

    def enters(self, name: str, password: str = PASSWORD) -> TestResponse:
        """Give name and password."""
        return self.posts("/console/login", username=name, password=password)

    def gives_code(self, secret: str, steps: int = 0) -> TestResponse:
        """Give the one-time code of now (or of a later step)."""
        return self.posts("/console/second-factor", code=code_of(secret, steps))


def code_of(secret: str, steps: int = 0) -> str:
    """Return the one-time code of now (or of a later step)."""
    return str(TOTP(key=secret).generate(time=int(time.time()) + 30 * steps).token)


@dataclass
class House:
    """The web application around a desk, and its logins."""

    app: Flask
    desk: Desk
    accounts: Accounts

    def browser(self) -> Visitor:
        """Return a browser in which nobody is logged in."""
        self.app.test_client_class = Visitor
        client = self.app.test_client()
        assert isinstance(client, Visitor)
        return client

    def worker(self, role: str, name: str | None = None, **more: Any) -> Worker:
        """Add a member of staff."""
        number = f"+99362{next(numbers):06}"  # of another range than the people who write
        return add_staff(self.desk, Newcomer(name or f"{role.title()} Synag", number, role, ("tk", "ru"), **more))

    def login_of(self, worker: Worker, *, second_factor: bool = True, given: bool = False) -> str:
        """Give a worker a login and return the secret of the codes. `given`: the password is somebody else's choice."""
        secret = TOTP.new().base32_key
        totp = secret if second_factor else None
        self.accounts.add(worker.id, f"user{worker.id}", PASSWORD, totp, is_given=given)
        return str(secret)

    def as_(self, role: str = "social_worker", worker: Worker | None = None, *, promise: bool = True) -> Visitor:
        """Return a browser in which somebody of this role is logged in (and has accepted the code of conduct)."""
        who = worker or self.worker(role)
        client = self.browser()
        client.worker, client.secret = who, self.login_of(who)
        client.enters(f"user{who.id}")
        client.gives_code(client.secret)
        if promise:
            client.posts("/console/conduct")
        return client


def visitor(desk: Desk, store: SqlStore) -> House:
    """Return the web application around a desk."""
    app = Flask("goldaw", static_folder=None)
    app.testing = True
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    furnish(app, settings, parts={"database": lambda: True}, guards=console.GUARDS)
    accounts = Accounts(store.engine, store.seal)
    console.open_in(app, desk, accounts)
    return House(app, desk, accounts)


def english(house: House, role: str = "social_worker", worker: Worker | None = None) -> Visitor:
    """Return a browser in which somebody is logged in who reads English pages."""
    visitor = house.as_(role, worker)
    visitor.get("/console/account?language=en")
    return visitor

"""Twilio's side of the door: posts that are signed as Twilio signs them, and a desk that only remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot.desk.desk import Desk
from bot.gateway import blueprint
from bot.helpline.records import Message
from bot.settings import Settings
from bot.store.store import SqlStore
from bot.web.furnish import furnish
from tests.clock import FakeClock

ACCOUNT, TOKEN, OLD_TOKEN = "AC" + "1" * 32, "the token of today", "the token of yesterday"
BASE = "https://sms.example.org"
OURS, CHILD = "+99312000000", "+99361000001"
INBOUND, STATUS = "/sms/twilio/inbound", "/sms/twilio/status"


@dataclass
class WokenUp:
    """Jobs that only note who was woken."""

    respond: list[int] = field(default_factory=list)

    def wake_respond(self, identifier_id: int) -> None:
        """Note it."""
        self.respond.append(identifier_id)

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def make_desk(store: SqlStore, jobs: Any = None, routes: Mapping[str, Any] | None = None, clock: Any = None) -> Desk:
    """Return a desk that can receive and take receipts; it has nobody to think with."""
    nobody: Any = None
    return Desk(
        store=store,
        clock=clock or FakeClock(),
        jobs=jobs or WokenUp(),
        assistant=nobody,
        routes=routes or {},
        library=nobody,
        ears=nobody,
        provider="twilio",
    )


def settings(**others: Any) -> Settings:
    """Return the settings of a deployment with two tokens."""
    chosen: dict[str, Any] = {
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_tokens": f"{TOKEN},{OLD_TOKEN}",
        "twilio_from": OURS,
        "public_base_url": BASE,
    }
    return Settings(_env_file=None, **chosen | others)  # type: ignore[call-arg]


def app_for(desk: Desk, given: Settings | None = None, **others: Any) -> Flask:
    """Return the app with the gateway."""
    app = Flask("goldaw", static_folder=None)
    chosen = given or settings(**others)
    furnish(app, chosen, parts={"database": lambda: True})
    app.register_blueprint(blueprint(desk, chosen))
    return app


def sms(text: str = "Kömek gerek", number: int = 1, sender: str = CHILD, **others: str) -> dict[str, str]:
    """Return the form of an SMS; `number` makes its MessageSid."""
    return {
        "AccountSid": ACCOUNT,
        "MessageSid": f"SM{number:032x}",
        "SmsSid": f"SM{number:032x}",
        "From": sender,
        "To": OURS,
        "Body": text,
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
    } | others


@dataclass(frozen=True)
class Twilio:
    """Posts to a door."""

    client: FlaskClient
    token: str = TOKEN
    base: str = BASE

    def posts(
        self,
        path: str,
        form: Mapping[str, str],
        *,
        signature: str | None = None,
        signed_for: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Post a form with the signature of `signed_for` (the public address, unless it is said)."""
        address = signed_for or f"{self.base}{path}"
        given = RequestValidator(self.token).compute_signature(address, form) if signature is None else signature
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": given} | dict(headers or {}))


def rows(store: SqlStore, number: str = CHILD) -> list[Message]:
    """Return the texts of a number."""
    with store.begin() as unit:
        known = unit.identifiers.find(number)
        return [] if known is None else unit.messages.of_identifier(known.id)

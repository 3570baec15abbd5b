"""
A Twilio that nobody here wrote: npm `emulate`, on this machine, with a number and a messaging service of ours.

It keeps messages, refuses what Twilio refuses, and signs its webhooks. What it does not do: wait between states,
play errors of operators, filter lists by date, keep `To` past a list's first page.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.settings import ROOT, Settings
from tests.real_service import free_ports

NODE = ROOT / "build" / "node" / "node_modules" / ".bin" / "node"
EMULATE = ROOT / "build" / "node" / "node_modules" / "emulate" / "dist" / "index.js"
ACCOUNT = "AC" + "0" * 32
TOKEN = "twilio_test_auth_token"
OUR_NUMBER = "+15551234567"
POOL_NUMBER = "+15551234568"
UP_WITHIN_S = 120
PATIENCE_S = 60


@dataclass(frozen=True)
class TwilioStandIn:
    """The running stand-in."""

    base: str
    service: str  # the messaging service that POOL_NUMBER belongs to

    def settings(self, **others: Any) -> Settings:
        """Return settings that send through it."""
        chosen: dict[str, Any] = {
            "provider": "twilio",
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_tokens": TOKEN,
            "twilio_from": OUR_NUMBER,
            "twilio_api_base": self.base,
        }
        return Settings(_env_file=None, **chosen | others)  # type: ignore[call-arg]

    def somebody_texts(self, sender: str, text: str, to: str = OUR_NUMBER) -> dict[str, Any]:
        """Have an SMS arrive at one of our numbers; returns when our webhook has answered."""
        return self._post("/_twilio/simulate/inbound-message", From=sender, To=to, Body=text)

    def moves_on(self, message_id: str, status: str) -> None:
        """Have a text of ours reach another state; returns when our webhook has answered."""
        self._post("/_twilio/simulate/message-status", MessageSid=message_id, Status=status)

    def messages(self, **filters: str) -> list[dict[str, Any]]:
        """Return what it keeps, newest first (filters: To, From)."""
        found = httpx.get(
            f"{self.base}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
            params={"PageSize": "1000", **filters},
            auth=(ACCOUNT, TOKEN),
            timeout=PATIENCE_S,
        )
        messages: list[dict[str, Any]] = found.raise_for_status().json()["messages"]
        return messages

    def _post(self, path: str, **form: str) -> dict[str, Any]:
        answer = httpx.post(self.base + path, data=form, auth=(ACCOUNT, TOKEN), timeout=PATIENCE_S).raise_for_status()
        given: dict[str, Any] = answer.json()
        return given


@contextmanager
def twilio_stand_in(folder: Path, webhooks: str = "http://127.0.0.1:9", options: str = "") -> Iterator[TwilioStandIn]:
    """Run it until the end of the block; texts that arrive go to `webhooks`/sms/twilio/inbound`options`."""
    assert NODE.exists(), "the stand-in for Twilio is not here: run `sh scripts/setup.sh stand-ins`"
    inbound = f"{webhooks}/sms/twilio/inbound{options}"
    seed = folder / "twilio.yaml"
    seed.write_text(
        f"twilio:\n  phone_numbers:\n"
        f'    - {{phone_number: "{OUR_NUMBER}", sms_url: "{inbound}", sms_method: POST}}\n'
        f'    - {{phone_number: "{POOL_NUMBER}", sms_url: "{inbound}", sms_method: POST}}\n'
        f'  messaging_services:\n    - {{friendly_name: Helpline, phone_numbers: ["{POOL_NUMBER}"]}}\n'
    )
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with (folder / "twilio.log").open("w") as said:
        process = subprocess.Popen(
            [NODE, EMULATE, "start", "--service", "twilio", "--port", str(port), "--seed", seed],
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
        try:
            wait_until_up(process, base, folder / "twilio.log")
            yield TwilioStandIn(base, service_of(base))
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def wait_until_up(process: subprocess.Popen[bytes], base: str, log: Path) -> None:
    """Return once it answers; fails with what it said."""
    give_up_at = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < give_up_at:
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(f"{base}/2010-04-01/Accounts/{ACCOUNT}.json", auth=(ACCOUNT, TOKEN)).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the stand-in for Twilio did not come up:\n{log.read_text()}")


def service_of(base: str) -> str:
    """Return the id of the messaging service."""
    answer = httpx.get(f"{base}/messaging/v1/Services", auth=(ACCOUNT, TOKEN), timeout=PATIENCE_S).raise_for_status()
    return str(answer.json()["services"][0]["sid"])


def free_port() -> int:
    """Return a port on which nobody listens."""
    return free_ports(1)[0]

"""The main job over real processes, with a Twilio that nobody here wrote: texted in, answered, delivered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from twilio.request_validator import RequestValidator

from tests.end_to_end.conftest import a_worker
from tests.quiet import LogLines
from tests.twilio_stand_in import ACCOUNT, OUR_NUMBER, TOKEN, TwilioStandIn

pytestmark = pytest.mark.slow

INBOUND = "/sms/twilio/inbound"
AT_ONCE = 10


@pytest.fixture(scope="module")
def worker_log(twilio_web: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worker") / "worker.log"


@pytest.fixture(scope="module")
def worker(twilio_environment: dict[str, str], worker_log: Path) -> Iterator[None]:
    with a_worker(twilio_environment, worker_log):
        yield


@pytest.fixture(autouse=True)
def quiet_processes(twilio_web: Path, worker_log: Path, secrets_in_logs: LogLines) -> Iterator[None]:
    yield
    for log in (twilio_web, worker_log):
        if log.exists():
            secrets_in_logs.check(log.read_text(errors="replace"))


def answers(twilio: TwilioStandIn, number: str, at_least: int = 1, within_s: float = 60) -> list[dict[str, Any]]:
    """Wait until so many texts for a number have reached Twilio, and return them, the oldest first."""
    give_up_at = time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        got = twilio.messages(To=number)
        if len(got) >= at_least:
            return got[::-1]
        time.sleep(0.1)
    raise AssertionError(f"{len(twilio.messages(To=number))} texts instead of {at_least}")


def sms(sender: str, text: str, number: int) -> dict[str, str]:
    """Return the form of an SMS; `number` makes its MessageSid."""
    sid = f"SM{number:032x}"
    return {"AccountSid": ACCOUNT, "MessageSid": sid, "From": sender, "To": OUR_NUMBER, "Body": text, "NumMedia": "0"}


def post(base: str, form: dict[str, str]) -> httpx.Response:
    """Post a form as Twilio would."""
    signature = RequestValidator(TOKEN).compute_signature(base + INBOUND, form)
    return httpx.post(base + INBOUND, data=form, headers={"X-Twilio-Signature": signature}, timeout=60)


@pytest.mark.parametrize(
    ("sender", "question", "word"),
    [
        ("+99361000041", "Salam, meniň hukuklarym näme?", "hukuk"),
        ("+99361000042", "Какие у меня есть права?", "прав"),
    ],
    ids=["tk", "ru"],
)
@pytest.mark.usefixtures("worker")
def test_a_question_is_answered_and_its_receipt_settled(
    twilio: TwilioStandIn, secrets_in_logs: LogLines, sender: str, question: str, word: str
) -> None:
    secrets_in_logs.register(question)
    twilio.somebody_texts(sender, question)
    got = answers(twilio, sender)
    assert word in " ".join(one["body"] for one in got).casefold()
    for one in got:
        assert one["from"] == OUR_NUMBER
        twilio.moves_on(one["sid"], "sent")
        twilio.moves_on(one["sid"], "delivered")


@pytest.mark.alone
def test_danger_is_answered_with_the_number_to_call(
    twilio: TwilioStandIn, worker: None, secrets_in_logs: LogLines
) -> None:
    text = "не хочу жить"
    secrets_in_logs.register(text)
    began = time.monotonic()
    twilio.somebody_texts("+99361000043", text)
    [first, *_] = answers(twilio, "+99361000043", within_s=10)
    assert time.monotonic() - began < 10
    assert "03" in first["body"]


def test_ten_equal_posts_at_once_are_answered_once(
    twilio: TwilioStandIn, twilio_environment: dict[str, str], worker: None
) -> None:
    sender, base = "+99361000044", twilio_environment["PUBLIC_BASE_URL"]
    form = sms(sender, "Какие у меня права?", number=0x44)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(lambda _: post(base, form).status_code, range(AT_ONCE)))
    assert statuses == [200] * AT_ONCE
    answers(twilio, sender)
    # Somebody who texted once shows how many texts an answer has, and that a second answer would be here by now.
    twilio.somebody_texts("+99361000045", "Какие у меня права?")
    answers(twilio, "+99361000045")
    time.sleep(2)
    ten_times, once = ([one["body"] for one in twilio.messages(To=to)] for to in (sender, "+99361000045"))
    assert ten_times == once

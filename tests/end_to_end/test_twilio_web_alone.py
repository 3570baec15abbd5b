"""The web process without a worker: what Twilio brings is taken, at once and whatever else is down."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from twilio.request_validator import RequestValidator

from tests.end_to_end.conftest import a_worker
from tests.end_to_end.test_twilio import INBOUND, answers, post, sms
from tests.quiet import LogLines
from tests.twilio_stand_in import TOKEN, TwilioStandIn

pytestmark = pytest.mark.slow

A_SECOND = 50
SECONDS = 6
GOAL_MS = 100
TRIES = 4  # the machine may be busy with something else; the service has to be able to


@pytest.fixture
def base(twilio_environment: dict[str, str], twilio_web: Path) -> str:
    return twilio_environment["PUBLIC_BASE_URL"]


@pytest.mark.alone
def test_a_text_is_taken_at_once_and_answered_when_a_worker_is_there(
    twilio: TwilioStandIn, twilio_environment: dict[str, str], base: str, tmp_path: Path, secrets_in_logs: LogLines
) -> None:
    began = time.monotonic()
    assert post(base, sms("+99361000046", "Kömek gerek", number=0x46)).status_code == 200
    assert time.monotonic() - began < 1
    assert httpx.get(f"{base}/health/webhook", timeout=60).status_code == 200
    with a_worker(twilio_environment, tmp_path / "worker.log"):
        assert answers(twilio, "+99361000046")
    secrets_in_logs.check((tmp_path / "worker.log").read_text(errors="replace"))


def test_a_forged_post_gets_403(base: str) -> None:
    form = sms("+99361000047", "forged", number=0x47)
    answer = httpx.post(base + INBOUND, data=form, headers={"X-Twilio-Signature": "forged"}, timeout=60)
    assert answer.status_code == 403
    assert "Traceback" not in answer.text


@pytest.mark.alone
def test_the_slowest_answer_in_a_hundred_comes_within_100_ms_at_50_texts_a_second(base: str) -> None:
    taken: list[float] = []
    for number in range(TRIES):
        taken.append(slowest_in_a_hundred(base, first=(number + 1) * 10_000))
        if taken[-1] < GOAL_MS:
            return
    raise AssertionError(f"the slowest in a hundred took {taken} ms")


def slowest_in_a_hundred(base: str, first: int) -> float:
    """Post at a steady rate, whether or not the answers come; return the 99th of a hundred times, in ms."""
    began = time.monotonic() + 0.5
    with httpx.Client(limits=httpx.Limits(max_keepalive_connections=32)) as client, ThreadPoolExecutor(32) as pool:

        def post(place: int) -> float:
            form = sms(f"+993610000{50 + place % 40}", f"Salam {place}", first + place)
            signature = RequestValidator(TOKEN).compute_signature(base + INBOUND, form)
            due = began + place / A_SECOND
            time.sleep(max(due - time.monotonic(), 0))
            answer = client.post(base + INBOUND, data=form, headers={"X-Twilio-Signature": signature})
            assert answer.status_code == 200
            return (time.monotonic() - due) * 1000

        times = list(pool.map(post, range(A_SECOND * SECONDS)))
    return round(statistics.quantiles(times, n=100)[98], 1)

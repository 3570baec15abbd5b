"""The whole service as it runs: supervisor, gunicorn, worker, Rasa, action server, PostgreSQL."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from tests.real_service import RealService, wait_until_up

pytestmark = pytest.mark.slow

# The demo staff of the simulator.
WORKER = "+99361000091"


@pytest.fixture(autouse=True)
def quiet(goldaw: RealService) -> Iterator[list[str]]:
    """Fail a test after which a process has written one of the texts, or a number."""
    texted: list[str] = []
    yield texted
    said = goldaw.said
    assert not re.search(r"993\W?6\W?1\W?0\W?0\W?0\W?0\W?0", said)
    assert [text for text in texted if text in said] == []


@pytest.fixture(autouse=True)
def healed(goldaw: RealService) -> Iterator[None]:
    """Have the next test find everything up again, whatever this one killed."""
    yield
    wait_until_up(goldaw.process, f"{goldaw.base}/health/ready", goldaw.log)


def process(goldaw: RealService, part: str) -> psutil.Process:
    """Return one of the service's processes."""
    for child in psutil.Process(goldaw.process.pid).children():
        if part in " ".join(child.cmdline()):
            return child
    raise AssertionError(f"no process {part}")


@pytest.mark.parametrize(
    ("phone", "text", "answer"),
    [
        ("+99361000011", "Salam, meniň hukuklarym näme?", "hukuk"),
        ("+99361000012", "menin hukugym name", "hukuk"),
        ("+99361000013", "какие у меня права", "прав"),
        ("+99361000014", "kakie u menya prava", "прав"),
    ],
    ids=["tk", "tk-without-diacritics", "ru", "ru-in-latin-letters"],
)
def test_a_question_is_answered_in_the_language_it_was_asked_in(
    goldaw: RealService, quiet: list[str], phone: str, text: str, answer: str
) -> None:
    quiet.append(text)
    sent = goldaw.texts(phone, text)
    goldaw.receives_words(phone, answer, after=sent)


def test_everything_listens_on_this_machine_only(goldaw: RealService) -> None:
    heard = set()
    for each in [psutil.Process(goldaw.process.pid), *psutil.Process(goldaw.process.pid).children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):  # a short-lived helper of one of them
            connections = each.net_connections("inet")
            heard |= {one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN}
    assert heard == {"127.0.0.1"}


def test_rasa_and_actions_hold_no_secret(goldaw: RealService) -> None:
    for part in ("bot.nlu.serve", "actions"):
        knows = process(goldaw, part).environ()
        assert not {"DATABASE_URL", "SEAL_KEYS", "LOOKUP_KEYS", "SECRET_KEY", "TWILIO_AUTH_TOKENS"} & knows.keys()


@pytest.mark.alone
def test_danger_is_answered_while_rasa_hangs(goldaw: RealService, quiet: list[str]) -> None:
    rasa = process(goldaw, "bot.nlu.serve")
    rasa.suspend()
    try:
        began = time.monotonic()
        quiet.append("не хочу жить")
        sent = goldaw.texts("+99361000021", "не хочу жить")
        got = goldaw.receives("+99361000021", after=sent)
        assert "03" in got[0]["text"]
        assert time.monotonic() - began < 10
    finally:
        rasa.resume()


def test_a_question_is_held_while_rasa_is_dead_and_answered_when_it_is_back(
    goldaw: RealService, quiet: list[str]
) -> None:
    process(goldaw, "bot.nlu.serve").kill()
    quiet.append("какие у меня права?")
    sent = goldaw.texts("+99361000022", "какие у меня права?")
    held = goldaw.receives("+99361000022", after=sent, within_s=120)[0]["text"]
    goldaw.receives_words("+99361000022", "прав", after=sent, within_s=120)
    received = [one["text"] for one in goldaw.thread("+99361000022") if one["direction"] == "out"]
    assert received.count(held) == 1


def test_killing_rasa_in_the_middle_of_a_talk_loses_nothing_of_it(goldaw: RealService, quiet: list[str]) -> None:
    phone = "+99361000023"
    quiet.append("хочу поговорить с человеком")
    sent = goldaw.texts(phone, quiet[0])
    goldaw.receives(phone, after=sent)
    process(goldaw, "bot.nlu.serve").kill()
    sent = goldaw.texts(phone, "1")
    # The digit answers the question that was asked before Rasa died: consent was given, so the region is asked for.
    goldaw.receives_words(phone, "где ты живёшь", after=sent, within_s=120)

"""The watcher over the logs watches: these tests fail if it stops seeing."""

from __future__ import annotations

import logging

import pytest
import structlog

from bot.logs import log
from tests.quiet import LogLines

NUMBER = "+99361000007"


@pytest.fixture
def ear(secrets_in_logs: LogLines) -> LogLines:
    """Hear with the watcher of this test, and let it forget what was provoked."""
    yield secrets_in_logs
    secrets_in_logs.lines.clear()


@pytest.mark.parametrize(
    "shout",
    [
        lambda: log.info("sms_received", reason=NUMBER),  # our own event, an allowed key
        lambda: log.debug("sms_received", message=NUMBER[1:]),  # below the level, without the plus
        lambda: structlog.get_logger("other").warning(f"to {NUMBER}"),  # in the event itself
        lambda: logging.getLogger("twilio").warning("to %s", NUMBER),  # another library, as an argument
        lambda: logging.getLogger("x").error("broken", exc_info=ValueError(NUMBER)),  # in an error's words
        lambda: logging.getLogger("x").warning("to 993 61 00 00 07"),  # written as people write it
        lambda: log.info("sms_received", reason="the secret words"),  # registered words
    ],
)
def test_a_number_or_a_text_in_a_log_is_caught(ear, shout):
    ear.register("the secret words")
    shout()
    with pytest.raises(AssertionError, match="stand in a log"):
        ear.check_all()


@pytest.mark.parametrize(
    "whisper",
    [
        lambda: log.info("sms_received", message=7, provider="twilio"),  # ids are what logs are for
        lambda: logging.getLogger("x").info("to %s", NUMBER),  # below the level that libraries log at
        lambda: log.info("counted", count=99361),  # a number, but nobody's
    ],
)
def test_a_quiet_log_is_not_complained_about(ear, whisper):
    whisper()
    ear.check_all()


def test_a_key_that_is_not_on_the_list_is_a_slip_though_its_value_is_dropped(ear):
    log.info("sms_received", number=NUMBER)
    assert NUMBER not in ear.lines[0]
    with pytest.raises(AssertionError, match=r"not in bot\.logs\.ALLOWED"):
        ear.check_all()


def test_what_another_process_printed_can_be_checked(ear):
    ear.check("all is well\n")
    with pytest.raises(AssertionError, match="stand in a log"):
        ear.check(f"first line\nsent to {NUMBER}\n")


def test_short_words_are_not_secrets(ear):
    ear.register("1", "yok")
    log.info("case_opened", code="yok")
    ear.check_all()

"""Whom we believe, and what the logs say of a request."""

from __future__ import annotations

import logging

import pytest

from bot.web.serving import Plain
from tests.quiet import LogLines
from tests.web.app import client

FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "sms.example.org",
}


@pytest.mark.parametrize(
    ("proxies", "believed"),
    [
        (0, "http localhost 127.0.0.1"),  # anybody can write these headers
        (1, "https sms.example.org 198.51.100.7"),  # our proxy wrote the last entry
        (2, "http localhost 203.0.113.9"),  # two proxies: the first entry; of scheme and host only one was written
    ],
)
def test_exactly_the_known_proxies_are_believed(proxies: int, believed: str) -> None:
    assert client(trusted_proxies=proxies).get("/pages/works/1", headers=FORWARDED).text == believed


def test_a_log_line_holds_the_pattern_of_an_address_and_not_the_address(secrets_in_logs: LogLines) -> None:
    secrets_in_logs.register("K4F2", "grey heron")
    client().get("/pages/works/K4F2?phone=%2B99361000001&name=grey heron")
    client().get("/nothing/+99361000001")
    lines = [line for line in secrets_in_logs.lines if "http_request" in line]
    assert [line for line in lines if "/pages/works/<code>" in line]
    assert len(lines) == 2


def test_gunicorn_does_not_quote_the_address_of_a_request_that_broke() -> None:
    broke, began = ("Error handling request %s", "/x?secret"), ("Listening at: %s", "http://127.0.0.1:1")
    complaint = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, broke[0], broke[1:], None)
    news = logging.LogRecord("gunicorn.error", logging.INFO, "", 0, began[0], began[1:], None)
    assert "secret" not in Plain().format(complaint)
    assert "Listening at: http://127.0.0.1:1" in Plain().format(news)

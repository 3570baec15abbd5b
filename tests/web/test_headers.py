"""What browsers are told, and what is refused because another site sent it."""

from __future__ import annotations

import pytest

from bot.web.headers import CONTENT_POLICY
from tests.web.app import client

PATHS = ["/pages/works/1", "/health/live", "/static/web.css", "/no-such-page", "/pages/breaks"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(path: str) -> None:
    headers = client().get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_nothing_written_into_a_page_may_run() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "default-src 'none'" in CONTENT_POLICY


def test_pages_are_not_kept_by_the_browser_and_files_are() -> None:
    assert client().get("/pages/works/1").headers["Cache-Control"] == "no-store"
    assert client().get("/static/web.css").headers["Cache-Control"] != "no-store"


@pytest.mark.parametrize(("base", "says_https"), [("https://sms.example.org", True), ("http://127.0.0.1:8000", False)])
def test_https_is_insisted_on_where_it_is_served(base: str, says_https: bool) -> None:
    headers = client(public_base_url=base).get("/pages/works/1").headers
    assert ("Strict-Transport-Security" in headers) is says_https


@pytest.mark.parametrize(
    ("method", "site", "status"),
    [
        ("POST", "cross-site", 403),  # a page elsewhere sends a form in the reader's name
        ("POST", "same-site", 403),  # and so may a neighbour under the same domain
        ("POST", "same-origin", 200),
        ("POST", "none", 200),  # typed by hand
        ("POST", None, 200),  # no browser: Twilio, the command line
        ("GET", "cross-site", 200),  # a link
    ],
)
def test_what_another_site_sends_is_refused(method: str, site: str | None, status: int) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    assert client().open("/pages/works/1", method=method, headers=headers).status_code == status

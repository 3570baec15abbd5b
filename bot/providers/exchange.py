"""Exchange: one HTTP request, and how far it got when it went wrong, said without quoting it."""

from __future__ import annotations

import logging
from typing import Any

import httpx

CONNECT_TIMEOUT_S = 5.0
NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
# Its lines at INFO hold whole addresses, and the address of a list of messages holds a number.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


class NotReached(Exception):
    """Nothing was sent: no such host, nobody listens, or no connection in time."""


class NoAnswer(Exception):
    """The request went out, and what became of it is not known."""


def make_client(timeout_s: float, *, trust_env: bool = True) -> httpx.Client:
    """Return a client that always gives up in time and never follows to another host."""
    timeout = httpx.Timeout(timeout_s, connect=min(timeout_s, CONNECT_TIMEOUT_S))
    return httpx.Client(timeout=timeout, follow_redirects=False, trust_env=trust_env)


def exchange(client: httpx.Client, method: str, url: str, **parts: Any) -> httpx.Response:
    """Make a request; raises NotReached or NoAnswer."""
    # Raised outside the handlers, so that no exception drags httpx's own behind it, which holds the request.
    problem: Exception
    try:
        return client.request(method, url, **parts)
    except NEVER_SENT:
        problem = NotReached()
    except httpx.HTTPError:
        problem = NoAnswer()
    raise problem

"""Twilio's HTTP: a client that always gives up in time, and says how far a request got without quoting it."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from twilio.http import HttpClient
from twilio.http.response import Response

from bot.providers.exchange import NoAnswer, exchange, make_client


class Refused(Exception):
    """Twilio (or something before it) answered, and not with a success. Holds numbers of errors only."""

    def __init__(self, status: int, code: int | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status, self.code, self.retry_after_s = status, code, retry_after_s


class TimedClient(HttpClient):  # type: ignore[misc] # twilio has no types
    """
    The transport of twilio's own client, on httpx.

    twilio's default has no timeout, and its errors quote the address and the number that was written to; these do
    neither. `base` (TWILIO_API_BASE) sends every request to another server, which a test puts in Twilio's place.
    """

    def __init__(self, timeout_s: float, base: str | None = None) -> None:
        super().__init__(logging.getLogger("twilio"), is_async=False, timeout=timeout_s)
        self._base = urlsplit(base) if base else None
        self._http = make_client(timeout_s, trust_env=base is None)

    def request(  # noqa: PLR0917 (as twilio calls it)
        self,
        method: str,
        uri: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 (ours holds for every request)
        allow_redirects: bool = False,  # noqa: ARG002 (never: a login must not travel to another host)
    ) -> Response:
        """Make a request; raises NotReached, NoAnswer or Refused."""
        url = self._rebased(uri)
        answer = exchange(self._http, method, url, params=params or None, data=data, headers=headers, auth=auth)
        if not answer.is_success:
            raise Refused(answer.status_code, _code(answer.text), _seconds(answer.headers.get("Retry-After")))
        if not _is_json(answer.text):
            # A proxy's page with status 200 says nothing about what Twilio did.
            raise NoAnswer
        return Response(answer.status_code, answer.text, answer.headers)

    def _rebased(self, uri: str) -> str:
        if self._base is None:
            return uri
        asked = urlsplit(uri)
        path = self._base.path.rstrip("/") + asked.path
        return urlunsplit((self._base.scheme, self._base.netloc, path, asked.query, ""))


def _code(body: str) -> int | None:
    try:
        return int(json.loads(body)["code"])
    except (ValueError, KeyError, TypeError):
        return None


def _is_json(body: str) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


def _seconds(header: str | None) -> float | None:
    try:
        return max(float(header), 0.0) if header else None
    except ValueError:
        return None

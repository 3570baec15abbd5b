"""The one door of the assistant: Rasa's REST channel, behind a token."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse


class TalkChannel(RestInput):  # type: ignore[misc]  # Rasa carries no types
    """POST /webhooks/rest/webhook as in Rasa, refused without the token when one is set."""

    def __init__(self, token: str = "") -> None:
        self.token = token

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Read the token from credentials.yml."""
        return cls(str((credentials or {}).get("token") or ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Put the guard before Rasa's own routes."""
        door: Blueprint = super().blueprint(on_new_message)

        @door.middleware("request")  # type: ignore[untyped-decorator]
        async def refuse_strangers(request: Request) -> HTTPResponse | None:
            shown = request.headers.get("Authorization", "")
            if not self.token or hmac.compare_digest(shown.encode(), f"Bearer {self.token}".encode()):
                return None
            return response.json({"error": "forbidden"}, status=403)

        return door

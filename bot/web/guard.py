"""Guard: every view is closed unless it is on the short list below, or its blueprint has a guard of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from bot.logs import log

# A guard lets a request pass (None), answers it itself (a redirect to the login), or aborts.
Guard = Callable[[], ResponseReturnValue | None]

PUBLIC_VIEWS = {
    "gateway.twilio.inbound": "Twilio calls it; the gateway checks the signature",
    "gateway.twilio.status": "Twilio calls it; the gateway checks the signature",
    "gateway.kannel.inbound": "Kannel calls it; the gateway checks the secret in the address",
    "gateway.kannel.status": "Kannel calls it; the gateway checks the secret in the address",
    "health.live": "load balancers ask; it tells nothing about people",
    "health.ready": "load balancers and `make run` ask; it names parts of the service",
    "health.webhook": "load balancers ask; it tells nothing about people",
    "agency.show": "an agency opens the link of a letter: 256 random bits are the key; it shows code and request",
    "agency.answer": "an agency answers by the same link, once",
    "agency.thanks": "says thank you and nothing else",
    "web.static": "styles and pictures of the house",
}
PUBLIC_BLUEPRINTS = {
    "simulator": "exists with SIMULATOR=1 only, where no real provider and no real person is",
}
GUARDS = "guards"


def deny_by_default(app: Flask, guards: Mapping[str, Guard]) -> None:
    """Answer 404 for every view that is neither public nor guarded by its blueprint."""
    app.extensions[GUARDS] = dict(guards)

    @app.before_request
    def ask_the_guard() -> ResponseReturnValue | None:
        if request.endpoint is None or is_public(request.endpoint):
            return None
        guard = guards.get(blueprint_of(request.endpoint))
        if guard is None:
            log.error("view_without_guard", path=request.url_rule.rule if request.url_rule else "")
            abort(404)
        return guard()


def is_public(endpoint: str) -> bool:
    """Say whether anybody may call this view."""
    return endpoint in PUBLIC_VIEWS or blueprint_of(endpoint) in PUBLIC_BLUEPRINTS


def unguarded(app: Flask) -> list[str]:
    """Return the views that nobody opened and nobody guards: there should be none (a house test asks)."""
    guards = app.extensions[GUARDS]
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    return sorted(end for end in endpoints if not is_public(end) and blueprint_of(end) not in guards)


def blueprint_of(endpoint: str) -> str:
    """Return the outermost blueprint's name of an endpoint."""
    return endpoint.partition(".")[0] if "." in endpoint else ""

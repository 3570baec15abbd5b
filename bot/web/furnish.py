"""Furnish: what every page and door of the service shares, put into the app in one call."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.settings import Settings
from bot.web import access, errors, guard, headers, health, locale


def furnish(
    app: Flask,
    settings: Settings,
    *,
    parts: Mapping[str, health.IsReady],
    guards: Mapping[str, guard.Guard] | None = None,
) -> None:
    """
    Give the app languages, security headers, error pages, health, an access log, and a closed door by default.

    `parts` are asked for readiness by name; `guards` name the blueprints that have a guard of their own. Make the
    app with `Flask("goldaw", static_folder=None)`: static files of the house are served from `/static/`.
    """
    trust_proxies(app, settings.trusted_proxies)
    app.secret_key = settings.secret_key.get_secret_value()
    is_https = settings.public_base_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1024 * 1024,
    )
    access.keep_log(app)
    guard.deny_by_default(app, guards or {})
    headers.harden(app, is_https=is_https)
    locale.speak(app, settings.default_language)
    errors.explain(app)
    app.register_blueprint(house())
    app.register_blueprint(health.blueprint(parts))


def trust_proxies(app: Flask, number: int) -> None:
    """Believe exactly so many proxies in front of us about the caller's address, scheme and host."""
    if number:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=number)  # type: ignore[method-assign]


def house() -> Blueprint:
    """Return the blueprint that holds the templates `web/…` and the static files that pages share."""
    return Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")

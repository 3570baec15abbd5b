"""A small app with a page that works, one that breaks, and one that nobody guards."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, request
from flask.testing import FlaskClient

from bot.settings import Settings
from bot.web.furnish import furnish

SECRET = "a secret of a person"


def make_app(guards: dict[str, Any] | None = None, parts: dict[str, Any] | None = None, **settings: Any) -> Flask:
    """Return the app; the blueprint `console` is guarded only when `guards` says so."""
    app = Flask("goldaw", static_folder=None)
    app.testing = True
    chosen = Settings(_env_file=None, **settings)  # type: ignore[call-arg]
    furnish(app, chosen, parts=parts or {"database": lambda: True}, guards=guards)
    # In the real house this blueprint is open with SIMULATOR=1; its name serves here for a page that anybody may see.
    app.register_blueprint(pages("simulator", "/pages"))
    app.register_blueprint(pages("console", "/console"))
    return app


def client(**options: Any) -> FlaskClient:
    """Return a browser."""
    return make_app(**options).test_client()


def pages(name: str, prefix: str) -> Blueprint:
    """Return some views."""
    views = Blueprint(name, __name__, url_prefix=prefix)

    @views.route("/works/<code>", methods=["GET", "POST"])
    def works(code: str) -> str:
        return f"{request.scheme} {request.host} {request.remote_addr}"

    @views.get("/breaks")
    def breaks() -> str:
        raise RuntimeError(SECRET)

    @views.get("/refuses/<int:status>")
    def refuses(status: int) -> str:
        abort(status)

    return views

"""The web process: a Flask application with the doors of this deployment. Gunicorn calls `create_app`."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import partial

from flask import Flask

from bot import console, gateway, simulator
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.web.furnish import furnish
from bot.web.health import database_answers, seldom, worker_beats
from bot.wiring import House, open_house


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, with parts of its own that are closed when the process ends."""
    settings = settings or Settings()
    set_up_logs(settings.log_level, as_json=settings.in_production)
    closing = ExitStack()
    atexit.register(closing.close)
    return app_of(closing.enter_context(open_house(settings, connections=16)))


def app_of(house: House) -> Flask:
    """Return the application around the parts."""
    desk, settings = house.desk, house.settings
    app = Flask("goldaw", static_folder=None)
    furnish(
        app,
        settings,
        parts={
            "database": partial(database_answers, house.store),
            "assistant": desk.assistant.is_up,
            "worker": partial(worker_beats, house.store),
            "provider": seldom(desk.routes[desk.provider].is_up),
        },
        guards=console.GUARDS,
    )
    app.register_blueprint(gateway.blueprint(desk, settings))
    console.open_in(app, desk, house.accounts)
    if house.advance is not None:
        app.register_blueprint(simulator.blueprint(desk, house.advance))
    return app

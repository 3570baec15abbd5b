"""The booth: what the simulator's doors share, put together once by the application factory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app

from bot.answers.reviews import Reviews
from bot.desk.desk import Desk
from bot.simulator.waiting import Waiting

EXTENSION = "goldaw.simulator"


@dataclass(frozen=True)
class Booth:
    """The desk, the way to move the service's time, the reviews so far, and room for those who wait for news."""

    desk: Desk
    advance: Callable[[float], datetime]
    reviews: Callable[[], Reviews]
    waiting: Waiting


def booth() -> Booth:
    """Return the booth of the application that serves this request."""
    return cast(Booth, current_app.extensions[EXTENSION])

"""The page: phones side by side, rendered once; its modules do the rest over JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from bot.desk import simulate
from bot.simulator import words
from bot.simulator.booth import booth


def add_doors(to: Blueprint) -> None:
    """Hang the door into the blueprint."""
    to.add_url_rule("/", view_func=phones, methods=["GET"])


def phones() -> str:
    """Show the phones."""
    return render_template("simulator/phones.html", setup=_setup(), roles=words.roles())


def _setup() -> dict[str, Any]:
    """Return what the page's modules begin with."""
    desk = booth().desk
    return {
        "now": desk.clock.now().isoformat(),
        "words": words.for_modules(),
        "staff": [
            {
                "name": colleague.name,
                "number": colleague.number,
                "role": colleague.role,
                "is_on_duty": colleague.is_on_duty,
            }
            for colleague in simulate.colleagues(desk)
        ],
    }

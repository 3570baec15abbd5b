"""A Kannel that is half set up does not start."""

from __future__ import annotations

from typing import Any

import pytest

from bot.production import always_wrong
from bot.settings import Settings

WHOLE: dict[str, Any] = {
    "provider": "kannel",
    "kannel_username": "goldaw",
    "kannel_password": "password",
    "kannel_from": "0800",
    "kannel_secret": "s" * 32,
}


def faults(**others: Any) -> list[str]:
    """Return what is wrong with these settings."""
    return always_wrong(Settings(_env_file=None, **WHOLE | others))  # type: ignore[call-arg]


def test_a_kannel_on_this_machine_may_be_tried_out() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("others", "named"),
    [
        ({"kannel_username": ""}, "KANNEL_USERNAME"),
        ({"kannel_password": ""}, "KANNEL_PASSWORD"),
        ({"kannel_from": ""}, "KANNEL_FROM"),
        ({"kannel_secret": "s" * 31}, "KANNEL_SECRET"),  # it is all that Kannel can show
        ({"kannel_url": "http://sms.example.org:13013"}, "KANNEL_URL"),  # real people, and not in production
        ({"simulator": True}, "SIMULATOR"),
    ],
)
def test_what_is_missing_is_named(others: dict[str, Any], named: str) -> None:
    [fault] = faults(**others)
    assert named in fault

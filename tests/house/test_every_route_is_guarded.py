"""Every view of the real application is on the short list of open ones, or guarded; walked, not believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from bot.main import app_of
from bot.settings import Settings
from bot.web.guard import PUBLIC_BLUEPRINTS, PUBLIC_VIEWS, blueprint_of, is_public, unguarded
from bot.wiring import open_house

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
SIGNED = {f"gateway.{provider}.{door}" for provider in ("twilio", "kannel") for door in ("inbound", "status")}
SIGNED |= {"agency.answer"}  # by the key in the link of a letter


@pytest.fixture(params=[True, False], ids=["with the simulator", "without it"])
def app(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None, database_url=database_url, data_dir=tmp_path, simulator=request.param
    )
    with open_house(settings) as house:
        yield app_of(house)


def test_no_view_is_left_open_by_mistake(app: Flask) -> None:
    assert unguarded(app) == []


def test_what_anybody_may_change_is_signed_or_simulated(app: Flask) -> None:
    changing = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and rule.methods & CHANGING}
    open_ones = {endpoint for endpoint in changing if is_public(endpoint)}
    assert {endpoint for endpoint in open_ones if blueprint_of(endpoint) not in PUBLIC_BLUEPRINTS} == SIGNED


def test_every_open_view_is_there(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert set(PUBLIC_VIEWS) <= endpoints, "a view on the list that is gone opens a door for the next of its name"


def test_the_simulator_is_there_only_when_it_was_asked_for(app: Flask, request: pytest.FixtureRequest) -> None:
    there = any(blueprint_of(rule.endpoint) == "simulator" for rule in app.url_map.iter_rules())
    assert there is ("with the simulator" in request.node.name)


def test_every_view_carries_the_headers_whatever_it_answers(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if not rule.arguments and rule.methods and "GET" in rule.methods:
            headers = client.get(rule.rule).headers
            assert "script-src 'self'" in headers["Content-Security-Policy"], rule.rule
            assert "unsafe" not in headers["Content-Security-Policy"], rule.rule

"""Closed unless opened."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug import Response

from bot.web.guard import PUBLIC_BLUEPRINTS, PUBLIC_VIEWS, unguarded
from tests.web.app import client, make_app


def test_a_view_that_nobody_opened_is_not_there() -> None:
    assert client().get("/console/works/1").status_code == 404


def test_a_view_that_nobody_opened_is_named_by_the_house_test() -> None:
    assert unguarded(make_app()) == ["console.breaks", "console.refuses", "console.works"]


def test_a_guard_that_says_nothing_lets_pass() -> None:
    assert client(guards={"console": lambda: None}).get("/console/works/1").status_code == 200


def test_a_guard_may_send_to_the_login() -> None:
    def to_the_login() -> Response:
        return redirect("/login")

    answer = client(guards={"console": to_the_login}).get("/console/works/1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login")


def test_a_blueprint_inside_a_guarded_one_is_guarded_with_it() -> None:
    app = make_app(guards={"outer": lambda: ("not you", 403)})
    inner, outer = Blueprint("inner", __name__), Blueprint("outer", __name__, url_prefix="/outer")
    inner.add_url_rule("/", "view", lambda: "seen")
    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    assert app.test_client().get("/outer/").status_code == 403


def test_a_view_of_the_app_itself_is_closed() -> None:
    app = make_app(guards={"console": lambda: None})
    app.add_url_rule("/oops", "oops", lambda: "seen")
    assert app.test_client().get("/oops").status_code == 404
    assert unguarded(app) == ["oops"]


def test_each_open_view_says_why() -> None:
    assert all(len(why) > 20 for why in (*PUBLIC_VIEWS.values(), *PUBLIC_BLUEPRINTS.values()))

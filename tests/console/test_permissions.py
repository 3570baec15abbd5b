"""Who may open what: every view and method of the console, for every role; and cases that are somebody else's."""

from __future__ import annotations

import pytest

from bot.desk.staff import ROLES
from bot.helpline.privacy import PERMISSIONS, VIEWS, is_listed, may_open
from tests.console.visiting import House

FREE = {"static"}
NEVER = {
    "counsellor": {"number.reveal", "shift.oversee", "held.judge", "audit.read", "staff.manage", "reports.read"},
    "social_worker": {"shift.oversee", "held.judge", "audit.read", "staff.manage", "content.edit"},
    "inspector": {"queue.work", "case.work", "number.reveal", "casework.read", "audit.read"},
    "content_editor": {"queue.work", "case.work", "casework.read", "diversion.read", "audit.read"},
    "data_analyst": {"queue.work", "case.work", "casework.read", "diversion.read", "audit.read", "number.reveal"},
    "administrator": {"case.work", "number.reveal", "casework.read", "diversion.read", "held.judge"},
}


def views(house: House) -> list[tuple[str, str, str]]:
    """Return address, method and view of everything that the console serves."""
    found = []
    with house.app.test_request_context():
        for rule in house.app.url_map.iter_rules():
            blueprint, _, view = rule.endpoint.partition(".")
            if blueprint == "console" and view not in FREE:
                address = rule.build(dict.fromkeys(rule.arguments, "1"), append_unknown=False)[1]
                found += [(address, method, view) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}]
    return found


def test_every_view_stands_in_the_table(house):
    assert [view for _, _, view in views(house) if not is_listed(view)] == []


def test_the_table_names_no_view_that_is_gone(house):
    there = {view for _, _, view in views(house)}
    assert {view for named in VIEWS.values() for view in named} - there == set()


def test_every_role_of_the_staff_stands_in_the_table():
    assert set(PERMISSIONS) == set(ROLES)


def test_every_permission_of_a_role_is_known():
    assert set().union(*PERMISSIONS.values()) <= set(VIEWS)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_a_role_opens_what_the_table_says_and_nothing_else(house, role):
    visitor = house.as_(role)
    for address, method, view in views(house):
        data = {"csrf_token": visitor.token()} if method == "POST" else None
        status = visitor.open(address, method=method, data=data).status_code
        if may_open(role, view):
            assert status in (200, 302, 400, 404), (role, method, address, status)  # 404: no case carries this code
        else:
            assert status == 403, (role, method, address, status)


@pytest.mark.parametrize(("role", "permissions"), NEVER.items(), ids=list(NEVER))
def test_what_a_role_must_never_have(role, permissions):
    assert PERMISSIONS[role] & permissions == frozenset()


def test_nobody_who_is_not_logged_in_opens_anything(house):
    browser = house.browser()
    for address, method, view in views(house):
        data = {"csrf_token": browser.token()} if method == "POST" else None
        answer = browser.open(address, method=method, data=data)
        assert answer.status_code == 302, (method, address, view)
        assert answer.headers["Location"].startswith("/console/login"), (method, address, view)


@pytest.mark.parametrize("role", ["counsellor", "social_worker", "psychologist", "lawyer"])
def test_a_guessed_code_of_somebody_elses_case_is_like_one_that_nobody_has(house, helpline, child, ayna, role):
    guesser = house.as_(role)
    child.texts("kakam uryar")
    ayna.texts(f"TAKE {helpline.case().code}")
    code = helpline.case().code
    for address, method, view in views(house):
        if "/1" not in address:
            continue
        data = {"csrf_token": guesser.token(), "why": "ambulance", "words": "?"} if method == "POST" else None
        theirs = guesser.open(address.replace("/1", f"/{code}"), method=method, data=data)
        nobodys = guesser.open(address.replace("/1", "/Z9Z9"), method=method, data=data)
        assert theirs.status_code == nobodys.status_code, (view, theirs.status_code, nobodys.status_code)
        assert theirs.status_code != 200, view
        if view.startswith(("case", "accept_", "pass_", "held_")) and not view.startswith("casework"):
            assert theirs.status_code in (403, 404), (view, theirs.status_code)


def test_the_inspector_is_never_shown_a_case_of_the_police_kinds(house, helpline, child):
    inspector = house.as_("inspector")
    child.texts("забрали в полицию")
    assert inspector.get(f"/console/cases/{helpline.case().code}").status_code == 403
    assert inspector.get("/console/queue").status_code == 403


def test_the_table_is_printed_for_every_view(house, store, monkeypatch):
    from types import SimpleNamespace

    from bot.commands import logins

    monkeypatch.setattr("bot.main.app_of", lambda _house: house.app)
    rows = logins.table_of(SimpleNamespace())
    assert {(row["method"], row["view"]) for row in rows} == {(method, view) for _, method, view in views(house)}

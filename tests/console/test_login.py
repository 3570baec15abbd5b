"""Who may come in: name, password, one-time code, code of conduct; and when it ends."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.console.guard import LOGIN_VIEWS
from bot.store import login_record, logins
from bot.store.tables import login, login_session, worker
from tests.console.visiting import PASSWORD, code_of


def test_who_is_not_logged_in_is_sent_to_the_login(house):
    answer = house.browser().get("/console/account")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/console/login")


def test_password_and_code_open_the_console(house):
    ayna = house.as_("social_worker")
    page = ayna.get("/console/account")
    assert page.status_code == 200
    assert ayna.worker.name in page.text


def test_a_password_alone_opens_nothing(house):
    somebody = house.worker("social_worker")
    house.login_of(somebody)
    browser = house.browser()
    assert browser.enters(f"user{somebody.id}").headers["Location"].startswith("/console/second-factor?")
    assert browser.get("/console/account").status_code == 302


def test_without_a_second_factor_only_the_page_to_set_it_up_opens(house):
    somebody = house.worker("social_worker")
    house.login_of(somebody, second_factor=False)
    browser = house.browser()
    assert browser.enters(f"user{somebody.id}").headers["Location"] == "/console/second-factor/setup"
    for address in ("/console/", "/console/account", "/console/conduct"):
        assert browser.get(address).headers["Location"].startswith("/console/login"), address
    assert "second-factor/setup" in browser.get("/console/second-factor/setup").text


def test_a_second_factor_that_was_set_up_counts_from_then_on(house):
    somebody = house.worker("social_worker")
    house.login_of(somebody, second_factor=False)
    browser = house.browser()
    browser.enters(f"user{somebody.id}")
    page = browser.posts("/console/second-factor/setup", setup="authenticator").text
    secret = page.split('id="key">')[1].split("<")[0].replace("-", "").replace(" ", "")
    assert browser.gives_code(secret).headers["Location"] == "/console/"
    assert house.accounts.secret_of(somebody.id) == secret


def test_the_secret_of_the_codes_is_sealed(house, store):
    ayna = house.as_("social_worker")
    with store.engine.connect() as connection:
        sealed = connection.scalar(login.select().with_only_columns(login.c.totp_sealed))
    assert ayna.secret.encode() not in sealed


def test_a_code_counts_once(house):
    somebody = house.worker("social_worker")
    secret = house.login_of(somebody)
    first, second = house.browser(), house.browser()
    for browser in (first, second):
        browser.enters(f"user{somebody.id}")
    code = code_of(secret)  # the same for both, also when half a minute ends between them
    assert first.posts("/console/second-factor", code=code).status_code == 302
    assert second.posts("/console/second-factor", code=code).status_code == 200
    assert second.gives_code(secret, steps=1).status_code == 302


def test_five_wrong_passwords_lock_the_login_for_a_while(house, store, monkeypatch):
    somebody = house.worker("social_worker")
    secret = house.login_of(somebody)
    browser = house.browser()
    wrong = [browser.enters(f"user{somebody.id}", "wrong") for _ in range(5)]
    right = browser.enters(f"user{somebody.id}")
    assert {one.status_code for one in (*wrong, right)} == {200}
    later = logins.now() + login_record.LOCKED_FOR
    monkeypatch.setattr(login_record, "now", lambda: later)
    assert browser.enters(f"user{somebody.id}").status_code == 302
    assert browser.gives_code(secret).status_code == 302


def test_five_wrong_codes_lock_the_login_too(house):
    somebody = house.worker("social_worker")
    house.login_of(somebody)
    browser = house.browser()
    browser.enters(f"user{somebody.id}")
    for _ in range(5):
        browser.posts("/console/second-factor", code="000000")
    assert house.accounts.of(somebody.id).is_locked


def test_a_name_that_nobody_has_reads_like_a_wrong_password(house):
    somebody = house.worker("social_worker")
    house.login_of(somebody)
    browser = house.browser()
    wrong, nobody = browser.enters(f"user{somebody.id}", "wrong").text, browser.enters("nobody").text
    assert wrong.count('class="fault"') == nobody.count('class="fault"') == 1


@pytest.mark.parametrize(("column", "age"), [("seen_at", logins.IDLE_FOR), ("began_at", logins.AT_MOST)])
def test_a_session_ends_after_rest_and_after_a_day(house, store, column, age):
    ayna = house.as_("social_worker")
    assert ayna.get("/console/account").status_code == 200
    with store.engine.begin() as connection:
        connection.execute(update(login_session).values({column: logins.now() - age - timedelta(seconds=1)}))
    assert ayna.get("/console/account").status_code == 302


def test_a_page_that_asks_for_news_keeps_nobody_logged_in(house, store):
    ayna = house.as_("social_worker")
    before = logins.now() - timedelta(minutes=20)
    with store.engine.begin() as connection:
        connection.execute(update(login_session).values(seen_at=before))
    ayna.get("/console/account", headers={"X-By-Itself": "1"})
    with store.engine.connect() as connection:
        assert connection.scalar(login_session.select().with_only_columns(login_session.c.seen_at)) == before


def test_a_cookie_is_worth_nothing_after_logout(house):
    ayna = house.as_("social_worker")
    cookie = ayna.get_cookie("session").value
    ayna.posts("/console/logout")
    ayna.set_cookie("session", cookie)
    assert ayna.get("/console/account").status_code == 302


def test_who_is_suspended_is_out_at_once(house, store):
    ayna = house.as_("social_worker")
    with store.engine.begin() as connection:
        connection.execute(update(worker).values(suspended_at=logins.now()))
    assert ayna.get("/console/account").status_code == 302


def test_the_code_of_conduct_comes_before_everything_and_once(house):
    ayna = house.as_("social_worker", promise=False)
    assert ayna.get("/console/account").headers["Location"] == "/console/conduct"
    ayna.posts("/console/conduct")
    assert ayna.get("/console/account").status_code == 200


def test_a_form_without_its_token_is_refused(house):
    ayna = house.as_("social_worker", promise=False)
    assert ayna.post("/console/conduct").status_code == 400
    assert house.browser().post("/console/login", data={"username": "a", "password": "b"}).status_code == 400


def test_pages_of_the_login_library_that_we_do_not_use_are_not_there(house):
    used = {f"security.{view}" for view in LOGIN_VIEWS}
    rules = [rule for rule in house.app.url_map.iter_rules() if rule.endpoint.startswith("security.")]
    ayna = house.as_("social_worker")
    for rule in rules:
        if rule.endpoint not in used:
            with house.app.test_request_context():
                address = rule.rule.replace("<token>", "x").replace("<path:filename>", "x")
            assert ayna.get(address).status_code in (404, 405), rule.rule


def test_a_reset_ends_sessions_and_takes_the_second_factor(house):
    ayna = house.as_("social_worker")
    house.accounts.reset(ayna.worker.id, "another-password")
    assert ayna.get("/console/account").status_code == 302
    assert house.accounts.of(ayna.worker.id).has_second_factor is False


@pytest.mark.parametrize(("language", "words"), [("tk", "Girmek"), ("ru", "Вход"), ("en", "Log in")])
def test_the_login_speaks_three_languages(house, language, words):
    assert words in house.browser().get(f"/console/login?language={language}").text


def test_a_changed_password_counts_and_ends_the_other_sessions(house):
    ayna = house.as_("social_worker")
    elsewhere = house.browser()
    elsewhere.enters(f"user{ayna.worker.id}")
    elsewhere.gives_code(ayna.secret, steps=1)
    new = {"new_password": "another long password", "new_password_confirm": "another long password"}
    assert ayna.posts("/console/password", password="wrong", **new).status_code == 200
    assert elsewhere.get("/console/account").status_code == 200
    assert ayna.posts("/console/password", password=PASSWORD, **new).headers["Location"] == "/console/account"
    assert ayna.get("/console/account").status_code == 200
    assert elsewhere.get("/console/account").status_code == 302


def test_nobody_changes_a_password_from_outside(house):
    assert house.browser().get("/console/password").headers["Location"].startswith("/console/login")

"""A password that somebody else chose opens one page only, the one where it is changed."""

import pytest

from bot.helpline.privacy import VIEWS
from tests.console.visiting import PASSWORD

OWN = "a password of my own"


@pytest.fixture
def newcomer(house):
    """Return a browser in which somebody is logged in with the password that an administrator made."""
    somebody = house.worker("social_worker")
    secret = house.login_of(somebody, given=True)
    browser = house.browser()
    browser.worker, browser.secret = somebody, secret
    browser.enters(f"user{somebody.id}")
    browser.gives_code(secret)
    return browser


def change(browser, old=PASSWORD, new=OWN):
    return browser.posts("/console/password", password=old, new_password=new, new_password_confirm=new)


def test_nothing_but_the_change_page_opens_before_it_is_changed(house, newcomer):
    shut = {rule.rule for rule in house.app.url_map.iter_rules() if rule.endpoint.startswith("console.")}
    shut = {address for address in shut if "<" not in address}
    assert len(shut) > len(VIEWS["enter"])
    for address in shut:
        for method in ("GET", "POST"):
            data = {"csrf_token": newcomer.token()} if method == "POST" else None
            answer = newcomer.open(address, method=method, data=data)
            assert answer.status_code in (302, 405), (method, address)
            assert answer.headers.get("Location", "/console/password") == "/console/password", (method, address)
    assert newcomer.get("/console/recovery-codes").headers["Location"] == "/console/password"
    page = newcomer.get("/console/password?language=en")
    assert page.status_code == 200
    assert "Somebody else knows this password" in page.text
    assert "/console/queue" not in page.text, "no menu, and no light that says how many people wait"
    assert "/console/logout" in page.text


def test_after_the_change_the_way_is_free(newcomer):
    assert change(newcomer).status_code == 302
    newcomer.posts("/console/conduct")
    assert newcomer.get("/console/account").status_code == 200


def test_the_same_password_once_more_is_no_change(newcomer):
    assert change(newcomer, new=PASSWORD).status_code == 200
    assert newcomer.get("/console/account").headers["Location"] == "/console/password"


def test_who_logs_out_may_come_back_and_is_asked_again(newcomer):
    newcomer.posts("/console/logout")
    newcomer.seen_token = ""
    newcomer.enters(f"user{newcomer.worker.id}")
    newcomer.gives_code(newcomer.secret, steps=1)
    assert newcomer.get("/console/account").headers["Location"] == "/console/password"


def test_a_reset_makes_the_password_somebody_elses_again(house):
    ayna = house.as_("social_worker")
    house.accounts.reset(ayna.worker.id, "chosen-by-the-administrator")
    browser = house.browser()
    browser.enters(f"user{ayna.worker.id}", "chosen-by-the-administrator")
    page = browser.posts("/console/second-factor/setup", setup="authenticator").text
    browser.gives_code(page.split('id="key">')[1].split("<")[0].replace("-", "").replace(" ", ""))
    assert browser.get("/console/account").headers["Location"] == "/console/password"

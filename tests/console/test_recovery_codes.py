"""Codes on paper for the day when the phone is lost: shown once, each counts once, made anew by their owner only."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.store.tables import audit, login
from tests.console.visiting import PASSWORD

CODE = re.compile(r"<li><code>([0-9a-f-]+)</code></li>")


@pytest.fixture
def ayna_inside(house):
    return house.as_("social_worker")


def made(browser, password=PASSWORD):
    """Make codes and return those that the page shows."""
    return CODE.findall(browser.posts("/console/recovery-codes", password=password).text)


def comes_back(house, browser, code, password=PASSWORD):
    """Log in at another browser with a password and a recovery code."""
    other = house.browser()
    other.enters(f"user{browser.worker.id}", password)
    return other, other.posts("/console/recovery", code=code)


def verbs(store):
    with store.engine.connect() as connection:
        return list(connection.scalars(select(audit.c.verb).order_by(audit.c.id)))


def test_who_has_set_up_the_second_factor_is_shown_codes_before_anything_else(house):
    somebody = house.worker("social_worker")
    house.login_of(somebody, second_factor=False)
    browser = house.browser()
    browser.enters(f"user{somebody.id}")
    page = browser.posts("/console/second-factor/setup", setup="authenticator").text
    browser.gives_code(page.split('id="key">')[1].split("<")[0].replace("-", "").replace(" ", ""))
    assert browser.get("/console/account").headers["Location"] == "/console/recovery-codes"
    # The password was given a moment ago: it is not asked again.
    codes = CODE.findall(browser.posts("/console/recovery-codes").text)
    assert len(set(codes)) == 8
    assert browser.get("/console/account").headers["Location"] == "/console/conduct"


def test_the_codes_are_shown_once(ayna_inside):
    codes = made(ayna_inside)
    for address in ("/console/recovery-codes", "/console/recovery-codes?show_codes=1", "/console/account"):
        page = ayna_inside.get(address).text
        assert [code for code in codes if code in page] == [], address


def test_the_page_of_the_codes_can_be_printed_and_is_kept_by_no_browser(ayna_inside):
    page = ayna_inside.posts("/console/recovery-codes", password=PASSWORD)
    assert "data-print" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_code_opens_the_console_once(house, ayna_inside):
    codes = made(ayna_inside)
    inside, answer = comes_back(house, ayna_inside, codes[0])
    assert answer.status_code == 302
    assert inside.get("/console/account").status_code == 200
    outside, again = comes_back(house, ayna_inside, codes[0])
    assert again.status_code == 200
    assert outside.get("/console/account").status_code == 302
    assert comes_back(house, ayna_inside, codes[1].upper().replace("-", " "))[1].status_code == 302


def test_two_who_use_one_code_at_once_are_not_both_let_in(house, ayna_inside):
    code = made(ayna_inside)[0]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: comes_back(house, ayna_inside, code)[1].status_code, range(2)))
    assert sorted(answers) == [200, 302]


def test_a_code_without_the_password_opens_nothing(house, ayna_inside):
    code = made(ayna_inside)[0]
    nobody = house.browser()
    nobody.posts("/console/recovery", code=code)
    assert nobody.get("/console/account").headers["Location"].startswith("/console/login")
    assert comes_back(house, ayna_inside, code)[1].status_code == 302  # and it was not used up


def test_five_wrong_codes_lock_the_login(house, ayna_inside):
    right = made(ayna_inside)[0]
    for _ in range(5):
        comes_back(house, ayna_inside, "0000-0000-0000")
    assert house.accounts.of(ayna_inside.worker.id).is_locked
    assert comes_back(house, ayna_inside, right)[0].get("/console/account").status_code == 302


def test_somebody_elses_code_does_not_count(house, ayna_inside):
    merdan = house.as_("social_worker")
    code = made(merdan)[0]
    assert comes_back(house, ayna_inside, code)[1].status_code == 200


def test_new_codes_need_the_password_and_end_the_old_ones(house, ayna_inside):
    old = made(ayna_inside)
    assert made(ayna_inside, password="wrong") == []
    new = made(ayna_inside)
    assert set(old).isdisjoint(new)
    assert comes_back(house, ayna_inside, old[0])[1].status_code == 200
    assert comes_back(house, ayna_inside, new[0])[1].status_code == 302


def test_wrong_passwords_on_the_page_of_the_codes_lock_the_login(house, ayna_inside):
    for _ in range(5):
        made(ayna_inside, password="wrong")
    assert house.accounts.of(ayna_inside.worker.id).is_locked
    assert made(ayna_inside) == []


def test_making_and_using_codes_is_written_down(house, store, ayna_inside):
    code = made(ayna_inside)[0]
    comes_back(house, ayna_inside, code)
    assert verbs(store)[-3:] == ["made_recovery_codes", "used_recovery_code", "logged_in"]


def test_the_account_says_how_many_are_left(house, ayna_inside):
    codes = made(ayna_inside)
    comes_back(house, ayna_inside, codes[0])
    assert "7" in ayna_inside.get("/console/account?language=en").text.split("Recovery codes")[1][:60]


def test_the_database_holds_no_code_and_no_bare_hash(store, ayna_inside):
    codes = made(ayna_inside)
    with store.engine.connect() as connection:
        row = connection.execute(select(login)).one()
    assert row.recovery_sealed is not None
    assert all(code.encode() not in bytes(row.recovery_sealed) for code in codes)
    opened = store.seal.open(row.recovery_sealed, "login", "recovery", row.id)
    assert all(code not in opened and code.replace("-", "") not in opened for code in codes)


def test_a_reset_takes_the_codes_away(house, ayna_inside):
    made(ayna_inside)
    house.accounts.reset(ayna_inside.worker.id, "chosen-by-the-administrator")
    assert house.accounts.of(ayna_inside.worker.id).recovery_codes == 0


@pytest.mark.parametrize(("language", "words"), [("tk", "kody"), ("ru", "код"), ("en", "recovery code")])
def test_the_door_for_a_recovery_code_speaks_three_languages(house, ayna_inside, language, words):
    other = house.browser()
    other.enters(f"user{ayna_inside.worker.id}")
    assert words in other.get(f"/console/recovery?language={language}").text

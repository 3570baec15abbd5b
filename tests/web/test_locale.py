"""Which language a page speaks."""

from __future__ import annotations

import pytest

from tests.web.app import client

NOWHERE = "/no-such-page"


@pytest.mark.parametrize(
    ("asked", "cookie", "browser", "speaks"),
    [
        ("ru", "tk", "en", "ru"),  # what was just chosen
        (None, "ru", "en", "ru"),  # what was chosen before
        (None, None, "ru-RU,ru;q=0.9,en;q=0.5", "ru"),  # what the browser asks for
        (None, None, "tk-TM", "tk"),
        (None, None, "de", "tk"),  # a language we do not have
        (None, None, "", "tk"),
        ("de", None, "ru", "ru"),  # a choice that is none
        (None, "../../etc", "ru", "ru"),  # a cookie that is none
    ],
)
def test_the_choice_goes_before_the_cookie_and_the_cookie_before_the_browser(
    asked: str | None, cookie: str | None, browser: str, speaks: str
) -> None:
    reader = client()
    if cookie:
        reader.set_cookie("language", cookie)
    answer = reader.get(
        NOWHERE + (f"?language={asked}" if asked else ""), headers={"Accept-Language": browser, "Accept": "text/html"}
    )
    assert f'<html lang="{speaks}">' in answer.text


def test_a_choice_is_remembered() -> None:
    reader = client()
    reader.get(NOWHERE + "?language=ru")
    assert '<html lang="ru">' in reader.get(NOWHERE, headers={"Accept": "text/html"}).text


def test_each_page_links_to_itself_in_the_other_languages() -> None:
    page = client().get(NOWHERE + "?case=1&language=tk", headers={"Accept": "text/html"}).text
    assert 'href="/no-such-page?case=1&amp;language=ru"' in page

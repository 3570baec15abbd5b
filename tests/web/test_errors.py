"""What somebody reads when a page does not work."""

from __future__ import annotations

import pytest

from bot.web.locale import LANGUAGES, catalog
from tests.quiet import LogLines
from tests.web.app import SECRET, client

STATUSES = [400, 401, 403, 404, 405, 413, 418, 429, 500, 503]
SPEAKING = {"Accept": "text/html"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
def test_every_error_has_a_page_in_every_language(status: int, language: str) -> None:
    answer = client().get(f"/pages/refuses/{status}?language={language}", headers=SPEAKING)
    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text
    assert "<h1" in answer.text


@pytest.mark.parametrize("language", ["tk", "ru"])
def test_the_words_of_the_error_pages_are_translated(language: str) -> None:
    english, theirs = (
        client().get("/no-such-page", headers=SPEAKING | {"Accept-Language": one}).text for one in ("en", language)
    )
    assert "There is no such page." in english
    assert "There is no such page." not in theirs
    assert catalog(language).gettext("There is no such page.") in theirs


def test_what_broke_is_logged_by_place_and_never_shown(secrets_in_logs: LogLines) -> None:
    secrets_in_logs.register(SECRET)
    answer = client().get("/pages/breaks", headers=SPEAKING)
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert any("request_failed" in line and "app.py" in line for line in secrets_in_logs.lines)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/sms/twilio/nothing", {}),  # whoever calls the gateway is a machine
        ("/health/nothing", {}),
        ("/pages/breaks", {"Accept": "application/json"}),  # whoever asks for JSON gets it
    ],
)
def test_machines_get_the_number_only(path: str, headers: dict[str, str]) -> None:
    answer = client().get(path, headers=headers)
    assert answer.json == {"error": answer.status_code}


def test_a_text_typed_into_an_address_comes_back_harmless() -> None:
    answer = client().get("/<script>alert(1)</script>?x=<script>", headers=SPEAKING)
    assert answer.status_code == 404
    assert "<script" not in answer.text

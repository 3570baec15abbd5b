"""The page: complete in each language, and nothing in it that comes from elsewhere or runs from within."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from bot.settings import ROOT

ROOM = ROOT / "bot" / "simulator"
LANGUAGES = ("tk", "ru", "en")
STATIC = sorted(path for path in (ROOM / "static").rglob("*") if path.suffix in (".css", ".js", ".svg"))
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))


@pytest.fixture
def doors(quiet_doors: FlaskClient) -> FlaskClient:
    """Return a browser; the page needs no worker."""
    return quiet_doors


class Elements(HTMLParser):
    """Collects what a browser would load, run, or read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.found.append((tag, dict(attrs)))


def page(doors: FlaskClient, language: str) -> str:
    """Return the page in a language."""
    answer = doors.get(f"/simulator/?language={language}")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_each_language(doors: FlaskClient, language: str) -> None:
    shown = page(doors, language)
    assert f'<html lang="{language}">' in shown
    assert {"tk": "Simulýator", "ru": "Симулятор", "en": "Simulator"}[language] in shown


@pytest.mark.parametrize("language", ["tk", "ru"])
def test_no_word_of_the_page_waits_for_a_translator(language: str) -> None:
    path = ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file)
    ours = [entry for entry in catalog if any("simulator" in place for place, _ in entry.locations)]
    assert ours
    assert [entry.id for entry in ours if not entry.string or entry.fuzzy] == []


@pytest.mark.parametrize("language", ["tk", "ru"])
def test_each_translation_keeps_its_fields(language: str) -> None:
    path = ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file)
    fields = re.compile(r"\{\w+\}")
    ours = [entry for entry in catalog if any("simulator" in place for place, _ in entry.locations)]
    torn = [entry.id for entry in ours if set(fields.findall(entry.id)) != set(fields.findall(entry.string))]
    assert torn == []


def test_the_language_is_kept(doors: FlaskClient) -> None:
    page(doors, "ru")
    assert '<html lang="ru">' in doors.get("/simulator/").text


def test_the_words_of_the_modules_are_all_there(doors: FlaskClient) -> None:
    """Each word("path") in a module is laid into the page."""
    words = setup(page(doors, "tk"))["words"]
    used = {path for file in STATIC for path in re.findall(r'word\("([\w.]+)"', file.read_text())}
    assert len(used) > 20
    for path in used:
        found = words
        for step in path.split("."):
            found = found[step]
        assert isinstance(found, str), path


def test_dates_are_in_the_language_of_the_page(doors: FlaskClient) -> None:
    words = setup(page(doors, "tk"))["words"]
    assert (words["months"][10], words["weekdays"][0]) == ("noýabr", "duşenbe")
    assert len(words["months"]) == 12
    assert len(words["weekdays"]) == 7


def test_the_staff_is_known_to_the_page(doors: FlaskClient) -> None:
    staff = setup(page(doors, "en"))["staff"]
    assert [one["number"] for one in staff][:2] == ["+99361000091", "+99361000092"]
    assert all(one.keys() == {"name", "number", "role", "is_on_duty"} for one in staff)


def setup(shown: str) -> dict:  # type: ignore[type-arg]
    """Return what the server laid into the page."""
    found = re.search(r'<script type="application/json" id="setup">(.*?)</script>', shown, re.DOTALL)
    assert found
    return json.loads(found.group(1))  # type: ignore[no-any-return]


# ── nothing from elsewhere, nothing from within ──────────────────────────────────────────────────────


def test_nothing_written_into_the_page_runs(doors: FlaskClient) -> None:
    for tag, attributes in Elements(page(doors, "en")).found:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], (tag, attributes)
        assert tag != "style"
        if tag == "script":
            assert attributes.get("src") or attributes.get("type") == "application/json"


def test_the_page_may_not_run_what_is_written_into_it(doors: FlaskClient) -> None:
    policy = doors.get("/simulator/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", [*STATIC, *TEMPLATES], ids=lambda path: path.name)
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    words = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", words)
    assert "@import" not in words


def test_every_module_and_style_that_is_named_is_there(doors: FlaskClient) -> None:
    wanted = [
        attributes.get("src") or attributes.get("href")
        for tag, attributes in Elements(page(doors, "en")).found
        if tag in ("script", "link", "img")
    ]
    for address in filter(None, wanted):
        assert doors.get(address).status_code == 200, address
    imported = {name for file in STATIC for name in re.findall(r'from "\./([\w.]+)"', file.read_text())}
    assert imported <= {file.name for file in STATIC}


def test_every_field_and_button_has_a_name(doors: FlaskClient) -> None:
    """Who listens instead of looking hears what a button does: words inside it, or a label around it."""
    shown = page(doors, "en")
    for button in re.findall(r"<button.*?</button>", shown, re.DOTALL):
        if 'data-is="cheaper"' in button:
            continue  # its words come with what is typed
        words = re.sub(r"<[^>]*>", "", button).strip()
        assert words, button


def test_an_icon_that_is_used_is_drawn(doors: FlaskClient) -> None:
    shown = page(doors, "en")
    drawn = set(re.findall(r'<symbol id="i-([\w-]+)"', shown))
    named = {"child", "parent", "worker", "tick", "ticks", "clock", "bad", "draft", "add"}
    used = named | set(re.findall(r'href="#i-([\w-]+)"', shown))
    assert used <= drawn

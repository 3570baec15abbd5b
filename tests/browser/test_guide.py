"""
A new social worker does the five jobs of docs/helpline-guide.md, pressing what the guide names.

The guide stands in three languages; what it names is what that language's pages say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.settings import ROOT
from bot.store.store import SqlStore
from bot.wiring import House
from tests.browser.conftest import WIDE, listen
from tests.browser.desks import leads_on, log_in, logins_of, texts
from tests.browser.journey import pages_say
from tests.simulator.running import app_for, running, served

CHILD = "+99361000035"
LANGUAGES = ("en", "tk", "ru")
BOLD, PICTURE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"!\[[^]]+\]\((.+?)\)")


def guide(language: str) -> str:
    """Return the guide in a language."""
    name = "helpline-guide.md" if language == "en" else f"helpline-guide.{language}.md"
    return (ROOT / "docs" / name).read_text()


def said(english: str, language: str) -> str:
    """Return what the pages say in a language."""
    return english if language == "en" else pages_say(language)[english]


@pytest.fixture
def service(store: SqlStore, database_url: str) -> Iterator[tuple[House, str]]:
    """Yield a running service and its address."""
    with running(store, database_url) as house, served(app_for(house)) as address:
        yield house, address


class Newcomer:
    """Somebody who has nothing but the guide: what is pressed has to stand there in bold."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def presses(self, english: str) -> None:
        """Press what the guide names and what leaves one on the page."""
        self._named(english).click()

    def goes_by(self, english: str) -> None:
        """Press what the guide names and what leads to another page, or to this one anew."""
        leads_on(self._named(english))

    def opens(self, english: str) -> None:
        """Open a place of the menu that the guide names."""
        place = self.reads(english)
        assert f"*{place}*" in guide(self.language), f"the guide does not speak of {place}"
        leads_on(self.page.get_by_role("link", name=place, exact=True))

    def reads(self, english: str) -> str:
        """Return what the pages say in this newcomer's language."""
        return said(english, self.language)

    def _named(self, english: str) -> Locator:
        words = self.reads(english)
        assert f"**{words}**" in guide(self.language), f"the guide does not speak of {words}"
        named = self.page.locator("main button, main [role=button], main summary").filter(has_text=words)
        return named.locator("visible=true").first


@pytest.fixture
def enters(chromium: Browser, service: tuple[House, str]) -> Iterator[Callable[[str, str], Newcomer]]:
    """Yield what lets somebody log in, in a language."""
    house, address = service
    logins, contexts, complaints = logins_of(house), [], []  # type: ignore[var-annotated]

    def enter(name: str, language: str) -> Newcomer:
        contexts.append(chromium.new_context(viewport=WIDE))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        listen(page, complaints)
        log_in(page, address, logins[name], language)
        page.goto(f"{address}/console/queue")
        return Newcomer(page, language)

    yield enter
    for context in contexts:
        context.close()
    assert [one for one in complaints if "404" not in one] == []  # the page whose case went to a colleague asks once


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_five_jobs_are_done_as_the_guide_says(service, enters, language):
    maral = enters("Maral", language)
    page = maral.page
    texts(service[1], CHILD, "папа бьет маму")
    expect(page.locator(".rows-row")).to_have_count(1)

    maral.goes_by("Next person")
    expect(page.locator(".entry.person .said")).to_have_text("папа бьет маму")

    page.fill("#words", "Я рядом.")
    expect(page.locator("#cost")).to_contain_text("1 SMS")
    maral.presses("Send")
    expect(page.locator(".entry.worker .said")).to_have_text("Я рядом.")
    page.locator("#words").press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("Escape")

    page.fill("#note", "Мама дома.")
    maral.presses("Keep the note")
    expect(page.locator(".entry.note .said")).to_have_text("Мама дома.")

    maral.presses("Colleagues")
    page.locator("form[action$='/transfer'] select").select_option(label="Merdan Demo")
    maral.goes_by("Offer")
    offered = maral.reads("Offered to %(name)s; it stays with its owner until then.") % {"name": "Merdan Demo"}
    expect(page.locator("#casework")).to_contain_text(offered)

    merdan = enters("Merdan", language)
    merdan.opens("Asked of me")
    merdan.goes_by("Accept")
    expect(merdan.page).to_have_url(re.compile("/cases/"))
    expect(page).to_have_url(f"{service[1]}/console/queue")  # her page does not keep the words
    merdan.presses("Close")
    fold = merdan.page.locator("#casework details").first
    for name, value in (("contact_type", "about_child"), ("category", "violence/physical"), ("age_band", "unknown")):
        fold.locator(f"[name={name}]").select_option(value)
    fold.locator("[name=dispositions]").first.check()
    leads_on(fold.locator("button", has_text=merdan.reads("Wrap up and close")))
    wrapped_up = merdan.reads("Case %(code)s is wrapped up.") % {"code": merdan.page.url.rsplit("/", 1)[1]}
    expect(merdan.page.locator(".flash")).to_have_text(wrapped_up)
    merdan.goes_by("Take it up again")
    expect(merdan.page.locator("#composer")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_of_the_guide_is_there_and_small(language):
    named, ending = PICTURE.findall(guide(language)), "" if language == "en" else f".{language}"
    assert named == [one.replace(".png", f"{ending}.png") for one in PICTURE.findall(guide("en"))]
    assert len(named) >= 5
    for name in named:
        assert (ROOT / "docs" / name).stat().st_size < 150_000, name


@pytest.mark.parametrize("language", ["tk", "ru"])
def test_a_translated_guide_names_what_the_english_one_names(language):
    pages = pages_say(language)
    wanted = {pages[english] for english in BOLD.findall(guide("en")) if english in pages}
    assert len(wanted) >= 12
    assert wanted - set(BOLD.findall(guide(language))) == set()
    assert len(re.findall("^#", guide(language), re.MULTILINE)) == len(re.findall("^#", guide("en"), re.MULTILINE))

"""From a child's text to the wrap-up: one case, through the real processes, on phones and at the desk, in a browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, TimeoutError, expect

from tests.browser.conftest import WIDE, listen
from tests.browser.desks import Logins, leads_on, log_in
from tests.browser.hand import Hand
from tests.browser.journey import SAID, WATCH, all_read, betrays, logins, pages_say, table_for
from tests.browser.phones import Stage
from tests.conftest import LOOKUP_KEY, SEAL_KEY
from tests.databases import fresh
from tests.real_service import RealService, real_service

pytestmark = pytest.mark.alone  # five seconds are measured

CODE = re.compile(r"\b[A-Z]\d[A-Z]\d\b")


@pytest.fixture(scope="module")
def service(postgres: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealService]:
    """Yield the whole service as real processes, with nobody else's cases."""
    keys = {
        name: base64.b64encode(key).decode() for name, key in (("SEAL_KEYS", SEAL_KEY), ("LOOKUP_KEYS", LOOKUP_KEY))
    }
    for url in fresh(postgres, template):
        with real_service(tmp_path_factory.mktemp("journey"), DATABASE_URL=url, **keys) as running:
            yield running


@pytest.fixture(scope="module")
def staff(service: RealService) -> Logins:
    """Return the logins of the staff."""
    return logins(service)


@dataclass
class Desks:
    """Pages of the journey: a table with phones, and desks at which somebody has logged in."""

    browser: Browser
    service: RealService
    staff: Logins
    language: str
    asked: list[str]
    complaints: list[str]

    def phones(self) -> Stage:
        """Open the simulator: a child, a parent, the first two workers of the rota."""
        page = self._page()
        page.add_init_script(table_for(SAID[self.language].child))
        page.goto(f"{self.service.base}/simulator/?language={self.language}")
        return Stage(page)

    def of(self, name: str) -> Page:
        """Log in as somebody."""
        page = self._page()
        log_in(page, self.service.base, self.staff[name], self.language)
        return page

    def _page(self) -> Page:
        page = self.browser.new_context(viewport=WIDE).new_page()  # type: ignore[arg-type]
        page.on("request", lambda request: self.asked.append(request.url))
        listen(page, self.complaints)
        return page


@pytest.fixture(params=["tk", "ru"])
def desks(chromium: Browser, service: RealService, staff: Logins, request: pytest.FixtureRequest) -> Iterator[Desks]:
    """Yield the pages in one language, with a staff that reads it."""
    before = list(chromium.contexts)
    all_read(service, request.param)
    desks = Desks(chromium, service, staff, request.param, [], [])
    yield desks
    for context in set(chromium.contexts) - set(before):
        context.close()
    assert desks.complaints == []


def test_from_a_childs_text_to_the_wrap_up(desks: Desks, record_property: Callable[[str, object], None]) -> None:
    said, pages = SAID[desks.language], pages_say(desks.language)
    phones, counsellor = desks.phones(), desks.of("Maral")
    child, (first, second) = phones.child, phones.workers
    counsellor.goto(f"{desks.service.base}/console/queue?language={desks.language}")
    expect(counsellor.locator(".empty")).to_have_text(pages["Nobody waits. Good work."])
    counsellor.evaluate(WATCH)

    # A child is in danger: the case stands on top of the queue of a page that was open already.
    with phones.page.expect_response("**/api/messages") as answered:
        child.texts(said.danger)
    row = counsellor.locator(".rows-row").first
    expect(row).to_have_class(re.compile("imminent"))
    seconds = seconds_until_seen(counsellor, answered.value)
    record_property("queue_seconds", seconds)
    assert seconds < 5
    expect(row).to_contain_text(pages["Danger now"])
    code = str(row.get_attribute("data-code"))
    assert CODE.fullmatch(code)
    child.receives()

    # The ladder: the first on duty is asked by SMS; time passes in silence, and so is the next.
    expect(first.says(f"1 {code}")).to_have_count(1)
    expect(second.says(code)).to_have_count(0)
    let_pass_until(phones, second.says(f"1 {code}"))
    expect(second.says(said.danger)).to_have_count(0)

    # Who answers has the case; the child's words come now, and the worker's reach the child.
    second.texts(f"1 {code}")
    expect(second.says(said.danger)).to_have_count(1)
    second.texts(f"{code} {said.answer}")
    expect(child.says(said.answer)).to_have_count(1)
    expect(counsellor.locator(".rows-row").first.locator(".who")).to_contain_text("Merdan")
    for phone in (child, first, second):
        expect(phone.says(re.compile(r"993|6100"))).to_have_count(0)

    # One closes by SMS, another at the desk: every step stands there in words; the wrap-up takes less than a minute.
    desk = desks.of("Merdan")
    if desks.language == "ru":
        second.texts(f"DONE {code}")
        expect(counsellor.locator(".empty")).to_be_visible()
        desk.goto(f"{desks.service.base}/console/queue")
        leads_on(desk.locator("#queue a[href$='/tasks']"))
        leads_on(desk.locator(f"a[role=button][href*='{code}']"))
    else:
        desk.goto(f"{desks.service.base}/console/queue")
        leads_on(desk.locator(f"[data-code={code}] a"))
    hand = wraps_up(desk, said.summary)
    expect(desk.locator(".flash")).to_contain_text(pages["Case %(code)s is wrapped up."] % {"code": code})
    record_property("wrap_up_seconds", hand.seconds)
    assert hand.seconds < 60
    assert hand.clicks <= 12
    assert hand.fields <= 5
    tells_every_step(desk, pages, desks.language)
    expect(counsellor.locator(".empty")).to_be_visible()

    # The assistant is back, and no address has told anything.
    child.texts("1")
    secrets = [quote(words) for words in (said.danger, said.answer, "Maral", "Merdan")]
    assert [one for one in desks.asked if betrays(one, secrets)] == []


def seconds_until_seen(page: Page, answer: Response) -> float:
    """Return how long it took from the answer of the door to the row on the page, by the browser's clock."""
    answer.finished()
    timing = answer.request.timing
    return float(page.evaluate("seenAt") - (timing["startTime"] + timing["responseEnd"])) / 1000


def let_pass_until(phones: Stage, there: Locator) -> None:
    """Let minute after minute pass until something is there, five at most."""
    for _ in range(5):
        if there.count():
            return
        phones.later(60)
        with suppress(TimeoutError):
            there.first.wait_for(timeout=3000)
    expect(there).not_to_have_count(0)


def wraps_up(desk: Page, summary: str) -> Hand:
    """Wrap up and close, as a person would; return the hand that did it."""
    form = desk.locator("form[action$='/wrap-up']")
    hand = Hand(desk)
    if not form.locator("[name=contact_type]").is_visible():
        hand.clicks_on(desk.locator("[data-opens]"))
    hand.chooses(form.locator("[name=contact_type]"), "child_about_self")
    hand.chooses(form.locator("[name=category]"), "violence/physical")
    hand.chooses(form.locator("[name=age_band]"), "11_13")
    hand.ticks(form.locator("[name=dispositions]").nth(1))
    hand.types(form.locator("[name=summary]"), summary)
    with desk.expect_navigation():
        hand.clicks_on(form.locator("button"))
    desk.locator(".flash").wait_for()
    return hand


def tells_every_step(desk: Page, pages: dict[str, str], language: str) -> None:
    """Check that the timeline tells what was done, in words of the language and in the order it was done."""
    names = {"names": "(.+)", "name": "(.+)", "why": "(.+)"}
    told = [line.inner_text() for line in desk.locator(".entry.step").all()]
    at = 0
    for english in ("Safety text sent", "Closed", "Wrapped up"):
        assert any(pages[english] in line for line in told), (english, told)
    for english in (
        "Case opened: %(why)s", "Offered to %(names)s", "Offered to %(names)s", "Taken by SMS",
    ):  # fmt: skip
        words = re.escape(pages[english]).replace("%\\(", "%(").replace("\\)s", ")s") % names
        found = next((number for number in range(at, len(told)) if re.search(words, told[number])), None)
        assert found is not None, f"{english} ({words}) does not stand after {at} in {told}"
        at = found + 1
    for line in told:
        assert "_" not in line, line
        latin = re.sub(r"SMS|\w+ Demo", "", line)
        assert language != "ru" or not re.search("[A-Za-z]", latin), line

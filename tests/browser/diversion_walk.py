"""A diversion case worked in a real browser, from the referral to its completion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from passlib.totp import TOTP
from playwright.sync_api import Browser, Locator, Page, expect

from bot.helpline.hours import local
from bot.helpline.records import Worker
from bot.store.clock import StoreClock
from bot.store.store import SqlStore
from bot.wiring import House
from tests.browser.desks import PATIENCE_MS, leads_on, log_in
from tests.browser.shots import seconds_until_morning
from tests.simulator.running import app_for, running, served

GIRL, MOTHER = "+99361000001", "+99361000002"
PASSWORD = "a-long-password-of-tests"
WORDS = {
    "tk": {"child": "Maral", "parent": "Ogulgerek", "promise": "Maral her sişenbe kursa gatnar. Ejesi ugradar.",
           "note": "Okuwda kömek we gowy gurnak gerek.", "tuesday": "Sişenbe günleri, sagat 16:00"},
    "ru": {"child": "Марал", "parent": "Огулгерек", "promise": "Марал ходит на курс по вторникам. Мама провожает.",
           "note": "Нужна помощь с учёбой и хороший кружок.", "tuesday": "По вторникам, в 16:00"},
}  # fmt: skip


@dataclass
class Walk:
    """Two members of staff at their pages, and a girl with a phone."""

    house: House
    address: str
    language: str
    worker: Page
    chief: Page
    looks: Callable[[Page, str], None] = lambda _page, _name: None

    def from_referral_to_completion(self) -> None:
        """Do everything that a case needs, at its pages."""
        self.opens()
        self.asks_whether_it_can_be_tried()
        self.hears_the_consents()
        self.assesses()
        self.lets_them_meet()
        self.writes_the_agreement()
        self.sees_it_through()

    def opens(self) -> None:
        """Open the case, and add a girl and her mother."""
        page, words = self.worker, WORDS[self.language]
        page.goto(f"{self.address}/console/diversion?language={self.language}")
        leads_on(page.locator("[data-new]"))
        page.locator("[name=referred_by]").select_option("commission")
        page.locator("[name=region]").select_option("ashgabat_kopetdag")
        page.locator("[name=language]").select_option(self.language)
        self.looks(page, "new")
        leads_on(page.locator("main form button"))
        for role, number in (("child", GIRL), ("parent", MOTHER)):
            self._open(page, "[data-party]")
            form = page.locator("[data-party]")
            form.locator("[name=role]").select_option(role)
            form.locator("[name=name]").fill(words[role])
            form.locator("[name=number]").fill(number)
            leads_on(form.locator("button"))
        expect(page.locator("#people")).to_have_text(re.compile(r"(•••• 0[^•]*){2}$"))
        self.looks(page, "referred")
        self.goes_on()

    def asks_whether_it_can_be_tried(self) -> None:
        """Fill in the first form."""
        leads_on(self.worker.locator("[data-fill]"))
        self._answers("yes")
        self.goes_on()

    def hears_the_consents(self) -> None:
        """Write down who agreed, and who wants to be reminded."""
        page = self.worker
        for number, wording in enumerate(("child_assent", "parent_consent", "reminders")):
            leads_on(page.locator(f"[data-ask={wording}]"))
            if number == 0:
                self.looks(page, "consent")
            leads_on(page.locator("[data-agree]"))
        expect(page.locator("[data-consent]")).to_have_count(3)
        self.goes_on()

    def assesses(self) -> None:
        """Fill in the assessment; a supervisor approves it."""
        page = self.worker
        leads_on(page.locator("[data-fill]"))
        page.locator("[name=note]").fill(WORDS[self.language]["note"])
        self._answers("none", mood="some", copes="strong", free_time="strong", attends="some", wishes="unknown")
        self.looks(page, "assessment_waits")
        self._approves()
        self.goes_on()

    def lets_them_meet(self) -> None:
        """Arrange a meeting; an hour later it has taken place."""
        page = self.worker
        page.locator("#meetings [name=about]").select_option("family_group")
        page.locator("[name=at]").fill(f"{self.now + timedelta(hours=1):%Y-%m-%dT%H:%M}")
        leads_on(page.locator("#meetings details button"))
        self.passes(hours=2)
        page.reload()
        self.looks(page, "meeting")
        leads_on(page.locator("[data-held]"))
        self.goes_on()

    def writes_the_agreement(self) -> None:
        """Write down what was agreed on, with a condition; a supervisor approves it."""
        page, words = self.worker, WORDS[self.language]
        agreement = page.locator("[data-agreement]")
        for measure in ("learning", "free_time"):
            agreement.locator(f"[value={measure}]").check()
        agreement.locator("[name=words]").fill(words["promise"])
        for box in agreement.locator("[name=agreed_by]").all():
            box.check()
        self.looks(page, "agreement_form")
        leads_on(agreement.locator("button"))
        self._open(page, "[data-condition]")
        condition = page.locator("[data-condition]")
        condition.locator("[name=about]").select_option("attends_course")
        condition.locator("[name=day]").fill(f"{self.now + timedelta(days=5):%Y-%m-%d}")
        condition.locator("[name=words]").fill(words["tuesday"])
        leads_on(condition.locator("button"))
        self._approves()
        self.goes_on()

    def sees_it_through(self) -> None:
        """The girl is reminded and says that it is done; the worker looks, and the case is complete."""
        page = self.worker
        self.passes(days=4, hours=6.5)  # the evening before the day that it is due
        self.chief.goto(page.url.split("#")[0])
        [reminder] = self.texts_to(GIRL)
        self.says(GIRL, "1")
        page.wait_for_function(
            "async () => (await (await fetch(location.href)).text()).includes('class=\"reported\"')"
            " || (await (await fetch(location.href)).text()).includes(' reported\"')",
        )
        page.reload()
        self.looks(page, "conditions")
        leads_on(page.locator("[data-plan=child]"))
        self.looks(page, "plan")
        assert reminder.endswith(("bolanok.", "не могу."))
        page.go_back()
        leads_on(page.locator("[data-task=attends_course] [data-done]"))
        self.goes_on()
        expect(page.locator(".road .completed")).to_have_count(1)
        page.locator("#history summary").click()
        self.looks(page, "completed")
        page.goto(f"{self.address}/console/diversion?all=1")
        self.looks(page, "list")

    # ── below ──────────────────────────────────────────────────────────────────────────────────────

    @property
    def now(self) -> datetime:
        """The service's time in Ashgabat."""
        return local(self.house.clock.now())

    def goes_on(self) -> None:
        """Press the button to the next stage, which nothing holds back."""
        leads_on(self.worker.locator("[data-go-on]:enabled"))

    def passes(self, **time: float) -> None:
        """Let time pass, with all that falls due."""
        seconds = timedelta(**time).total_seconds()
        answer = self.worker.request.post(f"{self.address}/simulator/api/advance", data={"seconds": seconds})
        assert answer.ok, answer.text()

    def texts_to(self, number: str, at_least: int = 1) -> list[str]:
        """Return what a phone has received, when it is as much as this."""
        for _ in range(PATIENCE_MS // 200):
            answer = self.worker.request.get(f"{self.address}/simulator/api/messages", params={"phone": number})
            texts = [text["text"] for text in answer.json() if text["direction"] == "out"]
            if len(texts) >= at_least:
                return texts
            self.worker.wait_for_timeout(200)
        raise AssertionError(f"not {at_least} texts, but {len(texts)}")

    def says(self, number: str, text: str) -> None:
        """Text from a phone."""
        self.worker.request.post(f"{self.address}/simulator/api/messages", data={"phone": number, "text": text})

    def _answers(self, answer: str, **others: str) -> None:
        page = self.worker
        names = page.locator("[data-sheet] fieldset.question").all()
        for question in names:
            name = str(question.locator("input").first.get_attribute("name"))
            question.locator(f"input[value={others.get(name, answer)}]").check()
        page.locator("#level .tag").wait_for()
        self.looks(page, f"form_{'eligibility' if len(names) < 10 else 'assessment'}")
        leads_on(page.locator("[data-sheet] .foot button"))

    def _approves(self) -> None:
        self.chief.goto(self.worker.url.split("#")[0])
        leads_on(self.chief.locator("[data-approve]"))
        self.worker.reload()

    def _open(self, page: Page, form: str) -> None:
        details: Locator = page.locator(f"details:has({form})")
        if details.get_attribute("open") is None:
            details.locator("summary").click()


@contextmanager
def a_walk(store: SqlStore, url: str, browser: Browser, language: str, **options: object) -> Iterator[Walk]:
    """Yield a service on a Tuesday morning with both logged in; complaints of the browser's console fail it."""
    clock = StoreClock(store)
    clock.advance(seconds_until_morning(clock.now()))
    complaints: list[str] = []
    with running(store, url) as house, served(app_for(house)) as address, ExitStack() as closing:

        def enter(role: str) -> Page:
            context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "ru-RU", **options})  # type: ignore[arg-type]
            closing.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
            log_in(page, address, _login_of(house, role), language)
            return page

        yield Walk(house, address, language, enter("social_worker"), enter("supervisor"))
        assert complaints == []


def _login_of(house: House, role: str) -> dict[str, str]:
    """Give a login to one of the demo staff."""
    worker, secret = _member(house, role), str(TOTP.new().base32_key)
    house.accounts.add(worker.id, f"demo{worker.id}", PASSWORD, secret, is_given=False)
    return {"login": f"demo{worker.id}", "password": PASSWORD, "totp_secret": secret}


def _member(house: House, role: str) -> Worker:
    with house.store.begin() as work:
        return next(one for one in work.workers.all() if one.role == role)

"""
The pictures of docs/helpline-guide.md, taken anew from a running console; everybody in them is made up.

    .venv/bin/python -m tests.browser.guide_shots [FOLDER]

What the guide speaks of carries a number, which stands in the guide's sentence as well.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from bot.settings import ROOT
from tests.browser.conftest import chromium_path
from tests.browser.diversion_shots import a_store
from tests.clock import FakeClock
from tests.console.visiting import House, Visitor, visitor
from tests.conversations.harness import Helpline
from tests.simulator.running import served

PICTURES = ROOT / "docs" / "pictures"
CHILD, BOY = "+99361000031", "+99361000032"
CHOSEN = {"contact_type": "child_about_self", "category": "violence/physical", "age_band": "11_13"}
MARK = """(element, number) => {
    const ring = document.createElement("b"), box = element.getBoundingClientRect();
    ring.className = "mark";
    ring.textContent = number;
    Object.assign(ring.style, {
        position: "absolute", left: `${box.left + scrollX - 17}px`, top: `${box.top + scrollY - 6}px`, width: "22px",
        height: "22px", borderRadius: "50%", background: "#7a1fa2", color: "#fff", font: "700 13px/22px sans-serif",
        textAlign: "center", zIndex: 50, boxShadow: "0 0 0 2px #fff",
    });
    document.body.append(ring);
}"""


def main(folder: Path) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with a_store() as (store, _), sync_playwright() as playwright:
        helpline = Helpline(store, FakeClock())
        house = visitor(helpline.desk, store)
        ayna = house.as_("social_worker", house.worker("social_worker", "Aýna Demo"))
        jeren = house.as_("psychologist", house.worker("psychologist", "Jeren Demo"))
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        house.app.extensions.setdefault("goldaw.simulator", _NoBooth())
        with served(house.app) as address:
            page = browser.new_page(viewport={"width": 1120, "height": 820})
            Guide(page, folder, address, helpline, house, ayna, jeren).takes_all()
        browser.close()


class _NoBooth:
    """Nobody waits for news of phones: there is no simulator here."""

    waiting = property(lambda self: self)

    def end(self) -> None:
        """End what nobody began."""


class Guide:
    """One morning of a new social worker."""

    def __init__(
        self,
        page: Page,
        folder: Path,
        address: str,
        helpline: Helpline,
        house: House,
        ayna: Visitor,
        jeren: Visitor,
    ) -> None:
        self.page, self.folder, self.address = page, folder, address
        self.helpline, self.house, self.ayna, self.jeren = helpline, house, ayna, jeren

    def takes_all(self) -> None:
        """Take one picture for each place where one might hesitate."""
        self.logs_in()
        self.takes_the_next_person()
        self.answers()
        self.hands_on()
        self.closes()

    def logs_in(self) -> None:
        """The second step of the login."""
        stranger = self.house.worker("counsellor", "Maral Demo", on_call=False)
        self.house.login_of(stranger)
        page = self.page
        page.goto(f"{self.address}/console/login?language=en")
        page.fill("#username", f"user{stranger.id}")
        page.fill("#password", "a-long-password-of-tests")
        page.click(".door button")
        page.fill("#code", "123456")
        self.keep("guide-login", page.locator(".door"))
        page.context.clear_cookies()
        for cookie in (self.ayna._cookies or {}).values():
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def takes_the_next_person(self) -> None:
        """The queue, with an offer on top."""
        self.helpline.phone(BOY).texts("боюсь идти домой")
        self.helpline.phone(BOY).texts("1")
        self.jeren.posts("/console/next")
        self.helpline.later(minutes=5)
        self.helpline.phone(CHILD).texts("kakam uryar")
        self.ayna.get("/console/queue")
        self.open("/console/queue")
        offer = self.page.locator(".offer")
        self.keep(
            "guide-queue",
            self.page.locator("body"),
            (self.page.locator("main [data-next]"), offer.locator("button").first, offer.locator("button").nth(1)),
            height=430,
        )

    def answers(self) -> None:
        """The conversation, the composer, the approved answers, a note."""
        page, code = self.page, self.accepts()
        self.helpline.work()
        self.ayna.posts(f"/console/cases/{code}/send", words="Salam, men Aýna. Häzir howpsuz ýerdemi?")
        self.helpline.work()
        self.helpline.phone(CHILD).texts("hawa, daýzamlarda")
        self.ayna.posts(f"/console/cases/{code}/note", words="Daýzasynda, ertire çenli şol ýerde bolýar.")
        self.open(f"/console/cases/{code}")
        page.fill("#words", "Gowy etdiň. Şol ýerde bol. Kim urýar, haçandan bäri?")
        page.fill("#note", "Ertir irden jaň etmeli.")
        side = page.locator(".side .card")
        marks = (page.locator("#words"), page.locator("#meter"), page.locator("#composer [data-answers]"),
                 page.locator("#composer [type=submit]"), side.nth(1).locator("textarea"))  # fmt: skip
        self.keep("guide-conversation", page.locator("body"), marks, height=740)
        page.fill("#words", "")
        page.click("[data-answers]")
        page.fill("#find", "lawyer")
        self.keep(
            "guide-answers", page.locator(".talk"), (page.locator("#find"), page.locator(".answer:visible").first)
        )
        page.keyboard.press("Escape")

    def hands_on(self) -> None:
        """Both ways to hand a case on."""
        page = self.page
        page.reload()
        colleagues = page.locator("#casework > details").filter(has=page.locator("form[action$='/transfer']"))
        colleagues.evaluate("fold => { fold.open = true; }")
        self.keep("guide-hand-on", colleagues, (colleagues.locator("select").first, colleagues.locator("button").first))

    def closes(self) -> None:
        """The wrap-up, filled in."""
        page = self.page
        page.reload()
        page.click("[data-opens]")
        fold = page.locator("#casework > details").first
        for name, value in (
            ("contact_type", "child_about_self"),
            ("category", "violence/physical"),
            ("age_band", "11_13"),
        ):
            fold.locator(f"[name={name}]").select_option(value)
        fold.locator("[value=counselling]").check()
        fold.locator("[name=summary]").fill("Daýzasynda, howpsuz. Ertir ýene ýazyşarys.")
        marks = [
            fold.locator(f"[name={name}]").first for name in ("contact_type", "category", "age_band", "dispositions")
        ]
        self.keep("guide-wrap-up", fold, (*marks, fold.locator("form").first.locator("button")))

    # ── below ──────────────────────────────────────────────────────────────────────────────────────

    def accepts(self) -> str:
        """Accept what is offered, and return the case's code."""
        self.page.reload()
        self.page.locator(".mark").evaluate_all("marks => marks.forEach((one) => one.remove())")
        self.page.locator(".offer button").first.click()
        self.page.wait_for_url("**/cases/**")
        return self.page.url.rsplit("/", 1)[1]

    def open(self, place: str) -> None:
        """Open a page in English."""
        self.page.goto(f"{self.address}{place}?language=en")

    def keep(self, name: str, what: Locator, marks: tuple[Locator, ...] = (), height: int | None = None) -> None:
        """Photograph a part of the page, with numbers where the guide points to; of the whole page only the top."""
        self.page.evaluate("scrollTo(0, 0)")
        for number, one in enumerate(marks, start=1):
            one.evaluate(MARK, number)
        to = self.folder / f"{name}.png"
        if height:
            self.page.screenshot(path=to, clip={"x": 0, "y": 0, "width": 1120, "height": height})
        else:
            box = what.bounding_box()
            assert box
            around = {"x": box["x"] - 14, "y": box["y"] - 14, "width": box["width"] + 28, "height": box["height"] + 28}
            self.page.screenshot(path=to, clip=around, full_page=True)  # type: ignore[arg-type]
        self.page.locator(".mark").evaluate_all("marks => marks.forEach((one) => one.remove())")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)

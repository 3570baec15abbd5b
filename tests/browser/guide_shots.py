"""
The pictures of docs/helpline-guide*.md, of a running console in each language; everybody in them is made up.

    .venv/bin/python -m tests.browser.guide_shots [FOLDER]

What the guide speaks of carries a number, which stands in the guide's sentence as well.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bot.settings import ROOT
from tests.browser.conftest import chromium_path
from tests.browser.desks import leads_on
from tests.browser.diversion_shots import a_store
from tests.clock import FakeClock
from tests.console.visiting import House, Visitor, visitor
from tests.conversations.harness import Helpline
from tests.simulator.running import ears, served

PICTURES = ROOT / "docs" / "pictures"
CHILD, BOY = "+99361000031", "+99361000032"
# A mark covers nothing that is read: it stands left of what it names, or on the corner of a button that has neighbours.
MARK = """(element, number) => {
    const ring = document.createElement("b"), box = element.getBoundingClientRect();
    const isInRow = element.matches(".row button");
    const left = box.left - (isInRow ? 15 : 27);
    const top = isInRow ? box.top - 13 : box.top + Math.min(box.height, 46) / 2 - 11;
    ring.className = "mark";
    ring.textContent = number;
    Object.assign(ring.style, {
        position: "absolute", left: `${left + scrollX}px`, top: `${top + scrollY}px`, width: "22px", height: "22px",
        borderRadius: "50%", background: "#7a1fa2", color: "#fff", font: "700 13px/22px sans-serif",
        textAlign: "center", zIndex: 50, boxShadow: "0 0 0 2px #fff",
    });
    document.body.append(ring);
}"""


@dataclass(frozen=True)
class Said:
    """What people write in the pictures of a language; `search` is the title of an answer, so it is the page's."""

    child: str
    other: str
    greeting: str
    reply: str
    answer: str
    first_note: str
    note: str
    search: str
    summary: str


TURKMEN = Said(
    child="kakam uryar",
    other="папа бьёт",
    greeting="Salam, men Aýna. Sen häzir howpsuz ýerdemi?",
    reply="hawa, daýzamlarda",
    answer="Gowy etdiň. Şol ýerde bol. Haçandan bäri urýar?",
    first_note="Daýzasynda, ertire çenli şol ýerde bolar.",
    note="Ertir irden jaň etmeli.",
    search="öýde kyn",
    summary="Daýzasynda, howpsuz. Ertir ýene ýazyşarys.",
)
RUSSIAN = Said(
    child="папа бьёт",
    other="kakam uryar",
    greeting="Привет, это Айна. Сейчас ты в безопасном месте?",
    reply="да, я у тёти",
    answer="Это правильно. Побудь там. С каких пор он тебя бьёт?",
    first_note="У тёти, до завтра останется там.",
    note="Позвонить завтра утром.",
    search="обижают дома",
    summary="У тёти, в безопасности. Завтра напишем снова.",
)
SAID = {"en": replace(TURKMEN, search="trouble at home"), "tk": TURKMEN, "ru": RUSSIAN}
NAMES = {"en": ("Aýna Demo", "Jeren Demo"), "tk": ("Aýna Demo", "Jeren Demo"), "ru": ("Айна Демо", "Джерен Демо")}


def main(folder: Path) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for language in SAID:
            take_in(language, browser, folder)
        browser.close()


def take_in(language: str, browser: Browser, folder: Path) -> None:
    """Take the pictures of one language, in a house where nothing has happened yet."""
    with a_store() as (store, _):
        helpline = Helpline(store, FakeClock())
        helpline.desk = replace(helpline.desk, ears=ears())
        house = visitor(helpline.desk, store)
        ayna, jeren = (
            house.as_(role, house.worker(role, name))
            for role, name in zip(("social_worker", "psychologist"), NAMES[language], strict=True)
        )
        house.app.extensions.setdefault("goldaw.simulator", _NoBooth())
        with served(house.app) as address:
            page = browser.new_page(viewport={"width": 1120, "height": 820}, reduced_motion="reduce")
            Guide(page, folder, address, language, helpline, house, ayna, jeren).takes_all()
            page.close()


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
        language: str,
        helpline: Helpline,
        house: House,
        ayna: Visitor,
        jeren: Visitor,
    ) -> None:
        self.page, self.folder, self.address, self.language = page, folder, address, language
        self.helpline, self.house, self.ayna, self.jeren = helpline, house, ayna, jeren
        self.said = SAID[language]

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
        self.open("/console/login")
        page.fill("#username", f"user{stranger.id}")
        page.fill("#password", "a-long-password-of-tests")
        leads_on(page.locator(".door button"))
        page.fill("#code", "123456")
        self.keep("guide-login", page.locator(".door"))
        page.context.clear_cookies()
        for cookie in (self.ayna._cookies or {}).values():
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def takes_the_next_person(self) -> None:
        """The queue, with an offer on top."""
        self.helpline.phone(BOY).texts(self.said.other)
        self.jeren.posts("/console/next")
        self.helpline.later(minutes=5)
        self.helpline.phone(CHILD).texts(self.said.child)
        self.ayna.get("/console/queue")
        self.open("/console/queue")
        page, offer = self.page, self.page.locator(".offer button")
        self.keep("guide-queue", page.locator(".rows"), (page.locator("main [data-next]"), offer.first, offer.nth(1)),
                  from_the_top=True)  # fmt: skip

    def answers(self) -> None:
        """The conversation, the composer, the approved answers, a note."""
        page, said = self.page, self.said
        page.reload()
        leads_on(page.locator(".offer button").first)
        code = page.url.rsplit("/", 1)[1]
        self.helpline.later(seconds=40)
        self.ayna.posts(f"/console/cases/{code}/send", words=said.greeting)
        self.helpline.later(seconds=70)
        self.helpline.phone(CHILD).texts(said.reply)
        self.helpline.later(seconds=30)
        self.ayna.posts(f"/console/cases/{code}/note", words=said.first_note)
        self.open(f"/console/cases/{code}")
        page.fill("#words", said.answer)
        page.fill("#note", said.note)
        marks = (page.locator("#words"), page.locator("#meter"), page.locator("#composer [data-answers]"),
                 page.locator("#composer [type=submit]"), page.locator("#note"))  # fmt: skip
        self.keep("guide-conversation", page.locator(".talk"), marks, from_the_top=True)
        page.fill("#words", "")
        page.click("[data-answers]")
        page.fill("#find", said.search)
        self.keep(
            "guide-answers", page.locator(".talk"), (page.locator("#find"), page.locator(".answer:visible").first)
        )

    def hands_on(self) -> None:
        """Both ways to hand a case on."""
        page = self.page
        page.reload()
        colleagues = page.locator("#casework > details").filter(has=page.locator("form[action$='/transfer']"))
        colleagues.evaluate("fold => { fold.open = true; }")
        form = colleagues.locator("form[action$='/transfer']")
        self.keep("guide-hand-on", colleagues, (form.locator("select"), form.locator("button")))

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
        fold.locator("[name=summary]").fill(self.said.summary)
        marks = [
            fold.locator(f"[name={name}]").first for name in ("contact_type", "category", "age_band", "dispositions")
        ]
        self.keep("guide-wrap-up", fold, (*marks, fold.locator("form").first.locator("button")))

    # ── below ──────────────────────────────────────────────────────────────────────────────────────

    def open(self, place: str) -> None:
        """Open a page in the language of the pictures."""
        self.page.goto(f"{self.address}{place}?language={self.language}")

    def keep(self, name: str, what: Locator, marks: tuple[Locator, ...] = (), *, from_the_top: bool = False) -> None:
        """Photograph a part of the page (or all that stands above its end), numbers where the guide points to."""
        page = self.page
        page.evaluate("scrollTo(0, 0)")
        page.mouse.move(0, 0)
        page.locator("#note, [name=summary]").evaluate_all("fields => fields.forEach((one) => one.blur())")
        for number, one in enumerate(marks, start=1):
            one.evaluate(MARK, number)
        box = what.bounding_box()
        assert box
        left, top = (0, 0) if from_the_top else (max(0, box["x"] - 31), max(0, box["y"] - 6))
        width = 1120 if from_the_top else box["width"] + box["x"] + 14 - left
        clip = {"x": left, "y": top, "width": width, "height": box["y"] + box["height"] + 14 - top}
        ending = "png" if self.language == "en" else f"{self.language}.png"
        page.screenshot(path=self.folder / f"{name}.{ending}", clip=clip, full_page=True)  # type: ignore[arg-type]
        page.locator(".mark").evaluate_all("marks => marks.forEach((one) => one.remove())")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)

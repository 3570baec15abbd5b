"""A house in which every page of the console has something to show; nobody works behind it, so nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

from bot import simulator
from bot.helpline.diversion.records import Stage
from bot.helpline.records import Status
from bot.store.store import SqlStore
from tests.clock import FakeClock
from tests.console.visiting import House, Visitor, visitor
from tests.conversations.harness import Helpline
from tests.desk.diversion.journey import Journey
from tests.simulator.running import served

GIRL, BOY, FATHER, NEIGHBOUR = (f"+993610000{number}" for number in (31, 32, 33, 34))
ALL = "main details:not([open])"  # every fold of a page
STAGES = (Stage.REFERRED, Stage.ASSESSMENT, Stage.CONDITIONS)
AGREED: dict[str, Any] = {"kind": "given", "giver": "child", "way": "voice", "language": "ru"}
SERVICE: dict[str, Any] = {
    "name_tk": "Mary hukuk klinikasy", "name_ru": "Правовая клиника Мары", "name_en": "Mary legal clinic",
    "what_tk": "Mugt hukuk maslahaty.", "what_ru": "Бесплатные советы юриста.", "what_en": "Free legal advice.",
    "audience": ["child", "parent"], "region": "mary_city", "phone": "+993 522 00000", "verified_by": "Selbi Synag",
    "verified_on": "2026-11-16", "hours": "Mon-Fri 09:00-18:00", "checked_on": "2026-11-16", "use": "state",
    "version": "0",
}  # fmt: skip
CALL: dict[str, Any] = {
    "channel": "phone", "at": "2026-11-16T10:00", "minutes": "12", "contact_type": "about_child", "age_band": "11_13",
    "category": "education/school", "dispositions": ["information"], "language": "tk", "region": "mary",
    "words": "Mekdep barada soraldy.",
}  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """A page to look at: whose browser, which address, what is opened there first."""

    who: str
    name: str
    address: str
    opens: tuple[str, ...] = ()


@dataclass
class Seeded:
    """The house, its address, who works there, and what there is to see."""

    house: House
    address: str
    staff: dict[str, Visitor]
    sights: list[Sight]

    def enter(self, context: BrowserContext, who: str) -> None:
        """Give a browser the session of somebody who has logged in."""
        context.clear_cookies()
        if who in self.staff:
            for cookie in (self.staff[who]._cookies or {}).values():
                context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def stranger(self, *, second_factor: bool = True) -> str:
        """Add a member of staff with a login that was never used; return its name. The password is PASSWORD."""
        worker = self.house.worker("counsellor")
        self.house.login_of(worker, second_factor=second_factor, given=not second_factor)
        return f"user{worker.id}"


@contextmanager
def seeded(store: SqlStore) -> Iterator[Seeded]:
    """Yield the house."""
    clock = FakeClock()
    helpline = Helpline(store, clock)
    house = visitor(helpline.desk, store)
    house.app.register_blueprint(simulator.blueprint(helpline.desk, clock.advance))
    staff = _staff(house)
    codes = _cases(helpline, staff)
    codes |= _diversion(house, staff)
    _directory(staff["oraz"])
    for browser in staff.values():
        browser.get("/console/account")  # what was said about the seeding has been read
    with served(house.app) as address:
        yield Seeded(house, address, staff, [*_sights(codes)])


def _staff(house: House) -> dict[str, Visitor]:
    people = {
        "ayna": ("social_worker", "Aýna Demo"),
        "jeren": ("psychologist", "Jeren Demo"),
        "oraz": ("supervisor", "Oraz Demo"),
        "selbi": ("content_editor", "Selbi Demo"),
        "maksat": ("inspector", "Maksat Demo"),
    }
    staff = {name: house.as_(role, house.worker(role, full)) for name, (role, full) in people.items()}
    staff["maral"] = house.as_("counsellor", house.worker("counsellor", "Maral Demo"), promise=False)
    return staff


def _cases(helpline: Helpline, staff: dict[str, Visitor]) -> dict[str, str]:
    """Let a girl be answered, a boy's case be closed, a father wait; return the codes."""
    ayna, jeren = staff["ayna"], staff["jeren"]
    boy = _taken(helpline, ayna, BOY, "забрали в полицию, что делать")
    ayna.posts(f"/console/cases/{boy}/send", words="Я рядом. Родители знают?")
    helpline.work()
    described = {"contact_type": "child_about_self", "category": "education", "age_band": "11_13"}
    ayna.posts(f"/console/cases/{boy}/wrap-up", **described, dispositions="counselling")
    helpline.later(minutes=20)
    girl = _taken(helpline, ayna, GIRL, "не хочу жить")
    _talk(helpline, ayna, girl)
    _casework(ayna, jeren, girl)
    helpline.phone(FATHER).texts("kakam uryar")
    helpline.phone(NEIGHBOUR).texts("боюсь идти домой")
    helpline.phone(NEIGHBOUR).texts("1")
    father = next(case.code for case in helpline.cases() if case.code != girl)
    ayna.posts("/console/contacts", **CALL)
    return {"girl": girl, "boy": boy, "father": father}


def _taken(helpline: Helpline, worker: Visitor, number: str, words: str) -> str:
    helpline.phone(number).texts(words)
    code = helpline.case().code
    worker.posts("/console/next")
    helpline.work()
    return code


def _talk(helpline: Helpline, ayna: Visitor, code: str) -> None:
    """Have texts of every fate: delivered, failed, held; and a note."""
    at, girl = f"/console/cases/{code}", helpline.phone(GIRL)
    ayna.posts(f"{at}/send", words="Я рядом, меня зовут Айна. Ты сейчас в безопасном месте?")
    helpline.work()
    girl.texts("я дома. мама спит")
    ayna.posts(f"{at}/note", words="Спокойна, дома. Мама рядом.")
    ayna.posts(f"{at}/send", words="Хорошо, что ты написала.")
    with helpline.store.begin() as work:
        mine = [text for text in work.messages.for_case(helpline.case().id) if text.text == "Хорошо, что ты написала."]
        work.messages.change(mine[0].id, status=Status.FAILED, failed_reason="phone_off", attempts=3)
        work.commit()
    ayna.posts(f"{at}/send", words="Позвони мне на +993 61 000077")
    helpline.later(minutes=4)


def _casework(ayna: Visitor, jeren: Visitor, code: str) -> None:
    at = f"/console/cases/{code}"
    ayna.posts(
        f"{at}/describe", contact_type="child_about_self", category="mental_health/mood", summary="Грустит давно."
    )
    ayna.posts(f"{at}/task", what="Mekdebe jaň etmeli", due="2026-11-15", worker=ayna.worker.id)
    ayna.posts(f"{at}/task", what="Ertir ýazmaly", due="2026-11-18", worker=ayna.worker.id)
    ayna.posts(f"{at}/flag", what="watch_closely")
    ayna.posts(f"{at}/consent", names_inspector="1", **AGREED)
    ayna.posts(f"{at}/refer", to=f"worker:{jeren.worker.id}", asked="Поговорить о том, как ей спать спокойнее")
    ayna.posts(f"{at}/watch", worker=jeren.worker.id)
    ayna.posts(f"{at}/transfer", worker=jeren.worker.id, reason="Меня завтра нет")


def _diversion(house: House, staff: dict[str, Visitor]) -> dict[str, str]:
    """Bring one case each to its beginning, its assessment and its conditions; return the codes."""
    codes = {}
    for stage in STAGES:
        journey = Journey(house.desk, staff["ayna"].worker, staff["oraz"].worker).begin().to(stage)
        codes[str(stage)] = journey.code
        codes["child"] = str(journey.parties["child"])
    return codes


def _directory(oraz: Visitor) -> None:
    oraz.posts("/console/services/new", **SERVICE)


def _sights(codes: dict[str, str]) -> Iterator[Sight]:
    girl, boy, father = (f"/console/cases/{codes[name]}" for name in ("girl", "boy", "father"))
    first, middle, last = (
        f"/console/diversion/{codes[str(one)]}" for one in (Stage.REFERRED, Stage.ASSESSMENT, Stage.CONDITIONS)
    )
    yield Sight("maral", "conduct", "/console/conduct")
    yield Sight("ayna", "queue", "/console/queue")
    yield Sight("jeren", "queue-offer", "/console/queue")
    yield Sight("ayna", "menu", "/console/queue", ("details.menu summary",))
    yield Sight("ayna", "conversation", girl)
    yield Sight("ayna", "answers", girl, ("[data-answers]",))
    yield Sight("ayna", "panels", girl, (ALL,))
    yield Sight("ayna", "closed", boy, (ALL,))
    yield Sight("jeren", "offer", father)
    yield Sight("ayna", "tasks", "/console/tasks")
    yield Sight("ayna", "closed-cases", "/console/closed")
    yield Sight("jeren", "handed", "/console/handed")
    yield Sight("ayna", "contacts", "/console/contacts")
    yield Sight("ayna", "account", "/console/account")
    yield Sight("ayna", "password", "/console/password")
    yield Sight("ayna", "no-such-page", "/console/nothing")
    yield Sight("oraz", "live", "/console/live")
    yield Sight("oraz", "held", "/console/held")
    yield Sight("oraz", "audit", "/console/audit")
    yield Sight("oraz", "retention", "/console/retention")
    yield Sight("oraz", "person", f"{girl}/person")
    yield Sight("selbi", "services", "/console/services")
    yield Sight("selbi", "service-new", "/console/services/new?region=mary")
    yield Sight("selbi", "service", "/console/services/mary_legal_clinic")
    yield Sight("selbi", "service-history", "/console/services/mary_legal_clinic/history")
    yield Sight("selbi", "texts", "/console/texts")
    yield Sight("selbi", "text", "/console/texts/lawyer")
    yield Sight("ayna", "diversion", "/console/diversion?all=1")
    yield Sight("ayna", "diversion-new", "/console/diversion/new")
    yield Sight("ayna", "diversion-referred", first, (ALL,))
    yield Sight("ayna", "diversion-assessment", middle, (ALL,))
    yield Sight("ayna", "diversion-conditions", last, (ALL,))
    yield Sight("oraz", "diversion-chief", last, (ALL,))
    yield Sight("maksat", "diversion-inspector", "/console/diversion")
    yield Sight("ayna", "diversion-form", f"{middle}/forms/assessment")
    yield Sight("ayna", "diversion-consent", f"{middle}/consents/child_assent")
    yield Sight("ayna", "diversion-plan", f"{last}/plan/{codes['child']}")


def in_language(address: str, language: str) -> str:
    """Return an address with the language asked for."""
    return f"{address}{'&' if '?' in address else '?'}language={language}"


def open_on(page: Page, sight: Sight) -> None:
    """Open what the sight is about: folds and lists."""
    for what in sight.opens:
        if what == ALL:
            page.evaluate("what => document.querySelectorAll(what).forEach((one) => { one.open = true; })", what)
        else:
            page.locator(what).first.click()

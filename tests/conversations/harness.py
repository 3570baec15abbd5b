"""
The service as a conversation: `child.texts("…")`, `child.receives("…")`, `ayna.texts("TAKE K4F2")`, `later(minutes=6)`.

Everything is real but the network, the assistant's understanding, the ears and the clock.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.answers import menus, offers
from bot.answers.library import Library
from bot.deeds import Deed, OpenCase, Say
from bot.desk.chase import chase
from bot.desk.deliver import deliver
from bot.desk.desk import Desk, Policy
from bot.desk.receive import receive
from bot.desk.respond import respond
from bot.desk.staff import Newcomer, add_staff
from bot.desk.sweep import sweep
from bot.helpline.codes import SHAPE
from bot.helpline.danger import Alarm, gravest
from bot.helpline.records import Case, CaseAction, Conversation, Message
from bot.ports import Accepted, AssistantDown, Inbound, Parcel, Reply, SendFailed, Turn
from bot.text.alphabet import fold
from bot.text.language import Guess
from bot.text.segments import simple_letters
from tests.clock import FakeClock
from tests.fake_route import FakeRoute

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Library.load(ROOT / "content", ROOT / "locales")
CHILD, PARENT = "+99361000001", "+99361000002"


# ── the parts that are not real ────────────────────────────────────────────────────────────────────


@dataclass
class FakeEars:
    """Hears danger in the words it is told; takes Cyrillic for Russian, and q or x for another language."""

    sure: dict[str, str] = field(
        default_factory=lambda: {
            "не хочу жить": "self_harm",
            "yasasym gelmeyar": "self_harm",
            "kakam uryar": "violence_home",
            "полиция бьёт": "police_violence",
            "забрали в полицию": "police_now",
            "want to die": "self_harm",
        }
    )
    unsure: dict[str, str] = field(
        default_factory=lambda: {
            "всё надоело": "self_harm",
            "боюсь идти домой": "violence_home",
            "so scared": "violence_home",
        }
    )

    def danger(self, texts: Sequence[str]) -> Alarm | None:
        """Return the gravest danger heard."""
        readings = [fold(text) for text in (*texts, " ".join(texts))]
        return gravest(alarm for reading in readings for alarm in self._heard(reading))

    def murmur(self, texts: Sequence[str]) -> float:
        """Return that nothing speaks against danger."""
        return 1.0

    def language(self, text: str, known: str | None) -> Guess:
        """Return the language of a text."""
        if re.search(r"[а-яё]", text.lower()):
            return Guess("ru", sure=True)
        if not re.search(r"[a-zäöüçşýžň]", text.lower()):
            return Guess("ru" if known == "ru" else "tk", sure=False)
        return Guess("other", sure=True) if re.search(r"[qx]", text.lower()) else Guess("tk", sure=len(text) > 3)

    def _heard(self, reading: str) -> Iterator[Alarm]:
        for level, table in (("sure", self.sure), ("unsure", self.unsure)):
            for words, kind in table.items():
                if fold(words) in reading:
                    yield Alarm(kind, level, f"word:{kind}")  # type: ignore[arg-type]


@dataclass
class ScriptedAssistant:
    """Understands the words it is told, and acts as the real actions do."""

    knows: dict[str, str] = field(default_factory=lambda: {"adwokat": "lawyer", "адвокат": "lawyer", "salam": "greet"})
    down: bool = False
    asked: list[Turn] = field(default_factory=list)
    deeds: dict[str, Sequence[Deed]] = field(default_factory=dict)  # by text
    confidence: float = 0.95
    breaks_on: str | None = None
    meanwhile: Callable[[], None] | None = None  # happens while it thinks

    def ask(self, turn: Turn) -> Reply:
        """Ask; raises AssistantDown."""
        self.asked.append(turn)
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        if self.down:
            raise AssistantDown("told to be down")
        if self.breaks_on and self.breaks_on in turn.text:
            raise ZeroDivisionError("told to break")
        return self._chosen(turn) if turn.choice else self._read(turn)

    def is_up(self) -> bool:
        """Say whether the assistant would answer now."""
        return not self.down

    def _read(self, turn: Turn) -> Reply:
        if turn.text in self.deeds:
            return Reply(tuple(self.deeds[turn.text]), "greet", self.confidence)
        topic = next((topic for words, topic in self.knows.items() if fold(words) in fold(turn.text)), None)
        if topic is None:
            return Reply((Say("unclear.again"),), "out_of_scope", 0.2)
        return Reply(offers.answer(LIBRARY, topic), topic, self.confidence)

    def _chosen(self, turn: Turn) -> Reply:
        consent = str(turn.metadata.get("question") or "").startswith("consent")
        if turn.choice == "talk_to_person":
            return Reply((offers.may_a_person_write(turn.metadata["last_topic"]),), "talk_to_person", 1.0)
        if consent and turn.choice == "affirm":
            topic = turn.metadata["context"].get("topic")
            return Reply((OpenCase(topic, "asked", consent=True, region="mary"),), "affirm", 1.0)
        if consent:
            return Reply((Say("consent.declined"),), "deny", 1.0)
        if turn.choice == "more_detail":
            return Reply(
                offers.more(LIBRARY, turn.metadata["last_topic"], turn.metadata["parts_said"]), "more_detail", 1.0
            )
        topic = turn.choice or ""
        if topic in LIBRARY.topics:
            return Reply(offers.answer(LIBRARY, topic), topic, 1.0)
        return Reply((menus.main(LIBRARY.menus),), "menu", 1.0)


@dataclass
class Network(FakeRoute):
    """The provider, with phones that are switched off."""

    off: set[str] = field(default_factory=set)

    def send(self, parcel: Parcel) -> Accepted:
        """Send; raises SendFailed or SendUnknown."""
        if parcel.to in self.off:
            raise SendFailed("phone_off", retryable=True)
        return super().send(parcel)


class FakeJobs:
    """Keeps wake-ups until somebody works; `loses` drops them all, as a broken queue would."""

    def __init__(self) -> None:
        self.people: list[int] = []
        self.times: set[datetime] = set()
        self.loses = False

    def wake_respond(self, identifier_id: int) -> None:
        """Somebody's texts wait."""
        if not self.loses and identifier_id not in self.people:
            self.people.append(identifier_id)

    def wake_deliver(self, at: datetime | None = None) -> None:
        """Texts are due."""
        self._at(at)

    def wake_chase(self, at: datetime | None = None) -> None:
        """A case needs its next step."""
        self._at(at)

    def _at(self, at: datetime | None) -> None:
        if at is not None and not self.loses:
            self.times.add(at)


# ── the service, and its phones ────────────────────────────────────────────────────────────────────


class Helpline:
    """The service in one process, on a real database."""

    def __init__(self, store: Any, clock: FakeClock, **policy: Any) -> None:
        self.store, self.clock = store, clock
        self.route, self.jobs = Network(), FakeJobs()
        self.assistant, self.ears = ScriptedAssistant(), FakeEars()
        self.ids = itertools.count(1)
        self.last_sms: Callable[[], None] | None = None
        self.desk = Desk(
            store=store,
            clock=clock,
            jobs=self.jobs,
            assistant=self.assistant,
            routes={"fake": self.route},
            library=LIBRARY,
            ears=self.ears,
            provider="fake",
            policy=Policy(**policy),
            pause=lambda seconds: clock.advance(seconds) and None,
        )

    def hand_over(self, number: str, sms_id: str, text: str) -> None:
        """Let the provider hand over a text, maybe not for the first time."""
        receive(self.desk, Inbound("fake", sms_id, number, text))

    def phone(self, number: str = CHILD) -> Phone:
        """Return a phone."""
        return Phone(self, number)

    def worker(self, name: str, number: str, role: str = "social_worker", **more: Any) -> WorkersPhone:
        """Put a worker on the staff and return their phone."""
        fields = {"languages": ("tk", "ru"), **more}
        added = add_staff(self.desk, Newcomer(name, number, role, **fields))
        return WorkersPhone(self, number, added.id)

    def work(self) -> None:
        """Do everything that is due now."""
        while self.jobs.people:
            respond(self.desk, self.jobs.people.pop(0))
        chase(self.desk)
        deliver(self.desk)
        if self.jobs.people:
            self.work()

    def survives(self, crash: type[Exception]) -> None:
        """Work until it breaks (if it does), and come back ten seconds later."""
        with suppress(crash):
            self.work()
        self.clock.advance(seconds=10)
        with self.store.begin() as work:
            for identifier_id in work.messages.identifiers_waiting(self.clock.now()):
                self.jobs.wake_respond(identifier_id)

    def later(self, **time: float) -> None:
        """Let time pass; whatever falls due meanwhile is done in its moment."""
        until = self.clock.now() + timedelta(**time)
        while True:
            due = sorted(at for at in self.jobs.times if self.clock.now() < at <= until)
            self.clock.set(due[0] if due else until)
            sweep(self.desk)
            self.work()
            if not due:
                return

    # ── what stands in the books ───────────────────────────────────────────────────────────────────

    def cases(self, *, open_only: bool = True) -> list[Case]:
        """Return the cases."""
        with self.store.begin() as work:
            return work.cases.all(open_only)

    def case(self) -> Case:
        """Return the one open case."""
        [case] = self.cases()
        return case

    def timeline(self, case: Case | None = None) -> list[CaseAction]:
        """Return what happened in a case."""
        with self.store.begin() as work:
            return work.cases.timeline((case or self.case()).id)

    def verbs(self, case: Case | None = None) -> list[str]:
        """Return the timeline's verbs."""
        return [line.verb for line in self.timeline(case)]

    def messages(self, number: str) -> list[Message]:
        """Return every text to and from a number."""
        with self.store.begin() as work:
            found = work.identifiers.find(number)
            return work.messages.of_identifier(found.id) if found else []

    @contextmanager
    def broken_queue(self) -> Iterator[None]:
        """Lose every wake-up in the block."""
        self.jobs.loses = True
        yield
        self.jobs.loses = False


class Phone:
    """A phone: what it sends, and what it received that was not looked at yet."""

    def __init__(self, helpline: Helpline, number: str) -> None:
        self.helpline, self.number, self.read = helpline, number, 0

    def sends(self, *texts: str, media_count: int = 0) -> None:
        """Let texts arrive without anybody answering yet."""
        for text in texts:
            sms_id = f"in-{next(self.helpline.ids)}"
            receive(self.helpline.desk, Inbound("fake", sms_id, self.number, text, media_count=media_count))

    def texts(self, *texts: str, media_count: int = 0) -> None:
        """Send texts at one moment, and let the service work."""
        self.sends(*texts, media_count=media_count)
        self.helpline.work()

    def unread(self) -> list[str]:
        """Return what was received and not looked at, and look at it."""
        received = self.received()
        new, self.read = received[self.read :], len(received)
        return new

    def received(self) -> list[str]:
        """Return everything that this phone received."""
        return [parcel.text for parcel in self.parcels()]

    def parcels(self) -> list[Parcel]:
        """Return what the provider was given for this phone."""
        return [parcel for parcel in self.helpline.route.taken.values() if parcel.to == self.number]

    def receives(self, *expected: str) -> str:
        """Look at the next SMS: it holds each of these words, or texts named by their ids. Return it."""
        received = self.received()
        assert len(received) > self.read, f"nothing was received; expected {expected}"
        text = received[self.read]
        self.read += 1
        for one in expected:
            assert says(text, one), f"expected {one!r} in: {text}"
        return text

    def receives_nothing(self) -> None:
        """Nothing new has come."""
        assert self.unread() == []

    @property
    def is_known(self) -> bool:
        """Say whether the service holds this number: not before the first text, nor after it was erased."""
        with self.helpline.store.begin() as work:
            return work.identifiers.find(self.number) is not None

    @property
    def conversation(self) -> Conversation:
        """Return the state of the talk."""
        with self.helpline.store.begin() as work:
            found = work.identifiers.find(self.number)
            return work.conversations.of(found.id, self.helpline.clock.now())

    @property
    def statuses(self) -> list[str]:
        """Return where this phone's own texts stand."""
        return [str(text.status) for text in self.helpline.messages(self.number) if text.direction == "in"]


class WorkersPhone(Phone):
    """A worker's plain phone."""

    def __init__(self, helpline: Helpline, number: str, worker_id: int) -> None:
        super().__init__(helpline, number)
        self.worker_id = worker_id

    def code(self) -> str:
        """Return the code of the newest SMS that has one."""
        for text in reversed(self.received()):
            found = SHAPE.search(text)
            if found:
                return found.group()
        raise AssertionError("no code was received")

    def takes(self) -> str:
        """Take the case offered last; return its code."""
        code = self.code()
        self.texts(f"TAKE {code}")
        return code

    def changes(self, **columns: Any) -> None:
        """Change this worker's record."""
        with self.helpline.store.begin() as work:
            work.workers.save(replace(work.workers.get(self.worker_id), **columns))
            work.commit()


def says(text: str, expected: str) -> bool:
    """Say whether an SMS holds words, or the text with this id in any of its wordings."""
    if not ((LIBRARY.has_text(expected) and "." in expected) or expected in LIBRARY.answers):
        return expected in text
    return any(re.search(pattern, text, re.DOTALL) for pattern in wordings(expected))


def wordings(text_id: str) -> Iterator[str]:
    """Yield each wording of a text as a pattern, its fields open."""
    for language, audience in itertools.product(("tk", "ru", "en"), ("child", "parent")):
        words = LIBRARY.text(text_id, language, audience=audience, **dict.fromkeys(FIELDS, "⁂"))
        for spelled in (words, simple_letters(words)):
            yield re.escape(spelled).replace("⁂", ".+")


FIELDS = ["days", "time", "day", "digit", "digits", "code", "severity", "about", "spoken", "region"]
FIELDS += ["name", "codes", "reason", "since", "date", "service", "link"]

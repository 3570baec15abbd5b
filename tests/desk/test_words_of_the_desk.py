"""What the desk says: every text is there in both languages, short enough, and names 02 only where it may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.answers.library import Library
from bot.answers.phrasing import Reader, spell
from bot.desk.alarm import safety_text
from bot.helpline.danger import KINDS, Alarm
from bot.helpline.failures import BUSY, TWILIO, UNKNOWN
from bot.helpline.records import Severity
from bot.text.segments import count_segments, encoding_of, width

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Library.load(ROOT / "content", ROOT / "locales", in_production=True)  # a missing translation raises
OURS = ["safety", "holding", "stop", "closing", "first_contact", "handover", "limits", "odd", "questions", "hide"]
OURS += ["safe_word", "delete", "unasked", "worker", "failures", "who_writes", "own_data"]
FIELDS = {
    "days": "90",
    "time": "15:30",
    "day": "понедельник, 23 ноября",
    "digit": "3",
    "digits": "1, 2, 3, 4, 5, 6, 7, 8",
    "code": "K4F2",
    "severity": "GYSSAGLY",
    "about": "принуждение, торговля людьми",
    "spoken": "TK",
    "region": "Daşoguz welaýaty",
    "name": "Aýna",
    "codes": "K4F2, B3E7, C5D6, H7J8",
    "reason": "telefon öçük ýa-da ýetip bolanok",
    "since": "16.11 12:30",
    "service": "Merkezi poliklinikanyň sosial işgäri",
    "link": "https://goldaw.example/referral/" + "x" * 43,
}
CASES = [
    (text_id, language, audience)
    for text_id in LIBRARY.texts
    if text_id.split(".")[0] in OURS
    for language in ("tk", "ru")
    for audience in ("child", "parent")
]
FIRST_SMS = 70
ABOUT_OTHERS = re.compile(r"сотрудник должен|ребёнок не виноват")
SEXED = re.compile(
    r"\b(?:один|одна|сам|сама|должен|должна|готов|готова|рад|рада|виноват|виновата|согласен|согласна|\w+л\(а\))\b"
)


def sent(text_id: str, language: str, audience: str) -> str:
    """Return a text as it goes out."""
    simple = True if text_id.startswith("worker.") else None
    return spell(LIBRARY.text(text_id, language, audience=audience, **FIELDS), Reader(language, audience, simple))


@pytest.mark.parametrize(("text_id", "language", "audience"), CASES)
def test_a_text_is_there_in_both_languages_and_keeps_its_budget(text_id, language, audience):
    assert count_segments(sent(text_id, language, audience)) <= LIBRARY.texts[text_id].max_segments


SAFETY = [case for case in CASES if case[0].startswith("safety.")]


@pytest.mark.parametrize(("text_id", "language", "audience"), SAFETY)
def test_the_number_to_call_stands_in_what_a_phone_shows_first(text_id, language, audience):
    text = sent(text_id, language, audience)
    for number in re.finditer(r"\b0[23]\b", text):
        before = sum(width(char, encoding_of(text)) for char in text[: number.end()])
        assert before <= FIRST_SMS, f"{number.group()} comes after {before} units"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("avoid_police", [True, False])
@pytest.mark.parametrize("language", ["tk", "ru"])
@pytest.mark.parametrize("audience", ["child", "parent"])
def test_every_kind_has_its_safety_text_and_02_is_named_only_where_it_may(kind, avoid_police, language, audience):
    text = sent(safety_text(Alarm(kind, "sure", "test", avoid_police)), language, audience)
    names_police = "02" in text
    asks_if_safe = kind in {"sexual_abuse", "violence_home", "trafficking", "homeless_now", "missing_child"}
    assert names_police == (asks_if_safe and not avoid_police)
    assert ("1 " in text and "2 " in text) == asks_if_safe
    assert kind != "self_harm" or "03" in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_about_and_told_to_a_worker(kind):
    for language in ("tk", "ru"):
        question = sent(f"safety.check_{kind}", language, "child")
        assert all(f"{digit} " in question for digit in (1, 2, 3))
        assert LIBRARY.text(f"worker.kind_{kind}", language)


def test_every_severity_and_every_failure_has_words():
    for language in ("tk", "ru"):
        for severity in Severity:
            assert LIBRARY.text(f"worker.severity_{severity}", language)
        for failure in (*TWILIO.values(), BUSY, UNKNOWN):
            assert LIBRARY.text(f"failures.{failure.reason}", language)


def test_what_we_send_unasked_gives_nothing_away():
    for language in ("tk", "ru"):
        for text_id in ("unasked.neutral", "safe_word.reply", "hide.nothing_new"):
            words = sent(text_id, language, "child").lower()
            assert not re.search(r"соц|durmuş|durmus|polis|полиц|опас|howp|помо|kömek|goldaw|\d", words)


@pytest.mark.parametrize(("text_id", "language", "audience"), [case for case in CASES if case[1] == "ru"])
def test_no_russian_text_fixes_the_readers_sex(text_id, language, audience):
    assert not SEXED.search(ABOUT_OTHERS.sub("", sent(text_id, language, audience).lower()))


def test_every_text_that_the_desk_names_is_written():
    named = set()
    for path in (ROOT / "bot" / "desk").rglob("*.py"):
        found = re.findall(rf'"((?:{"|".join(OURS)})\.[a-z_0-9]+)"', path.read_text())
        named.update(found)
    known = {"safety.check", "safety.safe_now"}  # names of questions
    assert named - set(LIBRARY.texts) - known == set()
    assert len(named) > 60


@pytest.mark.parametrize(
    ("language", "other"),
    [("tk", r"\b(?:iş(?! stol)|işi|işiň|işde|işler\w*|işiňiz|ýagda\w+)\b"), ("ru", r"\b(?:дел[оауе]|дел|случа\w+)\b")],
)
def test_a_case_has_one_name_in_each_language(language, other):
    wrong = []
    for domain in ("messages", "content"):
        with (ROOT / "locales" / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            for message in read_po(file):
                ours = domain == "messages" or str(message.context).startswith(("worker.", "letter."))
                english = str(message.id).replace("in any case", "")
                if ours and re.search(r"\bcases?\b", english, re.I) and re.search(other, str(message.string), re.I):
                    wrong.append((message.id, message.string))
    assert wrong == []


def test_every_text_of_the_desk_is_used():
    code = "".join(path.read_text() for path in (ROOT / "bot" / "desk").rglob("*.py"))
    built = ("safety.check_", "worker.kind_", "worker.severity_", "failures.", "safety.")
    unused = [
        text_id
        for text_id in LIBRARY.texts
        if text_id.split(".")[0] in OURS
        and not text_id.startswith(built)
        and text_id not in re.findall(r"[a-z_0-9]+\.[a-z_0-9]+", code)
    ]
    assert unused == []

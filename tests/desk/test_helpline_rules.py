"""The helpline's rules by table: severity, time to answer, hours, codes, whom to ask, privacy, failures."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.helpline import codes, failures, ladder, orders, privacy, routing, triage
from bot.helpline.hours import Hours, is_day, midnight_after, next_day_time
from bot.helpline.ladder import next_rung
from bot.helpline.orders import Order
from bot.helpline.records import Severity, Shift, Worker
from bot.helpline.routing import Need, candidates, may_take
from tests.text.test_alphabet import quickest

OFFICE = Hours(holidays=frozenset({date(2026, 11, 18)}))


def ashgabat(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on an Ashgabat clock (the 16th is a Monday)."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=5)


# ── severity ───────────────────────────────────────────────────────────────────────────────────────

SEVERITIES = [
    ("self_harm", "sure", Severity.IMMINENT),
    ("sexual_abuse", "sure", Severity.IMMINENT),
    ("violence_home", "sure", Severity.IMMINENT),
    ("trafficking", "sure", Severity.IMMINENT),
    ("missing_child", "sure", Severity.IMMINENT),
    ("homeless_now", "sure", Severity.IMMINENT),
    ("police_now", "sure", Severity.HIGH),
    ("police_violence", "sure", Severity.HIGH),
    ("blackmail", "sure", Severity.HIGH),
    ("self_harm", "unsure", Severity.HIGH),
    ("violence_home", "unsure", Severity.HIGH),
    ("something new", "sure", Severity.HIGH),
    (None, "unsure", Severity.HIGH),
]


@pytest.mark.parametrize(("kind", "level", "severity"), SEVERITIES)
def test_danger_has_the_severity_of_its_kind_and_doubt_counts_as_risk(kind, level, severity):
    assert triage.of_danger(kind, level) is severity


def test_a_wish_for_a_human_is_medium_on_a_same_day_topic_and_else_low():
    wishes = [triage.of_wish(urgency) for urgency in ("same_day", "immediate", "routine", None)]
    assert wishes == [Severity.MEDIUM, Severity.MEDIUM, Severity.LOW, Severity.LOW]


TIMES = [
    (Severity.IMMINENT, ashgabat(16, 3), ashgabat(16, 3, 5), "five minutes at any hour"),
    (Severity.HIGH, ashgabat(16, 23), ashgabat(16, 23, 15), "a quarter of an hour"),
    (Severity.MEDIUM, ashgabat(16, 10), ashgabat(16, 14), "four hours of work"),
    (Severity.MEDIUM, ashgabat(16, 16), ashgabat(17, 11), "two today, two tomorrow"),
    (Severity.MEDIUM, ashgabat(17, 17), ashgabat(19, 12), "the 18th is a holiday"),
    (Severity.MEDIUM, ashgabat(21, 22), ashgabat(23, 13), "Saturday night waits for Monday"),
    (Severity.LOW, ashgabat(16, 10), ashgabat(17, 18), "by the end of the next working day"),
    (Severity.LOW, ashgabat(17, 10), ashgabat(19, 18), "which is after the holiday"),
    (Severity.LOW, ashgabat(21, 10), ashgabat(23, 18), "Sunday is free"),
]


@pytest.mark.parametrize(("severity", "now", "by", "reason"), TIMES)
def test_the_time_to_answer_follows_severity_and_opening_hours(severity, now, by, reason):
    assert triage.answer_by(severity, now, OFFICE) == by, reason


def test_the_office_is_open_on_working_days_only():
    moments = [
        ashgabat(16, 8, 59),
        ashgabat(16, 9),
        ashgabat(16, 17, 59),
        ashgabat(16, 18),
        ashgabat(18, 12),
        ashgabat(22, 12),
    ]
    assert [OFFICE.is_open(now) for now in moments] == [False, True, True, False, False, False]


def test_a_phone_rings_unasked_between_nine_and_twenty_one():
    assert [is_day(ashgabat(16, hour)) for hour in (8, 9, 20, 21)] == [False, True, True, False]
    assert next_day_time(ashgabat(16, 3)) == ashgabat(16, 9)
    assert next_day_time(ashgabat(16, 22)) == ashgabat(17, 9)
    assert midnight_after(ashgabat(16, 22)) == ashgabat(17, 0)


# ── codes ──────────────────────────────────────────────────────────────────────────────────────────

READ = [
    ("K4F2", "K4F2", "as written"),
    ("k4f2", "K4F2", "small letters"),
    ("К4М2", "K4M2", "Cyrillic К and М"),
    ("в3е7", "B3E7", "small Cyrillic"),
    ("K4F2:", "K4F2", "a colon"),
    ("«K4F2»", "K4F2", "in quotation marks"),
    ("K0F2", None, "0 is in no code"),
    ("O4F2", None, "nor is O"),
    ("I4F2", None, "nor is I"),
    ("K1F2", None, "nor is 1"),
    ("4KF2", None, "wrong order"),
    ("K4F22", None, "too long"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("word", "code", "reason"), READ)
def test_a_code_is_read(word, code, reason):
    assert codes.read(word) == code, reason


def test_every_code_that_can_be_drawn_can_be_read():
    letters, digits = codes.LETTERS, codes.DIGITS
    assert not set("01OI") & set(letters + digits)
    for index in range(24):
        code = codes.draw(lambda choices, at=index: choices[at % len(choices)])
        assert codes.read(code) == code


# ── who is asked ───────────────────────────────────────────────────────────────────────────────────


def worker(number: int, role: str = "social_worker", **more) -> Worker:
    """A worker who is on duty and speaks Turkmen."""
    return Worker(
        **{
            "id": number,
            "name": f"Worker {number}",
            "identifier_id": number,
            "role": role,
            "languages": ("tk",),
            "on_duty": True,
            **more,
        }
    )


def asked(workers, need, loads=None) -> list[int]:
    """The order in which these would be asked, all being on duty."""
    return [one.id for one in candidates(workers, loads or {}, need, [one.id for one in workers])]


def test_the_one_who_speaks_the_language_is_asked_first():
    assert asked([worker(1), worker(2, languages=("ru",))], Need("ru")) == [2, 1]


def test_then_the_one_who_serves_the_region():
    assert asked([worker(1, regions=("mary",)), worker(2, regions=("lebap",))], Need("tk", region="lebap")) == [2, 1]


def test_then_the_profession_that_helps():
    assert asked([worker(1), worker(2, "lawyer")], Need("tk", kind="police_now")) == [2, 1]


def test_then_the_one_with_room_and_fewer_cases():
    workers = [worker(1, capacity=2), worker(2), worker(3)]
    assert asked(workers, Need("tk"), {1: 2, 2: 3, 3: 1}) == [3, 2, 1]


def test_who_is_not_on_duty_or_suspended_is_not_asked():
    suspended = worker(1, suspended_at=ashgabat(16, 9))
    assert candidates([suspended, worker(2)], {}, Need("tk"), [1]) == []


INSPECTORS = [
    ("police_now", frozenset({"inspector"}), False, "police are never asked about police"),
    ("police_violence", frozenset({"inspector"}), False, "not even with consent"),
    ("violence_home", frozenset(), False, "no consent names the inspector"),
    (None, frozenset(), False, "no consent, no danger"),
    (None, frozenset({"inspector"}), True, "the consent names the inspector"),
]


@pytest.mark.parametrize(("kind", "consented", "may", "reason"), INSPECTORS)
def test_the_inspector_is_offered_only_what_a_consent_names_and_nothing_about_police(kind, consented, may, reason):
    need = Need("tk", kind=kind, consented_roles=consented)
    assert may_take(worker(1, "inspector"), need) is may, reason
    assert may_take(worker(1, skills=("inspector",)), need) is may, reason


def test_a_supervisor_is_asked_by_the_ladder_and_not_by_the_rota():
    assert not may_take(worker(1, "supervisor"), Need("tk"))


def test_duty_is_a_shift_or_ones_own_word_and_a_pin_where_there_is_one():
    now = ashgabat(16, 12)
    on_shift = Shift(1, 3, now - timedelta(hours=1), now + timedelta(hours=1))
    workers = [
        worker(1),
        worker(2, on_duty=False),
        worker(3, on_duty=False),
        worker(4, pin_hash="x"),
        worker(5, pin_hash="x", pin_ok_until=now + timedelta(hours=1)),
    ]
    assert [one.id for one in routing.on_duty(workers, [on_shift], now, pin_required=False)] == [1, 3, 5]
    assert [one.id for one in routing.on_duty(workers, [on_shift], now, pin_required=True)] == [5]


def test_the_ladder_asks_the_next_on_duty_then_the_supervisor_then_everybody_every_five_minutes():
    team, chiefs, admins = [worker(1), worker(2)], [worker(3, "supervisor")], [worker(4, "administrator")]
    steps = [next_rung(Severity.IMMINENT, team, chiefs, admins, asked) for asked in ([], [1], [1, 2], [1, 2, 3])]
    assert [(rung.name, [one.id for one in rung.whom], rung.wait.seconds) for rung in steps] == [
        ("offer", [1], 120),
        ("offer", [2], 120),
        ("supervisor", [3], 120),
        ("everybody", [3, 4], 300),
    ]


def test_what_is_not_urgent_climbs_in_office_hours_only():
    at = ladder.next_step_at(Severity.LOW, ashgabat(16, 17, 30), timedelta(hours=2), OFFICE)
    assert at == ashgabat(17, 10, 30)
    assert ladder.next_step_at(Severity.HIGH, ashgabat(16, 23), timedelta(minutes=5), OFFICE) == ashgabat(16, 23, 5)


# ── a worker's SMS ─────────────────────────────────────────────────────────────────────────────────

ORDERS = [
    ("TAKE K4F2", Order("take", "K4F2")),
    ("take k4f2", Order("take", "K4F2")),
    ("Al K4F2", Order("take", "K4F2")),
    ("беру К4М2", Order("take", "K4M2")),
    ("1 K4F2", Order("take", "K4F2")),
    ("1K4F2", Order("take", "K4F2")),
    ("K4F2 take", Order("take", "K4F2")),
    ("K4F2", Order("take", "K4F2")),
    ("PASS K4F2", Order("pass", "K4F2")),
    ("передать K4F2", Order("pass", "K4F2")),
    ("DONE K4F2", Order("done", "K4F2")),
    ("tamam k4f2", Order("done", "K4F2")),
    ("готово K4F2", Order("done", "K4F2")),
    ("DONE", Order("done")),
    ("NOTE K4F2 mother called", Order("note", "K4F2", "mother called")),
    ("bellik K4F2 ejesi geldi", Order("note", "K4F2", "ejesi geldi")),
    ("WHO", Order("who")),
    ("kim K4F2", Order("who", "K4F2")),
    ("HELP K4F2", Order("help", "K4F2")),
    ("kömek", Order("manual")),
    ("komek", Order("manual")),
    ("?", Order("manual")),
    ("K4F2 Salam, men Aýna", Order("relay", "K4F2", "Salam, men Aýna")),
    ("K4F2: Salam", Order("relay", "K4F2", "Salam")),
    ("Salam, nähili?", Order("words", None, "Salam, nähili?")),
    ("take care of yourself", Order("words", None, "take care of yourself")),
    ("PIN 4821", Order("pin", words="4821")),
    ("пин 4821", Order("pin", words="4821")),
    ("STOP", Order("off_duty")),
    ("стоп", Order("off_duty")),
    ("SEND K4F2", Order("send", "K4F2")),
    ("DROP K4F2", Order("drop", "K4F2")),
    ("", Order("words")),
]


@pytest.mark.parametrize(("text", "order"), ORDERS)
def test_a_workers_order_is_read(text, order):
    assert orders.read(text) == order


def test_no_order_is_a_word_that_twilio_swallows():
    swallowed = {"help", "stop", "end", "yes", "cancel", "quit", "info"}
    told = {words.split(", ")[0] for verb, words in orders.VERBS.items() if verb not in ("help", "off_duty")}
    assert not told & swallowed


# ── privacy and failures ───────────────────────────────────────────────────────────────────────────

MASKED = [
    ("jaň ediň 861000042", "jaň ediň ••42", "a phone"),
    ("+993 61 00-00-42 belgä", "••42 belgä", "a phone in groups"),
    ("mne 14 let, mektep 27", "mne 14 let, mektep 27", "an age and a school stay"),
    ("2012-nji ýyl", "2012-nji ýyl", "a year stays"),
    ("02 ýa-da 03", "02 ýa-da 03", "emergency numbers stay"),
    ("1 hawa 2 ýok", "1 hawa 2 ýok", "choices stay"),
    ("мой 861–000–042", "мой ••42", "a long dash"),
    ("861 - 000 - 042", "••42", "dashes with room"),
    ("861/000/042 ýa 861,000,042", "••42 ýa ••42", "slashes and commas"),
    ("8*6*1*0*0*0*0*4*2", "••42", "stars"),
    ("8️⃣6️⃣1️⃣0️⃣0️⃣0️⃣0️⃣4️⃣2️⃣", "••42", "digits in boxes"),
    ("61.. 00.. 00.. 42", "••42", "dots"),
    ("номер восемь шесть один ноль ноль", "номер ••", "digits in words"),
    ("sekiz alty bir nol 42 jaň et", "•• jaň et", "in words and digits"),
    ("8 шесть 1 ноль 4", "••", "mixed"),
    ("13, 14, 15 ýaşly", "13, 14, 15 ýaşly", "ages stay"),
    ("bir iki gün, üç ýyl", "bir iki gün, üç ýyl", "small numbers in words stay"),
    ("раз, два, три человека", "раз, два, три человека", "counting stays"),
]


@pytest.mark.parametrize(("text", "masked", "reason"), MASKED)
def test_numbers_are_masked_in_relayed_words(text, masked, reason):
    assert privacy.mask_numbers(text) == masked, reason


CONTACTS = [
    "86 100 00 42",
    "imo-da ýaz",
    "напиши в телеграм",
    "в Ватсапе",
    "@ayna_tm",
    "www.site.tm",
    "site.ru gir",
    "https://x",
]
CONTACTS += [
    "telegramda ýaz maňa",
    "imoda ýaz",
    "имода яз",
    "instada görüşeli",
    "whatsappda bar men",
    "tiktokdan tap",
    "вайбердан язаварсын",
    "пиши в тг",
    "votsapda",
    "в снапчате я есть",
    "t . me / kimdir",
    "sekiz alty bir nol nol nol",
]
HARMLESS = [
    "Bu barada ýokary instansiýa ýazyp bolýar",
    "Signalizasiýa işledi",
    "Imamyň ýanyna barma",
    "Bir iki gün garaş",
    "Salam, men Aýna.",
    "Приходи завтра в 15:00",
    "02 ýa-da 03",
    "Ertir sagat 10-da, otag 12",
    "помогу инспектору написать",
]


@pytest.mark.parametrize("text", CONTACTS)
def test_a_workers_text_with_a_way_around_us_waits(text):
    assert privacy.holds_contact(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_workers_ordinary_text_does_not_wait(text):
    assert not privacy.holds_contact(text)


def test_what_is_done_about_a_failure_follows_the_providers_code():
    assert failures.of_twilio(30003) == failures.Failure("phone_off", retryable=True)
    assert failures.of_twilio(21610) == failures.Failure("opted_out", stop=True)
    assert failures.of_twilio(20003).alarm
    assert failures.of_twilio(None, 503).retryable
    assert failures.of_twilio(99999) == failures.UNKNOWN


def test_no_failure_is_both_to_be_repeated_and_final():
    assert not [
        code for code, failure in failures.TWILIO.items() if failure.retryable and (failure.stop or failure.alarm)
    ]


def test_a_text_is_tried_again_after_five_and_ten_minutes_and_in_danger_much_sooner():
    patient = [failures.wait_before_retry(attempt, in_danger=False) for attempt in (1, 2, 3)]
    urgent = [failures.wait_before_retry(attempt, in_danger=True) for attempt in (1, 2, 3, 4)]
    assert patient == [timedelta(minutes=5), timedelta(minutes=10), None]
    assert urgent == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), None]


@pytest.mark.alone
@pytest.mark.parametrize("piece", ["1 ", "1, ", "9", "bir ", "bir, 1- ", "8\ufe0f\u20e3", "- "])
def test_a_long_text_is_masked_at_once(piece):
    assert quickest(lambda: privacy.mask_numbers(piece * 800)) < 0.05
    assert quickest(lambda: privacy.holds_contact(piece * 800)) < 0.05

"""The simulator as a person uses it, in a real browser against the real desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import NARROW
from tests.browser.phones import Stage

Opens = Callable[..., Stage]
DANGER = "ýaşasym gelmeýär"


def test_four_phones_stand_side_by_side(stage: Stage) -> None:
    expect(stage.page.locator(".phone")).to_have_count(4)
    expect(stage.page.locator(".phone >> visible=true")).to_have_count(4)
    numbers = stage.page.locator(".owner__number").all_inner_texts()
    assert len(set(numbers)) == 4
    assert numbers[2:] == ["+993 61 00 00 91", "+993 61 00 00 92"]


# ── sending and receiving ────────────────────────────────────────────────────────────────────────────


def test_a_text_is_sent_answered_and_ticked(stage: Stage) -> None:
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.field).to_have_value("")
    expect(stage.child.bubbles("theirs")).to_have_attribute("data-status", "received")
    answer = stage.child.receives()
    expect(answer).to_have_attribute("data-status", "delivered")
    expect(answer.locator("use").last).to_have_attribute("href", "#i-ticks")


def test_only_the_one_who_asked_receives_the_answer(stage: Stage) -> None:
    stage.parent.texts("мне нужен адвокат")
    stage.parent.receives()
    expect(stage.child.bubbles()).to_have_count(0)


def test_a_sent_text_stands_there_once(stage: Stage) -> None:
    """The bubble that was shown at once becomes the one that the service knows."""
    stage.child.texts("maňa aklawçy gerek")
    stage.child.receives()
    expect(stage.child.bubbles("theirs")).to_have_count(1)


def test_what_was_said_is_there_again_after_a_reload(stage: Stage) -> None:
    stage.child.texts("maňa aklawçy gerek")
    words = stage.child.receives().locator("p").inner_text()
    stage.page.reload()
    expect(stage.child.bubbles("ours").first).to_contain_text(words.splitlines()[0])


def test_a_draft_survives_a_change_of_language(stage: Stage) -> None:
    stage.child.field.fill("entek ýazýan")
    stage.page.get_by_role("link", name="ru", exact=True).click()
    expect(stage.child.field).to_have_value("entek ýazýan")


def test_a_digit_of_a_question_is_one_click_away(stage: Stage) -> None:
    stage.child.texts("adam bilen gürleşmek isleýärin")
    stage.child.receives()
    chips = stage.child.root.locator(".chips button")
    expect(chips.first).to_have_text("1")
    chips.first.click()
    expect(stage.child.bubbles("theirs").last.locator("p")).to_have_text("1")


def test_an_answer_that_nobody_reviewed_carries_a_mark(stage: Stage) -> None:
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.receives().locator(".draft")).to_be_visible()


def test_words_are_shown_as_words(stage: Stage) -> None:
    """A text is never read as HTML."""
    nasty = "<img src=x onerror=alert(1)> <b>salam</b>"
    stage.child.texts(nasty)
    expect(stage.child.bubbles("theirs").locator("p")).to_have_text(nasty)
    expect(stage.child.root.locator(".bubbles img, .bubbles b")).to_have_count(0)


# ── the meter ────────────────────────────────────────────────────────────────────────────────────────

METER = [
    ("salam", "5 / 160 · GSM-7", "1 SMS"),
    ("Maňa kömek gerek", "16 / 70 · UCS-2", "1 SMS"),
    ("я" * 71, "71 / 134 · UCS-2", "2 SMS"),
    ("a" * 161, "161 / 306 · GSM-7", "2 SMS"),
    ("€" * 81, "162 / 306 · GSM-7", "2 SMS"),
]


def test_the_meter_counts_while_one_types(stage: Stage) -> None:
    meter = stage.child.root.locator(".meter__text")
    for text, units, cost in METER:
        stage.child.field.fill(text)
        expect(meter.locator("[data-is=units]")).to_have_text(units)
        expect(meter.locator("[data-is=cost]")).to_have_text(cost)


def test_the_meter_says_what_simple_letters_would_save_and_does_it(opens: Opens) -> None:
    stage = opens("en")
    stage.child.field.fill("Maňa kömek gerek, men näme etmelidigimi bilemok. Polisiýa meni ertir çagyrdy.")
    hint = stage.child.root.locator(".meter__hint")
    expect(hint).to_have_text("1 SMS without ň ý ç")
    hint.click()
    expect(stage.child.field).to_have_value(
        "Maña kömek gerek, men näme etmelidigimi bilemok. Polisiya meni ertir cagyrdy."
    )
    expect(hint).to_be_hidden()


def test_russian_has_no_simple_letters(stage: Stage) -> None:
    stage.child.field.fill("я" * 100)
    expect(stage.child.root.locator(".meter__hint")).to_be_hidden()


# ── the network ──────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_text_never_arrives(stage: Stage) -> None:
    stage.child.switch("loses")
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.bubbles("theirs")).to_have_attribute("data-status", "lost")
    stage.page.wait_for_timeout(1500)
    expect(stage.child.bubbles("ours")).to_have_count(0)


def test_what_the_service_sends_can_be_lost_too(stage: Stage) -> None:
    """The worker's phone loses the call: it is sent, no receipt comes, and the ladder goes on."""
    for worker in stage.workers:
        worker.switch("loses")
    stage.child.texts(DANGER)
    stage.child.receives()
    stage.later(360)
    for worker in stage.workers:
        expect(worker.receives()).to_have_attribute("data-status", "sent")


def test_late_news_does_not_turn_a_switch_back(stage: Stage) -> None:
    """The first news left the service before the switch was turned, and arrives after it."""
    held: list[Route] = []
    stage.page.route("**/api/feed", lambda route: held.append(route))  # noqa: PLW0108
    stage.page.reload()
    expect(stage.child.root).to_be_visible()
    while not held:
        stage.page.wait_for_timeout(50)
    first = held[0].fetch()
    stage.child.slow(300)
    held[0].fulfill(response=first)
    stage.page.unroute("**/api/feed")
    stage.page.wait_for_timeout(500)
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.bubbles("theirs")).to_have_attribute("data-status", "delayed")


def test_a_slow_text_arrives_when_its_time_has_come(stage: Stage) -> None:
    stage.child.slow(300)
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.bubbles("theirs")).to_have_attribute("data-status", "delayed")
    stage.later(360)
    expect(stage.child.bubbles("theirs")).to_have_attribute("data-status", "received")


def test_a_text_that_arrives_twice_is_answered_once(stage: Stage) -> None:
    stage.child.switch("doubles")
    stage.child.texts("maňa aklawçy gerek")
    stage.child.receives()
    expect(stage.child.bubbles("theirs")).to_have_class(re.compile("is-twice"))
    expect(stage.child.bubbles("theirs")).to_have_count(1)
    answer = stage.child.bubbles("ours").first
    expect(answer).to_have_class(re.compile("is-twice"))


def test_a_phone_that_is_off_can_send_again_when_it_is_on(stage: Stage) -> None:
    stage.child.switch("is_off")
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.bubbles("theirs")).to_have_attribute("data-status", "refused")
    stage.child.switch("is_off", on=False)
    stage.child.root.locator(".again").click()
    stage.child.receives()


def test_a_text_waits_when_the_service_is_away(stage: Stage) -> None:
    stage.page.route("**/api/messages", lambda route: route.abort())
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.bubbles("theirs")).to_have_attribute("data-status", "refused")
    stage.page.unroute("**/api/messages")
    stage.child.root.locator(".again").click()
    stage.child.receives()
    expect(stage.child.bubbles("theirs")).to_have_count(1)


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("seconds", "minutes"), [(60, 1), (360, 6), (3600, 60)])
def test_a_button_moves_the_clock(stage: Stage, seconds: int, minutes: int) -> None:
    before = stage.time
    stage.later(seconds)
    assert (stage.time - before) % (24 * 60) in (minutes, minutes + 1)


def test_the_next_day_is_the_next_day(opens: Opens) -> None:
    stage = opens("en")
    before = stage.page.locator("#date").inner_text()
    stage.later(86400)
    expect(stage.page.locator("#date")).not_to_have_text(before)


def test_one_watches_the_ladder_move(stage: Stage) -> None:
    """A child in danger; nobody takes the case; six minutes later the second worker has been asked as well."""
    stage.child.texts(DANGER)
    stage.child.receives()
    expect(stage.page.locator(".case--imminent")).to_be_visible()
    stage.later(360)
    for worker in stage.workers:
        worker.receives()


def test_a_worker_takes_a_case_and_talks_through_the_service(stage: Stage) -> None:
    stage.child.texts(DANGER)
    stage.child.receives()
    stage.later(360)
    worker = stage.workers[0]
    worker.receives()
    worker.root.locator(".chips button", has_text="TAKE").click()
    worker.field.press("Enter")
    worker.receives(2)
    code = re.search(r"[A-Z]\d[A-Z]\d", worker.bubbles("ours").first.inner_text())
    assert code
    worker.texts(f"{code.group()} Salam, men şu ýerde. Häzir ýanyňda kim bar?")
    expect(stage.child.says("Häzir ýanyňda kim bar?")).to_have_count(1)
    expect(stage.page.locator(".case")).to_contain_text(code.group())


# ── phones come and go ───────────────────────────────────────────────────────────────────────────────


def test_a_phone_is_added_and_removed(opens: Opens) -> None:
    stage = opens("en")
    stage.page.get_by_role("button", name="Add a phone").last.click()
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Sister")
    dialog.get_by_role("button", name="Keep").click()
    expect(stage.page.locator(".phone")).to_have_count(5)
    expect(stage.phone(4).field).to_be_focused()
    stage.page.reload()
    expect(stage.page.locator(".phone")).to_have_count(5)
    stage.phone(4).root.get_by_role("button", name="Change the phone").click()
    stage.page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(stage.page.locator(".phone")).to_have_count(4)


def test_a_new_number_is_a_new_person(opens: Opens) -> None:
    stage = opens("en")
    stage.child.texts("maňa aklawçy gerek")
    stage.child.receives()
    stage.child.root.get_by_role("button", name="Change the phone").click()
    stage.page.get_by_role("button", name="New number").click()
    stage.page.get_by_role("button", name="Keep").click()
    expect(stage.child.bubbles()).to_have_count(0)


@pytest.mark.parametrize(
    ("number", "says"), [("hello", "not a phone number"), ("+993 61 00 00 91", "Another phone has this number")]
)
def test_a_number_that_cannot_be_is_refused(opens: Opens, number: str, says: str) -> None:
    stage = opens("en")
    stage.child.root.get_by_role("button", name="Change the phone").click()
    stage.page.get_by_role("dialog").get_by_label("Number").fill(number)
    stage.page.get_by_role("button", name="Keep").click()
    expect(stage.page.get_by_role("alert")).to_contain_text(says)
    expect(stage.page.get_by_role("dialog")).to_be_visible()


def test_a_conversation_is_saved_as_a_test(opens: Opens, tmp_path: Path) -> None:
    from tests.conversations.replay import load

    stage = opens("en")
    stage.child.texts("maňa aklawçy gerek")
    expect(stage.child.receives()).to_have_attribute("data-status", "delivered")
    stage.page.get_by_role("button", name="Save as test").click()
    stage.page.get_by_label("What does this conversation show?").fill("A lawyer")
    with stage.page.expect_download() as saved:
        stage.page.get_by_role("button", name="Save the file").click()
    assert saved.value.suggested_filename == "a-lawyer.yml"
    path = tmp_path / "a-lawyer.yml"
    saved.value.save_as(path)
    assert load(path).lines[0].text == "maňa aklawçy gerek"


# ── languages, keys, sizes ───────────────────────────────────────────────────────────────────────────


def test_the_language_is_switched_at_once_and_kept(stage: Stage) -> None:
    for language, name in (("ru", "Ребёнок"), ("en", "Child"), ("tk", "Çaga")):
        stage.page.get_by_role("link", name=language, exact=True).click()
        expect(stage.page.locator("html")).to_have_attribute("lang", language)
        expect(stage.child.root.locator("[data-is=name]")).to_have_text(name)
    stage.page.goto(stage.page.url.split("?")[0])
    expect(stage.page.locator("html")).to_have_attribute("lang", "tk")


def test_everything_can_be_done_with_the_keyboard(stage: Stage) -> None:
    keys = stage.page.keyboard
    keys.press("1")
    expect(stage.child.field).to_be_focused()
    keys.type("aklawçy")
    keys.press("Shift+Enter")
    keys.type("gerek")
    keys.press("Enter")
    expect(stage.child.bubbles("theirs").locator("p")).to_have_text("aklawçy\ngerek")
    stage.child.receives()
    keys.press("ArrowUp")
    expect(stage.child.field).to_have_value("aklawçy\ngerek")
    stage.child.field.fill("")
    keys.press("Escape")
    expect(stage.child.root.locator(".thread")).to_be_focused()
    keys.press("2")
    expect(stage.parent.field).to_be_focused()
    keys.press("Escape")
    before = stage.time
    with stage.page.expect_response("**/api/advance"):
        keys.press("s")
    expect(stage.page.locator(".travel")).not_to_have_attribute("aria-busy", "true")
    assert (stage.time - before) % (24 * 60) in (6, 7)
    keys.press("?")
    expect(stage.page.locator("#help-dialog")).to_be_visible()
    keys.press("Escape")
    expect(stage.page.locator("#help-dialog")).to_be_hidden()
    keys.press("n")
    expect(stage.page.locator("#phone-dialog")).to_be_visible()


def test_a_key_that_is_typed_into_a_text_is_only_a_letter(stage: Stage) -> None:
    before = stage.time
    stage.child.field.focus()
    stage.page.keyboard.type("1m?shd")
    expect(stage.child.field).to_have_value("1m?shd")
    assert (stage.time - before) % (24 * 60) in (0, 1)
    expect(stage.page.locator("dialog[open]")).to_have_count(0)


def test_single_keys_can_be_switched_off(stage: Stage) -> None:
    stage.page.locator("#help").click()
    stage.page.locator("#keys-on").uncheck()
    stage.page.keyboard.press("Escape")
    stage.page.keyboard.press("n")
    expect(stage.page.locator("dialog[open]")).to_have_count(0)


def test_tab_goes_from_the_thread_to_the_field_to_the_switches(stage: Stage) -> None:
    stage.child.texts("salam")
    stage.child.receives()
    stage.child.root.locator(".thread").focus()
    order = []
    for _ in range(9):
        stage.page.keyboard.press("Tab")
        order.append(stage.page.evaluate("document.activeElement.name || document.activeElement.className"))
    order = [name for name in order if name]
    assert order.index("send") < order.index("delay_s") < order.index("loses") < order.index("is_off")


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_one_phone_fills_the_screen(opens: Opens, language: str, width: int) -> None:
    stage = opens(language, viewport={**NARROW, "width": width})
    expect(stage.page.locator(".phone >> visible=true")).to_have_count(1)
    stage.page.evaluate("document.fonts.ready")  # until then words are as wide as another font's
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= width
    for control in (".travel button >> nth=3", "#help", ".phone.is-front .send"):
        box = stage.page.locator(control).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    stage.child.texts("maňa aklawçy gerek")
    stage.child.receives()
    stage.page.get_by_role("tab").nth(1).click()
    expect(stage.parent.root).to_be_visible()
    expect(stage.child.root).to_be_hidden()


def test_news_of_a_phone_that_is_not_in_front_is_counted(opens: Opens) -> None:
    stage = opens("en", viewport=NARROW)
    stage.child.slow(300)
    stage.child.texts("maňa aklawçy gerek")
    stage.page.get_by_role("tab").nth(1).click()
    stage.later(360)
    expect(stage.page.get_by_role("tab").nth(0).locator(".count")).to_be_visible()
    stage.page.get_by_role("tab").nth(0).click()
    expect(stage.page.get_by_role("tab").nth(0).locator(".count")).to_have_count(0)


def test_a_dark_room_is_dark(opens: Opens) -> None:
    stage = opens(color_scheme="dark")
    expect(stage.page.locator("html")).to_have_attribute("data-theme", "dark")
    stage.page.locator("#theme").click()
    expect(stage.page.locator("html")).to_have_attribute("data-theme", "light")
    stage.page.reload()
    expect(stage.page.locator("html")).to_have_attribute("data-theme", "light")


def test_who_wants_no_motion_gets_none(opens: Opens) -> None:
    stage = opens(reduced_motion="reduce")
    assert (
        stage.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.phone')).animationDuration)") < 0.01
    )


def test_nothing_is_asked_of_another_host(opens: Opens, address: str) -> None:
    stage = opens()
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    stage.page.reload()
    stage.page.wait_for_load_state("load")
    assert asked
    assert all(url.startswith((address, "blob:")) for url in asked)

"""The conversation page: the words of the one who writes, answers, notes, and what is kept from whom."""

from dataclasses import replace

import pytest

from bot.desk.close import close
from bot.desk.from_console import TRAINEE
from bot.desk.scene import open_scene
from bot.helpline.records import Status
from tests.console.visiting import House, Visitor

WORDS = "не хочу жить"


@pytest.fixture
def ayna_at_desk(house: House, helpline, child) -> Visitor:
    """Return the console of a worker who has taken the child's case."""
    visitor = house.as_("social_worker")
    child.texts(WORDS)
    child.received()
    visitor.posts("/console/next")
    helpline.work()
    return visitor


def at(helpline, act: str = "") -> str:
    return f"/console/cases/{helpline.case().code}{act}"


def by_sms(helpline, visitor: Visitor) -> list[str]:
    """Return what the worker received on the own phone."""
    with helpline.store.begin() as work:
        number = work.identifiers.get(visitor.worker.identifier_id).number
    return [text.text for text in helpline.messages(number) if text.direction == "out"]


def test_the_words_are_shown_and_the_number_is_not(ayna_at_desk, helpline, child):
    page = ayna_at_desk.get(at(helpline)).text
    assert WORDS in page
    assert child.number not in page
    assert f"•••• {child.number[-2:]}" in page


def test_an_offer_shows_no_word_before_it_is_taken(house, helpline, child):
    ayna = house.as_("social_worker")
    child.texts(WORDS)
    page = ayna.get(at(helpline))
    assert page.status_code == 200
    assert WORDS not in page.text


def test_what_is_sent_reaches_the_person(ayna_at_desk, helpline, child):
    child.unread()
    ayna_at_desk.posts(at(helpline, "/send"), words="Я рядом. Где ты сейчас?")
    helpline.work()
    child.receives("Я рядом. Где ты сейчас?")
    assert "Я рядом" in ayna_at_desk.get(at(helpline)).text


def test_a_form_sent_twice_reaches_the_person_once(ayna_at_desk, helpline, child):
    for _ in range(2):
        ayna_at_desk.posts(at(helpline, "/send"), words="Я рядом.")
    helpline.work()
    assert [text for text in child.received() if "Я рядом" in text] == ["Я рядом."]


def test_who_reads_at_the_console_gets_no_words_by_sms(ayna_at_desk, helpline, child):
    ayna_at_desk.get(at(helpline, "/thread"))
    child.texts("мне страшно")
    assert not any("мне страшно" in text for text in by_sms(helpline, ayna_at_desk))
    assert "мне страшно" in ayna_at_desk.get(at(helpline, "/thread")).text


def test_once_the_console_is_closed_the_words_come_by_sms(ayna_at_desk, helpline, child):
    helpline.later(minutes=2, seconds=1)
    child.texts("мне страшно")
    assert any("мне страшно" in text for text in by_sms(helpline, ayna_at_desk))


def test_a_number_waits_for_a_supervisor(ayna_at_desk, house, helpline, child):
    oraz = house.as_("supervisor")
    child.unread()
    ayna_at_desk.posts(at(helpline, "/send"), words="Позвони мне +993 61 000077")
    helpline.work()
    child.receives_nothing()
    assert "+993 61 000077" in oraz.get("/console/held").text
    oraz.posts(f"/console/held/{helpline.case().code}/release")
    helpline.work()
    assert "000077" in child.receives("Позвони")


def test_a_refused_text_never_goes_out(ayna_at_desk, house, helpline, child):
    child.unread()
    ayna_at_desk.posts(at(helpline, "/send"), words="Позвони мне +993 61 000077")
    house.as_("supervisor").posts(f"/console/held/{helpline.case().code}/refuse")
    helpline.later(hours=1)
    assert not any("000077" in text for text in child.received())


def test_a_worker_cannot_release_the_own_text(ayna_at_desk, helpline, child):
    ayna_at_desk.posts(at(helpline, "/send"), words="Позвони мне +993 61 000077")
    assert ayna_at_desk.posts(f"/console/held/{helpline.case().code}/release").status_code == 403


def test_a_failed_text_says_why_and_can_be_sent_again(ayna_at_desk, helpline, child):
    ayna_at_desk.posts(at(helpline, "/send"), words="Я рядом.")
    with helpline.store.begin() as work:
        [mine] = [text for text in work.messages.for_case(helpline.case().id) if text.text == "Я рядом."]
        work.messages.change(mine.id, status=Status.FAILED, failed_reason="phone_off", attempts=3)
        work.commit()
    page = ayna_at_desk.get(at(helpline), query_string={"language": "en"}).text
    assert "phone switched off" in page
    assert "Resend" in page
    child.unread()
    ayna_at_desk.posts(at(helpline, "/resend"), message=mine.id)
    helpline.work()
    child.receives("Я рядом.")


def test_a_note_stays_in_the_house(ayna_at_desk, helpline, child):
    child.unread()
    ayna_at_desk.posts(at(helpline, "/note"), words="Мама знает.")
    helpline.work()
    child.receives_nothing()
    assert "Мама знает." in ayna_at_desk.get(at(helpline)).text


def test_opening_a_conversation_is_written_down_and_asking_for_news_is_not(ayna_at_desk, house, helpline):
    code = helpline.case().code
    ayna_at_desk.get(at(helpline))
    for _ in range(3):
        ayna_at_desk.get(at(helpline, "/thread"))
    with helpline.store.begin() as work:
        read = [line for line in work.audit.latest(100) if line["verb"] == "read_case"]
    assert len(read) == 1
    page = house.as_("supervisor").get("/console/audit?language=en").text
    assert "read the conversation" in page
    assert code in page


def test_a_number_is_shown_for_a_reason_and_written_down(ayna_at_desk, helpline, child):
    assert ayna_at_desk.posts(at(helpline, "/reveal"), why="curious").status_code == 400
    page = ayna_at_desk.posts(at(helpline, "/reveal"), why="ambulance")
    assert child.number in page.text
    with helpline.store.begin() as work:
        [line] = [line for line in work.audit.latest(100) if line["verb"] == "revealed_number"]
    assert line["details"] == {"why": "ambulance"}


def test_a_counsellor_cannot_see_a_number(house, helpline, child):
    maral = house.as_("counsellor")
    child.texts(WORDS)
    maral.posts("/console/next")
    assert maral.posts(at(helpline, "/reveal"), why="ambulance").status_code == 403


def test_who_closes_gives_the_talk_back(ayna_at_desk, helpline, child):
    form = {
        "contact_type": "child_about_self",
        "category": "family",
        "age_band": "11_13",
        "dispositions": "counselling",
    }
    ayna_at_desk.posts(at(helpline, "/wrap-up"), **form)
    assert helpline.cases() == []
    assert child.conversation.mode == "assistant"


def test_a_passed_case_is_somebody_elses(ayna_at_desk, house, helpline):
    merdan = house.as_("social_worker")
    code = helpline.case().code
    ayna_at_desk.posts(f"/console/cases/{code}/pass")
    assert helpline.case().offered_to == merdan.worker.id
    assert ayna_at_desk.posts(f"/console/cases/{code}/send", words="…").headers["Location"].endswith(code)
    assert not any(text.text == "…" for text in helpline.messages("+99361000001"))


def test_a_page_whose_case_went_to_another_is_left(ayna_at_desk, house, helpline):
    merdan, code = house.as_("social_worker"), helpline.case().code
    ayna_at_desk.posts(f"/console/cases/{code}/transfer", worker=merdan.worker.id)
    merdan.posts(f"/console/handed/{code}", said="accept")
    ayna_at_desk.get("/console/account?language=en")
    answer = ayna_at_desk.get(f"/console/cases/{code}/thread", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.text) == (404, "/console/queue", "")
    assert f"{code} is not with you any more." in ayna_at_desk.get("/console/queue").text
    assert ayna_at_desk.get(f"/console/cases/{code}/thread").status_code == 404


def test_a_trainee_sends_approved_answers_only(ayna_at_desk, helpline, child):
    with helpline.store.begin() as work:
        me = work.workers.get(ayna_at_desk.worker.id)
        work.workers.save(replace(me, skills=(TRAINEE,)))
        work.commit()
    child.unread()
    ayna_at_desk.posts(at(helpline, "/send"), words="Всё будет хорошо")
    helpline.work()
    child.receives_nothing()
    page = ayna_at_desk.get(at(helpline)).text
    assert "readonly" in page
    approved = page.split('data-words="')[1].split('"')[0].replace("&#34;", '"').replace("&#39;", "'")
    ayna_at_desk.posts(at(helpline, "/send"), words=approved)
    helpline.work()
    child.receives(approved[:20])


def test_approved_answers_are_in_the_language_of_the_person(ayna_at_desk, helpline):
    page = ayna_at_desk.get(at(helpline), query_string={"language": "tk"}).text
    assert helpline.desk.library.text("lawyer", "ru") in page.replace("&#39;", "'").replace("&#34;", '"')


def test_nothing_in_the_log_or_the_address_says_who_wrote_what(ayna_at_desk, helpline, child, secrets_in_logs):
    secrets_in_logs.register(WORDS)
    secrets_in_logs.register("Я рядом.")
    ayna_at_desk.get(at(helpline))
    ayna_at_desk.posts(at(helpline, "/send"), words="Я рядом.")


def test_a_page_that_sends_a_piece_of_itself_is_told_at_once_what_became_of_it(ayna_at_desk, helpline):
    form = {"words": "Позвони мне +993 61 000077", "csrf_token": ayna_at_desk.token()}
    answer = ayna_at_desk.post(at(helpline, "/send"), data=form, headers={"HX-Request": "true"})
    assert 'role="alert"' in answer.text
    assert 'role="alert"' not in ayna_at_desk.get(at(helpline, "/thread")).text
    assert "flash" not in ayna_at_desk.get("/console/account").text


def test_nobody_judges_the_own_words(house, helpline, child):
    oraz, other = house.as_("supervisor"), house.as_("supervisor")
    child.texts(WORDS)
    oraz.posts(at(helpline, "/take"))
    oraz.posts(at(helpline, "/send"), words="Позвони мне +993 61 000077")
    address = f"/console/held/{helpline.case().code}/release"
    assert oraz.posts(address).status_code == 403
    assert other.posts(address).status_code == 302


@pytest.mark.parametrize("language", ["tk", "ru", "en"])
def test_every_page_of_the_desk_speaks(house, helpline, child, language):
    oraz = house.as_("supervisor")
    child.texts(WORDS)
    for page in ("queue", "live", "held", "audit", "account", "conduct", f"cases/{helpline.case().code}"):
        shown = oraz.get(f"/console/{page}?language={language}")
        assert shown.status_code == 200, page
        assert f'<html lang="{language}">' in shown.text


WAITS = {"tk": "adam ýazýança garaşýar", "ru": "ждёт, пока человек напишет", "en": "waits until the person writes"}


@pytest.mark.parametrize("language", WAITS)
def test_a_reply_that_waits_for_the_person_is_not_held_for_review(ayna_at_desk, helpline, language):
    helpline.later(minutes=30)
    ayna_at_desk.posts(at(helpline, "/send"), words="Здравствуй, как дела")
    helpline.work()
    page = ayna_at_desk.get(at(helpline), query_string={"language": language}).text
    assert f"</time> · {WAITS[language]}</p>" in page


def test_the_same_words_go_out_again_once_the_person_has_answered(ayna_at_desk, helpline, child):
    ayna_at_desk.posts(at(helpline, "/send"), words="Ты здесь?")
    helpline.work()
    helpline.later(minutes=2)
    child.texts("да")
    child.received()
    child.unread()
    ayna_at_desk.posts(at(helpline, "/send"), words="Ты здесь?")
    helpline.work()
    child.receives("Ты здесь?")


def by_htmx(visitor, helpline, words):
    form = {"words": words, "csrf_token": visitor.token()}
    return visitor.post(at(helpline, "/send"), data=form, headers={"HX-Request": "true"})


def test_what_may_not_be_sent_is_refused_and_said(ayna_at_desk, house, helpline):
    oraz = house.as_("supervisor")
    assert by_htmx(ayna_at_desk, helpline, " ").status_code == 422
    refused = by_htmx(oraz, helpline, "Я рядом.")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    with helpline.store.begin() as work:
        work.workers.save(replace(work.workers.get(ayna_at_desk.worker.id), skills=(TRAINEE,)))
        work.commit()
    assert by_htmx(ayna_at_desk, helpline, "Всё будет хорошо").status_code == 422
    page = ayna_at_desk.posts(at(helpline, "/send"), words="Мои слова <остаются>")
    assert page.status_code == 422
    assert "Мои слова &lt;остаются&gt;</textarea>" in page.text
    assert "flash" in page.text


def test_a_held_text_of_a_case_that_closes_is_dropped_and_its_worker_told(ayna_at_desk, house, helpline, child):
    ayna_at_desk.posts(at(helpline, "/send"), words="Позвони мне +993 61 000077")
    case = helpline.case()
    with open_scene_of(helpline) as scene:
        close(scene, case, "system", "done")
    helpline.work()
    assert "000077" not in house.as_("supervisor").get("/console/held").text
    assert [text for text in helpline.messages(child.number) if text.status is Status.HELD] == []
    told = helpline.desk.library.text("worker.held_dropped", "tk", code=case.code)
    assert told in by_sms(helpline, ayna_at_desk)
    with helpline.store.begin() as work:
        assert "dropped" in [line.verb for line in work.cases.timeline(case.id)]


def open_scene_of(helpline):
    with helpline.store.begin() as work:
        identifier_id = work.conversations.get(helpline.case().conversation_id).identifier_id
    return open_scene(helpline.desk, identifier_id)

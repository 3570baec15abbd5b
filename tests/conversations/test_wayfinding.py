"""Finding one's way without the assistant: back, again, and the letters a person can read."""

import pytest

from bot.desk import letters
from bot.text.segments import simple_letters
from tests.conversations.harness import LIBRARY, Helpline, says


def test_back_says_the_part_before(child, helpline):
    child.texts("Adwokat gerekmi?")
    first = child.unread()[0]
    child.texts("ÝENE")
    assert child.conversation.talk.parts_said == 2
    child.unread()
    child.texts("YZA")
    assert child.unread()[0].splitlines()[0] == first.splitlines()[0]
    assert child.conversation.talk.parts_said == 1
    assert len(helpline.assistant.asked) == 1, "BACK works without the assistant"


def test_back_from_the_first_part_shows_the_menu_in_which_the_topic_stands(child, helpline):
    child.texts("Нужен адвокат?")
    child.unread()
    child.texts("НАЗАД")
    group = LIBRARY.menus.group_of("lawyer")
    assert child.conversation.question.context["page"].startswith(f"{group}.")
    assert "lawyer" in [option.means for option in child.conversation.question.options]


def test_back_in_the_menu_goes_page_by_page_to_the_first_one(child, helpline):
    from bot.answers import menus

    group = next(iter(LIBRARY.menus.groups))
    helpline.assistant.deeds["temalar"] = [menus.page(LIBRARY.menus, group, 1, lambda n: LIBRARY.label(n, "tk"))]
    child.texts("temalar")
    assert child.conversation.question.context["page"] == f"{group}.1"
    child.texts("yza")
    assert child.conversation.question.context["page"] == f"{group}.0"
    child.texts("yza")
    assert child.conversation.question.name == "menu.main"
    child.texts("yza")
    assert child.conversation.question.name == "menu.main"


@pytest.mark.parametrize(
    ("asked", "word"), [("Adwokat gerekmi?", "GAÝTALA"), ("Нужен адвокат?", "повтори"), ("Adwokat gerekmi?", "again")]
)
def test_again_says_the_last_part_once_more(child, asked, word):
    child.texts(asked)
    before = child.unread()
    child.texts(word)
    assert child.unread()[0].splitlines()[0] == before[0].splitlines()[0]


def test_again_before_anything_was_said_shows_the_menu(child):
    child.texts("gaýtala")
    assert child.conversation.question.name == "menu.main"


@pytest.fixture
def thrifty(monkeypatch):
    """Ask after the first segment that would be saved."""
    monkeypatch.setattr(letters, "WORTH_ASKING", 1)


def test_who_gets_long_turkmen_texts_is_asked_once_whether_simple_letters_will_do(child, helpline, thrifty):
    helpline.assistant.knows["sag bol"] = "thank"
    child.texts("Adwokat gerekmi?", "ÝENE", "ÝENE")
    assert child.conversation.talk.extra[letters.SAVED] >= 1
    child.unread()
    child.texts("sag bol")
    assert child.conversation.question.name == "letters.ask"
    child.unread()
    child.texts("1")
    child.receives("letters.simple")
    assert child.conversation.simple_letters is True
    child.texts("Adwokat gerekmi?")
    assert all(text == simple_letters(text) for text in child.unread())
    child.texts("sag bol")
    assert child.conversation.question is None or child.conversation.question.name != "letters.ask"


def test_who_is_asked_and_does_not_answer_is_not_asked_again(child, helpline, thrifty):
    helpline.assistant.knows["sag bol"] = "thank"
    child.texts("Adwokat gerekmi?", "ÝENE", "ÝENE", "sag bol")
    child.texts("Adwokat gerekmi?", "ÝENE", "ÝENE", "sag bol")
    assert child.conversation.question is None or child.conversation.question.name != "letters.ask"
    assert child.conversation.simple_letters is None


def test_who_reads_russian_is_never_asked_about_letters(child, helpline, thrifty):
    helpline.assistant.knows["спасибо"] = "thank"
    child.texts("Нужен адвокат?", "ещё", "ещё", "спасибо")
    assert child.conversation.question is None or child.conversation.question.name != "letters.ask"


def test_the_letters_can_be_changed_at_any_time(child):
    child.texts("ýönekeý harplar")
    assert child.conversation.simple_letters is True
    child.texts("TÜRKMEN HARPLARY")
    assert child.conversation.simple_letters is False


def test_who_asks_who_reads_this_is_told_the_duties_to_report(store, clock):
    helpline = Helpline(store, clock, reporting="safe_word.reply")  # any reviewed text of the deployment
    child = helpline.phone()
    helpline.assistant.knows["gizlin"] = "confidentiality"
    child.texts("bu gizlinmi?")
    assert any(says(text, "safe_word.reply") for text in child.unread())

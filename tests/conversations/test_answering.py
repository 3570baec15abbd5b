"""A text is answered: once, in order, in the person's language."""

from bot.text.segments import count_segments


def test_a_question_is_answered_and_the_first_answer_says_who_we_are(child):
    child.texts("Adwokat gerekmi?")
    child.receives("lawyer")
    notice = child.receives("first_contact.notice")
    child.receives_nothing()
    assert all(count_segments(text) <= 2 for text in child.received())
    assert "polisiýa görkezmeýäris" in notice or "polisiya görkezmeyäris" in notice


def test_who_we_are_is_said_once(child):
    child.texts("Adwokat gerekmi?")
    child.unread()
    child.texts("Salam")
    child.receives("greet")
    child.receives_nothing()


def test_a_person_is_answered_in_the_language_of_the_text(child):
    child.texts("Нужен ли адвокат?")
    assert child.conversation.language == "ru"
    child.unread()
    child.texts("Adwokat gerekmi?")
    assert child.conversation.language == "tk"


def test_texts_that_wait_together_get_one_reading_and_one_answer(child, helpline):
    child.texts("Salam", "meniň soragym bar", "adwokat gerekmi")
    assert [turn.text for turn in helpline.assistant.asked] == ["Salam\nmeniň soragym bar\nadwokat gerekmi"]
    assert child.statuses == ["answered"] * 3


def test_at_most_five_texts_are_read_together(child, helpline):
    child.texts(*[f"sözüm {word}" for word in ("a", "b", "c", "d", "e", "f", "g")])
    assert [turn.text.count("\n") for turn in helpline.assistant.asked] == [4, 1]


def test_a_second_copy_of_a_text_is_not_answered(child, helpline):
    from bot.desk.receive import receive
    from bot.ports import Inbound

    ids = [receive(helpline.desk, Inbound("fake", "one", child.number, "Salam")) for _ in range(10)]
    helpline.work()
    assert [bool(one) for one in ids] == [True] + [False] * 9
    assert len(helpline.assistant.asked) == 1


def test_an_advert_is_stored_and_not_answered(helpline):
    advert, service = helpline.phone("TMCELL"), helpline.phone("0805")
    advert.texts("Aksiýa!")
    service.texts("Balans 3 manat")
    assert advert.statuses == service.statuses == ["ignored"]
    assert helpline.route.taken == {}


def test_what_a_lost_wake_up_left_behind_is_answered_by_the_sweep(child, helpline):
    with helpline.broken_queue():
        child.texts("Adwokat gerekmi?")
    child.receives_nothing()
    helpline.later(seconds=10)
    child.receives("lawyer")


def test_more_brings_the_next_part_without_the_assistant(child, helpline):
    child.texts("Adwokat gerekmi?")
    child.unread()
    asked = len(helpline.assistant.asked)
    child.texts("ÝENE")
    assert len(helpline.assistant.asked) == asked
    assert child.unread()
    assert child.conversation.talk.parts_said == 2


def test_the_menu_is_shown_without_the_assistant(child, helpline):
    helpline.assistant.down = True
    child.texts("MENÝU")
    child.receives("1 ")
    assert helpline.assistant.asked == []

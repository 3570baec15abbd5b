"""Senders as providers really write them, by table."""

import pytest

from bot.text.phone import NotANumber, Sender, is_phone, masked, parse

WRITTEN = [
    ("+99361000001", "phone", "+99361000001", "E.164"),
    (" +993 61 00-00-01 ", "phone", "+99361000001", "spaces and dashes"),
    ("99361000001", "phone", "+99361000001", "Kannel leaves the plus out"),
    ("0099361000001", "phone", "+99361000001", "some exchanges write 00"),
    ("861000001", "phone", "+99361000001", "national prefix 8"),
    ("8-00 61 00 00 01", "phone", "+99361000001", "an old way of dialling that phonenumbers calls invalid"),
    ("61000001", "phone", "+99361000001", "as one says it"),
    ("71000001", "phone", "+99371000001", "newer range"),
    ("+12125550123", "phone", "+12125550123", "abroad"),
    ("12125550123", "phone", "+12125550123", "abroad without the plus"),
    ("0805", "short", "0805", "the operator's own number"),
    ("712300", "short", "712300", "a service"),
    ("TMCELL", "lettered", "TMCELL", "an advert"),
    ("Altyn Asyr", "lettered", "ALTYN ASYR", "one sender in any case"),
    ("anonymous", "lettered", "ANONYMOUS", "a hidden number cannot be answered"),
]


@pytest.mark.parametrize(("written", "kind", "number", "reason"), WRITTEN)
def test_a_sender_has_one_form(written, kind, number, reason):
    assert parse(written) == Sender(kind, number), reason


@pytest.mark.parametrize("written", ["", "   ", "+", "---", "+1", "1234567", "+9936100000112345678", "61;000001", "😀"])
def test_what_is_no_number_is_refused_without_being_quoted(written):
    with pytest.raises(NotANumber) as refused:
        parse(written)
    assert not any(char.isdigit() for char in str(refused.value))


def test_a_number_stays_out_of_representations():
    assert "61000001" not in repr(parse("+99361000001"))


def test_staff_see_the_last_two_digits():
    assert masked("+99361000042") == "•••• 42"


def test_only_phones_can_be_written_to():
    assert [is_phone(written) for written in ("+99361000001", "0805", "TMCELL", "")] == [True, False, False, False]

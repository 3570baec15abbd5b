"""What an SMS costs, by table; what a cut may never do, by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.segments import ALPHABET, EXTENSION, count_segments, encoding_of, simple_letters, split, units

COSTS = [
    ("", 0, "nothing is sent"),
    ("Salam", 1, "short"),
    ("a" * 160, 1, "fills one SMS"),
    ("a" * 161, 2, "one septet too many"),
    ("a" * 306, 2, "two joined parts of 153"),
    ("a" * 307, 3, "a third part"),
    ("€" * 80, 1, "each euro is two septets: 160"),
    ("€" * 81, 2, "162 septets"),
    ("ä" * 160, 1, "ä ö ü are in the alphabet"),
    ("Ç" * 160, 1, "only the capital Ç is"),
    ("ç" + "a" * 69, 1, "one small ç makes it UCS-2: 70 alone"),
    ("ç" + "a" * 70, 2, "71 code units"),
    ("ş" * 134, 2, "two joined parts of 67"),
    ("ş" * 135, 3, "a third part"),
    ("я" * 70, 1, "Cyrillic is UCS-2"),
    ("😀" * 35, 1, "an emoji is two code units: 70"),
    ("😀" * 36, 2, "72 code units"),
    ("😀" * 67, 3, "67 units hold 33 whole emoji: 33 + 33 + 1"),
    ("a" * 152 + "€" + "a" * 152, 3, "the euro's escape does not fit in the first part, so the last letter falls over"),
]


@pytest.mark.parametrize(("text", "segments", "reason"), COSTS)
def test_a_text_costs_what_the_network_bills(text, segments, reason):
    assert count_segments(text) == segments, reason


@pytest.mark.parametrize(
    ("text", "encoding", "length"),
    [("Salam!", "gsm7", 6), ("{1}", "gsm7", 5), ("Maňa", "ucs2", 4), ("да", "ucs2", 2), ("ok 👍", "ucs2", 5)],
)
def test_length_is_counted_in_the_units_of_the_encoding(text, encoding, length):
    assert (encoding_of(text), units(text)) == (encoding, length)


GSM = st.text(alphabet=sorted(ALPHABET | EXTENSION), max_size=500)
ANY = st.text(max_size=400)


@given(GSM | ANY)
def test_the_parts_joined_are_the_text(text):
    assert "".join(split(text)) == text


@given(GSM)
def test_no_escape_is_torn_and_no_part_is_too_long(text):
    parts = split(text)
    assert all(units(part) <= (160 if len(parts) == 1 else 153) for part in parts)


@given(ANY)
def test_no_surrogate_pair_is_torn_and_no_part_is_too_long(text):
    room = 70 if len(split(text)) == 1 else 67
    if encoding_of(text) == "ucs2":
        for part in split(text):
            coded = part.encode("utf-16-be", "surrogatepass")
            assert len(coded) // 2 <= room
            assert coded.decode("utf-16-be", "surrogatepass") == part


@given(ANY)
def test_a_text_is_never_cut_into_more_parts_than_needed_plus_one(text):
    room = 153 if encoding_of(text) == "gsm7" else 67
    assert count_segments(text) <= units(text) // (room - 1) + 1


@pytest.mark.parametrize(
    ("native", "simple"),
    [
        ("Çagalaryň şu žurnaly ýok", "Çagalaryñ su zurnaly yok"),
        ("Ähli gözel üýtgeşme", "Ähli gözel üytgesme"),
        ("«Salam» – garaş…", '"Salam" - garas...'),
        ("Ý Ş Ž Ň", "Y S Z Ñ"),
        ("Maňa".replace("ň", "n\u030c"), "Maña"),
    ],
)
def test_simple_letters_keep_turkmen_readable_within_the_cheap_alphabet(native, simple):
    assert simple_letters(native) == simple
    assert encoding_of(simple_letters(native)) == "gsm7"


@given(ANY)
def test_simple_letters_change_nothing_twice(text):
    assert simple_letters(simple_letters(text)) == simple_letters(text)

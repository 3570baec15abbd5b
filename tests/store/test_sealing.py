"""Sealing: who steals the database learns no number and no word."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.helpline.records import Question, Talk
from bot.settings import Settings
from bot.store.sealing import BadKey, CannotOpen, Lookup, Seal, read_keys, seals
from bot.store.tables import metadata
from tests.store.conftest import CHILD

OLD, NEW = b"o" * 32, b"n" * 32


def test_a_sealed_value_opens_in_its_own_place():
    seal = Seal([NEW])
    assert seal.open(seal.close("Salam, ş", "message", "text", 7), "message", "text", 7) == "Salam, ş"


@pytest.mark.parametrize(
    ("table", "column", "row"),
    [
        ("message", "text", 8),  # copied into another row
        ("message", "note", 7),  # into another column
        ("person", "text", 7),  # into another table
    ],
)
def test_a_value_moved_elsewhere_does_not_open(table, column, row):
    seal = Seal([NEW])
    with pytest.raises(CannotOpen):
        seal.open(seal.close("Salam", "message", "text", 7), table, column, row)


@pytest.mark.parametrize("place", [0, 1, 6, 20, -1], ids=["format", "key id", "nonce", "words", "tag"])
def test_a_changed_value_does_not_open(place):
    seal = Seal([NEW])
    blob = bytearray(seal.close("Salam", "message", "text", 7))
    blob[place] ^= 1
    with pytest.raises(CannotOpen):
        seal.open(bytes(blob), "message", "text", 7)


def test_the_same_words_never_look_the_same():
    seal = Seal([NEW])
    assert len({seal.close("Salam", "message", "text", 7) for _ in range(50)}) == 50


def test_an_older_key_still_opens_and_the_first_one_seals():
    blob = Seal([OLD]).close("Salam", "message", "text", 7)
    both = Seal([NEW, OLD])
    assert both.open(blob, "message", "text", 7) == "Salam"
    fresh = both.close("Salam", "message", "text", 7)
    assert Seal([NEW]).open(fresh, "message", "text", 7) == "Salam"
    with pytest.raises(CannotOpen):
        Seal([OLD]).open(fresh, "message", "text", 7)


def test_a_number_is_found_under_every_key_and_written_under_the_first():
    both = Lookup([NEW, OLD])
    assert both.written(CHILD) == Lookup([NEW]).written(CHILD)
    assert Lookup([OLD]).written(CHILD) in both.all(CHILD)
    assert both.written(CHILD) != both.written("+99361000002")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("not base64 at all!", "key 2 is not base64"),
        (base64.b64encode(b"too short").decode(), "key 2 has 9 bytes, not 32"),
        ("", "key 2 has 0 bytes, not 32"),
    ],
)
def test_a_bad_key_is_named_by_its_place_and_never_shown(key, said):
    with pytest.raises(BadKey, match=said) as raised:
        read_keys([SecretStr(base64.b64encode(NEW).decode()), SecretStr(key)])
    assert not key or key not in str(raised.value)


def test_no_key_is_no_seal():
    with pytest.raises(BadKey):
        Seal([])
    with pytest.raises(BadKey):
        Lookup([])


def test_the_settings_keys_are_read_and_never_shown():
    secret = base64.b64encode(NEW).decode()
    seal, lookup = seals(Settings(seal_keys=secret, lookup_keys=secret))
    assert secret not in repr(seal) + repr(lookup)
    assert seal.close("Salam", "a", "b", 1)


def test_a_stolen_database_holds_no_number_and_no_word(desk, store, clock, rows):
    _, conversation = desk.someone()
    desk.hears("Maňa kömek gerek", "m1")
    desk.says("Siz ýalňyz däl")
    with store.begin() as work:
        question = Question("q1", "region", (), clock.now(), clock.now(), {"asked": "Haýsy welaýat"})
        work.conversations.save(
            replace(conversation, question=question, talk=Talk(region="mary", extra={"k": "gizlin"}))
        )
        work.commit()
    everything = b""
    for table in metadata.tables.values():
        for row in rows(f'SELECT * FROM "{table.name}"'):
            everything += b"|".join(one if isinstance(one, bytes) else str(one).encode() for one in row)
    for secret in (CHILD, CHILD[1:], "kömek", "ýalňyz", "welaýat", "gizlin", "mary"):
        assert secret.encode() not in everything
    assert b"simulated" in everything  # the search does see what is in clear


def test_an_error_of_the_database_does_not_quote_values(store):
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="hidden") as raised:
        connection.execute(text("SELECT * FROM nowhere WHERE x = :x"), {"x": "gizlin söz"})
    assert "gizlin" not in str(raised.value)

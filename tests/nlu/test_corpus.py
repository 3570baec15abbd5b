"""Reading and writing the examples and the held-out rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.corpus import (
    BadRows,
    Example,
    read_draft,
    read_examples,
    read_held_out,
    some_of_each,
    write_examples,
)

HEADER = "text\tlang\tstyle\tintent\talso_ok"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    examples = [
        Example('Maňa "kömek" gerek: #1', "lawyer", "tk", "young"),
        Example("Мне 14 лет - что делать?", "lawyer", "ru", "parents"),
        Example("Salam", "greet", "tk", "young"),
    ]
    write_examples(examples, tmp_path)
    assert sorted(read_examples(tmp_path), key=str) == sorted(examples, key=str)


def test_some_of_each_topic_and_language_are_taken_always_the_same() -> None:
    examples = [
        Example(f"{number}", topic, language, "young")
        for topic, language, many in (("lawyer", "tk", 9), ("lawyer", "ru", 5), ("greet", "tk", 2))
        for number in range(many)
    ]
    chosen = some_of_each(examples, 3)
    kinds = [(examples[place].topic, examples[place].language) for place in chosen]
    assert [kinds.count(kind) for kind in (("lawyer", "tk"), ("lawyer", "ru"), ("greet", "tk"))] == [3, 3, 2]
    assert len(set(chosen)) == len(chosen)
    assert chosen == some_of_each(examples, 3) != some_of_each(examples, 3, seed=1)


def test_a_draft_is_read_with_its_voice(tmp_path: Path) -> None:
    draft = tmp_path / "justice.rural.txt"
    draft.write_text("# lawyer\nAdwokat nireden tapaly?\n\n# greet\nSalam  \n", encoding="utf-8")
    assert read_draft(draft, "tk") == [
        Example("Adwokat nireden tapaly?", "lawyer", "tk", "rural"),
        Example("Salam", "greet", "tk", "rural"),
    ]


def test_a_draft_with_an_unknown_topic_says_where(tmp_path: Path) -> None:
    draft = tmp_path / "x.young.txt"
    draft.write_text("# lawyers\nSalam\n", encoding="utf-8")
    with pytest.raises(BadRows, match=r"x\.young\.txt:1"):
        read_draft(draft, "tk")


def test_held_out_rows_are_read_with_what_is_optional(tmp_path: Path) -> None:
    rows = tmp_path / "rows.tsv"
    rows.write_text(
        f"{HEADER}\tknown_lang\turgent\n"
        'Ol "gel" diýdi\ttk\tstandard\tlawyer\tcomplaint, questioning\tru\t1\n'
        "hello\tother\tenglish\t\t\t\t\n",
        encoding="utf-8",
    )
    first, second = read_held_out(rows)
    assert (first.text, first.topic, first.also_ok) == ('Ol "gel" diýdi', "lawyer", {"complaint", "questioning"})
    assert (first.known_language, first.urgent) == ("ru", True)
    assert (second.topic, second.known_language, second.urgent) == ("", None, None)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("text\tlang\nSalam\ttk\n", "no column intent, style"),
        (f"{HEADER}\nSalam\ttk\tx\thello\t\n", "no topic 'hello'"),
    ],
)
def test_rows_that_cannot_be_used_say_why(tmp_path: Path, content: str, says: str) -> None:
    rows = tmp_path / "rows.tsv"
    rows.write_text(content, encoding="utf-8")
    with pytest.raises(BadRows, match=says):
        read_held_out(rows)

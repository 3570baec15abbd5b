"""Catalogs keep step with the content; a translation is never lost and never silently stale."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

from bot.answers import catalogs
from tests.answers.shelf import ANSWERS, write_shelf


def entry(root: Path, language: str, context: str):
    with (root / "locales" / language / "LC_MESSAGES" / "content.po").open("rb") as file:
        return next(message for message in read_po(file) if message.context == context)


def test_extraction_writes_context_and_what_a_translator_should_know(tmp_path: Path) -> None:
    catalogs.update(write_shelf(tmp_path))
    found = entry(tmp_path, "tk", "lawyer/short/all")
    assert found.id == "A lawyer must take part."
    assert any("lawyer must take part; there are 5 boards" in comment for comment in found.auto_comments)
    assert entry(tmp_path, "tk", "consent.ask/child").auto_comments[0] == "Before anybody writes."


def test_a_second_extraction_changes_nothing(tmp_path: Path) -> None:
    write_shelf(tmp_path)
    assert catalogs.update(tmp_path)
    assert catalogs.update(tmp_path) == []


def test_checking_writes_nothing(tmp_path: Path) -> None:
    write_shelf(tmp_path)
    assert catalogs.update(tmp_path, write=False)
    assert not (tmp_path / "locales").exists()


def test_a_translation_of_changed_english_is_kept_as_fuzzy_and_not_used(tmp_path: Path) -> None:
    catalogs.update(write_shelf(tmp_path))
    catalogs.fill(tmp_path, "ru", [("lawyer/short/all", "Нужен адвокат.")])
    write_shelf(tmp_path, answers=ANSWERS.replace("A lawyer must take part.", "A lawyer has to take part."))
    catalogs.update(tmp_path)
    stale = entry(tmp_path, "ru", "lawyer/short/all")
    assert stale.fuzzy
    assert stale.string == "Нужен адвокат."
    assert stale.user_comments == ["The English was: A lawyer must take part."]
    assert catalogs.translations(tmp_path / "locales", "ru") == {}


def test_a_fuzzy_entry_stays_fuzzy_until_somebody_translates_it(tmp_path: Path) -> None:
    test_a_translation_of_changed_english_is_kept_as_fuzzy_and_not_used(tmp_path)
    assert catalogs.update(tmp_path) == []
    assert entry(tmp_path, "ru", "lawyer/short/all").fuzzy
    catalogs.fill(tmp_path, "ru", [("lawyer/short/all", "Адвокат обязан участвовать.")])
    assert not entry(tmp_path, "ru", "lawyer/short/all").fuzzy


def test_rows_that_name_no_string_or_other_fields_are_refused_and_named(tmp_path: Path) -> None:
    catalogs.update(write_shelf(tmp_path))
    done = catalogs.fill(tmp_path, "ru", [("no/such", "x"), ("services.checked", "Проверено."), ("label.yes", "Да")])
    assert (done.taken, done.unknown, done.wrong_fields) == (1, ("no/such",), ("services.checked",))


def test_rows_are_read_from_a_table(tmp_path: Path) -> None:
    table = tmp_path / "rows.tsv"
    table.write_text("# a comment\nlabel.yes\tДа\n\nmenu.main\tраз\\nдва\nlabel.no\t\n", encoding="utf-8")
    assert catalogs.read_rows(table) == [("label.yes", "Да"), ("menu.main", "раз\nдва")]


def test_two_people_filling_at_once_lose_no_row(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    catalogs.update(write_shelf(tmp_path))
    rows = [("label.yes", "Да"), ("label.no", "Нет"), ("label.more", "Ещё"), ("label.person", "Человек")]
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda row: catalogs.fill(tmp_path, "ru", [row]), rows))
    assert set(catalogs.translations(tmp_path / "locales", "ru").values()) == {words for _, words in rows}


def test_pages_get_a_compiled_catalog(tmp_path: Path) -> None:
    catalogs.update(write_shelf(tmp_path))
    catalogs.compile_pages(tmp_path / "locales")
    assert (tmp_path / "locales" / "tk" / "LC_MESSAGES" / "messages.mo").stat().st_size > 0

"""
Catalogs: the PO files under locales/, kept in step with the code and the content by Babel.

    python -m bot.answers.catalogs            extract, and bring tk and ru up to date   (make locales)
    python -m bot.answers.catalogs check      the same, writing nothing: exit 1 names each file that is out of date
    python -m bot.answers.catalogs compile    write messages.mo for the pages
    python -m bot.answers.catalogs fill ru rows.tsv   lay translations (context<TAB>text) into content.po
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("tk", "ru")
DOMAINS = ("content", "messages")
HEADER = """# Goldaw, {domain}: {what}
# Written by `make locales`; open it in Poedit or Weblate. docs/translators.md explains how."""
WHAT = {"content": "what people are told by SMS.", "messages": "what helpline staff read on the pages."}
WAS = "The English was: "
METHODS = {
    "content": [
        ("content/answers/**.yml", "bot.answers.extract:extract"),
        ("content/texts/**.yml", "bot.answers.extract:extract"),
        ("content/menus.yml", "bot.answers.extract:extract"),
        ("content/casework.yml", "bot.answers.extract:extract"),
        ("content/diversion/**.yml", "bot.answers.extract:extract"),
    ],
    "messages": [("bot/**/templates/**.html", "jinja2"), ("bot/**.py", "python")],
}


@dataclass(frozen=True)
class Filled:
    """What `fill` did with its rows."""

    taken: int
    unknown: tuple[str, ...]
    wrong_fields: tuple[str, ...]


def translations(locales: Path, language: str) -> dict[tuple[str, str], str]:
    """Return (context, English) → words of content.po; what is empty or fuzzy is left out."""
    catalog = _read(_po(locales, language, "content"), language)
    return {
        (message.context or "", str(message.id)): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }


def update(root: Path = ROOT, *, write: bool = True) -> list[Path]:
    """Extract and merge both domains; return the files that changed (or would)."""
    changed = []
    for domain in DOMAINS:
        template = _extracted(root, domain)
        changed += _keep(root / "locales" / f"{domain}.pot", template, write)
        for language in LANGUAGES:
            path = _po(root / "locales", language, domain)
            with _held(path):
                changed += _keep(path, _merged(_read(path, language), template, language, domain), write)
    return changed


def compile_pages(locales: Path) -> None:
    """Write messages.mo beside each messages.po."""
    for language in LANGUAGES:
        path = _po(locales, language, "messages")
        buffer = BytesIO()
        write_mo(buffer, _read(path, language))
        _replace(path.with_suffix(".mo"), buffer.getvalue())


def fill(root: Path, language: str, rows: list[tuple[str, str]]) -> Filled:
    """Lay translations into content.po by their context; rows that name no string are returned, not taken."""
    path = _po(root / "locales", language, "content")
    unknown, wrong = [], []
    with _held(path):
        catalog = _merged(_read(path, language), _extracted(root, "content"), language, "content")
        by_context = {message.context: message for message in catalog if message.id}
        for context, words in rows:
            message = by_context.get(context)
            if message is None:
                unknown.append(context)
            elif fields_of(str(message.id)) != fields_of(words):
                wrong.append(context)
            else:
                message.string = words
                message.flags.discard("fuzzy")
                message.user_comments = []
        _keep(path, catalog, write=True)
    return Filled(len(rows) - len(unknown) - len(wrong), tuple(unknown), tuple(wrong))


def fields_of(text: str) -> set[str]:
    """Return the names of the {fields} in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def read_rows(path: Path) -> list[tuple[str, str]]:
    r"""Read context<TAB>text lines; blank lines and lines that begin with # are passed over; `\n` is a line break."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            context, _, words = line.partition("\t")
            rows.append((context.strip(), words.strip().replace("\\n", "\n")))
    return [row for row in rows if row[1]]


# ── below: Babel's pieces ──────────────────────────────────────────────────────────────────────────


def _extracted(root: Path, domain: str) -> Catalog:
    catalog = _empty(domain)
    for file, line, words, comments, context in extract_from_dir(
        root, METHODS[domain], comment_tags=("NOTE:",), strip_comment_tags=True, directory_filter=_ours(root)
    ):
        catalog.add(words, None, [(file, line)], auto_comments=comments, context=context)
    return catalog


def _ours(root: Path) -> Callable[[str], bool]:
    """Go only into the two folders that hold words: an environment beside them has a million files."""

    def wanted(folder: str) -> bool:
        parts = Path(folder).relative_to(root).parts
        return bool(parts) and parts[0] in ("bot", "content") and not parts[-1].startswith((".", "__"))

    return wanted


def _merged(old: Catalog, template: Catalog, language: str, domain: str) -> Catalog:
    """Return the template with the translations we have; one whose English was changed is kept as fuzzy."""
    catalog = _empty(domain, language)
    catalog.revision_date, catalog.last_translator = old.revision_date, old.last_translator
    by_context = {message.context: message for message in old if message.id and message.context}
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        changed = by_context.get(message.context) if message.context else None
        catalog[message.id] = _carried(message, known, changed)
    return catalog


def _carried(message: Message, known: Message | None, changed: Message | None) -> Message:
    new = message.clone()
    if known is not None:
        new.string, new.user_comments = known.string, known.user_comments
        new.flags |= known.flags & {"fuzzy"}
    elif changed is not None and changed.string:
        new.string = changed.string
        # Babel reads no `#|` line back, so what the English was stands in a comment.
        new.user_comments = [note for note in changed.user_comments if note.startswith(WAS)] or [f"{WAS}{changed.id}"]
        new.flags |= {"fuzzy"}
    return new


def _empty(domain: str, language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        domain=domain,
        project="Goldaw",
        version="1",
        header_comment=HEADER.format(domain=domain, what=WHAT[domain]),
        creation_date=datetime(2000, 1, 1, tzinfo=UTC),
        revision_date=None,
        msgid_bugs_address="see CONTRIBUTING.md",
        last_translator="nobody yet",
        language_team=language or "none",
        fuzzy=False,
    )


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return _empty(path.stem, language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=path.stem)


def _keep(path: Path, catalog: Catalog, write: bool) -> list[Path]:
    """Write the catalog if it says something new; its date is of that day, so an equal catalog gives no diff."""
    before = path.read_bytes() if path.exists() else b""
    if _undated(_as_bytes(catalog)) == _undated(before):
        return []
    catalog.creation_date = datetime.now(UTC)
    if write:
        _replace(path, _as_bytes(catalog))
    return [path]


def _undated(po: bytes) -> list[bytes]:
    return [line for line in po.splitlines() if not line.startswith((b'"POT-Creation-Date', b'"Generated-By'))]


def _as_bytes(catalog: Catalog) -> bytes:
    """Write without line numbers or wrapping, so that a diff shows only what changed."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, include_lineno=False)
    return buffer.getvalue()


def _replace(path: Path, written: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.new")
    half.write_bytes(written)
    half.replace(path)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Let one process at a time change a catalog: two people filling it would lose each other's rows."""
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"goldaw-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _po(locales: Path, language: str, domain: str) -> Path:
    return locales / language / "LC_MESSAGES" / f"{domain}.po"


# ── the command line ───────────────────────────────────────────────────────────────────────────────


def main(arguments: list[str] | None = None) -> int:
    """Run one of the commands above; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.answers.catalogs", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", nargs="?", choices=("update", "check", "compile", "fill"), default="update")
    parser.add_argument("language", nargs="?", choices=LANGUAGES)
    parser.add_argument("rows", nargs="*", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.command == "fill":
        return (
            _fill_from(chosen.language, chosen.rows) if chosen.rows else parser.error("fill needs tk or ru and a file")
        )
    if chosen.command == "compile":
        compile_pages(ROOT / "locales")
        return 0
    changed = update(ROOT, write=chosen.command == "update")
    for path in changed:
        print(f"{'out of date' if chosen.command == 'check' else 'written'}: {path.relative_to(ROOT)}")
    return 1 if changed and chosen.command == "check" else 0


def _fill_from(language: str, files: list[Path]) -> int:
    rows = [row for file in files for row in read_rows(file)]
    done = fill(ROOT, language, rows)
    print(f"{language}: {done.taken} of {len(rows)} translations taken")
    for context in done.unknown:
        print(f"  no such string: {context}", file=sys.stderr)
    for context in done.wrong_fields:
        print(f"  other {{fields}} than the English: {context}", file=sys.stderr)
    return 1 if done.unknown or done.wrong_fields else 0


if __name__ == "__main__":
    sys.exit(main())

"""Forms of the diversion case: content/diversion/*.yml with each word of it in every language."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.answers.content import BadContent, read_yaml
from bot.answers.entries import Entry
from bot.helpline.diversion.forms import NAMES, SPEAKS, Form, faults

FOLDER = "diversion"
STANDING = "label"  # the key that is not named in a context: diversion/steps/roles/child

# A child is never named after what happened, and nothing that a child agrees to is worded as a confession.
NEVER = re.compile(
    r"\b(?:offender|offence|criminal|guilt\w*|culprit|delinquent|confess(?:es|ed)?|admits?|"
    r"преступ\w*|виновн\w*|вин[аыеу]|правонаруш\w*|призна(?:ёт|ет|юсь|ю)|"
    r"jenaýat\w*|günäkär\w*|günä\w*|kanun bozujy\w*)\b",
    re.IGNORECASE,
)

Translate = Callable[[str, str, str], str]  # context, English, language → words


def read_forms(content: Path) -> dict[str, Mapping[str, Any]]:
    """Read every form as its file says it, by name; a folder without forms has none."""
    return {path.stem: _read(path) for path in sorted((content / FOLDER).glob("*.yml"))}


def spoken(name: str, raw: Mapping[str, Any], translate: Translate, languages: tuple[str, ...]) -> Form:
    """Return a form with the words of each language beside the English ones."""

    def say(place: tuple[str, ...], english: str) -> dict[str, str]:
        context = context_of(name, place)
        return {"en": english, **{language: translate(context, english, language) for language in languages}}

    return Form(name, _walked(raw, (), say))


def entries_of_form(name: str, raw: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield what is to be translated of a form."""
    found: list[Entry] = []

    def keep(place: tuple[str, ...], english: str) -> str:
        comment = "Staff read it on a page; a consent is read aloud." if place[-1] == "wording" else ""
        found.append(Entry(context_of(name, place), english, (comment,) if comment else ()))
        return english

    _walked(raw, (), keep)
    yield from found


def problems(forms: Mapping[str, Form]) -> Iterator[str]:
    """Yield what is wrong with the forms, by file."""
    if not forms:
        return
    for name in NAMES:
        if name not in forms:
            yield f"{FOLDER}/{name}.yml is not there"
    for name, form in forms.items():
        yield from (f"{FOLDER}/{fault}" for fault in faults(name, form.body))
        for words in _all_words(form.body):
            if hit := NEVER.search(words):
                yield f'{FOLDER}/{name}: never "{hit.group()}" of a child ({words[:40]})'


def digest(form: Form) -> str:
    """Return what tells one version of a form from another."""
    return hashlib.sha256(json.dumps(form.body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def context_of(name: str, place: tuple[str, ...]) -> str:
    """Name a string of a form in the catalogs."""
    steps = place[:-1] if place[-1] == STANDING else place
    return "/".join((FOLDER, name, *steps))


def _read(path: Path) -> Mapping[str, Any]:
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise BadContent(f"{FOLDER}/{path.name}: a form is a table of names and values")
    return raw


def _walked(raw: Any, place: tuple[str, ...], say: Callable[[tuple[str, ...], str], Any]) -> Any:
    if isinstance(raw, Mapping):
        # YAML reads a bare yes and no as truth values; as names of answers they are words.
        named = {_name(key): value for key, value in raw.items()}
        return {
            key: say((*place, key), " ".join(value.split()))
            if key in SPEAKS and isinstance(value, str)
            else _walked(value, (*place, key), say)
            for key, value in named.items()
        }
    return [_walked(one, place, say) for one in raw] if isinstance(raw, list) else raw


def _name(key: Any) -> str:
    if isinstance(key, bool):
        return "yes" if key else "no"
    return str(key)


def _all_words(body: Any) -> Iterator[str]:
    if isinstance(body, Mapping):
        for key, value in body.items():
            if key in SPEAKS and isinstance(value, Mapping):
                yield from (str(words) for words in value.values())
            else:
                yield from _all_words(value)

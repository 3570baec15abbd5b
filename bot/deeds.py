"""Deeds: what an action asks the desk to do. Plain records that travel as JSON between Rasa and the desk."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Union


class UnknownDeed(ValueError):
    """An action asked for something that the desk does not know."""


@dataclass(frozen=True)
class Say:
    """Say one part of an answer (`content/answers`) or a text of the service (`content/texts`)."""

    text: str  # "lawyer" (a topic) or "menu.main" (a text of the service)
    part: int = 0  # 0 the short part, 1.. the further parts; -1 the simpler wording
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """
    Ask a numbered question and remember it as the open one.

    `question` names a text of the service (or "" when a Say before it carries the words); `options` are
    (meaning, text id or topic id of the label) in the order of their digits. A meaning is an intent
    ("affirm", "lawyer") or "name:value" ("region:mary").
    """

    question: str
    options: tuple[tuple[str, str], ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    numbered: bool = True  # False: the digits are already in the question's own words


@dataclass(frozen=True)
class OpenCase:
    """Hand the person over to a human, with the consent that was given."""

    topic: str | None
    reason: str
    consent: bool = True
    region: str | None = None


@dataclass(frozen=True)
class SetLanguage:
    """Answer in this language from now on."""

    language: str


@dataclass(frozen=True)
class Remember:
    """Lay these into the talk (`last_topic`, `parts_said`, `misses`, `who`, `region`, `age`, or extra keys)."""

    talk: dict[str, Any]


@dataclass(frozen=True)
class FindService:
    """Say up to three services of the directory for this region."""

    region: str | None
    audience: str | None = None
    topic: str | None = None  # what help is looked for, when the talk was about something


@dataclass(frozen=True)
class Do:
    """Run a command of the service as if it had been texted: stop, start, hide, delete, menu, status."""

    command: str


Deed = Union[Say, Ask, OpenCase, SetLanguage, Remember, FindService, Do]
KINDS: dict[str, type[Any]] = {
    "say": Say,
    "ask": Ask,
    "open_case": OpenCase,
    "set_language": SetLanguage,
    "remember": Remember,
    "find_service": FindService,
    "do": Do,
}


def to_json(deed: Deed) -> dict[str, Any]:
    """Return the deed as a JSON-ready dict with its kind under "deed"."""
    name = next(name for name, kind in KINDS.items() if kind is type(deed))
    return {"deed": name, **asdict(deed)}


def from_json(raw: dict[str, Any]) -> Deed:
    """
    Read a deed that an action returned.

    Raises UnknownDeed when the kind or one of its fields is not known.
    """
    fields = dict(raw)
    kind = KINDS.get(str(fields.pop("deed", "")))
    if kind is None:
        raise UnknownDeed(f"no deed of kind {raw.get('deed')!r}")
    if kind is Ask:
        fields["options"] = tuple((str(means), str(label)) for means, label in fields.get("options", ()))
    try:
        deed: Deed = kind(**fields)
    except TypeError as error:
        raise UnknownDeed(f"{raw.get('deed')!r}: {error}") from None
    return deed

"""Wrap-up: what must be said before a case is closed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.helpline.casework.records import Sheet
from bot.helpline.casework.taxonomy import NOT_COUNSELLING, Taxonomy

NEEDED = ("contact_type", "category", "age_band", "dispositions")


class Incomplete(ValueError):
    """Something is missing that the wrap-up needs; `fields` names it."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@dataclass(frozen=True)
class WrapUp:
    """The form at the end. Four choices are needed; the rest is optional, so that it takes less than a minute."""

    contact_type: str | None = None
    relation: str | None = None
    category: str | None = None
    subcategory: str | None = None
    age_band: str | None = None
    sex: str | None = None
    dispositions: tuple[str, ...] = ()
    closing_reason: str | None = None
    summary: str | None = field(default=None, repr=False)


def check(form: WrapUp, lists: Taxonomy) -> None:
    """Raise NotInList for a choice that is in no list."""
    lists.check("contact_types", form.contact_type)
    lists.check("relations", form.relation)
    lists.check("age_bands", form.age_band)
    lists.check("sexes", form.sex)
    lists.check("closing_reasons", form.closing_reason)
    for disposition in form.dispositions:
        lists.check("dispositions", disposition)
    lists.check_category(form.category, form.subcategory)


def fill(sheet: Sheet, form: WrapUp) -> Sheet:
    """Return the sheet with what the form says; what it leaves out stays as it was."""
    said = {name: value for name, value in vars(form).items() if name != "closing_reason" and value not in (None, ())}
    if form.category is not None and form.subcategory is None and form.category != sheet.category:
        said["subcategory"] = None
    return replace(sheet, **said)


def finished(sheet: Sheet, worker_id: int, now: datetime) -> Sheet:
    """Return the sheet as wrapped up; raises Incomplete, naming what is missing."""
    missing = tuple(name for name in NEEDED if not getattr(sheet, name))
    if missing:
        raise Incomplete(missing)
    return replace(sheet, wrapped_up_at=now, wrapped_up_by=worker_id)


def not_counselling(sheet: Sheet, kind: str, worker_id: int, now: datetime) -> Sheet:
    """Return the sheet of a contact that was none (a test, silence, abuse): one click says it all."""
    return replace(
        sheet,
        contact_type=NOT_COUNSELLING,
        category="non_counselling",
        not_counselling=kind,
        dispositions=("none",),
        wrapped_up_at=now,
        wrapped_up_by=worker_id,
    )

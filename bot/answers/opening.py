"""Opening: hours as people write them down, read so that a machine can say whether a place is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

HERE = ZoneInfo("Asia/Ashgabat")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = f"(?:{'|'.join(DAYS)})"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
SPAN = re.compile(
    rf"(?P<first>{_DAY})(?:-(?P<last>{_DAY}))? (?P<opens>{_TIME})-(?P<closes>{_TIME}|24:00)", re.IGNORECASE
)


@dataclass(frozen=True)
class Span:
    """Days of the week (Monday is 0) with the hours they share; `closes` None: midnight."""

    first: int
    last: int
    opens: time
    closes: time | None

    def holds(self, moment: datetime) -> bool:
        """Say whether a local moment lies within."""
        on_its_day = (moment.weekday() - self.first) % 7 <= (self.last - self.first) % 7
        at = moment.time()
        return on_its_day and self.opens <= at and (self.closes is None or at < self.closes)

    def written(self, language: str) -> str:
        """Write it with the days of a language."""
        days = get_day_names("abbreviated", locale=language)
        ends = dict.fromkeys((self.first, self.last))
        closes = f"{self.closes:%H:%M}" if self.closes else "24:00"
        return f"{'-'.join(days[day] for day in ends)} {self.opens:%H:%M}-{closes}"


def spans(hours: str | None) -> tuple[Span, ...] | None:
    """Read "Mon-Fri 09:00-18:00, Sat 09:00-13:00"; None when nobody knows, or no machine can read it."""
    found = [SPAN.fullmatch(part.strip()) for part in (hours or "").split(",")]
    read = tuple(_spans(found))
    return read if len(read) == len(found) else None


def is_open(hours: str | None, now: datetime) -> bool | None:
    """Say whether a place with these hours is open; None when they are not known."""
    read = spans(hours)
    return None if read is None else any(span.holds(now.astimezone(HERE)) for span in read)


def written(hours: str | None, language: str) -> str | None:
    """Write the hours for a reader of this language, None when they are not known."""
    read = spans(hours)
    return None if read is None else ", ".join(span.written(language) for span in read)


def _spans(found: list[re.Match[str] | None]) -> Iterator[Span]:
    for one in found:
        if one is None:
            continue
        first, last = (DAYS.index((one[name] or one["first"]).lower()) for name in ("first", "last"))
        closes = None if one["closes"] == "24:00" else time.fromisoformat(one["closes"])
        opens = time.fromisoformat(one["opens"])
        if closes is None or opens < closes:
            yield Span(first, last, opens, closes)

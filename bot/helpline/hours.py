"""Hours: when the helpline is staffed, in Ashgabat's time, and when a working time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ASHGABAT = ZoneInfo("Asia/Ashgabat")
SEARCHED_DAYS = 60  # longer than any run of holidays


@dataclass(frozen=True)
class Hours:
    """Opening hours, the same on each open day. `weekdays`: Monday is 0."""

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4, 5})
    opens: time = time(9)
    closes: time = time(18)
    holidays: frozenset[date] = frozenset()

    def is_open(self, now: datetime) -> bool:
        """Say whether the helpline is staffed at this moment."""
        begins, ends = self._day(local(now).date())
        return self.is_working_day(local(now).date()) and begins <= now < ends

    def is_working_day(self, day: date) -> bool:
        """Say whether the helpline opens on this day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def next_open(self, now: datetime) -> datetime:
        """Return now when it is open, else the moment it opens next."""
        if self.is_open(now):
            return now
        for days in range(SEARCHED_DAYS):
            day = local(now).date() + timedelta(days=days)
            begins, _ = self._day(day)
            if self.is_working_day(day) and begins >= now:
                return begins.astimezone(now.tzinfo)
        return now

    def add(self, now: datetime, working: timedelta) -> datetime:
        """Return the moment when this much working time has passed."""
        at, left = self.next_open(now), working
        for _ in range(SEARCHED_DAYS):
            _, ends = self._day(local(at).date())
            if at + left <= ends:
                return at + left
            left -= ends - at
            at = self.next_open(ends.astimezone(now.tzinfo))
        return at

    def end_of_next_day(self, now: datetime) -> datetime:
        """Return the closing time of the working day after this one."""
        tomorrow = datetime.combine(local(now).date() + timedelta(days=1), time(), ASHGABAT)
        _, ends = self._day(local(self.next_open(tomorrow)).date())
        return ends.astimezone(now.tzinfo)

    def _day(self, day: date) -> tuple[datetime, datetime]:
        return datetime.combine(day, self.opens, ASHGABAT), datetime.combine(day, self.closes, ASHGABAT)


def local(moment: datetime) -> datetime:
    """Return the moment on an Ashgabat clock."""
    return moment.astimezone(ASHGABAT)


def is_day(now: datetime) -> bool:
    """Say whether a phone may ring unasked: 09 to 21 h."""
    return 9 <= local(now).hour < 21


def next_day_time(now: datetime) -> datetime:
    """Return now by day, else the next nine o'clock."""
    if is_day(now):
        return now
    here = local(now)
    nine = datetime.combine(here.date(), time(9), ASHGABAT)
    return (nine if here < nine else nine + timedelta(days=1)).astimezone(now.tzinfo)


def midnight_before(now: datetime) -> datetime:
    """Return when the day of `now` began."""
    return datetime.combine(local(now).date(), time(), ASHGABAT).astimezone(now.tzinfo)


def midnight_after(now: datetime) -> datetime:
    """Return when the day of `now` ends."""
    return midnight_before(now) + timedelta(days=1)

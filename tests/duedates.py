"""An announced calendar, a limit's amount and the day it starts from → the last day: what `dates.js` is held against.

Counting follows 民法典 200–204: the day of the event is not counted, hours run from the moment, a month ends on the
day of the same number or on its last day, and a last day that is no working day moves to the next one. Working days
are known only for years whose holidays are announced.
"""

from __future__ import annotations

import calendar as months
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from generator.policy.files import Holiday, YearFile
from generator.telling.workdays import days

_SATURDAY = 5


class UnannouncedError(Exception):
    """The holidays of a year that matters have not been announced; carries the year."""


@dataclass(frozen=True)
class Calendar:
    """The announced years."""

    years: Mapping[int, YearFile]

    @cached_property
    def off(self) -> frozenset[date]:
        """Days off by announcement, weekends among them."""
        return frozenset(day for one in self._holidays() for day in days(one.since, one.until))

    @cached_property
    def worked(self) -> frozenset[date]:
        """Saturdays and Sundays that are worked."""
        return frozenset(day for one in self._holidays() for day in one.worked)

    def _holidays(self) -> Iterable[Holiday]:
        return (holiday for year in self.years.values() for holiday in year.holidays)

    def working(self, day: date) -> bool:
        """Whether a day is a working day. Raises UnannouncedError."""
        if day.year not in self.years:
            raise UnannouncedError(day.year)
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, start: date, count: int) -> date:
        """The last of so many working days that follow a day. Raises UnannouncedError."""
        day = start
        while count:
            day += timedelta(days=1)
            count -= self.working(day)
        return day

    def moved(self, day: date) -> date:
        """A last day, or the next working day where it is none. Raises UnannouncedError."""
        return day if self.working(day) else self.after(day, 1)


def counted(calendar: Calendar, unit: str, amount: Decimal, start: datetime, *, skipped: int = 0) -> datetime:
    """The last day (at midnight), be it a day of rest, or, of hours and minutes, the last moment.

    `start`: the day or moment of the event. `skipped`: days not counted, of the kind the limit counts in.
    Half days end with the day they fall in. Raises UnannouncedError.
    """
    if unit in ("hour", "minute"):
        minutes = amount * (60 if unit == "hour" else 1)
        return start + timedelta(minutes=float(minutes), days=skipped)
    if unit == "working_day":
        return _midnight(calendar.after(start.date(), math.ceil(amount) + skipped))
    if unit in ("instant", "same_day"):
        return _midnight(start.date() + timedelta(days=skipped))
    return _midnight(_passed(unit, amount, start.date()) + timedelta(days=skipped))


def last(calendar: Calendar, unit: str, amount: Decimal, start: datetime, *, skipped: int = 0) -> datetime:
    """The same, moved where it may not be a day of rest. Raises UnannouncedError."""
    day = counted(calendar, unit, amount, start, skipped=skipped)
    moves = unit in ("calendar_day", "week", "month", "year", "next_day")
    return _midnight(calendar.moved(day.date())) if moves else day


def _passed(unit: str, amount: Decimal, start: date) -> date:
    """The day so many calendar days, weeks, months or years after a day."""
    if unit in ("month", "year"):
        count = amount * (12 if unit == "year" else 1)
        return _months_after(start, int(count)) + timedelta(days=math.ceil(count % 1 * 30))
    days = {"calendar_day": amount, "week": amount * 7, "next_day": Decimal(1)}[unit]
    return start + timedelta(days=math.ceil(days))


def _months_after(start: date, count: int) -> date:
    index = start.year * 12 + start.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())

"""Due dates: which amounts of a limit lead to a last day, and what its unit may mean. No clock, no counting.

The browser counts (`dates.js`), by 民法典 200–204 and the announced working days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from generator.policy.facts import Limit
from generator.policy.provenance import AIMS


def days(since: date, until: date) -> Iterable[date]:
    """Every day from one to another, both included."""
    return (since + timedelta(days=index) for index in range((until - since).days + 1))


def dated(limit: Limit) -> tuple[Decimal, ...]:
    """The amounts of a limit that lead to a last day: one, or two of a range; none where it promises no date."""
    if limit.force in AIMS or limit.force == "average" or limit.at_least is not None:
        return ()
    if limit.unit in _SPANS:
        return (Decimal(0),)
    return limit.numbers if limit.unit in _COUNTED else ()


_SPANS = ("instant", "same_day", "next_day")
_COUNTED = ("working_day", "calendar_day", "day", "hour", "minute", "week", "month", "year")


def readings(unit: str) -> tuple[str, ...]:
    """The units a limit may mean: a bare 天 may be calendar days or working days; none where no unit is stated."""
    if unit == "day":
        return ("calendar_day", "working_day")
    return (unit,) if unit in (*_SPANS, *_COUNTED) else ()

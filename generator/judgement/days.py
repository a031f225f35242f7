"""Findings that depend on a day: what has expired or grown old, what begins or ends around it. Reads no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from generator.findings import Finding, Position, finding

AROUND = timedelta(days=30)
"""How near a day something begins or ends, to be reported with it."""
BY_DAY: frozenset[str] = frozenset({"expired", "assurance-old", "no-calendar", "begins", "ends"})
"""The codes that are only found where a day is given."""

_WHAT = {
    "document": "依据文件",
    "fact": "这一项",
    "target": "目标期限",
    "confirmation": "企业提供的内容满一年",
    "waiver": "豁免",
    "calendar": "放假安排",
}


class Day(NamedTuple):
    """A day on which something begins or ends, and where that stands; of a confirmation also the day it was given."""

    position: Position
    thing: str
    what: str
    kind: str
    """`begins` or `ends`."""
    day: date
    given: date | None = None


class Announced(NamedTuple):
    """The last year with an announced calendar, and whether a publisher has announced it; None without any."""

    last: int | None
    theirs: bool

    def over(self, folder: str, on: date) -> Iterator[Finding]:
        """That the calendars which come with the program are over on a day; `folder`: where a publisher puts its own.

        Of those of a publisher a `Day` has the end.
        """
        if self.last is not None and self.last < on.year and not self.theirs:
            yield finding("no-calendar", Position(f"{folder}/{on.year}.yaml"), year=str(on.year))


def dated(days: Sequence[Day], on: date) -> Iterator[Finding]:
    """The findings on a day: what has expired or grown old by then, what begins or ends within 30 days of it."""
    for day in days:
        yield from _passed(day, on)
        yield from _around(day, on)


def _passed(day: Day, on: date) -> Iterator[Finding]:
    """A document, a fact, a confirmation or a calendar that is over; a target stays what the document says."""
    if day.kind != "ends" or on <= day.day:
        return
    if day.what in ("document", "fact"):
        yield finding("expired", day.position, day.thing, day=day.day.isoformat())
    if day.given is not None:
        yield finding("assurance-old", day.position, "since", day=day.given.isoformat())
    if day.what == "calendar":
        yield finding("no-calendar", Position(day.position.path), year=str(on.year))


def _around(day: Day, on: date) -> Iterator[Finding]:
    if abs(day.day - on) <= AROUND:
        words = {"what": _WHAT[day.what], "what_en": day.what, "day": day.day.isoformat()}
        yield finding(day.kind, day.position, day.thing, **words, **_distance((day.day - on).days))


def _distance(days: int) -> dict[str, str]:
    if days == 0:
        return {"distance": "就是这一天", "distance_en": "on that very day"}
    zh, en = ("还有 {} 天", "in {} days") if days > 0 else ("{} 天前", "{} days before")
    return {"distance": zh.format(abs(days)), "distance_en": en.format(abs(days))}

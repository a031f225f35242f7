"""Findings that depend on a day: what has expired or grown old, what begins or ends around it. Reads no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from generator.findings import Finding, Position, finding
from generator.policy.files import Dated
from generator.policy.loader import CALENDARS, City, Policies
from generator.policy.provenance import Fact
from generator.policy.resolve import Resolved, parts
from generator.policy.sources import Location, Source

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


def dated(days: Sequence[Day], on: date) -> Iterator[Finding]:
    """The findings on a day: what has expired or grown old by then, what begins or ends within 30 days of it."""
    for day in days:
        yield from _passed(day, on)
        yield from _around(day, on)


def uncalendared(policies: Policies, root: Path, on: date) -> Iterator[Finding]:
    """That the calendars which come with the program are over on a day; of those of a publisher, `of` knows the end."""
    last = max(policies.years, default=on.year)
    if last < on.year and last not in policies.calendars:
        file = root / CALENDARS / f"{on.year}.yaml"
        yield finding("no-calendar", Position(file.as_posix()), year=str(on.year))


def anniversary(day: date) -> date:
    """The same day a year later; of 29 February, 1 March."""
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 3, 1)


def of(policies: Policies, guides: Sequence[Resolved]) -> Iterator[Day]:
    """Every day on which something of some policies begins or ends."""
    for city in policies.cities:
        yield from _of_documents(city)
        for name, short in city.assured.items():
            day = _day(
                city.sources[f"{name}.assured.yaml"], ("since",), "confirmation", "ends", anniversary(short.since)
            )
            yield day._replace(given=short.since)
        for index, waiver in enumerate(city.waivers.waivers if city.waivers else ()):
            yield _day(city.sources["waivers.yaml"], ("waivers", index, "until"), "waiver", "ends", waiver.until)
    for resolved in guides:
        for source, at, part in parts(resolved):
            yield from _of_part(source, at, part)
    last = max(policies.years, default=0)
    if last in policies.calendars:
        yield _day(policies.calendars[last], (), "calendar", "ends", date(last, 12, 31))


def _day(source: Source, at: Location, what: str, kind: str, day: date) -> Day:
    return Day(source.position(at), source.thing(at), what, kind, day)


def _of_documents(city: City) -> Iterator[Day]:
    for index, document in enumerate(city.file.documents):
        for key, kind in (("effective", "begins"), ("expires", "ends")):
            answer = getattr(document, key)
            if isinstance(answer, Dated) and answer.on is not None:
                yield _day(city.sources["city.yaml"], ("documents", index, key), "document", kind, answer.on)


def _of_part(source: Source, at: Location, part: Any) -> Iterator[Day]:
    if isinstance(part, Fact) and part.valid is not None:
        if part.valid.since is not None:
            yield _day(source, (*at, "valid"), "fact", "begins", part.valid.since)
        if part.valid.until is not None:
            yield _day(source, (*at, "valid"), "fact", "ends", part.valid.until)
    if isinstance(part, Fact) and part.target is not None and isinstance(part.target.by, date):
        yield _day(source, (*at, "target"), "target", "ends", part.target.by)


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

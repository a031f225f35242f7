"""Findings that depend on a day: what has expired or grown old, what begins or ends around it. Reads no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from generator.findings import Finding, Position, finding
from generator.policy.files import Dated
from generator.policy.loader import City, Policies
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
_Day = tuple[Source, Location, str, str, date]
"""Where a day stands, what it is of, whether it `begins` or `ends` it, and the day."""


def dated(policies: Policies, guides: Sequence[Resolved], on: date) -> Iterator[Finding]:
    """The findings about policies on a day: what has expired or grown old, what begins or ends within 30 days of it."""
    everything = list(_days(policies, guides))
    yield from _passed(everything, on)
    yield from _around(everything, on)
    for city in policies.cities:
        yield from _old(city, on)
    last = max(policies.years, default=on.year)
    if on.year > last:
        position = Position(policies.calendars[last].path)
        yield finding("no-calendar", position, year=str(on.year))


def anniversary(day: date) -> date:
    """The same day a year later; of 29 February, 1 March."""
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 3, 1)


def _days(policies: Policies, guides: Sequence[Resolved]) -> Iterator[_Day]:
    """Every day on which something begins or ends."""
    for city in policies.cities:
        yield from _of_documents(city)
        for name, short in city.assured.items():
            source = city.sources[f"{name}.assured.yaml"]
            yield source, ("since",), "confirmation", "ends", anniversary(short.since)
        for index, waiver in enumerate(city.waivers.waivers if city.waivers else ()):
            yield city.sources["waivers.yaml"], ("waivers", index, "until"), "waiver", "ends", waiver.until
    for resolved in guides:
        for source, at, part in parts(resolved):
            yield from _of_part(source, at, part)
    if policies.years:
        last = max(policies.years)
        yield policies.calendars[last], (), "calendar", "ends", date(last, 12, 31)


def _of_documents(city: City) -> Iterator[_Day]:
    for index, document in enumerate(city.file.documents):
        for key, kind in (("effective", "begins"), ("expires", "ends")):
            answer = getattr(document, key)
            if isinstance(answer, Dated) and answer.on is not None:
                yield city.sources["city.yaml"], ("documents", index, key), "document", kind, answer.on


def _of_part(source: Source, at: Location, part: Any) -> Iterator[_Day]:
    if isinstance(part, Fact) and part.valid is not None:
        if part.valid.since is not None:
            yield source, (*at, "valid"), "fact", "begins", part.valid.since
        if part.valid.until is not None:
            yield source, (*at, "valid"), "fact", "ends", part.valid.until
    if isinstance(part, Fact) and part.target is not None and isinstance(part.target.by, date):
        yield source, (*at, "target"), "target", "ends", part.target.by


def _passed(everything: Iterable[_Day], on: date) -> Iterator[Finding]:
    """Documents and facts that are over by a day; a target is not, since it stays what the document says."""
    for source, at, what, kind, day in everything:
        if kind == "ends" and day < on and what in ("document", "fact"):
            yield finding("expired", source.position(at), source.thing(at), day=day.isoformat())


def _old(city: City, on: date) -> Iterator[Finding]:
    for name, short in city.assured.items():
        if anniversary(short.since) < on:
            source = city.sources[f"{name}.assured.yaml"]
            yield finding("assurance-old", source.position(("since",)), "since", day=short.since.isoformat())


def _around(everything: Iterable[_Day], on: date) -> Iterator[Finding]:
    for source, at, what, kind, day in everything:
        if abs(day - on) <= AROUND:
            words = {"what": _WHAT[what], "what_en": what, "day": day.isoformat(), **_distance((day - on).days)}
            yield finding(kind, source.position(at), source.thing(at), **words)


def _distance(days: int) -> dict[str, str]:
    if days == 0:
        return {"distance": "就是这一天", "distance_en": "on that very day"}
    zh, en = ("还有 {} 天", "in {} days") if days > 0 else ("{} 天前", "{} days before")
    return {"distance": zh.format(abs(days)), "distance_en": en.format(abs(days))}

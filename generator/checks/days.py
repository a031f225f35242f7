"""The days in policies on which something begins or ends. Reads no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from generator.judgement.days import Announced, Day
from generator.policy.files import Dated
from generator.policy.loader import City, Policies
from generator.policy.provenance import Fact
from generator.policy.resolve import Resolved, parts
from generator.policy.sources import Location, Source


def announced(policies: Policies) -> Announced:
    """Up to which year calendars are announced, by the program or by the publisher."""
    last = max(policies.years, default=None)
    return Announced(last, last in policies.calendars)


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

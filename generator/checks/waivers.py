"""Warnings that an editor lets stand, with a reason and a last day: taken out, and told as waived. No clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from generator.checks.days import BY_DAY
from generator.findings import Finding, finding
from generator.policy.files import Waiver
from generator.policy.loader import City
from generator.policy.sources import Location, Source


def applied(cities: Iterable[City], found: Iterable[Finding], on: date | None) -> Iterator[Finding]:
    """The findings after all waivers: the waived ones told as such, waivers that ended or are of no use added.

    Without a day no waiver ends, and none is unused that waives what is only found on a day.
    """
    left = set(found)
    for city in cities:
        for index, waiver in enumerate(city.waivers.waivers if city.waivers else ()):
            source, at = city.sources["waivers.yaml"], ("waivers", index)
            met = {one for one in left if _meets(city, waiver, one)}
            if on is not None and waiver.until < on:
                yield finding("waiver-expired", source.position((*at, "until")), day=waiver.until.isoformat())
                continue
            yield from (_told(one, waiver) for one in met)
            yield from () if met or (on is None and waiver.code in BY_DAY) else _unused(source, at, waiver)
            left -= met
    yield from left


def _meets(city: City, waiver: Waiver, one: Finding) -> bool:
    path = (city.folder / waiver.file).as_posix()
    return (one.code, one.position.path, one.thing) == (waiver.code, path, waiver.thing)


def _told(one: Finding, waiver: Waiver) -> Finding:
    words = {"because": waiver.because, "by": waiver.by, "day": waiver.on.isoformat()}
    return finding("waived", one.position, one.thing, waived=one.code, until=waiver.until.isoformat(), **words)


def _unused(source: Source, at: Location, waiver: Waiver) -> Iterator[Finding]:
    words = {"file": waiver.file, "about": waiver.thing, "waived": waiver.code}
    yield finding("waiver-unused", source.position(at), **words)

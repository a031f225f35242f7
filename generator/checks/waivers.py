"""Warnings that an editor lets stand with a reason, up to a last day: each becomes a notice. No clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from generator.checks.days import BY_DAY
from generator.findings import Finding, finding
from generator.policy.files import Waiver
from generator.policy.loader import City
from generator.policy.sources import Location, Source


def applied(cities: Iterable[City], findings: Iterable[Finding], on: date | None) -> Iterator[Finding]:
    """The findings after all waivers: waived ones become notices, waivers that have ended or match nothing are added.

    Without a day no waiver has ended, and none counts as unused that is for a code found only on a day.
    """
    left = set(findings)
    for city in cities:
        for index, waiver in enumerate(city.waivers.waivers if city.waivers else ()):
            source, at = city.sources["waivers.yaml"], ("waivers", index)
            waived = {problem for problem in left if _meets(city, waiver, problem)}
            if on is not None and waiver.until < on:
                yield finding("waiver-expired", source.position((*at, "until")), day=waiver.until.isoformat())
                continue
            yield from (_notice(problem, waiver) for problem in waived)
            yield from () if waived or (on is None and waiver.code in BY_DAY) else _unused(source, at, waiver)
            left -= waived
    yield from left


def _meets(city: City, waiver: Waiver, problem: Finding) -> bool:
    path = (city.folder / waiver.file).as_posix()
    return (problem.code, problem.position.path, problem.thing) == (waiver.code, path, waiver.thing)


def _notice(problem: Finding, waiver: Waiver) -> Finding:
    words = {"because": waiver.because, "by": waiver.by, "day": waiver.on.isoformat()}
    return finding(
        "waived", problem.position, problem.thing, waived=problem.code, until=waiver.until.isoformat(), **words
    )


def _unused(source: Source, at: Location, waiver: Waiver) -> Iterator[Finding]:
    words = {"file": waiver.file, "about": waiver.thing, "waived": waiver.code}
    yield finding("waiver-unused", source.position(at), **words)

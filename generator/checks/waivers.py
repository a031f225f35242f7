"""Warnings that an editor lets stand with a reason, up to a last day: each becomes a notice. No clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from generator.checks.days import BY_DAY
from generator.findings import Finding, Position, finding
from generator.policy.files import Waiver
from generator.policy.loader import City


class PlacedWaiver(NamedTuple):
    """A waiver, where it and its last day stand, and the path of the file it is about."""

    waiver: Waiver
    position: Position
    until: Position
    path: str

    def meets(self, problem: Finding) -> bool:
        """Whether it lets a finding stand."""
        return (problem.code, problem.position.path, problem.thing) == (self.waiver.code, self.path, self.waiver.thing)


def of(cities: Iterable[City]) -> Iterator[PlacedWaiver]:
    """The waivers of some places."""
    for city in cities:
        for index, waiver in enumerate(city.waivers.waivers if city.waivers else ()):
            source, at = city.sources["waivers.yaml"], ("waivers", index)
            positions = source.position(at), source.position((*at, "until"))
            yield PlacedWaiver(waiver, *positions, (city.folder / waiver.file).as_posix())


def applied(waivers: Iterable[PlacedWaiver], findings: Iterable[Finding], on: date | None) -> Iterator[Finding]:
    """The findings after all waivers: waived ones become notices, waivers that have ended or match nothing are added.

    Without a day no waiver has ended, and none counts as unused that is for a code found only on a day.
    """
    left = set(findings)
    for placed in waivers:
        waived = {problem for problem in left if placed.meets(problem)}
        if on is not None and placed.waiver.until < on:
            yield finding("waiver-expired", placed.until, day=placed.waiver.until.isoformat())
            continue
        yield from (_notice(problem, placed.waiver) for problem in waived)
        yield from () if waived or (on is None and placed.waiver.code in BY_DAY) else _unused(placed)
        left -= waived
    yield from left


def _notice(problem: Finding, waiver: Waiver) -> Finding:
    words = {"because": waiver.because, "by": waiver.by, "day": waiver.on.isoformat()}
    return finding(
        "waived", problem.position, problem.thing, waived=problem.code, until=waiver.until.isoformat(), **words
    )


def _unused(placed: PlacedWaiver) -> Iterator[Finding]:
    waiver = placed.waiver
    yield finding("waiver-unused", placed.position, file=waiver.file, about=waiver.thing, waived=waiver.code)

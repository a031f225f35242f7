"""Warnings that an editor lets stand with a reason, up to a last day: each becomes a notice. No clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from generator.findings import Finding, Position, finding
from generator.judgement.days import BY_DAY


class PlacedWaiver(NamedTuple):
    """A waiver as its file has it, where it and its last day stand, and the path of the file it is about."""

    code: str
    file: str
    thing: str
    because: str
    by: str
    on: date
    until: date
    position: Position
    until_at: Position
    path: str

    def meets(self, problem: Finding) -> bool:
        """Whether it lets a finding stand."""
        return (problem.code, problem.position.path, problem.thing) == (self.code, self.path, self.thing)


def applied(waivers: Iterable[PlacedWaiver], findings: Iterable[Finding], on: date | None) -> Iterator[Finding]:
    """The findings after all waivers: waived ones become notices, waivers that have ended or match nothing are added.

    Without a day no waiver has ended, and none counts as unused that is for a code found only on a day.
    """
    left = set(findings)
    for waiver in waivers:
        waived = {problem for problem in left if waiver.meets(problem)}
        if on is not None and waiver.until < on:
            yield finding("waiver-expired", waiver.until_at, day=waiver.until.isoformat())
            continue
        yield from (_notice(problem, waiver) for problem in waived)
        yield from () if waived or (on is None and waiver.code in BY_DAY) else _unused(waiver)
        left -= waived
    yield from left


def _notice(problem: Finding, waiver: PlacedWaiver) -> Finding:
    words = {"because": waiver.because, "by": waiver.by, "day": waiver.on.isoformat()}
    return finding(
        "waived", problem.position, problem.thing, waived=problem.code, until=waiver.until.isoformat(), **words
    )


def _unused(waiver: PlacedWaiver) -> Iterator[Finding]:
    yield finding("waiver-unused", waiver.position, file=waiver.file, about=waiver.thing, waived=waiver.code)

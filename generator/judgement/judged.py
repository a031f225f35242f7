"""What checks found of some places before a day is asked about: what any day needs, to be kept and asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from generator.findings import MAX_DOUBTS, Finding, Position, bounded, finding
from generator.judgement import days, waivers
from generator.judgement.days import Day
from generator.judgement.waivers import PlacedWaiver


class Score(NamedTuple):
    """How many sentences a document has, and how many of them are in each state."""

    whole: int
    used: int
    aside: int
    doubt: int
    left: int


@dataclass(frozen=True)
class Judgement:
    """The findings that hold on every day, the days in the policies, and the waivers; to be pickled."""

    findings: tuple[Finding, ...]
    days: tuple[Day, ...] = ()
    waivers: tuple[PlacedWaiver, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    def on(self, day: date | None) -> Iterator[Finding]:
        """The findings on a day; without one, those that need none."""
        every = {*self.findings, *(days.dated(self.days, day) if day is not None else ())}
        yield from waivers.applied(self.waivers, bounded(every, MAX_DOUBTS), day)
        yield from (place.told(day) for place in self.withheld)

    def with_findings(self, more: Iterable[Finding]) -> Judgement:
        """The same with further findings."""
        return replace(self, findings=(*self.findings, *more))

    def moved(self, move: Callable[[str], str]) -> Judgement:
        """The same of files that lie elsewhere; `move`: path → path."""

        def at(position: Position) -> Position:
            return replace(position, path=move(position.path))

        return Judgement(
            tuple(problem.moved(move) for problem in self.findings),
            tuple(day._replace(position=at(day.position)) for day in self.days),
            tuple(
                placed._replace(position=at(placed.position), until_at=at(placed.until_at), path=move(placed.path))
                for placed in self.waivers
            ),
            tuple(
                Withheld(place.slug, move(place.folder), at(place.position), place.judgement.moved(move))
                for place in self.withheld
            ),
        )


class Withheld(NamedTuple):
    """A place that is not published: its folder, where that is said, and what was found of it and its family."""

    slug: str
    folder: str
    position: Position
    judgement: Judgement

    def told(self, day: date | None) -> Finding:
        """The finding that it is not published, with the number of its errors and warnings on a day."""
        problems = sum(problem.severity != "info" for problem in about([self.folder], self.judgement.on(day)))
        return finding("not-published", self.position, "published", slug=self.slug, number=str(problems))


def about(folders: Iterable[str], findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings about files of some folders, or about the folders themselves."""
    wanted = tuple(f"{folder}/" for folder in folders)
    return (problem for problem in findings if f"{problem.position.path}/".startswith(wanted))

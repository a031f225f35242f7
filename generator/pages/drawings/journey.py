"""The steps of a guide in lanes: who acts stands above, what only some need is a branch. No words, no markup.

Everything in it is a line of the page; a picture only says in which lane it stands and what can be passed by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from typing import NamedTuple

from generator.decision.boxes import Box, shared, without
from generator.decision.deciding import decided
from generator.media.layout import Group, Layout
from generator.media.lines import Line
from generator.policy.facts import Step
from generator.telling.select import regions
from generator.words.catalogue import words


class Span(NamedTuple):
    """The lanes that a box covers, the first and the last, counted from one."""

    first: int
    last: int

    @property
    def middle(self) -> int:
        """Where its line runs, in half lanes from the left."""
        return self.first + self.last - 1


class Act(NamedTuple):
    """A step, or what is said instead of one: a box."""

    line: Line
    span: Span
    named: bool
    """Whether it is said who does it; a box of which it is not covers all lanes."""
    own: bool
    """Whether the applicant does it."""


class Place(NamedTuple):
    """What stands in one place of the procedure: one step, or the same in several cases."""

    acts: tuple[Act, ...]
    relations: tuple[str, ...]
    """What follows from clauses that differ."""
    limits: tuple[Line, ...]
    permits: tuple[Line, ...]
    """What runs beside it at other bodies."""
    passed: bool
    """Whether there are cases that go past it."""

    @property
    def ids(self) -> str:
        """What is told in it."""
        return " ".join(path for act in self.acts for path in act.line.ids)

    @property
    def span(self) -> Span:
        """The lanes of all its boxes together."""
        return Span(min(act.span.first for act in self.acts), max(act.span.last for act in self.acts))


class Band(NamedTuple):
    """The places of one phase; of none, where the name is empty."""

    name: str
    places: tuple[Place, ...]

    @property
    def ids(self) -> str:
        """What is told in it."""
        return " ".join(place.ids for place in self.places)


class Way(NamedTuple):
    """A way through, from the first place to the last, and in which case; in all, where that is empty."""

    when: str
    bands: tuple[Band, ...]
    begun: frozenset[str] = frozenset()
    """Of what is said instead of steps, the statements of cases in which the first steps are known."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Its places in order."""
        return tuple(place for band in self.bands for place in band.places)

    @property
    def ids(self) -> str:
        """What is told in it."""
        return " ".join(band.ids for band in self.bands)

    @property
    def steps(self) -> int:
        """How many steps are told on it."""
        return sum(any(act.line.statement.kind == "stated" for act in place.acts) for place in self.places)

    @property
    def cut(self) -> tuple[Line, ...]:
        """What is said instead of its steps that a text has which is not in hand; in all its cases, or in some."""
        return tuple(act.line for place in self.places for act in place.acts if act.line.statement.lacks)

    @property
    def begins(self) -> bool:
        """Whether of the time of its last step only the beginning is told."""
        limits = [line.statement.fact for line in self.places[-1].limits if not line.open]
        return bool(limits) and all(getattr(limit, "starts_within", None) is not None for limit in limits)

    @property
    def ends(self) -> bool:
        """Whether its last step is the end of all, at least in some cases."""
        return bool(self.steps) and not self.begins and all(line.when and not self.when for line in self.cut)

    @property
    def silence(self) -> str:
        """That no step is known; empty where any is."""
        return "" if self.steps else self.places[0].acts[0].line.without("when").text

    def before(self, place: Place) -> int:
        """Where the line of the place before runs, in half lanes from the left; 0 before the first."""
        index = self.places.index(place)
        return self.places[index - 1].span.middle if index else 0

    @property
    def last(self) -> int:
        """Where the line of its last place runs."""
        return self.places[-1].span.middle


class Journey(NamedTuple):
    """All ways through a procedure."""

    lanes: tuple[str, ...]
    """Who acts, from the left; none where it is said of no step."""
    ways: tuple[Way, ...]
    whole: tuple[Line, ...]
    """How long all of it takes; none, where that is too much to say here."""

    @property
    def own(self) -> bool:
        """Whether any step is the applicant's."""
        return any(act.own for act in self._acts())

    @property
    def unnamed(self) -> bool:
        """Whether of any step it is not said who does it."""
        return any(not act.named and not act.line.open for act in self._acts())

    @property
    def passed(self) -> bool:
        """Whether anything can be passed by."""
        return any(place.passed for way in self.ways for place in way.places)

    @property
    def drawn(self) -> frozenset[tuple[str, ...]]:
        """The permits that stand beside their step."""
        return frozenset(one.ids for way in self.ways for place in way.places for one in place.permits)

    def place(self, span: Span) -> str:
        """Where a box stands, as class names: its lanes; on which side of it, and whether beside it, is room."""
        before, after = span.first - 1, max(1, len(self.lanes)) - span.last
        sides = {
            "over": before > after,
            "all": before == after == 0 and len(self.lanes) > 1,
            "roomy": min(before, after) == 0 and max(before, after) >= _ROOM,
        }
        return " ".join([f"s{span.first}", f"e{span.last}", *(name for name, there in sides.items() if there)])

    def _acts(self) -> Iterator[Act]:
        return (act for way in self.ways for place in way.places for act in place.acts)


def journey(shown: Layout) -> Journey:
    """The steps that are told in a layout as a picture."""
    lanes = _lanes(shown.section("steps"))
    ways = shown.ways()
    drawn = tuple(_way(shown, lanes, way, several=len(ways) > 1) for way in ways)
    return Journey(lanes, drawn, _whole(shown))


_ROOM, _MOST = 2, 3
"""How many free lanes a text needs; how many lines about the whole a picture bears."""


def _whole(shown: Layout) -> tuple[Line, ...]:
    """The time limits of the whole service, if they are few and undisputed."""
    groups = shown.whole_limits()
    lines = tuple(line for group in groups for line in group.lines)
    plain = all(group.relation is None for group in groups) and not any(map(_limited, lines))
    return lines if plain and len(lines) <= _MOST else ()


def _lanes(lines: Iterable[Line]) -> tuple[str, ...]:
    """The lanes in the order of the catalogue; the applicant and the utility always, where there are any."""
    roles = {role for line in lines for role in _roles(line)}
    known = words()["lanes"]
    named = {known[role] for role in roles | {"applicant", "utility"}} if roles else set()
    return tuple(name for name in dict.fromkeys(known.values()) if name in named)


def _roles(line: Line) -> Collection[str]:
    """Who does a step, in our roles; nobody where that is not stated."""
    actors = getattr(line.statement.fact, "actors", None)
    return actors.keys() if isinstance(actors, dict) else ()


def _way(shown: Layout, lanes: Sequence[str], way: Sequence[Sequence[Group]], *, several: bool) -> Way:
    places = [_place(shown, lanes, groups, way[index + 1 :]) for index, groups in enumerate(way)]
    when = shown.case_of(way) if several else ""
    if several:
        places = [place._replace(passed=False) for place in places]
    names = {phase.id: phase.name for phase in shown.guide.phases}
    bands = (Band(names.get(phase, ""), tuple(run)) for phase, run in groupby(places, key=_phase))
    return Way(when, tuple(bands), _begun(shown, places))


def _begun(shown: Layout, places: Sequence[Place]) -> frozenset[str]:
    """Of what a text has that is not in hand, what goes on behind steps that are: the ids of the statements."""
    at = regions(shown.guide, **shown.case.ruled)
    told = [act.line.statement for place in places for act in place.acts]
    known = [box for one in told if one.kind == "stated" for box in at.where(one)]
    return frozenset(one.id for one in told if one.lacks and _same_case(shown, at.holds(one.condition), known))


def _same_case(shown: Layout, condition: Sequence[Box], known: Sequence[Box]) -> bool:
    """Whether any case of a condition is one of which something is known; on a sheet, in its class."""
    own = [decided(shown.guide).holding(table)[name] for table, name in shown.case.fitting.items()]
    return bool(reduce(shared, own, shared(list(condition), list(known))))


def _phase(place: Place) -> str:
    return getattr(place.acts[0].line.statement.fact, "phase", None) or ""


def _place(shown: Layout, lanes: Sequence[str], groups: Sequence[Group], later: Sequence[Sequence[Group]]) -> Place:
    """A place with what is said of the time of its steps; what is said of several stands at the last of them."""
    steps = _steps(groups)
    after = {step for others in later for step in _steps(others)} - steps
    return Place(
        acts=tuple(_act(lanes, line) for group in groups for line in group.lines),
        relations=tuple(group.relation.says for group in groups if group.relation),
        limits=tuple(one for one in shown.section("limits") if (of := _limited(one)) & steps and not of & after),
        permits=tuple(one for one in shown.section("permits") if _beside(one) in steps),
        passed=_passed(shown, [line for group in groups for line in group.lines]),
    )


def _act(lanes: Sequence[str], line: Line) -> Act:
    """A line as a box in the lanes of those who do it; over all lanes, where nobody is named."""
    roles = _roles(line)
    at = [lanes.index(words()["lanes"][role]) + 1 for role in roles]
    span = Span(min(at), max(at)) if at else Span(1, max(1, len(lanes)))
    return Act(line, span, named=bool(at), own="applicant" in roles)


def _steps(groups: Sequence[Group]) -> set[str]:
    facts = (line.statement.fact for group in groups for line in group.lines)
    return {fact.id for fact in facts if isinstance(fact, Step)}


def _limited(line: Line) -> set[str]:
    """The steps whose time a limit is, or of which none is stated."""
    return {topic.partition("/")[2] for topic in line.statement.topics if "/" in topic}


def _beside(line: Line) -> str:
    """The step beside which a permit runs; empty where none is said."""
    return getattr(line.statement.fact, "during", None) or ""


def _passed(shown: Layout, lines: Sequence[Line]) -> bool:
    """Whether there are cases in which nothing of this is told."""
    at = regions(shown.guide, **shown.case.ruled)
    return bool(without(at.inside, [box for line in lines for box in at.where(line.statement)]))

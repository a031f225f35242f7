"""Decision tables over one space of inputs: which classes hold where, and for whom. No I/O, no wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from generator.decision.boxes import Box, empty, meet, shared, within, without
from generator.decision.space import Space, Tests, axis
from generator.memo import once
from generator.policy.feel import Unary, Value
from generator.policy.files import Sections
from generator.policy.guide import Guide, facts, items
from generator.policy.tables import Class


class CycleError(Exception):
    """Tables feed each other in a circle; carries the tables."""


class Decisions:
    """The decision tables of one guide over one space of inputs."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.space = Space(tuple(axis(one, tests_on(guide, one.id)) for one in guide.inputs))
        self._holding: dict[str, dict[str, list[Box]]] = {}
        self._open: list[str] = []

    @cached_property
    def classes(self) -> Mapping[str, tuple[Class, ...]]:
        """The classes of each table, in order."""
        found: dict[str, tuple[Class, ...]] = {}
        for one in items(self.guide, "classes"):
            found[one.table] = (*found.get(one.table, ()), one)
        return found

    def holding(self, table: str) -> Mapping[str, list[Box]]:
        """Where each class of a table holds. Raises CycleError, TooLargeError."""
        if table not in self._holding:
            if table in self._open:
                raise CycleError(*self._open[self._open.index(table) :])
            self._open.append(table)
            try:
                self._holding[table] = self._solved(table)
            finally:
                self._open.pop()
        return self._holding[table]

    def _solved(self, table: str) -> dict[str, list[Box]]:
        """The rows of each class; `rest` what no row takes; less what classes that go before it take."""
        classes = self.classes[table]
        found = {one.id: self.rows(one) for one in classes}
        taken = list(chain.from_iterable(found.values()))
        found |= {one.id: without([self.space.whole], taken) for one in classes if one.rows == "rest"}
        for one in classes:
            for lower in one.precedes:
                found[lower] = without(found[lower], found[one.id])
        return found

    def rows(self, one: Class) -> list[Box]:
        """The boxes of a class's rows; none for `rest`."""
        rows = () if one.rows == "rest" else one.rows
        return [box for row in rows for box in self.boxes(row.tests)]

    def boxes(self, tests: Tests) -> list[Box]:
        """The values that pass a conjunction; where a table gives several classes, any one of them will do."""
        found = [self.space.box(tests)]
        for name, test in tests.items():
            if name in self.classes and name not in self.space.index:
                fed = [box for one, boxes in self.holding(name).items() if test.matches(one) for box in boxes]
                found = shared(found, fed)
        return [box for box in found if not empty(box)]

    def where(self, when: Sequence[Tests]) -> list[Box]:
        """The values that pass any of some conjunctions; without any, all."""
        if not when:
            return [self.space.whole]
        return [box for tests in when for box in self.boxes(tests)]


def tests_on(guide: Sections, name: str) -> Iterator[Unary]:
    """Every test a guide puts to an input: of classes, defects and facts."""
    for one in items(guide, "classes"):
        for row in () if one.rows == "rest" else one.rows:
            yield from (test for key, test in row.tests.items() if key == name)
    for section in Sections.model_fields:
        for fact in () if section == "classes" else facts(guide, section):
            for tests in (*getattr(fact, "when", ()), *getattr(fact, "where", ())):
                yield from (test for key, test in tests.items() if key == name)
            for row in getattr(fact, "rows", ()):
                yield from (test for tests in row.when for key, test in tests.items() if key == name)


decided = once(Decisions)
"""The decision tables of a guide."""


@dataclass(frozen=True)
class Answer:
    """What a table says of an applicant: the classes that certainly and possibly hold, and whether none may."""

    certain: tuple[str, ...]
    possible: tuple[str, ...]
    none_possible: bool


def classify(decisions: Decisions, table: str, values: Mapping[str, Value]) -> Answer:
    """The answer of a table to known values; unknown inputs leave it open. Raises NotAValueError."""
    known = decisions.space.point(values)
    met = {one: [box for box in boxes if meet(box, known)] for one, boxes in decisions.holding(table).items()}
    return Answer(
        certain=tuple(one for one, boxes in met.items() if boxes and within([known], boxes)),
        possible=tuple(one for one, boxes in met.items() if boxes),
        none_possible=not within([known], list(chain.from_iterable(met.values()))),
    )


def holds(decisions: Decisions, when: Sequence[Tests], values: Mapping[str, Value]) -> bool | None:
    """Whether a condition holds for known values; None where that hangs on unknown inputs."""
    known = decisions.space.point(values)
    met = [box for box in decisions.where(when) if meet(box, known)]
    if not met:
        return False
    return True if within([known], met) else None


def matched(decisions: Decisions, one: Class, values: Mapping[str, Value]) -> tuple[int, ...]:
    """The rows of a class that certainly match known values."""
    known = decisions.space.point(values)
    rows = () if one.rows == "rest" else one.rows
    return tuple(index for index, row in enumerate(rows) if within([known], decisions.boxes(row.tests)))


def undecided(decisions: Decisions, table: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The unknown inputs on which the answer of a table still hangs."""
    known = decisions.space.point(values)
    met = [shared([known], boxes) for boxes in decisions.holding(table).values()]
    return tuple(
        one.input.id
        for position, one in enumerate(decisions.space.axes)
        if one.input.id not in values and any(_matters(boxes, known, position) for boxes in met)
    )


def _matters(boxes: Sequence[Box], known: Box, position: int) -> bool:
    """Whether a class can come or go along one input alone."""
    spread = [(*box[:position], known[position], *box[position + 1 :]) for box in boxes]
    return not within(spread, boxes)


def inputs_of(decisions: Decisions, table: str) -> tuple[str, ...]:
    """The inputs a table asks for, by itself or through the tables that feed it."""
    names: set[str] = set()
    for one in decisions.classes[table]:
        for row in () if one.rows == "rest" else one.rows:
            for name in row.tests:
                fed = name in decisions.classes and name not in decisions.space.index
                names.update(inputs_of(decisions, name) if fed else (name,))
    return tuple(one.id for one in decisions.guide.inputs if one.id in names)

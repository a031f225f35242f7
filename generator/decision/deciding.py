"""Decision tables over one space of inputs: which classes hold where, and for whom. No I/O, no wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from generator.decision.boxes import Box, TooLargeError, empty, meet, shared, within, without
from generator.decision.space import Space, Tests, axis
from generator.memory_cache import once
from generator.policy.feel import Unary, Value
from generator.policy.files import Sections
from generator.policy.guide import Guide, facts, items, nothing
from generator.policy.tables import Class


class CycleError(Exception):
    """Tables feed each other in a circle; carries the tables."""


class Decisions:
    """The decision tables of one guide over one space of inputs.

    `ruled`: by table, the class that the window has decided on. It holds whatever the answers are, and no other does.
    """

    def __init__(self, guide: Guide, ruled: Mapping[str, str] | None = None) -> None:
        self.guide, self.ruled = guide, ruled or {}
        self.space: Space = decided(guide).space if ruled else _space(guide)
        self._holding: dict[str, dict[str, list[Box]]] = {}
        self._too_large: set[str] = set()
        self._open: list[str] = []

    @cached_property
    def classes(self) -> Mapping[str, tuple[Class, ...]]:
        """The classes of each table, in order."""
        classes: dict[str, tuple[Class, ...]] = {}
        for class_ in items(self.guide, "classes"):
            classes[class_.table] = (*classes.get(class_.table, ()), class_)
        return classes

    def holding(self, table: str) -> Mapping[str, list[Box]]:
        """Where each class of a table holds. Raises CycleError, TooLargeError."""
        if table in self.ruled:
            decided_on = self.ruled[table]
            return {class_.id: [self.space.whole] if class_.id == decided_on else [] for class_ in self.classes[table]}
        if self.ruled and not self.hangs(self._rows_of(table)):
            return decided(self.guide).holding(table)
        if table in self._too_large:
            raise TooLargeError
        if table not in self._holding:
            if table in self._open:
                raise CycleError(*self._open[self._open.index(table) :])
            self._open.append(table)
            try:
                self._holding[table] = self._solved(table)
            except TooLargeError:
                self._too_large.add(table)  # whoever asks again is told at once
                raise
            finally:
                self._open.pop()
        return self._holding[table]

    def hangs(self, when: Iterable[Tests]) -> bool:
        """Whether a condition hangs on what the window has decided, by whichever tables."""
        met: set[str] = set()
        left = list(when)
        while left:
            named = {name for name in left.pop() if name in self.classes and name not in self.space.index} - met
            met |= named
            left += [tests for name in named for tests in self._rows_of(name)]
        return not met.isdisjoint(self.ruled)

    def _rows_of(self, table: str) -> list[Tests]:
        rows = [row.tests for one in self.classes[table] if one.rows != "rest" for row in one.rows]
        return [*rows, *self.condition(table)]

    def condition(self, table: str) -> tuple[Tests, ...]:
        """In which cases a table divides at all; in all, where empty."""
        return next((one.when for one in self.guide.tables if one.id == table), ())

    def applies(self, table: str) -> list[Box]:
        """Where a table divides. Raises CycleError, TooLargeError."""
        return self.where(self.condition(table))

    def lacking(self, table: str) -> list[Box]:
        """Where only a text that is not in hand may give a class of a table. Raises CycleError, TooLargeError."""
        texts = (one for one in self.guide.lacking if not one.sections or "classes" in one.sections)
        ruled = shared(self.applies(table), [box for one in texts for box in self.where(one.when)])
        return without(ruled, list(chain.from_iterable(self.holding(table).values())))

    def divided(self, table: str) -> list[Box]:
        """Where the texts in hand should give a class of a table. Raises CycleError, TooLargeError."""
        return without(self.applies(table), self.lacking(table))

    def _solved(self, table: str) -> dict[str, list[Box]]:
        """Where each class holds: its rows, or for `rest` what no row takes; less what classes that precede it take."""
        classes = self.classes[table]
        applies = self.applies(table)
        boxes = {class_.id: shared(self.rows(class_), applies) for class_ in classes}
        taken = list(chain.from_iterable(boxes.values()))
        boxes |= {class_.id: without(applies, taken) for class_ in classes if class_.rows == "rest"}
        for class_ in classes:
            for lower in class_.precedes:
                boxes[lower] = without(boxes[lower], boxes[class_.id])
        return boxes

    def rows(self, class_: Class) -> list[Box]:
        """The boxes of the rows of a class; none for `rest`."""
        rows = () if class_.rows == "rest" else class_.rows
        return [box for row in rows for box in self.boxes(row.tests)]

    def boxes(self, tests: Tests) -> list[Box]:
        """The boxes whose values pass all of some tests. Raises CycleError, TooLargeError.

        A test on a table passes where any of the classes that the table gives passes it.
        """
        passing = [self.space.box(tests)]
        for name, test in tests.items():
            if name in self.classes and name not in self.space.index:
                classes = self.holding(name).items()
                fed = [box for class_id, boxes in classes if test.matches(class_id) for box in boxes]
                passing = shared(passing, fed)
        return [box for box in passing if not empty(box)]

    def where(self, when: Sequence[Tests]) -> list[Box]:
        """The boxes whose values pass any of some conjunctions; without a conjunction, the whole space."""
        if not when:
            return [self.space.whole]
        return [box for tests in when for box in self.boxes(tests)]


def _space(guide: Guide) -> Space:
    return Space(tuple(axis(asked, tests_on(guide, asked.id)) for asked in guide.inputs))


def tests_on(guide: Sections, name: str) -> Iterator[Unary]:
    """Every test on one input in the classes, the defects and the facts of a guide."""
    for class_ in items(guide, "classes"):
        for row in () if class_.rows == "rest" else class_.rows:
            yield from (test for key, test in row.tests.items() if key == name)
    for section in Sections.model_fields:
        for fact in () if section == "classes" else (*facts(guide, section), *nothing(guide, section)):
            for tests in (*getattr(fact, "when", ()), *getattr(fact, "where", ())):
                yield from (test for key, test in tests.items() if key == name)
            for row in getattr(fact, "rows", ()):
                yield from (test for tests in row.when for key, test in tests.items() if key == name)


decided = once(Decisions)
"""The decision tables of a guide, kept as long as the guide is worked on."""


@dataclass(frozen=True)
class Answer:
    """What a table says of an applicant, of whom some inputs may be unknown.

    The ids of the classes that hold whatever the unknown inputs are, those that hold for some value of them, and
    whether for some value none holds where the texts in hand should give one.
    """

    certain: tuple[str, ...]
    possible: tuple[str, ...]
    none_possible: bool


def classify(decisions: Decisions, table: str, values: Mapping[str, Value]) -> Answer:
    """What a table says of the known values, by input. Raises NotAValueError for one that the input cannot have."""
    known = decisions.space.point(values)
    met = {class_id: [box for box in boxes if meet(box, known)] for class_id, boxes in decisions.holding(table).items()}
    return Answer(
        certain=tuple(class_id for class_id, boxes in met.items() if boxes and within([known], boxes)),
        possible=tuple(class_id for class_id, boxes in met.items() if boxes),
        none_possible=not within(shared([known], decisions.divided(table)), list(chain.from_iterable(met.values()))),
    )


def holds(decisions: Decisions, when: Sequence[Tests], values: Mapping[str, Value]) -> bool | None:
    """Whether a condition holds for known values; None where that depends on unknown inputs. Raises NotAValueError."""
    known = decisions.space.point(values)
    met = [box for box in decisions.where(when) if meet(box, known)]
    if not met:
        return False
    return True if within([known], met) else None


def matched(decisions: Decisions, class_: Class, values: Mapping[str, Value]) -> tuple[int, ...]:
    """The indexes of the rows of a class that match known values whatever the unknown inputs are."""
    known = decisions.space.point(values)
    rows = () if class_.rows == "rest" else class_.rows
    return tuple(index for index, row in enumerate(rows) if within([known], decisions.boxes(row.tests)))


def undecided(decisions: Decisions, table: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The ids of the unknown inputs on which the answer of a table still depends."""
    known = decisions.space.point(values)
    return tuple(
        axis.input.id
        for position, axis in enumerate(decisions.space.axes)
        if axis.input.id not in values
        and any(hangs_on(boxes, known, position) for boxes in decisions.holding(table).values())
    )


def hangs_on(boxes: Sequence[Box], known: Box, position: int) -> bool:
    """Whether the input at a position decides, for some values of the others, whether a class holds.

    `boxes`: where the class holds; `known`: the values that are looked at. It does not where the boxes, spread over all
    values of the input, are no larger than before.
    """
    there = shared([known], boxes)
    return not within([(*box[:position], known[position], *box[position + 1 :]) for box in there], there)


def inputs_of(decisions: Decisions, table: str) -> tuple[str, ...]:
    """The ids of the inputs that a table tests, itself or through the tables whose classes it tests."""
    names: set[str] = set()
    rows = (row.tests for class_ in decisions.classes[table] if class_.rows != "rest" for row in class_.rows)
    for tests in (*rows, *decisions.condition(table)):
        for name in tests:
            fed = name in decisions.classes and name not in decisions.space.index
            names.update(inputs_of(decisions, name) if fed else (name,))
    return tuple(asked.id for asked in decisions.guide.inputs if asked.id in names)

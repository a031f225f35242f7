"""DMN decision tables: classify, and prove where a table has gaps and overlaps, exactly, each with a witness.

Every input's domain is cut at the bounds that occur anywhere in the guide into cells within which no test changes its
answer: points, open intervals, enumeration values, booleans. A rule is then a box of cells, a set of cells being the
bits of an int, and the proof splits boxes only on rules still in play. No I/O, no wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, combinations, pairwise
from operator import and_
from typing import Any, TypeAlias

from generator.memo import once
from generator.policy.feel import Range, Unary, Value
from generator.policy.files import Sections
from generator.policy.guide import Guide, facts, items
from generator.policy.tables import Class, Defect, Input

MAX_SPLITS = 200_000

Box: TypeAlias = tuple[int, ...]
"""For each input, in the order of the space, the bits of the cells it may be in."""
Tests: TypeAlias = Mapping[str, Unary]


class TooLargeError(Exception):
    """The table has too many rules in play at once to be proven."""


class CycleError(Exception):
    """Tables feed each other in a circle; carries the tables."""


class NotAValueError(ValueError):
    """An input was given a value it cannot have; carries the input and the value."""


# ------------------------------------------------------------------------------------------------------ space


@dataclass(frozen=True)
class Axis:
    """One input's domain as cells, in order: ranges of numbers, or single values."""

    input: Input
    cells: tuple[Range | bool | str, ...]

    @property
    def full(self) -> int:
        """All cells."""
        return (1 << len(self.cells)) - 1

    def mask(self, test: Unary) -> int:
        """The cells whose values pass a test. Within a cell all values pass or none does."""
        return sum(1 << index for index, cell in enumerate(self.cells) if test.matches(self.witness(cell)))

    def witness(self, cell: Range | bool | str) -> Value:
        """A value in a cell, on the input's step: the bound itself, else the value next to a bound."""
        return _inside(cell, self.input.step) if isinstance(cell, Range) else cell

    def example(self, mask: int) -> Value:
        """A value in some cells, a bound of the document's where one is among them."""
        chosen = [cell for index, cell in enumerate(self.cells) if mask >> index & 1]
        bounds = [cell for cell in chosen if isinstance(cell, Range) and cell.low == cell.high]
        last = (bounds or chosen)[-1]
        if isinstance(last, Range) and last.high is not None and last.low != last.high:
            below = last.high - self.input.step
            return below if below in last and not below % self.input.step else self.witness(last)
        return self.witness(last)

    def cell_of(self, value: Value) -> int:
        """The cell a value is in; raises NotAValueError for one outside the domain or off the step."""
        for index, cell in enumerate(self.cells):
            if (value in cell) if isinstance(cell, Range) else (type(value) is type(cell) and value == cell):
                if isinstance(value, Decimal) and value % self.input.step:
                    break
                return 1 << index
        raise NotAValueError(self.input.id, value)

    def test(self, mask: int) -> Unary | None:
        """The test that describes some cells, in the terms of the domain; None for all of them."""
        if mask == self.full:
            return None
        chosen = [cell for index, cell in enumerate(self.cells) if mask >> index & 1]
        values = tuple(cell for cell in chosen if not isinstance(cell, Range))
        ranges = tuple(self._open_ended(one) for one in _joined(mask, self.cells))
        made = Unary("", ranges, values)
        return Unary(made.feel(), ranges, values)

    def _open_ended(self, one: Range) -> Range:
        """A range that reaches the edge of the domain needs no bound there."""
        first, last = self.cells[0], self.cells[-1]
        assert isinstance(first, Range) and isinstance(last, Range)  # noqa: S101  numeric axes hold ranges
        if one.low == one.high:
            return one
        low = None if (one.low, one.low_closed) == (first.low, first.low_closed) else one.low
        high = None if (one.high, one.high_closed) == (last.high, last.high_closed) else one.high
        if low is None and high is None:
            return one
        return Range(low, high, one.low_closed and low is not None, one.high_closed and high is not None)


def _joined(mask: int, cells: Sequence[Any]) -> Iterator[Range]:
    """Neighbouring chosen ranges of numbers as one."""
    run: Range | None = None
    for index, cell in enumerate(cells):
        if not isinstance(cell, Range):
            continue
        if mask >> index & 1:
            run = Range(run.low, cell.high, run.low_closed, cell.high_closed) if run else cell
        elif run:
            yield run
            run = None
    if run:
        yield run


def _inside(cell: Range, step: Decimal) -> Decimal:
    """A multiple of the step in a range that has one; raises StopIteration where there is none."""
    if cell.low is not None and cell.low == cell.high and not cell.low % step:
        return cell.low
    if cell.low is not None:
        low = cell.low - cell.low % step
        candidates: Iterable[Decimal] = (low, low + step, low + 2 * step)
    elif cell.high is not None:
        high = cell.high - cell.high % step
        candidates = (high, high - step)
    else:
        candidates = (Decimal(0),)
    found: Decimal = next(one for one in candidates if one in cell)
    return found


def _has_value(cell: Range, step: Decimal) -> bool:
    try:
        _inside(cell, step)
    except StopIteration:
        return False
    return True


def axis(asked: Input, tests: Iterable[Unary]) -> Axis:
    """The cells of an input under all the tests that are ever put to it."""
    if asked.type == "boolean":
        return Axis(asked, (True, False))
    if asked.type == "enumeration":
        return Axis(asked, asked.values)
    ranges = chain(asked.domain.ranges, *(test.ranges for test in tests))
    bounds = sorted({bound for one in ranges for bound in (one.low, one.high) if bound is not None})
    points = [Range(bound, bound, low_closed=True, high_closed=True) for bound in bounds]
    gaps = [Range(low, high) for low, high in pairwise([None, *bounds, None])]
    cells = [cell for pair in zip(gaps, points, strict=False) for cell in pair] + gaps[-1:]
    kept = [cell for cell in cells if _has_value(cell, asked.step) and asked.domain.matches(_inside(cell, asked.step))]
    return Axis(asked, tuple(kept))


@dataclass(frozen=True)
class Space:
    """The inputs of a guide, cut wherever any of its tests changes its answer."""

    axes: tuple[Axis, ...]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of each input."""
        return {one.input.id: position for position, one in enumerate(self.axes)}

    @cached_property
    def whole(self) -> Box:
        """Every value of every input."""
        return tuple(one.full for one in self.axes)

    def box(self, tests: Tests) -> Box:
        """The values that pass the tests on inputs; tests on tables are passed over."""
        masks = list(self.whole)
        for name, test in tests.items():
            if name in self.index:
                masks[self.index[name]] &= self.axes[self.index[name]].mask(test)
        return tuple(masks)

    def tests(self, box: Box) -> dict[str, Unary]:
        """A box as conditions, inputs that do not matter left out."""
        found = {one.input.id: one.test(mask) for one, mask in zip(self.axes, box, strict=True)}
        return {name: test for name, test in found.items() if test is not None}

    def witness(self, box: Box, *, inputs: Iterable[str] = ()) -> dict[str, Value]:
        """An input that lies in a box: a value for each input the box restricts, and for those named."""
        wanted = {*inputs, *self.tests(box)}
        return {
            one.input.id: one.example(mask) for one, mask in zip(self.axes, box, strict=True) if one.input.id in wanted
        }

    def point(self, values: Mapping[str, Value]) -> Box:
        """The box of what is known; unknown inputs stay open. Raises NotAValueError."""
        masks = list(self.whole)
        for name, value in values.items():
            masks[self.index[name]] = self.axes[self.index[name]].cell_of(value)
        return tuple(masks)


def empty(box: Box) -> bool:
    """Whether no value lies in a box."""
    return not all(box)


def common(one: Box, other: Box) -> Box:
    """What two boxes share."""
    return tuple(map(and_, one, other))


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share a value."""
    return all(map(and_, one, other))


def covers(outer: Box, inner: Box) -> bool:
    """Whether a box holds another whole."""
    return tuple(map(and_, outer, inner)) == inner


# --------------------------------------------------------------------------------------------------- analysis


class _Splitter:
    """Takes boxes away from a box by recursive splitting on the boxes still in play."""

    def __init__(self) -> None:
        self.splits = 0
        self.left: list[Box] = []

    def split(self, box: Box, taken: Sequence[Box]) -> None:
        """Add what is left of a box to `left`. Raises TooLargeError."""
        self.splits += 1
        if self.splits > MAX_SPLITS:
            raise TooLargeError
        in_play = [one for one in taken if meet(one, box)]
        if not in_play:
            self.left.append(box)
        elif not any(covers(one, box) for one in in_play):
            position, mask = _cut(box, in_play)
            for side in (mask, box[position] & ~mask):
                self.split((*box[:position], side, *box[position + 1 :]), in_play)


def _cut(box: Box, taken: Sequence[Box]) -> tuple[int, int]:
    """Where to split: along the box that is nearest to covering, on the input that most others divide too."""
    nearest = min(taken, key=lambda one: sum(1 for mine, its in zip(box, one, strict=True) if mine & ~its))
    open_ = [position for position, mine in enumerate(box) if mine & ~nearest[position]]
    position = max(open_, key=lambda index: sum(1 for one in taken if box[index] & ~one[index]))
    return position, nearest[position] & box[position]


def without(boxes: Iterable[Box], taken: Sequence[Box]) -> list[Box]:
    """What is left of some boxes when others are taken away, in few boxes. Raises TooLargeError."""
    splitter = _Splitter()
    for box in boxes:
        if not empty(box):
            splitter.split(box, taken)
    return merged(splitter.left)


def within(boxes: Iterable[Box], outer: Sequence[Box]) -> bool:
    """Whether some boxes lie whole in others: the same as nothing being left, found sooner. Raises TooLargeError."""
    for box in boxes:
        splitter = _Splitter()
        if not empty(box):
            splitter.split(box, outer)
        if splitter.left:
            return False
    return True


def touching(one: Iterable[Box], other: Sequence[Box]) -> bool:
    """Whether two sets of boxes have anything in common."""
    return any(meet(left, right) for left in one for right in other)


def shared(one: Iterable[Box], other: Sequence[Box]) -> list[Box]:
    """What two sets of boxes have in common, in few boxes."""
    found = {common(left, right) for left in one for right in other if meet(left, right)}
    return merged(box for box in found if not any(box != outer and covers(outer, box) for outer in found))


def merged(boxes: Iterable[Box]) -> list[Box]:
    """The same set of values in fewer boxes: two that differ on one input only become one."""
    found = sorted(set(boxes))
    position, unchanged = 0, 0
    width = len(found[0]) if found else 0
    while width and unchanged < width:
        joined: dict[Box, int] = {}
        for box in found:
            key = (*box[:position], 0, *box[position + 1 :])
            joined[key] = joined.get(key, 0) | box[position]
        fewer = [(*key[:position], mask, *key[position + 1 :]) for key, mask in joined.items()]
        unchanged = unchanged + 1 if len(fewer) == len(found) else 0
        found, position = fewer, (position + 1) % width
    return sorted(found)


# ------------------------------------------------------------------------------------------------------ tables


class Decisions:
    """The decision tables of one guide over one space of inputs."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.space = Space(tuple(axis(one, _tests_on(guide, one.id)) for one in guide.inputs))
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


def _tests_on(guide: Sections, name: str) -> Iterator[Unary]:
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


# ----------------------------------------------------------------------------------------------------- defects


@dataclass(frozen=True)
class Fault:
    """Where a table gives no class (classes empty), or two at once: the boxes where it does."""

    table: str
    classes: tuple[str, ...]
    boxes: tuple[Box, ...]


def faults(decisions: Decisions, table: str) -> tuple[Fault, ...]:
    """All gaps and overlaps of a table, exactly; overlaps pair by pair."""
    holding = decisions.holding(table)
    everywhere = list(chain.from_iterable(holding.values()))
    found = [Fault(table, (), tuple(without([decisions.space.whole], everywhere)))]
    found += [
        Fault(table, pair, tuple(shared(holding[pair[0]], holding[pair[1]]))) for pair in combinations(holding, 2)
    ]
    return tuple(fault for fault in found if fault.boxes)


def unrecorded(decisions: Decisions, table: str) -> Iterator[Fault]:
    """What of the faults no recorded defect covers: a gap by gaps, an overlap by defects that name both classes."""
    recorded = [one for one in decisions.guide.defects if one.table == table]
    for fault in faults(decisions, table):
        covering = [one for one in recorded if _names(one, fault)]
        left = without(fault.boxes, [box for one in covering for box in decisions.where(one.where)])
        if left:
            yield Fault(table, fault.classes, tuple(left))


def _names(defect: Defect, fault: Fault) -> bool:
    return set(fault.classes) <= set(defect.classes) if fault.classes else not defect.classes


def imagined(decisions: Decisions, defect: Defect) -> list[Box]:
    """Where a recorded defect is not so: the part of its region in which its classes do not all meet, or any does."""
    there = decisions.where(defect.where)
    holding = decisions.holding(defect.table)
    if not there:
        return [decisions.space.whole]
    if not defect.classes:
        return shared(there, list(chain.from_iterable(holding.values())))
    return merged(box for one in defect.classes for box in without(there, holding[one]))


def unreachable(decisions: Decisions, table: str) -> Iterator[tuple[Class, int]]:
    """Rows no value can match: the class and the row's index."""
    for one in decisions.classes[table]:
        for index, row in enumerate(() if one.rows == "rest" else one.rows):
            if not decisions.boxes(row.tests):
                yield one, index


def unused(guide: Guide) -> Iterator[tuple[str, str]]:
    """Input and value of enumerations where no test of the guide ever names the value."""
    for one in guide.inputs:
        named = {value for test in _tests_on(guide, one.id) for value in test.values}
        yield from ((one.id, value) for value in one.values if value not in named)


# -------------------------------------------------------------------------------------------------- classifying


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

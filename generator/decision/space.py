"""The inputs of a guide as cells: every domain cut at the bounds that occur anywhere in the guide.

Within a cell no test changes its answer: points, open intervals, enumeration values, booleans. No I/O, no wording.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, TypeAlias

from generator.decision.boxes import Box
from generator.policy.feel import Range, Unary, Value
from generator.policy.tables import Input

Tests: TypeAlias = Mapping[str, Unary]
"""Tests by input or table, which all hold."""


def _alike(value: Value, cell: Value) -> bool:
    """Whether both are of one type, so that true is not 1; a text that knows its translations is one, too."""
    return isinstance(value, type(cell)) or isinstance(cell, type(value))


class NotAValueError(ValueError):
    """An input was given a value it cannot have; carries the input and the value."""


@dataclass(frozen=True)
class Axis:
    """One input's domain as cells, in order: ranges of numbers, or single values."""

    input: Input
    cells: tuple[Range | bool | str, ...]

    @property
    def full(self) -> int:
        """The mask of all cells: a bit each, the first cell the lowest."""
        return (1 << len(self.cells)) - 1

    def mask(self, test: Unary) -> int:
        """The mask of the cells whose values pass a test. Within a cell all values pass or none does."""
        if test.ranges and self._numbers:
            inside = 0
            for part in test.ranges:
                inside |= self._between(part)
            return self.full & ~inside if test.negated else inside
        return sum(1 << index for index, cell in enumerate(self.cells) if test.matches(self.witness(cell)))

    def _between(self, part: Range) -> int:
        """The mask of the cells of a numeric axis whose values lie in a range: they follow one another."""
        numbers, low, high = self._numbers, part.low, part.high
        first = 0 if low is None else (bisect_left if part.low_closed else bisect_right)(numbers, low)
        last = len(numbers) if high is None else (bisect_right if part.high_closed else bisect_left)(numbers, high)
        return (1 << last) - (1 << first) if first < last else 0

    @cached_property
    def _numbers(self) -> list[Decimal]:
        """A value in each cell of a numeric axis, in order; of any other axis none."""
        return [_inside(cell, self.input.step) for cell in self.cells if isinstance(cell, Range)]

    def witness(self, cell: Range | bool | str) -> Value:
        """A value in a cell that is a multiple of the input's step: the bound itself, else the one next to a bound."""
        return _inside(cell, self.input.step) if isinstance(cell, Range) else cell

    def example(self, mask: int) -> Value:
        """A value in some cells, for people to read: a bound where one is among them, else one just below a bound."""
        chosen = [cell for index, cell in enumerate(self.cells) if mask >> index & 1]
        bounds = [cell for cell in chosen if isinstance(cell, Range) and cell.low == cell.high]
        last = (bounds or chosen)[-1]
        if isinstance(last, Range) and last.high is not None and last.low != last.high:
            below = last.high - self.input.step
            return below if below in last and not below % self.input.step else self.witness(last)
        return self.witness(last)

    def cell_of(self, value: Value) -> int:
        """The mask of the cell a value is in. Raises NotAValueError for one outside the domain or off the step."""
        for index, cell in enumerate(self.cells):
            if (value in cell) if isinstance(cell, Range) else (_alike(value, cell) and value == cell):
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
        ranges = tuple(self._open_ended(range_) for range_ in _joined(mask, self.cells))
        test = Unary("", ranges, values)
        return Unary(test.feel(), ranges, values)

    def _open_ended(self, range_: Range) -> Range:
        """A range without the bounds that are those of the domain; a single number, or the whole domain, as it is."""
        first, last = self.cells[0], self.cells[-1]
        assert isinstance(first, Range) and isinstance(last, Range)  # noqa: S101  numeric axes hold ranges
        if range_.low == range_.high:
            return range_
        low = None if (range_.low, range_.low_closed) == (first.low, first.low_closed) else range_.low
        high = None if (range_.high, range_.high_closed) == (last.high, last.high_closed) else range_.high
        if low is None and high is None:
            return range_
        return Range(low, high, range_.low_closed and low is not None, range_.high_closed and high is not None)


def _joined(mask: int, cells: Sequence[Any]) -> Iterator[Range]:
    """The chosen cells of a numeric axis, neighbours joined to one range."""
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
    value: Decimal = next(candidate for candidate in candidates if candidate in cell)
    return value


def _has_value(cell: Range, step: Decimal) -> bool:
    try:
        _inside(cell, step)
    except StopIteration:
        return False
    return True


def axis(asked: Input, tests: Iterable[Unary]) -> Axis:
    """The axis of an input: its domain, cut at every bound of the tests; cells without a value are left out."""
    if asked.type == "boolean":
        return Axis(asked, (True, False))
    if asked.type == "enumeration":
        return Axis(asked, asked.answers)
    ranges = chain(asked.domain.ranges, *(test.ranges for test in tests))
    bounds = sorted({bound for range_ in ranges for bound in (range_.low, range_.high) if bound is not None})
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
        return {axis.input.id: position for position, axis in enumerate(self.axes)}

    @cached_property
    def whole(self) -> Box:
        """Every value of every input."""
        return tuple(axis.full for axis in self.axes)

    @cached_property
    def named(self) -> Box:
        """Every value of every input that the document names: not that of those whom no value fits."""
        return tuple(axis.full & ~(1 << len(axis.cells) - 1) if axis.input.none else axis.full for axis in self.axes)

    def box(self, tests: Tests) -> Box:
        """The box whose values pass all of the tests on inputs; tests on tables are ignored."""
        masks = list(self.whole)
        for name, test in tests.items():
            if name in self.index:
                masks[self.index[name]] &= self.axes[self.index[name]].mask(test)
        return tuple(masks)

    def tests(self, box: Box) -> dict[str, Unary]:
        """A box as a test for each input that it restricts."""
        tests = {axis.input.id: axis.test(mask) for axis, mask in zip(self.axes, box, strict=True)}
        return {name: test for name, test in tests.items() if test is not None}

    def witness(self, box: Box, *, inputs: Iterable[str] = ()) -> dict[str, Value]:
        """A point in a box: a value for each input that the box restricts, and for those named."""
        wanted = {*inputs, *self.tests(box)}
        masks = zip(self.axes, box, strict=True)
        return {axis.input.id: axis.example(mask) for axis, mask in masks if axis.input.id in wanted}

    def point(self, values: Mapping[str, Value]) -> Box:
        """The box of known values: one cell for each known input, all cells for the others. Raises NotAValueError."""
        masks = list(self.whole)
        for name, value in values.items():
            masks[self.index[name]] = self.axes[self.index[name]].cell_of(value)
        return tuple(masks)

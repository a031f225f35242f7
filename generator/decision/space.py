"""The inputs of a guide as cells: every domain cut at the bounds that occur anywhere in the guide.

Within a cell no test changes its answer: points, open intervals, enumeration values, booleans. No I/O, no wording.
"""

from __future__ import annotations

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


class NotAValueError(ValueError):
    """An input was given a value it cannot have; carries the input and the value."""


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

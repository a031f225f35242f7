"""Amounts → bars on an axis: how far each reaches, in percent of the width there is. Pure numbers; no words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

ROOM = Decimal(86)
"""Of the width, in percent, for the longest bar; behind it stands the sign of what is not counted."""
_STEPS = tuple(Decimal(step) for step in ("0.5", "1", "2", "5", "10", "20", "50", "100", "200", "500"))
_TICKS = 10


class Axis(NamedTuple):
    """A scale from zero: all bars of a unit stand on one."""

    step: Decimal
    end: Decimal

    def reach(self, number: Decimal) -> str:
        """How far a number reaches: `43%`."""
        return f"{(ROOM * number / self.end).quantize(Decimal('0.01')).normalize():f}%"

    @property
    def ticks(self) -> tuple[tuple[str, str], ...]:
        """The marks of the scale, each with how far it reaches and its number."""
        marks = [self.step * index for index in range(int(self.end / self.step) + 1)]
        return tuple((self.reach(mark), f"{mark.normalize():f}") for mark in marks)


def axis(longest: Decimal) -> Axis:
    """The scale that reaches over the longest number."""
    step = next((step for step in _STEPS if step * _TICKS >= longest), longest)
    return Axis(step, step * max(1, ceil(longest / step)))


def strip(numbers: Sequence[Decimal], longest: Decimal) -> Markup:
    """One bar on a scale from zero to the longest, beside the figure that says it; the open end of a range is pale.

    >>> str(strip([Decimal(3)], Decimal(9)))
    '<svg class="bar" aria-hidden="true"><rect class="scale" width="100%"/><rect width="33.33%"/></svg>'
    """
    low, high = (f"{100 * number / longest:.2f}%" for number in (min(numbers), max(numbers)))
    range_ = Markup('<rect class="range" width="{}"/>').format(high) if low != high else Markup("")
    form = Markup('<svg class="bar" aria-hidden="true"><rect class="scale" width="100%"/>{}<rect width="{}"/></svg>')
    return form.format(range_, low)

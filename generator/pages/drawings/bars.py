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


_STRIP = Markup(
    '<svg class="bar" width="100%" height="7" fill="#00695c" aria-hidden="true">'
    '<rect class="scale" width="100%" height="100%" fill="#cdd6d3"/>{}<rect width="{}" height="100%"/></svg>'
)
"""Sizes and colours are those of a page in another frame; in ours and on paper the styles have others."""


def strip(numbers: Sequence[Decimal], longest: Decimal) -> Markup:
    """One bar on a scale from zero to the longest, beside the figure that says it; the open end of a range is pale."""
    low, high = (f"{100 * number / longest:.2f}%" for number in (min(numbers), max(numbers)))
    range_ = Markup('<rect class="range" width="{}" height="100%" opacity=".45"/>').format(high)
    return _STRIP.format(range_ if low != high else Markup(""), low)

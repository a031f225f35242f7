"""Amounts → bars: of a small chart, in the units of its drawing, or one beside a figure. Pure numbers; no words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

WIDTH, ROOM, ROW, HEAD, NOTES = 320, 210, 40, 16, 30
"""Width of a chart; of that for the longest bar; heights of a bar with its label, of the scale above, of two notes."""
_STEPS = tuple(Decimal(step) for step in ("0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50", "100", "200", "500"))
_TICKS = 5


class Bar(NamedTuple):
    """A bar: the height of its row, how far it reaches for certain, and at most."""

    top: int
    low: int
    high: int


class Chart(NamedTuple):
    """A chart: its size, the marks of its scale as (place, number), its bars."""

    width: int
    height: int
    ticks: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]


def chart(amounts: Sequence[Sequence[Decimal]], *, longest: Decimal, notes: int = 0) -> Chart:
    """The chart of some amounts, each one number or a range, on a scale from zero to `longest`, of all charts.

    `notes`: the height to leave below each bar.
    """
    step = next((step for step in _STEPS if step * _TICKS >= longest), longest or Decimal(1))
    marks = [step * index for index in range(ceil(longest / step) + 1)]
    end = marks[-1] or step

    def place(number: Decimal) -> int:
        return int(ROOM * number / end)

    height = (ROW + notes) * len(amounts)
    rows = range(HEAD, HEAD + height, ROW + notes)
    made = (Bar(top, place(min(one)), place(max(one))) for top, one in zip(rows, amounts, strict=True))
    ticks = tuple((place(mark), f"{mark.normalize():f}") for mark in marks)
    return Chart(WIDTH, HEAD + height + 4, ticks, tuple(made))


def strip(numbers: Sequence[Decimal], longest: Decimal) -> Markup:
    """One bar on a scale from zero to the longest, beside the figure that says it; the open end of a range is pale.

    >>> str(strip([Decimal(3)], Decimal(9)))
    '<svg class="bar" aria-hidden="true"><rect class="scale" width="100%"/><rect width="33.33%"/></svg>'
    """
    low, high = (f"{100 * number / longest:.2f}%" for number in (min(numbers), max(numbers)))
    range_ = Markup('<rect class="range" width="{}"/>').format(high) if low != high else Markup("")
    form = Markup('<svg class="bar" aria-hidden="true"><rect class="scale" width="100%"/>{}<rect width="{}"/></svg>')
    return form.format(range_, low)

"""How a sheet comes to fit its pages: which of a stated order of steps it takes. No layout engine, no files.

A sheet is laid out at the step at which it is expected to fit, and again only where that was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

TAIL = 1 / 3
"""So much of its last page a sheet of several pages fills at least."""
_YIELDED = 1.05
"""About how much more goes on a page for each part that is left off."""
_BLOCK = 14
"""The air around a block, in signs."""


class Laid(NamedTuple):
    """A sheet in pages."""

    pages: int
    tail: float
    """How much of the last page is filled, from 0 to 1."""


class Steps(NamedTuple):
    """What may be done to a sheet that is too long, one thing after the other, each on top of those before."""

    styles: tuple[str, ...] = ()
    """Stylesheets of `templates/print/`: less air first, then smaller type."""
    yields: int = 0
    """How many parts may then be left off: elements of the class `room-1`, then `room-2` …; an element of the class
    `instead` is there only where any has been left off."""
    rooms: tuple[float, ...] = ()
    """Of each step but the first, how much more than at the first goes on a page: 1.1 is a tenth more."""
    page: int = 1200
    """About how many signs go on a page as the sheet was made."""
    pages: int | None = 1
    """On how many pages it is to fit; None: on any number, the last of them not nearly empty."""

    @property
    def number(self) -> int:
        """How many steps there are, that with nothing done among them."""
        return 1 + len(self.styles) + self.yields

    def room(self, step: int) -> float:
        """How much more than at the first step goes on a page at another one."""
        known = (1.0, *self.rooms)
        return known[step] if step < len(known) else known[-1] * _YIELDED ** (step - len(known) + 1)

    def hopeless(self, load: float) -> bool:
        """Whether a load, in pages of the first step, is too much, whatever is done."""
        return self.pages is None or load > self.room(self.number - 1) * self.pages


def load(html: str, page: int) -> float:
    """About how many pages a sheet takes as it was made, if so many signs go on one.

    >>> load("<body><p>一二三四五六</p></body>", 40)
    0.5
    """
    body = html.partition("<body")[2].partition(">")[2]
    text = re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]*>|\s", "", body, flags=re.DOTALL)
    wide = len(re.findall("[⺀-￯]", text))
    blocks = len(re.findall(r"<(?:p|li|tr|h[1-6]|section)\b", body))
    return (wide + (len(text) - wide) / 2 + _BLOCK * blocks) / page


def fitted(lay: Callable[[int], Laid], steps: Steps, load: float) -> int:
    """The step at which a sheet is laid out; `load`: about how many pages it takes as it was made.

    Of a sheet that fits at none, one at which its last page is not nearly empty, the first of them if it can be.
    """
    tried: dict[int, Laid] = {}
    while len(tried) < steps.number:
        step = _next(steps, load, tried)
        laid = tried[step] = lay(step)
        load = (laid.pages - 1 + laid.tail) * steps.room(step)
        if laid.pages <= (steps.pages or 1) or (steps.hopeless(load) and laid.tail >= TAIL):
            return step
    return max(tried, key=lambda step: (-tried[step].pages, tried[step].tail))


def _next(steps: Steps, load: float, tried: dict[int, Laid]) -> int:
    """The step that is laid out next: where the load should fit, none that is less than what has failed."""
    left = [step for step in range(steps.number) if step not in tried]
    if steps.hopeless(load):
        return left[0]
    later = [step for step in left if step > max(tried, default=-1)] or left
    return next((step for step in later if load <= steps.room(step) * (steps.pages or 1)), later[-1])

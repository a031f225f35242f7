"""How a sheet comes to fit its pages: which of a stated order of steps it takes. No layout engine, no files.

A sheet is laid out at the step at which it is expected to fit, and again only where that was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from math import ceil
from typing import NamedTuple

TAIL = 1 / 3
"""So much of its last page a sheet of several pages fills at least."""
_SURE = 0.97
"""A page so full should not overflow."""
_ENOUGH = 3
"""So many layouts are tried for fewer pages, where one with well filled pages is known."""
_LONG = 12
"""On so many pages a sheet stays as it was laid out first: what it fills of the last one is little of it all."""
_BLOCK = 18
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
    rooms: tuple[float, ...] = ()
    """Of each of them, how much more than without any goes on a page: 1.1 is a tenth more."""
    yields: int = 0
    """How many parts may then be left off: elements of the class `room-1`, then `room-2` …; an element of the class
    `without-1` is there only where the first has been left off."""
    page: int = 1600
    """About how many signs go on a page as the sheet was made."""


class Sheet(NamedTuple):
    """How long a sheet is, before it is laid out."""

    load: float
    """About how many pages it takes as it was made."""
    rooms: tuple[float, ...]
    """Of each step, the first being to do nothing, how much more goes on a page."""

    def filled(self, step: int) -> float:
        """About how many pages it takes at a step."""
        return self.load / self.rooms[step]

    @property
    def fewest(self) -> int:
        """On how many pages it fits, if all is done."""
        return ceil(self.load / max(self.rooms))

    def less(self, step: int, tried: Container[int]) -> int | None:
        """A step before one that fits, at which it should fit as well; None where there is none."""
        return next((other for other in range(step) if other not in tried and self.filled(other) <= _SURE), None)

    def likely(self, tried: Container[int]) -> int:
        """The step at which it should fit its fewest pages, none of them nearly empty, of those not yet tried."""
        left = [step for step in range(len(self.rooms)) if step not in tried]
        for pages in (self.fewest, self.fewest + 1):
            for step in left:
                if self.filled(step) <= pages and (pages == 1 or self.filled(step) >= pages - 1 + TAIL):
                    return step
        return left[-1]


def measured(html: str, steps: Steps) -> Sheet:
    """How long a sheet is, by its signs and blocks; what may be left off is weighed, too."""
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", html.partition("<body")[2], flags=re.DOTALL)
    whole, left, rooms = _weight(body), 0.0, [1.0, *steps.rooms]
    for part in range(1, steps.yields + 1):
        found = re.finditer(rf'<(\w+) class="[^"]*\broom-{part}\b.*?</\1>', body, flags=re.DOTALL)
        left += sum(_weight(each[0]) for each in found)
        rooms.append(rooms[len(steps.rooms)] * whole / (whole - left))
    return Sheet(whole / steps.page, tuple(rooms))


def _weight(html: str) -> float:
    """Full-width signs as one, others as half; the air around each block; what says how much itself: `data-room`."""
    text = re.sub(r"<[^>]*>|\s", "", html)
    wide = len(re.findall("[⺀-￯]", text))
    more = sum(map(int, re.findall(r'data-room="([0-9]+)"', html)))
    return (len(text) + wide) / 2 + more + _BLOCK * len(re.findall(r"<(?:p|li|tr|h[1-6]|section)\b", html))


def fitted(lay: Callable[[int], Laid], sheet: Sheet) -> int:
    """The step at which a sheet is laid out: on as few pages as can be, the last of several not nearly empty."""
    tried, last = dict[int, Laid](), len(sheet.rooms) - 1
    while len(tried) < len(sheet.rooms):
        step = sheet.likely(tried)
        laid = tried[step] = lay(step)
        sheet = sheet._replace(load=(laid.pages - 1 + laid.tail) * sheet.rooms[step])
        if laid.pages >= _LONG:
            return step
        if laid.pages == 1:
            less = sheet.less(step, tried)
            return step if less is None or lay(less).pages > 1 else less
        fewest = max(sheet.fewest, tried[last].pages if last in tried else 1)
        if (good := _first(tried, fewest)) is not None:
            return good
        if len(tried) >= _ENOUGH and any(each.tail >= TAIL for each in tried.values()):
            break
    return min(tried, key=lambda step: (tried[step].tail < TAIL, tried[step].pages, -tried[step].tail))


def _first(tried: Mapping[int, Laid], fewest: int) -> int | None:
    """The first of the steps tried at which a sheet has no more than so many pages, all of them well filled."""
    return min((step for step, laid in tried.items() if laid.pages <= fewest and laid.tail >= TAIL), default=None)

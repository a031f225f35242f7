"""Boxes over the inputs of a guide, and their algebra. A box is a set of cells for each input: the bits of an int."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import and_
from typing import TypeAlias

MAX_SPLITS = 200_000
"""So many steps a proof may take: some seconds."""

Box: TypeAlias = tuple[int, ...]
"""For each input, in the order of the space, the bits of the cells it may be in."""


class TooLargeError(Exception):
    """The table has too many rules in play at once to be proven."""


def empty(box: Box) -> bool:
    """Whether no value lies in a box."""
    return not all(box)


def common(box: Box, other: Box) -> Box:
    """The values that lie in both boxes; an empty box where there are none."""
    return tuple(map(and_, box, other))


def meet(box: Box, other: Box) -> bool:
    """Whether two boxes share a value."""
    return all(map(and_, box, other))


def covers(outer: Box, inner: Box) -> bool:
    """Whether every value of the inner box lies in the outer one."""
    return tuple(map(and_, outer, inner)) == inner


class _Splitter:
    """Takes boxes away from a box by recursive splitting on the boxes still in play; `first`: until one is left."""

    def __init__(self, *, first: bool = False) -> None:
        self.splits, self.first = 0, first
        self.left: list[Box] = []

    def split(self, box: Box, taken: Sequence[Box]) -> None:
        """Add to `left` what of a box lies in none of the taken boxes. Raises TooLargeError."""
        self.splits += 1
        if self.splits > MAX_SPLITS:
            raise TooLargeError
        in_play = [other for other in taken if meet(other, box)]
        if not in_play:
            self.left.append(box)
        elif not any(covers(other, box) for other in in_play):
            position, mask = _cut(box, in_play)
            for side in (mask, box[position] & ~mask):
                if self.first and self.left:
                    return
                self.split((*box[:position], side, *box[position + 1 :]), in_play)


def _cut(box: Box, taken: Sequence[Box]) -> tuple[int, int]:
    """Where to split a box that others meet and none covers: the position of the input, and the mask of one side.

    The side lies within the box that is nearest to covering: the one with the fewest inputs on which it leaves some
    cells open. After as many splits as it has such inputs it covers a part whole, and all of that part is done with;
    to split along any other takes more. Among these inputs, the one on which most of the others leave cells open, too.
    """
    nearest = min(taken, key=lambda other: sum(1 for mine, theirs in zip(box, other, strict=True) if mine & ~theirs))
    open_ = [position for position, mine in enumerate(box) if mine & ~nearest[position]]
    position = max(open_, key=lambda index: sum(1 for other in taken if box[index] & ~other[index]))
    return position, nearest[position] & box[position]


def without(boxes: Iterable[Box], taken: Sequence[Box]) -> list[Box]:
    """The values of some boxes that lie in none of the taken ones, in few boxes. Raises TooLargeError."""
    splitter = _Splitter()
    for box in boxes:
        if not empty(box):
            splitter.split(box, taken)
    return merged(splitter.left)


def within(boxes: Iterable[Box], outer: Sequence[Box]) -> bool:
    """Whether every value of some boxes lies in others; ends at the first that does not. Raises TooLargeError."""
    for box in boxes:
        splitter = _Splitter(first=True)
        if not empty(box):
            splitter.split(box, outer)
        if splitter.left:
            return False
    return True


def touching(some: Iterable[Box], other: Sequence[Box]) -> bool:
    """Whether two sets of boxes have anything in common."""
    return any(meet(left, right) for left in some for right in other)


def shared(some: Iterable[Box], other: Sequence[Box]) -> list[Box]:
    """What two sets of boxes have in common, in few boxes."""
    some = list(some)
    for one, rest in ((some, other), (other, some)):  # often one of them is the whole space
        if len(one) == 1 and all(covers(one[0], box) for box in rest):
            return list(rest)
    overlaps = {common(left, right) for left in some for right in other if meet(left, right)}
    return merged(box for box in overlaps if not any(box != outer and covers(outer, box) for outer in overlaps))


def merged(boxes: Iterable[Box]) -> list[Box]:
    """The same set of values in fewer boxes, in order: boxes that differ on one input only become one.

    Input after input is tried, round and round, until a whole round has joined nothing.
    """
    boxes = sorted(set(boxes))
    position, unchanged = 0, 0
    width = len(boxes[0]) if boxes else 0
    while width and unchanged < width:
        joined: dict[Box, int] = {}
        for box in boxes:
            key = (*box[:position], 0, *box[position + 1 :])
            joined[key] = joined.get(key, 0) | box[position]
        fewer = [(*key[:position], mask, *key[position + 1 :]) for key, mask in joined.items()]
        unchanged = unchanged + 1 if len(fewer) == len(boxes) else 0
        boxes, position = fewer, (position + 1) % width
    return sorted(boxes)

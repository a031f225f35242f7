"""Boxes over the inputs of a guide, and their algebra. A box is a set of cells for each input: the bits of an int."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from operator import and_
from typing import TypeAlias

MAX_STEPS = 20_000_000
"""So many masks may be looked at for one answer: about a second."""

Box: TypeAlias = tuple[int, ...]
"""For each input, in the order of the space, the bits of the cells it may be in."""


class TooLargeError(Exception):
    """The table has too many rules in play at once to be proven."""


class _Steps:
    """How many steps an answer may still take."""

    def __init__(self) -> None:
        self.left = MAX_STEPS


_STEPS: ContextVar[_Steps | None] = ContextVar("_STEPS", default=None)


@contextmanager
def bounded() -> Iterator[_Steps]:
    """Within it all that is asked of boxes takes MAX_STEPS together, however deep within; else raises TooLargeError."""
    if (steps := _STEPS.get()) is not None:
        yield steps
        return
    before = _STEPS.set(steps := _Steps())
    try:
        yield steps
    finally:
        _STEPS.reset(before)


def _spend(steps: _Steps, boxes: int, width: int) -> None:
    """Counts that some boxes were looked at, each mask by mask. Raises TooLargeError."""
    steps.left -= boxes * width
    if steps.left < 0:
        raise TooLargeError


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


def _outside(box: Box, taken: Sequence[Box], *, first: bool = False) -> list[Box]:
    """What of a box lies in none of the taken boxes, in boxes that share nothing; `first`: until there is one.

    By splitting it again and again on the boxes still in play. Raises TooLargeError.
    """
    left: list[Box] = []
    open_ = [(box, taken)]
    with bounded() as steps:
        while open_ and not (first and left):
            box, taken = open_.pop()
            in_play = [other for other in taken if meet(other, box)]
            _spend(steps, len(taken) + _CUT * len(in_play), len(box))
            if not in_play:
                left.append(box)
            elif not any(covers(other, box) for other in in_play):
                position, mask = _cut(box, in_play)
                sides = (box[position] & ~mask, mask)
                open_ += [((*box[:position], side, *box[position + 1 :]), in_play) for side in sides]
    return left


_CUT = 4
"""To find where to cut takes as long as to compare so often with each box in play."""


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
    with bounded():
        return merged([part for box in boxes if not empty(box) for part in _outside(box, taken)])


def within(boxes: Iterable[Box], outer: Sequence[Box]) -> bool:
    """Whether every value of some boxes lies in others; ends at the first that does not. Raises TooLargeError."""
    with bounded():
        return not any(_outside(box, outer, first=True) for box in boxes if not empty(box))


def touching(some: Iterable[Box], other: Sequence[Box]) -> bool:
    """Whether two sets of boxes have anything in common."""
    return any(meet(left, right) for left in some for right in other)


def shared(some: Iterable[Box], other: Sequence[Box]) -> list[Box]:
    """What two sets of boxes have in common, in few boxes. Raises TooLargeError."""
    some = list(some)
    for one, rest in ((some, other), (other, some)):  # often one of them is the whole space
        if len(one) == 1 and all(covers(one[0], box) for box in rest):
            return list(rest)
    with bounded() as steps:
        overlaps = set[Box]()
        for box in some:
            _spend(steps, len(other), len(box))
            overlaps.update(common(box, another) for another in other if meet(box, another))
        return merged(_largest(steps, overlaps))


def _largest(steps: _Steps, boxes: Iterable[Box]) -> list[Box]:
    """Those of some boxes that lie within no other.

    To compare two, the masks of each are put side by side in one number.
    """
    boxes = sorted(boxes, key=lambda box: sum(map(int.bit_count, box)), reverse=True)
    widths = [max(masks).bit_length() for masks in zip(*boxes, strict=True)]
    kept: dict[int, Box] = {}
    for box in boxes:
        number = 0
        for mask, width in zip(box, widths, strict=True):
            number = number << width | mask
        _spend(steps, len(kept), 1)
        if not any(number & outer == number for outer in kept):
            kept[number] = box
    return list(kept.values())


def merged(boxes: Iterable[Box]) -> list[Box]:
    """The same set of values in fewer boxes, in order: boxes that differ on one input only become one.

    Input after input is tried, round and round, until a whole round has joined nothing. Raises TooLargeError.
    """
    boxes = sorted(set(boxes))
    position, unchanged = 0, 0
    width = len(boxes[0]) if boxes else 0
    with bounded() as steps:
        while width and unchanged < width:
            _spend(steps, len(boxes), width)
            fewer = _joined(boxes, position)
            unchanged = unchanged + 1 if len(fewer) == len(boxes) else 0
            boxes, position = fewer, (position + 1) % width
    return sorted(boxes)


def _joined(boxes: Iterable[Box], position: int) -> list[Box]:
    """The same values, boxes that differ on the input at a position alone being one."""
    joined: dict[Box, int] = {}
    for box in boxes:
        key = (*box[:position], 0, *box[position + 1 :])
        joined[key] = joined.get(key, 0) | box[position]
    return [(*key[:position], mask, *key[position + 1 :]) for key, mask in joined.items()]

"""Boxes over the inputs of a guide, and their algebra. A box is a set of cells for each input: the bits of an int."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import and_
from typing import TypeAlias

MAX_SPLITS = 200_000

Box: TypeAlias = tuple[int, ...]
"""For each input, in the order of the space, the bits of the cells it may be in."""


class TooLargeError(Exception):
    """The table has too many rules in play at once to be proven."""


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

"""A decision table as a grid of cells, where two inputs decide which of its classes hold. No wording, no I/O.

The cells are boxes of the space; what holds in each of them is read from where the classes hold, never by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

from generator.decision.boxes import Box, meet, merged, within
from generator.decision.deciding import Decisions, hangs_on
from generator.decision.space import Axis

MOST = 6
"""So many rows and columns a reader can take in."""
_MOST_CELLS = 24
"""So many cells of an input are looked at, before those alike are joined."""

Holding: TypeAlias = Mapping[str, Sequence[Box]]
"""Where each class holds, by id."""


class Cell(NamedTuple):
    """One cell of a grid: a box in which the same classes hold everywhere."""

    box: Box
    classes: tuple[str, ...]
    """The ids of the classes that hold; none: a gap; several: an overlap."""
    outside: bool
    """Whether the document does not speak of it, or rules it out."""


class Grid(NamedTuple):
    """Two inputs of a table, cut where its classes change, within some values of the other inputs."""

    within: Box
    across: int
    """The position of the input whose cells are columns."""
    down: int
    """The position of the input whose cells are rows."""
    columns: tuple[int, ...]
    """The cells of the input across, by mask, in order."""
    rows: tuple[int, ...]
    cells: tuple[tuple[Cell, ...], ...]
    """Row by row."""


class Split(NamedTuple):
    """An input each of whose values has classes of its own."""

    position: int
    groups: tuple[tuple[int, tuple[str, ...]], ...]
    """The mask of each value, with the ids of its classes."""
    free: tuple[str, ...]
    """The classes that do not look at it."""


def split(decisions: Decisions, table: str) -> Split | None:
    """The first choice that divides the classes of a table: each holds for one of its values, or does not look at it.

    At least two values have several classes each; else nothing is gained by dividing. None where no input does.
    """
    holding = decisions.holding(table)
    divided = (_divided(decisions, holding, position) for position in _choices(decisions))
    return next((found for found in divided if found is not None), None)


def _choices(decisions: Decisions) -> list[int]:
    """The positions of the inputs that are answered by a choice."""
    types = enumerate(axis.input.type for axis in decisions.space.axes)
    return [position for position, kind in types if kind in ("boolean", "enumeration")]


def _divided(decisions: Decisions, holding: Holding, position: int) -> Split | None:
    groups: dict[int, list[str]] = {1 << index: [] for index in range(len(decisions.space.axes[position].cells))}
    free = []
    for name, boxes in holding.items():
        if not hangs_on(boxes, decisions.space.whole, position):
            free.append(name)
            continue
        mask = _union(boxes, position)
        if mask not in groups:
            return None
        groups[mask].append(name)
    several = [names for names in groups.values() if len(names) > 1]
    if len(several) < _SEVERAL:
        return None
    return Split(position, tuple((mask, tuple(names)) for mask, names in groups.items() if names), tuple(free))


_SEVERAL = 2


def _union(boxes: Sequence[Box], position: int) -> int:
    mask = 0
    for box in boxes:
        mask |= box[position]
    return mask


def apart(decisions: Decisions, table: str) -> dict[str, int]:
    """The classes that hang on one choice alone on which no other class hangs, each with the position of that input."""
    holding = decisions.holding(table)
    looked = {name: _looked_at(decisions, {name: boxes}, decisions.space.whole) for name, boxes in holding.items()}
    return {
        name: positions[0]
        for name, positions in looked.items()
        if len(positions) == 1
        and positions[0] in _choices(decisions)
        and not any(positions[0] in others for other, others in looked.items() if other != name)
    }


def _looked_at(decisions: Decisions, holding: Holding, box: Box) -> list[int]:
    """The positions of the inputs on which, within a box, it hangs whether some classes hold."""
    positions = range(len(decisions.space.axes))
    return [one for one in positions if any(hangs_on(boxes, box, one) for boxes in holding.values())]


def grids(decisions: Decisions, table: str, outside: Sequence[Box] = ()) -> tuple[Grid, ...]:
    """The grids of a table that exactly two inputs decide, or two within each value of the input that divides it.

    Classes that stand apart are left out: the grids are those of all to whom none of them applies. `outside`: what the
    document does not speak of. Nothing where more inputs decide, or where a grid had more than `MOST` rows or columns.
    """
    return _plain(decisions, table, _deciding(decisions, table), outside)


def maps(decisions: Decisions, table: str, outside: Sequence[Box] = ()) -> tuple[Grid, ...]:
    """The grids of a table, for whoever enters it: where it has none, one of two inputs for each value of the others.

    Of the inputs those of numbers come first. Nothing where fewer than two inputs decide, or where there were more than
    `MOST` values of the others.
    """
    deciding = _deciding(decisions, table)
    if found := _plain(decisions, table, deciding, outside):
        return found
    axes, choices = decisions.space.axes, _choices(decisions)
    known = sorted(deciding.inputs, key=lambda at: (at in choices, -len(axes[at].cells)))
    fixed = [deciding.base] if len(known) >= _SEVERAL else []
    for position in known[_SEVERAL:]:
        masks = _told_apart(decisions, deciding.holding, position)
        fixed = [_at(box, position, mask & box[position]) for box in fixed for mask in masks if mask & box[position]]
        if len(fixed) > MOST:
            return ()
    made = [_grid(decisions, deciding.holding, outside, box, known[:_SEVERAL]) for box in fixed]
    kept = tuple(grid for grid in made if grid is not None)
    return _alike(kept) if kept and len(kept) == len(made) else ()


class _Deciding(NamedTuple):
    """What decides a table, for all to whom none of the classes that stand apart applies."""

    holding: Holding
    base: Box
    inputs: list[int]
    """The positions of the inputs on which it hangs."""


def _deciding(decisions: Decisions, table: str) -> _Deciding:
    aside = apart(decisions, table)
    holding = {name: boxes for name, boxes in decisions.holding(table).items() if name not in aside}
    base = _without(decisions, decisions.holding(table), aside)
    return _Deciding(holding, base, _looked_at(decisions, holding, base))


def _plain(decisions: Decisions, table: str, deciding: _Deciding, outside: Sequence[Box]) -> tuple[Grid, ...]:
    """The grids of a table as `grids` has them."""
    holding, base, known = deciding
    divided = split(decisions, table) if len(known) == _SEVERAL + 1 else None
    if len(known) == _SEVERAL:
        made = [_grid(decisions, holding, outside, base, known)]
    elif divided and divided.position in known:
        others = [position for position in known if position != divided.position]
        fixed = (_at(base, divided.position, mask) for mask, _ in divided.groups)
        made = [_grid(decisions, holding, outside, box, others) for box in fixed]
    else:
        return ()
    kept = tuple(grid for grid in made if grid is not None)
    plain = not any(len(grid.rows) > 1 and len(grid.columns) > 1 for grid in kept)
    return () if len(kept) < len(made) or plain else _alike(kept)


def _told_apart(decisions: Decisions, holding: Holding, position: int) -> list[int]:
    """The cells of an input as masks, those joined in which the classes hold alike."""
    axis = decisions.space.axes[position]

    def alike(bit: int) -> object:
        return [merged(_at(box, position, 0) for box in boxes if box[position] & bit) for boxes in holding.values()]

    return _joined(axis, {bit: alike(bit) for bit in _bits(axis)})


def _without(decisions: Decisions, holding: Holding, aside: Mapping[str, int]) -> Box:
    """Where no class that stands apart holds."""
    box = decisions.space.whole
    for name, position in aside.items():
        box = _at(box, position, box[position] & ~_union(holding[name], position))
    return box


def _at(box: Box, position: int, mask: int) -> Box:
    return (*box[:position], mask, *box[position + 1 :])


def _grid(
    decisions: Decisions, holding: Holding, outside: Sequence[Box], base: Box, positions: Sequence[int]
) -> Grid | None:
    """The grid of two inputs within a box; None where more decide, or where it is too large."""
    across, down = positions
    axes = decisions.space.axes[across], decisions.space.axes[down]
    if max(len(axis.cells) for axis in axes) > _MOST_CELLS or set(_looked_at(decisions, holding, base)) - {
        across,
        down,
    }:
        return None
    bits = [[bit for bit in _bits(axis) if bit & base[at]] for axis, at in zip(axes, positions, strict=True)]

    def cell(column: int, row: int) -> Cell:
        box = _at(_at(base, across, column), down, row)
        classes = tuple(name for name, boxes in holding.items() if any(meet(box, other) for other in boxes))
        return Cell(box, classes, within([box], outside))

    found = {(column, row): cell(column, row)[1:] for column in bits[0] for row in bits[1]}
    columns = _joined(axes[0], {column: tuple(found[column, row] for row in bits[1]) for column in bits[0]})
    rows = _joined(axes[1], {row: tuple(found[column, row] for column in bits[0]) for row in bits[1]})
    if max(len(columns), len(rows)) > MOST:
        return None
    cells = tuple(tuple(cell(column, row) for column in columns) for row in rows)
    return Grid(base, across, down, tuple(columns), tuple(rows), cells)


def _bits(axis: Axis) -> Iterator[int]:
    return (1 << index for index in range(len(axis.cells)))


def _joined(axis: Axis, found: Mapping[int, object]) -> list[int]:
    """The cells of an input as masks, those with the same contents in one: of numbers neighbours only."""
    numeric = axis.input.type in ("number", "integer")
    masks: list[tuple[int, object]] = []
    for bit, content in found.items():
        near = masks[-1:] if numeric else masks
        at = next((index for index, (_, other) in enumerate(near) if other == content), None)
        if at is None:
            masks.append((bit, content))
        else:
            at += len(masks) - len(near)
            masks[at] = masks[at][0] | bit, content
    return [mask for mask, _ in masks]


def _alike(found: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """The grids all turned alike, the input with fewer cells across, since a phone is narrow."""
    wide, high = max(len(grid.columns) for grid in found), max(len(grid.rows) for grid in found)
    return found if wide <= high else tuple(_turned(grid) for grid in found)


def _turned(grid: Grid) -> Grid:
    cells = tuple(zip(*grid.cells, strict=True))
    return Grid(grid.within, grid.down, grid.across, grid.rows, grid.columns, cells)


def boxes_of(grid: Grid) -> list[Box]:
    """The boxes of all cells of a grid."""
    return [cell.box for cell in chain.from_iterable(grid.cells)]

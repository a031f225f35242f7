"""Tables as lines: a row a line, its cells parted by ` | `, each where it stands. No I/O; the same for every kind.

A cell merged over several rows or columns is told in each, so that a row can be read without the others. A row that is
one cell is no row but what the cell holds: the title of a table, a note under it, a frame around a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

BETWEEN = " | "


@dataclass(frozen=True)
class Cell:
    """What a cell holds, and where: rows and columns are counted from 0."""

    top: int
    left: int
    height: int
    width: int
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """Its own text on one line, without that of the tables in it."""
        words = " ".join(block for block in self.blocks if isinstance(block, str))
        return " ".join(words.split()).replace("|", "｜")

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in it."""
        return tuple(block for block in self.blocks if not isinstance(block, str))


@dataclass(frozen=True)
class Table:
    """The cells of a table, those of a row one after the other."""

    cells: tuple[Cell, ...]


Block: TypeAlias = str | Table
"""A paragraph or a table."""


def blocks(table: Table) -> Iterator[str]:
    """The table as text: one block of lines; several where a row is one cell, whose paragraphs stand alone."""
    rows: list[str] = []
    for line, whole in _lines(table, ()):
        if whole and rows:
            yield "\n".join(rows)
            rows = []
        if whole:
            yield line
        else:
            rows.append(line)
    if rows:
        yield "\n".join(rows)


def _lines(table: Table, before: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is a paragraph and no row. `before`: the cells outside, for each row of an inner table.

    Columns in which no cell begins are none: a cell over a hundred thousand of them is one.
    """
    columns = sorted({cell.left for cell in table.cells})
    previous: list[Cell] = []
    for row in _rows(table):
        if len(row) == 1 and not before:
            yield from _alone(row[0]) if row != previous else ()
        elif row != previous and any(cell.text for cell in row):
            yield BETWEEN.join((*before, *_texts(row, columns))).strip(), False
        if len(row) > 1 or before:
            yield from _inner(row, before, columns)
        previous = row


def _rows(table: Table) -> Iterator[list[Cell]]:
    """The cells that stand in each row, from left to right, those that began above included."""
    begun: dict[int, list[Cell]] = {}
    for cell in table.cells:
        begun.setdefault(cell.top, []).append(cell)
    open_: list[Cell] = []
    for top in sorted(begun):
        open_ = [cell for cell in open_ if cell.top + cell.height > top] + begun[top]
        yield sorted(open_, key=lambda cell: cell.left)


def _texts(row: Sequence[Cell], columns: Sequence[int]) -> Iterator[str]:
    """The text for each column: of the last cell that begins before its end and covers it, empty where none does."""
    waiting = list(reversed([(cell.left, cell.left + cell.width, cell.text) for cell in row]))
    end, text = 0, ""
    for column in columns:
        while waiting and waiting[-1][0] <= column:
            _, end, text = waiting.pop()
        yield text if column < end else ""


def _alone(cell: Cell) -> Iterator[tuple[str, bool]]:
    """What the one cell of a row holds, as it would stand outside a table."""
    for block in cell.blocks:
        if isinstance(block, Table):
            yield from _lines(block, ())
        elif block.strip():
            yield block.strip(), True


def _inner(row: Sequence[Cell], before: tuple[str, ...], columns: Sequence[int]) -> Iterator[tuple[str, bool]]:
    """The rows of the tables in the cells that begin in a row, each with what stands in that row up to there."""
    top = max(cell.top for cell in row)
    for cell in row:
        for table in cell.tables if cell.top == top else ():
            outside = _texts(row, [column for column in columns if column <= cell.left])
            yield from _lines(table, (*before, *filter(None, outside)))
